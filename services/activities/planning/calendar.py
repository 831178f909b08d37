"""Works of some people within some days, for a calendar."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.activities.planning import store
from services.activities.planning.grid import Cell, Row, View, laid
from services.kit.mongo import Db

MOST_WORKS, MOST_USERS, MOST_DAYS = 2000, 20, 62
# Slots are more than works: those of several days have several.
_MOST_SLOTS = 3 * MOST_WORKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    works: list[Row]
    more: dict[Cell, int]
    capped: bool


def works_of(
    db: Db, users: Sequence[str], view: View, states: Sequence[str], per_day: int
) -> Shown:
    """Each work once, by when it begins; `per_day`: at most so many of a person's day, 0: all."""
    where = store.days_filter(users, view.first, view.last, view.zone, states or store.SHOWN)
    rows = store.rows(db, where, _MOST_SLOTS + 1)
    cells = laid(rows[:_MOST_SLOTS], view)
    chosen: dict[bytes, Row] = {}
    for each in cells.values():
        for one in each[:per_day] if per_day else each:
            chosen.setdefault(one.look, one)
    works = sorted(chosen.values(), key=lambda one: one.start_time)
    kept = {one.look for one in works[:MOST_WORKS]}
    return Shown(
        works=works[:MOST_WORKS],
        more={
            cell: len(each)
            for cell, each in cells.items()
            if any(one.look not in kept for one in each)
        },
        capped=len(works) > MOST_WORKS or len(rows) > _MOST_SLOTS,
    )
