"""Slots laid out by person and day, as a viewer in some zone sees them (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from services.activities.spans import days, is_abroad, seen_hours

Document = Mapping[str, Any]
Cell = tuple[str, str]


class Laid(NamedTuple):
    """A work as it lies in one cell; `minutes`: its share of that day."""

    slot: Document
    minutes: int


@dataclass(frozen=True, slots=True)
class View:
    """The days that are looked at, and by which clock."""

    first: date
    last: date
    zone: str


def laid(slots: Iterable[Document], view: View) -> dict[Cell, list[Laid]]:
    """By (person, ISO day), each in the order of the hours."""
    cells: dict[Cell, list[Laid]] = {}
    moved: set[Cell] = set()
    placed: set[tuple[str, str]] = set()
    for slot in slots:
        user, _, day = slot["slot"].partition("|")
        card = slot["card"]
        if not is_abroad(card["when"], view.zone):
            cells.setdefault((user, day), []).append(Laid(slot, slot["minutes"]))
        elif (user, card["_id"]) not in placed:
            # One slot of it is enough: where it lies here follows from its hours.
            placed.add((user, card["_id"]))
            for cell, minutes in _here(user, card, view):
                cells.setdefault(cell, []).append(Laid(slot, minutes))
                moved.add(cell)
    for cell in moved:
        cells[cell].sort(key=lambda each: each.slot["start_time"])
    return cells


def _here(user: str, card: Document, view: View) -> Iterable[tuple[Cell, int]]:
    when = card["when"]
    first, last = seen_hours(when["start_time"], when["end_time"], ZoneInfo(view.zone))
    share = card["minutes"] // ((last - first).days + 1)
    for day in days(max(first, view.first), min(last, view.last)):
        yield (user, day.isoformat()), share
