"""Workbooks made to harm: they are refused, and honest ones that look like them are not."""

import io
import os
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from services.counterparties.imports import strings
from services.counterparties.imports.refusals import FileUnusable
from tests.counterparties.imports.test_import_reader import a_workbook, read


def attacked(part: str, xml: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(a_workbook(("name", "inn"), ("x", 1)))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, xml)
    return out.getvalue()


def test_bombs_and_entities_are_refused() -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
    with pytest.raises(FileUnusable) as refused:
        read(attacked("xl/worksheets/sheet1.xml", entity))
    assert refused.value.reason == "FILE_FORMAT"
    with pytest.raises(FileUnusable) as refused:
        read(attacked("xl/worksheets/sheet1.xml", b" " * 100_000_000))
    assert refused.value.reason == "FILE_OVERPACKED"
    with pytest.raises(FileUnusable):
        read(attacked("xl/workbook.xml", b"<workbook"))


@pytest.mark.parametrize("item", [b"<si/>", b"<si><t>a</t></si>", b"<a/>"])
def test_shared_strings_that_would_keep_a_worker_busy_are_refused(item: bytes) -> None:
    """Padded so that as many bytes come out of it as of honest files."""
    padding = os.urandom(100_000).hex().encode()
    count = 40_000_000 // len(item)
    content = attacked(
        "xl/sharedStrings.xml", b"<sst><!--" + padding + b"-->" + item * count + b"</sst>"
    )
    with pytest.raises(FileUnusable) as refused:
        read(content)
    assert refused.value.reason == "FILE_OVERPACKED"


def test_a_text_of_a_hundred_megabytes_costs_no_more_than_the_longest_one(tmp_path: Path) -> None:
    file = tmp_path / "strings.xml"
    file.write_bytes(b"<sst><si><t>" + b"a" * 100_000_000 + b"</t></si><si><t>b</t></si></sst>")
    tracemalloc.start()
    with file.open("rb") as stream:
        first, second = strings.read(stream, 1_000_000)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
    assert (len(first), second) == (strings.LONGEST, "b")


def test_coloured_texts_without_end_are_no_attack() -> None:
    """What packs best of honest files: each text in runs with fonts of their own."""
    style = '<rPr><b/><sz val="11"/><color theme="1"/><rFont val="Calibri"/><family val="2"/></rPr>'
    count = 200_000
    xml = "".join(
        f"<si><r>{style}<t>{n}</t></r><r>{style}<t>руб</t></r></si>" for n in range(count)
    ).encode()
    packed = len(zlib.compress(xml))
    found = list(strings.read(io.BytesIO(b"<sst>%b</sst>" % xml), packed))
    assert (len(found), found[-1]) == (count, f"{count - 1}руб")
