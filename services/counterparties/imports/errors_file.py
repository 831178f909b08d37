"""Rejected and duplicate rows as a file to repair, and back onto the rows they came from."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from services.counterparties.imports import source, store, table
from services.counterparties.imports.columns import plain
from services.counterparties.imports.import_run import Import
from services.counterparties.imports.parse import Problem
from services.counterparties.imports.reasons import LANGUAGES, explained, texts
from services.counterparties.imports.refusals import FileUnusable
from services.counterparties.imports.table import Layout, Table
from services.kit.caller import Caller
from services.kit.mongo import Db

AT_ONCE = 500
CLIENTS, HIDDEN = "counterparties/", "DUPLICATE_HIDDEN"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(db: Db, caller: Caller, imported: Import) -> Iterator[list[str]]:
    """The row's number, the original columns, the reason."""
    words = texts(caller.language)
    columns = imported.columns
    yield [words["NUMBER"], *columns, words["REASON"]]
    errors = iter(store.stream_of_errors(db, imported.name))
    while some := list(islice(errors, AT_ONCE)):
        hidden = _hidden(db, caller, some)
        for row in some:
            cells: list[str] = row["cells"][: len(columns)]
            blank = [""] * (len(columns) - len(cells))
            yield [str(row["number"]), *cells, *blank, _reason(row, caller.language, hidden)]


def _hidden(db: Db, caller: Caller, some: Sequence[Mapping[str, Any]]) -> set[str]:
    """The clients that these rows repeat and the reader may not see."""
    repeated = {of for row in some if (of := row.get("duplicate_of", "")).startswith(CLIENTS)}
    return repeated - store.visible_clients(db, caller, sorted(repeated)).keys()


def _reason(row: Mapping[str, Any], language: str, hidden: set[str]) -> str:
    problems = [Problem(*each) for each in row.get("problems", ())]
    of: str = row.get("duplicate_of", "")
    if of in hidden:
        problems = [_untold(each) for each in problems]
    text = "; ".join(explained(each, language) for each in problems)
    if "/rows/" in of:
        text = f"{text} ({texts(language)['ROW']} {of.rpartition('/')[2]})"
    return text


def _untold(problem: Problem) -> Problem:
    """That there is such a client, but not by what it is known."""
    return Problem("", "", "", HIDDEN, "") if problem.reason.startswith("DUPLICATE_") else problem


class Repaired:
    """A repaired error file: cells by column place for each row number."""

    def __init__(self, db: Db, upload: str, imported: Import, layout: Layout) -> None:
        self._file = source.opened(db, upload)
        self._table = Table(self._file, layout)
        self._number, self._places = _meanings(layout.columns, imported)

    def read(self, place: int) -> Iterator[tuple[int, dict[int, str], int]]:
        """(row number or 0, cells, where reading goes on)."""
        for record in self._table.records(place):
            cells = record.cells
            if table.is_blank(cells):
                continue
            found = {
                to: harmful(cells[at]) if at < len(cells) else "" for at, to in self._places.items()
            }
            number = cells[self._number].strip() if self._number < len(cells) else ""
            known = number.isascii() and number.isdigit() and len(number) < 16
            yield int(number) if known else 0, found, record.place

    def close(self) -> None:
        self._table.close()
        self._file.close()


def layout_of_repaired(db: Db, upload: str, imported: Import) -> Layout:
    """FileUnusable if it is not an error file of this import."""
    layout = source.layout_of_file(db, upload, imported.kind)
    _meanings(layout.columns, imported)
    return layout


def _meanings(columns: Sequence[str], imported: Import) -> tuple[int, dict[int, int]]:
    headers = {plain(texts(language)["NUMBER"]) for language in LANGUAGES}
    numbered = [at for at, column in enumerate(columns) if plain(column) in headers]
    places = {
        at: imported.columns.index(column)
        for at, column in enumerate(columns)
        if column in imported.columns
    }
    if not numbered or not places:
        raise FileUnusable("FILE_NOT_REPAIRED", "This is no error file of this import")
    return numbered[0], places


def harmful(cell: str) -> str:
    """A cell without the apostrophe that kept spreadsheets from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
