"""A row of a client file in staging (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

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


# Rows that no repair or mapping changes any more: they are clients already.
SETTLED = (Verdict.CREATED, Verdict.UPDATED, Verdict.KEPT)
OPEN = (Verdict.VALID, Verdict.DUPLICATE, Verdict.REJECTED, Verdict.UNDONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedRow:
    """`cells` are in the order of the file's columns; those beyond the last column are kept too."""

    name: str
    parent: str
    number: int
    verdict: Verdict
    cells: tuple[str, ...]
    broken: bool = False
    problems: tuple[Problem, ...] = ()
    hints: tuple[Problem, ...] = ()
    # The client or the row of this import that it repeats or, by policy, is to update.
    duplicate_of: str = ""
    # The keys it holds as a client to be, or wants as a duplicate (keys.Marks).
    holds: tuple[int, ...] = ()
    wants: tuple[int, ...] = ()
    counterparty: str = ""
    update_time: datetime | None = None
    version: int = 1


def name_of(parent: str, number: int) -> str:
    return f"{parent}/rows/{number}"


def parent_of(name: str) -> str:
    return name.partition("/rows/")[0]


def numbers_of(parent: str, names: Sequence[str]) -> list[int]:
    """The numbers of rows of this import; a stranger's name is no number."""
    start = f"{parent}/rows/"
    ends = (name.removeprefix(start) for name in names if name.startswith(start))
    # Longer numbers than any file has rows are strangers, too, and Mongo could not hold them.
    return sorted({int(end) for end in ends if end.isascii() and end.isdigit() and len(end) < 16})


def read(document: Mapping[str, Any]) -> StagedRow:
    """A document of the store, which leaves out what is empty."""
    get = document.get
    return StagedRow(
        name=document["_id"],
        parent=document["parent"],
        number=document["number"],
        verdict=Verdict(document["verdict"]),
        cells=tuple(document["cells"]),
        broken=get("broken", False),
        problems=tuple(Problem(*each) for each in get("problems", ())),
        hints=tuple(Problem(*each) for each in get("hints", ())),
        duplicate_of=get("duplicate_of", ""),
        holds=tuple(get("holds", ())),
        wants=tuple(get("wants", ())),
        counterparty=get("counterparty", ""),
        update_time=get("update_time"),
        version=get("version", 1),
    )


def judgement(
    verdict: Verdict,
    problems: Sequence[Problem],
    hints: Sequence[Problem],
    duplicate_of: str,
    holds: Sequence[int],
    wants: Sequence[int],
) -> dict[str, Any]:
    """The part of a document that a verdict makes; what is empty is left out."""
    document: dict[str, Any] = {"verdict": verdict.value}
    if problems or hints:
        reasons = dict.fromkeys(each.reason for each in (*problems, *hints))
        document["reasons"] = list(reasons)
        if problems:
            document["problems"] = problems
        if hints:
            document["hints"] = hints
    if duplicate_of:
        document["duplicate_of"] = duplicate_of
    if holds:
        document["holds"] = holds
    if wants:
        document["wants"] = wants
    return document


# What `judgement` may leave out, hence what a new verdict takes away.
JUDGED = ("reasons", "problems", "hints", "duplicate_of", "holds", "wants")
