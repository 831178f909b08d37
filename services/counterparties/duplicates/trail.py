"""What has changed since the watch looked last: the trail of `changes` behind a mark."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from bson import ObjectId

from services.counterparties.store import CONTACTS
from services.kit import changes, clock
from services.kit.mongo import Db
from services.kit.people import PEOPLE

# How far the watch over changes has come, one document a tenant; nobody reads it but the watch.
WATCH = "duplicate_watch"
# A transaction that got its row's id before this has ended by now.
SETTLED = timedelta(seconds=10)


class Mark(NamedTuple):
    """Up to which row of `changes` clients were looked at, and up to when people had moved."""

    change: Any = None
    time: datetime | None = None


class News(NamedTuple):
    """What the rows behind a mark tell of: clients to look at again, and the mark behind them."""

    clients: list[str]
    contacts: list[str]
    mark: Mark
    more: bool


def mark(db: Db) -> Mark | None:
    found = db.bound(WATCH).find_one({"_id": _watch(db)})
    return Mark(found.get("change"), found.get("time")) if found else None


def keep_mark(db: Db, reached: Mark) -> None:
    """Also makes two that start a job at once conflict."""
    now = {"$set": {"change": reached.change, "time": reached.time}, "$inc": {"meetings": 1}}
    db.bound(WATCH).update_one({"_id": _watch(db)}, now, upsert=True)


def present_mark() -> Mark:
    now = clock.now()
    return Mark(ObjectId.from_datetime(now - SETTLED), now)


def news(
    db: Db, since: Mark, compared: frozenset[str], limit: int, settled: timedelta = SETTLED
) -> News:
    until = ObjectId.from_datetime(clock.now() - settled)
    rows = db.bound(changes.CHANGES).find(
        {"_id": {"$gt": since.change, "$lt": until}},
        {"subject": 1, "type": 1, "changes.field": 1},
        sort=[("_id", 1)],
        limit=limit,
        hint="tenant_1_tenant_newest",
    )
    told = [row for row in rows if _tells(row, compared)]
    subjects = list(dict.fromkeys(row["subject"] for row in told))
    return News(
        clients=[name for name in subjects if name.startswith("counterparties/")],
        contacts=[name for name in subjects if name.startswith("contacts/")],
        mark=Mark(rows[-1]["_id"] if rows else since.change, since.time),
        more=len(rows) == limit,
    )


def _tells(row: Mapping[str, Any], compared: frozenset[str]) -> bool:
    """All but an update changes whether a client is there at all."""
    if not row["subject"].startswith(("counterparties/", "contacts/")):
        return False
    fields = {each["field"] for each in row.get("changes", ())}
    return not row["type"].endswith("_updated") or bool(fields & compared)


def employers(db: Db, contacts: Sequence[str]) -> list[str]:
    found = CONTACTS.raw(db).find({"_id": {"$in": list(contacts)}}, {"counterparty": 1})
    return [contact["counterparty"] for contact in found]


def has_anybody_moved(db: Db, since: datetime | None) -> bool:
    """Or been renamed: the stamps of what he owns are others now."""
    where = {"restamp_time": {"$gt": since}} if since else {"restamp_time": {"$ne": None}}
    return bool(PEOPLE.raw(db).count(where, 1))


def _watch(db: Db) -> str:
    return f"{WATCH}/{db.tenant}"
