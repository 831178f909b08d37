"""Client files for tests: those of tests/data/import (or CRM_IMPORT_FILES), and small made ones."""

import csv
import io
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from crm.counterparties.v1 import imports_pb2 as pb
from services.kit.caller import Caller
from services.kit.jobs import JobKind
from tests.counterparties.office import Office

DATA = Path(os.environ.get("CRM_IMPORT_FILES", "tests/data/import"))
MANIFEST: dict[str, dict[str, int]] = json.loads((DATA / "manifest.json").read_text("utf-8"))
COUNTED = ("created", "updated", "duplicates", "rejected", "waiting")
INNS = ("7707083893", "7736050003", "7702070139", "7728168971", "5406180170")


def kind_of(file_name: str) -> str:
    return "KIND_INDIVIDUAL" if "individual" in file_name else "KIND_LEGAL"


def a_csv(*rows: Sequence[str], separator: str = ";", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def pieces(content: bytes, size: int = 100_000, **first: Any) -> Iterator[pb.CreateImportRequest]:
    yield pb.CreateImportRequest(chunk=content[:size], **first)
    for start in range(size, len(content), size):
        yield pb.CreateImportRequest(chunk=content[start : start + size])
    yield pb.CreateImportRequest()


def uploaded(office: Office, caller: Caller, content: bytes, **first: Any) -> pb.Import:
    first = {"kind": "KIND_LEGAL", "file_name": "clients.csv", **first}
    return office.imports(caller).CreateImport(pieces(content, **first))


def staged(
    office: Office, caller: Caller, content: bytes, *kinds: JobKind, **first: Any
) -> pb.Import:
    """Uploaded and read."""
    made = uploaded(office, caller, content, **first)
    office.work(*kinds)
    return now(office, caller, made.name)


def now(office: Office, caller: Caller, name: str) -> pb.Import:
    found = office.imports(caller).GetImport(pb.GetImportRequest(name=name))
    assert_reconciled(found.counts)
    return found


def rows(office: Office, caller: Caller, name: str, **wanted: Any) -> list[pb.ImportRow]:
    found: list[pb.ImportRow] = []
    token = ""
    while True:
        answer = office.imports(caller).ListImportRows(
            pb.ListImportRowsRequest(parent=name, page_size=200, page_token=token, **wanted)
        )
        found += answer.rows
        token = answer.next_page_token
        if not token:
            return found


def verdicts(office: Office, caller: Caller, name: str) -> list[str]:
    short = pb.ImportRow.Verdict.Name
    return [short(r.verdict).removeprefix("VERDICT_") for r in rows(office, caller, name)]


def assert_reconciled(counts: pb.Import.Counts) -> None:
    assert counts.read == counts.staged == sum(getattr(counts, each) for each in COUNTED)
    assert counts.valid == counts.waiting + counts.created + counts.updated


def create_all(office: Office, caller: Caller, made: pb.Import) -> pb.Import:
    office.imports(caller).CreateImportedCounterparties(
        pb.CreateImportedCounterpartiesRequest(name=made.name, all_valid=True)
    )
    office.work()
    return now(office, caller, made.name)


def clients(office: Office, caller: Caller, **wanted: object) -> list[str]:
    return office.listed(caller, **wanted)
