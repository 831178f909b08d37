"""What already lies where a work is to be planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.activities.planning import store
from services.activities.planning.grid import Row, View, laid
from services.activities.spans import seen
from services.activities.when import When
from services.activities.work import State
from services.kit.mongo import Db


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts:
    works: Sequence[Row]
    minutes: int
    day: date


def conflicts(db: Db, user: str, when: When, work: str, zone: str) -> Conflicts:
    """`work`: the one that is moved, never in its own way."""
    first, last = seen(when, zone)
    view = View(first, last, zone)
    where = store.days_filter([user], first, last, zone, (State.OPEN.value,))
    rows = store.rows(db, where)
    own = {look for look, card in store.cards(db, rows).items() if card["_id"] == work}
    cells = laid([each for each in rows if each.look not in own], view)
    upon = {each.look: each for found in cells.values() for each in found if _lies_upon(each, when)}
    of_first = cells.get((user, first.isoformat()), [])
    return Conflicts(
        works=list(upon.values()), minutes=sum(each.minutes for each in of_first), day=first
    )


def _lies_upon(each: Row, when: When) -> bool:
    if each.end_time is None or when.start_time is None or when.end_time is None:
        return False
    return each.start_time < when.end_time and when.start_time < each.end_time
