"""Slots laid out by person and day, as a viewer in some zone sees them (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from services.activities.spans import days, is_abroad, seen_hours

Cell = tuple[str, str]


class Row(NamedTuple):
    """A slot as it lies in a cell: its card is known by its look. Thousands in an answer."""

    user: str
    # ISO, where it was planned.
    day: str
    start_time: datetime
    # Of exact hours, and where they were planned.
    end_time: datetime | None
    zone: str
    state: str
    sign: str | None
    # Its share of that day.
    minutes: int
    due_time: datetime | None
    look: bytes


def row_of(slot: Mapping[str, Any]) -> Row:
    """As stored."""
    same = dict(slot)
    user, _, day = same.pop("slot").partition("|")
    return Row(user=user, day=day, **same)


@dataclass(frozen=True, slots=True)
class View:
    """The days that are looked at, and by which clock."""

    first: date
    last: date
    zone: str


def laid(rows: Iterable[Row], view: View) -> dict[Cell, list[Row]]:
    """By (person, ISO day), each in the order of the hours."""
    cells: dict[Cell, list[Row]] = {}
    moved: set[Cell] = set()
    placed: set[tuple[str, bytes]] = set()
    for row in rows:
        if not is_abroad(row.zone, view.zone):
            cells.setdefault((row.user, row.day), []).append(row)
        elif (row.user, row.look) not in placed:
            # One slot of it is enough: where it lies here follows from its hours.
            placed.add((row.user, row.look))
            for day, each in _here(row, view):
                cells.setdefault((row.user, day), []).append(each)
                moved.add((row.user, day))
    for cell in moved:
        cells[cell].sort(key=lambda row: row.start_time)
    return cells


def _here(row: Row, view: View) -> Iterable[tuple[str, Row]]:
    end = row.end_time or row.start_time
    first, last = seen_hours(row.start_time, end, ZoneInfo(view.zone))
    share = int((end - row.start_time).total_seconds() // 60) // ((last - first).days + 1)
    for day in days(max(first, view.first), min(last, view.last)):
        yield day.isoformat(), row._replace(minutes=share)
