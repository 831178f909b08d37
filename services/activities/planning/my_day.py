"""Somebody's day: what is overdue, what today and tomorrow bring."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from services.activities.interactions import interaction as interactions
from services.activities.interactions.store import count_waiting
from services.activities.planning import store
from services.activities.planning.grid import Row, View, laid
from services.activities.sign import Sign
from services.activities.when import today
from services.activities.work import READ, State
from services.kit.bound import Document
from services.kit.caller import Caller
from services.kit.mongo import Db
from services.kit.plans import seen_by

MOST_OVERDUE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    today: date
    overdue: Sequence[Document]
    overdue_count: int
    timed: list[Row]
    any_time: list[Row]
    tomorrow: list[Row]
    plus: int
    minus: int


class Substituted(NamedTuple):
    user: str
    display_name: str
    overdue: int
    today: int


def day_of(db: Db, user: str, zone: str, now: datetime) -> Day:
    here = today(now, zone)
    after = here + timedelta(days=1)
    view = View(here, after, zone)
    cells = laid(store.rows(db, store.days_filter([user], here, after, zone)), view)
    of_today = cells.get((user, here.isoformat()), [])
    late = store.overdue(db, user, now, MOST_OVERDUE + 1)
    signs = store.closed(db, user, here)
    return Day(
        today=here,
        overdue=late[:MOST_OVERDUE],
        overdue_count=len(late)
        if len(late) <= MOST_OVERDUE
        else store.count_overdue(db, user, now),
        timed=[each for each in of_today if is_timed(each)],
        any_time=[each for each in of_today if not is_timed(each)],
        tomorrow=cells.get((user, after.isoformat()), []),
        plus=signs.count(Sign.PLUS),
        minus=signs.count(Sign.MINUS),
    )


def is_timed(each: Row) -> bool:
    return bool(each.zone)


def substituted(db: Db, caller: Caller, now: datetime) -> Iterator[Substituted]:
    """Those whom the caller stands in for in their works."""
    lenders = [each for each in caller.lenders if READ in each.grants]
    if not lenders:
        return
    users = [each.user for each in lenders]
    here = today(now, caller.time_zone)
    view = View(here, here, caller.time_zone)
    where = store.days_filter(users, here, here, view.zone, (State.OPEN.value,))
    cells, late = laid(store.rows(db, where), view), store.overdue_of(db, users, now)
    for each in lenders:
        count = len(cells.get((each.user, here.isoformat()), ()))
        yield Substituted(each.user, each.display_name, late.get(each.user, 0), count)


def unprocessed(db: Db, caller: Caller, user: str, now: datetime) -> int:
    """His interactions that somebody is to look after, of those the caller sees."""
    keys = caller.keys(interactions.READ)
    return count_waiting(db, user, seen_by("", keys), now) if keys else 0
