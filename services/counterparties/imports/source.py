"""The stored file of an import as a table, kept open between the slices of its job."""

import io
from collections.abc import Iterator
from contextvars import Context
from itertools import islice
from typing import Any, BinaryIO, cast

from services.counterparties.imports import encoding as encodings
from services.counterparties.imports import table
from services.counterparties.imports.columns import Kind
from services.counterparties.imports.import_run import Import
from services.counterparties.imports.judging import Cells, Names
from services.counterparties.imports.parse import LONGEST_CELL
from services.counterparties.imports.table import Format, Layout, Table
from services.counterparties.imports.text_file import BLOCK, Record
from services.counterparties.imports.workbook import SHELF
from services.kit import files
from services.kit.mongo import Db


class Source:
    """Where reading is, with the open file. Not for two threads at a time."""

    def __init__(self, db: Db, imported: Import, place: int, number: int) -> None:
        self._file = opened(db, imported.file)
        self._name = _own(db, imported.file)
        self._table = Table(self._file, imported.layout, self._name)
        self._records = self._table.records(place)
        self._size = imported.file_size
        self.place = place
        self.number = number
        self.names = Names()
        self.ended = False

    def take(self, count: int) -> list[Cells]:
        """The next rows; lines without content are none."""
        taken: list[Cells] = []
        while len(taken) < count:
            records = list(islice(self._records, count - len(taken)))
            if not records:
                self.ended = True
                break
            self._keep(taken, records)
        return taken

    def _keep(self, taken: list[Cells], records: list[Record]) -> None:
        for record in records:
            cells = record.cells
            if not table.is_blank(cells):
                self.number += 1
                if sum(map(len, cells)) > LONGEST_CELL:
                    cells = [cell[:LONGEST_CELL] for cell in cells]
                taken.append(Cells(self.number, cells[: table.MOST_COLUMNS + 1], record.broken))
        self.place = records[-1].place

    @property
    def bytes_read(self) -> int:
        """Of the file as it was uploaded, packed or not."""
        if self.ended:
            return self._size
        return min(self._size, int(self._size * self._table.share(self.place)))

    def close(self) -> None:
        if self.ended:
            SHELF.forget(self._name)
        self._table.close()
        self._file.close()


def opened(db: Db, name: str) -> BinaryIO:
    """A stored file, read outside of the slice's transaction: it outlives it, and never changes."""
    return cast("BinaryIO", io.BufferedReader(_Outside(db, name), BLOCK))


class _Outside(io.RawIOBase):
    """Reads in a context of its own, where no session is bound."""

    def __init__(self, db: Db, name: str) -> None:
        super().__init__()
        self._context = Context()
        self._file = self._context.run(files.read, db, name)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        found = self._context.run(self._file.read, len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._context.run(self._file.seek, offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        if not self.closed:
            self._context.run(self._file.close)
        super().close()


def layout_of(db: Db, imported: Import) -> Layout:
    """Finds out how to read the file; FileUnusable if it is no table."""
    return layout_of_file(db, imported.file, imported.kind)


def layout_of_file(db: Db, stored: str, kind: Kind) -> Layout:
    file = opened(db, stored)
    try:
        head = file.read(4096)
        found = table.format_of(head)
        codec = "" if found is Format.XLSX else _encoding(file)
        layout = table.look(file, found, codec, kind, _own(db, stored))
    finally:
        file.close()
    return layout


def _own(db: Db, stored: str) -> str:
    """What tells a stored file from those of all other tenants and services."""
    return f"{db.database}/{db.tenant}/{stored}"


def _encoding(file: BinaryIO) -> str:
    sniffer = encodings.Sniffer()
    file.seek(0)
    while block := file.read(BLOCK):
        sniffer.feed(block)
    return sniffer.encoding()


def has_rows(db: Db, imported: Import, layout: Layout) -> bool:
    """A header alone is no client file."""
    file = opened(db, imported.file)
    rows = Table(file, layout, _own(db, imported.file))
    try:
        return any(not table.is_blank(each.cells) for each in rows.records(layout.start))
    finally:
        rows.close()
        file.close()


def samples_of(rows: Iterator[Cells], width: int, most: int = 3) -> list[tuple[str, ...]]:
    """The first few different values of each column."""
    found: list[dict[str, None]] = [{} for _ in range(width)]
    for row in rows:
        for place, cell in enumerate(row.cells[:width]):
            if cell.strip() and len(found[place]) < most:
                found[place][cell.strip()[:100]] = None
    return [tuple(each) for each in found]
