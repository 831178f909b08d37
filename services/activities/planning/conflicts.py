"""What already lies where a work is to be planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.activities.planning import store
from services.activities.planning.grid import Laid, View, laid
from services.activities.spans import seen
from services.activities.when import When
from services.activities.work import State
from services.kit.mongo import Db


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts:
    works: Sequence[Laid]
    minutes: int
    day: date


def conflicts(db: Db, user: str, when: When, work: str, zone: str) -> Conflicts:
    """`work`: the one that is moved, never in its own way."""
    first, last = seen(when, zone)
    view = View(first, last, zone)
    where = store.days_filter([user], first, last, zone, (State.OPEN.value,))
    cells = laid(store.slots(db, where), view)
    others = {
        cell: [each for each in found if each.slot["card"]["_id"] != work]
        for cell, found in cells.items()
    }
    upon = {
        each.slot["card"]["_id"]: each
        for found in others.values()
        for each in found
        if _lies_upon(each, when)
    }
    of_first = others.get((user, first.isoformat()), [])
    return Conflicts(
        works=list(upon.values()), minutes=sum(each.minutes for each in of_first), day=first
    )


def _lies_upon(each: Laid, when: When) -> bool:
    planned = each.slot["card"]["when"]
    if planned["kind"] != "EXACT" or when.start_time is None or when.end_time is None:
        return False
    return planned["start_time"] < when.end_time and when.start_time < planned["end_time"]
