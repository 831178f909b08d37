"""A client file as a table: what it is, where its header stands, its rows from any place (pure)."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import BinaryIO

from services.counterparties.imports import text_file
from services.counterparties.imports.columns import Kind, field_of, unique
from services.counterparties.imports.encoding import is_wide
from services.counterparties.imports.refusals import FileUnusable
from services.counterparties.imports.text_file import SEPARATORS, Record
from services.counterparties.imports.workbook import Workbook

MOST_COLUMNS = 1000
# Title lines above a header are few; what comes later is data.
_HEADER_WITHIN = 30
_LOOK_AHEAD = 200


class Format(StrEnum):
    """What kind of file it is."""

    CSV = "CSV"
    XLSX = "XLSX"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How to read a file: found once, kept with the import."""

    format: Format
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    columns: tuple[str, ...] = ()
    # Where the first row after the header begins to be looked for.
    start: int = 0


_KNOWN_STARTS = (
    (b"%PDF", "FILE_FORMAT", "This is a PDF: export the table as CSV or XLSX"),
    (b"\xd0\xcf\x11\xe0", "FILE_XLS", "This is an old or protected workbook: save it as XLSX"),
    (b"{\\rtf", "FILE_FORMAT", "This is a text document: export the table as CSV or XLSX"),
    (b"\x89PNG", "FILE_FORMAT", "This is a picture"),
    (b"\xff\xd8\xff", "FILE_FORMAT", "This is a picture"),
    (b"GIF8", "FILE_FORMAT", "This is a picture"),
    (b"Rar!", "FILE_FORMAT", "This is an archive: unpack it"),
    (b"7z\xbc\xaf", "FILE_FORMAT", "This is an archive: unpack it"),
    (b"\x1f\x8b", "FILE_FORMAT", "This is an archive: unpack it"),
    (b"<?xml", "FILE_FORMAT", "This is XML: export the table as CSV or XLSX"),
    (b"<!DOCTYPE", "FILE_FORMAT", "This is a web page: export the table as CSV or XLSX"),
    (b"<html", "FILE_FORMAT", "This is a web page: export the table as CSV or XLSX"),
)


def format_of(head: bytes) -> Format:
    """By its first bytes, as names lie; FileUnusable if it is no table of ours."""
    if not head.strip():
        raise FileUnusable("FILE_EMPTY", "The file is empty")
    for start, reason, message in _KNOWN_STARTS:
        if head[:16].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(start.lower()):
            raise FileUnusable(reason, message)
    if head.startswith(b"PK"):
        return Format.XLSX
    if not is_wide(head) and _is_binary(head):
        raise FileUnusable("FILE_FORMAT", "This is neither CSV nor XLSX")
    return Format.CSV


def _is_binary(head: bytes) -> bool:
    controls = sum(head.count(byte) for byte in range(1, 32) if byte not in (4, 9, 10, 12, 13, 26))
    return controls + head.count(0) > max(2, len(head) // 100)


class Table:
    """An opened file whose layout is known; `name` is that of a stored one."""

    def __init__(self, file: BinaryIO, layout: Layout, name: str = "") -> None:
        self._file = file
        self._size = file.seek(0, io.SEEK_END)
        self._book = Workbook(file, name) if layout.format is Format.XLSX else None
        self.layout = layout

    def records(self, place: int) -> Iterator[Record]:
        """Rows from a place on, cut or filled to no particular width."""
        if self._book is not None:
            return self._book.records(self.layout.sheet, place)
        layout = self.layout
        return text_file.records(self._file, layout.encoding, layout.separator, place)

    def share(self, place: int) -> float:
        """How much of the table lies before a place, from 0 to 1."""
        size = self._book.size(self.layout.sheet) if self._book is not None else self._size
        return place / max(1, size)

    def close(self) -> None:
        if self._book is not None:
            self._book.close()


def look(file: BinaryIO, format_: Format, encoding: str, kind: Kind, name: str = "") -> Layout:
    """Finds out the layout of a file; FileUnusable if there is no table in it."""
    if format_ is Format.XLSX:
        return _look_at_workbook(file, kind, name)
    best = max(SEPARATORS, key=lambda each: _fitness(file, encoding, each, kind))
    head = list(islice(text_file.records(file, encoding, best), _LOOK_AHEAD))
    return _with_header(Layout(format=Format.CSV, encoding=encoding, separator=best), head, kind)


def _look_at_workbook(file: BinaryIO, kind: Kind, name: str) -> Layout:
    book = Workbook(file, name)
    try:
        for sheet in book.sheets:
            head = list(islice(book.records(sheet), _LOOK_AHEAD))
            if any(not is_blank(record.cells) for record in head):
                return _with_header(Layout(format=Format.XLSX, sheet=sheet), head, kind)
    finally:
        book.close()
    raise FileUnusable("FILE_EMPTY", "The workbook has no rows")


def _fitness(file: BinaryIO, encoding: str, separator: str, kind: Kind) -> tuple[int, int, int]:
    """How well a separator fits: headers recognised, then rows of the same width, then width."""
    head = list(islice(text_file.records(file, encoding, separator), 50))
    widths = [len(record.cells) for record in head if not is_blank(record.cells)]
    if not widths:
        return (0, 0, 0)
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    known = max(_recognised(record.cells, kind) for record in head[:_HEADER_WITHIN])
    # One recognised header is no sign: without its separator a row is one cell.
    return (known if known > 1 else 0, widths.count(usual) if usual > 1 else 0, usual)


def _with_header(layout: Layout, head: Sequence[Record], kind: Kind) -> Layout:
    place = _header_place(head, kind)
    header = _trimmed(head[place].cells, head[place + 1 :])
    if len(header) > MOST_COLUMNS:
        raise FileUnusable("FILE_TOO_WIDE", f"The table has more than {MOST_COLUMNS} columns")
    return Layout(
        format=layout.format,
        encoding=layout.encoding,
        separator=layout.separator,
        sheet=layout.sheet,
        columns=unique(header),
        start=head[place].place,
    )


def _header_place(head: Sequence[Record], kind: Kind) -> int:
    """The row with the most recognised headers; if none is, the first that looks like a header."""
    scores = [_recognised(record.cells, kind) for record in head[:_HEADER_WITHIN]]
    most = max(scores, default=0)
    filled = [sum(1 for cell in record.cells if cell.strip()) for record in head[:_HEADER_WITHIN]]
    if most > 1 or (most == 1 and max(filled) == 1):
        return scores.index(most)
    for least in (2, 1):
        for place, cells in enumerate(filled):
            if cells >= least:
                return place
    raise FileUnusable("FILE_EMPTY", "The file has no rows")


def _recognised(cells: Sequence[str], kind: Kind) -> int:
    return sum(1 for cell in cells[:MOST_COLUMNS] if 0 < len(cell) < 100 and field_of(cell, kind))


def _trimmed(header: Sequence[str], below: Sequence[Record]) -> list[str]:
    """Without nameless columns at the end, unless they are filled in most rows."""
    width = len(header)
    while width and not header[width - 1].strip():
        width -= 1
    widths = [_width(record.cells) for record in below if not is_blank(record.cells)]
    if widths:
        width = max(width, sorted(widths)[len(widths) // 2])
    return [*header[:width], *[""] * (width - len(header))]


def _width(cells: Sequence[str]) -> int:
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return width


def is_blank(cells: Sequence[str]) -> bool:
    """A line without any content is no row."""
    return not any(cell and not cell.isspace() for cell in cells)
