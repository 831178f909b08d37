"""A row of a client file in staging (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.counterparties.imports.parse import Problem


class Verdict(StrEnum):
    """What is to become, or became, of a row."""

    VALID = "VALID"
    DUPLICATE = "DUPLICATE"
    REJECTED = "REJECTED"
    CREATED = "CREATED"
    UPDATED = "UPDATED"
    UNDONE = "UNDONE"
    KEPT = "KEPT"


# Rows that are no more changed by a repair or a new mapping: they are clients already.
SETTLED = (Verdict.CREATED, Verdict.UPDATED, Verdict.KEPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """`cells` are in the order of the file's columns; those beyond the last column are kept too."""

    name: str
    parent: str
    number: int
    verdict: Verdict
    cells: tuple[str, ...]
    broken: bool = False
    problems: tuple[Problem, ...] = ()
    hints: tuple[Problem, ...] = ()
    duplicate_of: str = ""
    # The keys it holds as a client to be, or wants as a duplicate.
    holds: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    counterparty: str = ""
    update_time: datetime | None = None
    version: int = 1


def name_of(parent: str, number: int) -> str:
    return f"{parent}/rows/{number}"


def numbers_of(parent: str, names: Sequence[str]) -> list[int]:
    """The numbers of rows of this import; a stranger's name is no number."""
    start = f"{parent}/rows/"
    ends = (name.removeprefix(start) for name in names if name.startswith(start))
    return sorted({int(end) for end in ends if end.isascii() and end.isdigit()})
