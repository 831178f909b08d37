"""What grids ask Mongo: points of people's days, and what is late, closed or nobody's yet."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from services.activities.planning.grid import Row, row_of
from services.activities.slot import Card, point
from services.activities.spans import around, days
from services.activities.store import SLOTS, WORKS
from services.activities.work import State
from services.kit.bound import Document, read
from services.kit.mongo import Db
from services.kit.plans import both, one_or_in

MOST = 1000
# About 1 KiB each.
_MOST_KNOWN = 32_768
# All that a card shows of a work, read from the work itself.
_CARD: Document = dict.fromkeys(("_id" if key == "name" else key for key in Card.__slots__), 1)
# Of `Row`; all of it stands in the index.
SUMS: Document = {"_id": 0} | dict.fromkeys(
    ("slot", "start_time", "end_time", "zone", "state", "sign", "minutes", "due_time", "look"), 1
)
SHOWN = (State.OPEN.value, State.DONE.value)
SLOT_HINT, DUE_HINT, DONE_HINT = "tenant_1_days", "tenant_1_owner_by_due", "tenant_1_done"


def days_filter(
    users: Sequence[str],
    first: date,
    last: date,
    zone: str,
    states: Sequence[str] = SHOWN,
    action: Sequence[str] = (),
) -> tuple[Document, Document]:
    """Of these days, and of those around: of them only exact hours planned in other zones, as
    nothing else moves. Apart, as the first is answered by points of the index alone."""
    where: Document = {"state": one_or_in(states)}
    if action:
        where["action"] = one_or_in(action)
    abroad = {"zone": {"$nin": ["", zone]}}
    return (
        {"slot": {"$in": _points(users, days(first, last))}, **where},
        {"slot": {"$in": _points(users, around(first, last))}, **where, **abroad},
    )


def rows(db: Db, asked: Sequence[Mapping[str, Any]], limit: int = 0) -> list[Row]:
    """By person, day and hour."""
    raw = SLOTS.raw(db)
    found = [raw.find_unread(where, SUMS, limit=limit, hint=SLOT_HINT) for where in asked]
    return [_row(bytes(slot.raw)) for each in found for slot in each]


@lru_cache(_MOST_KNOWN)
def _row(raw: bytes) -> Row:
    """The same bytes are the same row: to read three moments of each would be the dear part."""
    return row_of(read(raw))


def cards(db: Db, chosen: Iterable[Row]) -> dict[bytes, Document]:
    """By the look of these; none of what has another one meanwhile."""
    where, shown = cards_filter(chosen), {"look": 1, "card": 1, "_id": 0}
    found = SLOTS.raw(db).find(where, shown, hint=SLOT_HINT) if where["look"]["$in"] else ()
    return {each["look"]: each["card"] for each in found}


def cards_filter(chosen: Iterable[Row]) -> Document:
    """One slot of each look is enough."""
    points = {each.look: point(each.user, each.day) for each in chosen}
    return {"slot": {"$in": [*set(points.values())]}, "look": {"$in": [*points]}}


def _points(users: Iterable[str], chosen: Sequence[date]) -> list[str]:
    return [point(user, day.isoformat()) for user in users for day in chosen]


# --- what is late ------------------------------------------------------------------------------


def late(users: Sequence[str], now: datetime, action: Sequence[str] = ()) -> Document:
    where: Document = {
        "owner": one_or_in(users),
        "state": State.OPEN.value,
        "due_key": {"$lt": now},
    }
    return {**where, "action": one_or_in(action)} if action else where


def overdue(db: Db, user: str, now: datetime, most: int) -> list[Document]:
    """Longest first."""
    return WORKS.raw(db).find(
        late([user], now), _CARD, sort=[("due_key", 1), ("_id", 1)], limit=most, hint=DUE_HINT
    )


def count_overdue(db: Db, user: str, now: datetime) -> int:
    return WORKS.raw(db).count(late([user], now), MOST, hint=DUE_HINT)


def overdue_of(db: Db, users: Sequence[str], now: datetime) -> dict[str, int]:
    """Of those who have any."""
    if not users:
        return {}
    group = {"_id": "$owner", "works": {"$sum": 1}}
    stages = [{"$match": late(users, now)}, {"$group": group}]
    found = WORKS.raw(db).aggregate(stages, hint=DUE_HINT)
    return {each["_id"]: min(each["works"], MOST) for each in found}


# --- what is nobody's, and what is done -------------------------------------------------------


def pool_filter(seen: Mapping[str, Any], action: Sequence[str]) -> Document:
    where: Document = {"owner": "", "state": State.OPEN.value}
    if action:
        where["action"] = one_or_in(action)
    return both(where, dict(seen))


def pool(db: Db, where: Mapping[str, Any], most: int) -> list[Document]:
    order = [("due_key", 1), ("_id", 1)]
    return WORKS.raw(db).find(where, _CARD, sort=order, limit=most, hint=DUE_HINT)


def count_pool(db: Db, where: Mapping[str, Any]) -> int:
    return WORKS.raw(db).count(where, MOST, hint=DUE_HINT)


def closed(db: Db, user: str, day: date) -> list[str]:
    """The signs of what he closed that day."""
    where = {"owner": user, "close_day": day.isoformat()}
    found = WORKS.raw(db).find(where, {"sign": 1, "_id": 0}, hint=DONE_HINT)
    return [each["sign"] or "" for each in found]
