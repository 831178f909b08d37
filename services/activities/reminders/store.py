"""Where reminders wait. They are kept in the transaction of what they remind of."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from pymongo import IndexModel

from services.activities import whereabouts
from services.activities.preferences import store as preferences
from services.activities.preferences.preference import minute_of
from services.activities.reminders.row import Habits, ReminderRow, rows
from services.activities.work import Work
from services.kit import clock
from services.kit.due import due_index
from services.kit.mapping import from_document
from services.kit.mongo import Collection, Db

REMINDERS: Collection[ReminderRow] = Collection(
    "reminders",
    ReminderRow,
    indexes=[
        IndexModel([("work", 1)], name="work", partialFilterExpression={"work": {"$gt": ""}}),
        IndexModel([("expire_time", 1)], name="expired", expireAfterSeconds=0),
    ],
    across=[due_index("fire_time")],
)
_HINT = "tenant_1_work"


def add(db: Db, works: Sequence[Work]) -> None:
    """Of new ones: inserts only (`gathering`)."""
    if made := list(_rows(db, works)):
        REMINDERS.raw(db).insert_many([REMINDERS.document(db, each) for each in made])


def renew(db: Db, pairs: Iterable[tuple[Work, Work]]) -> None:
    """Of works that changed: (before, after). What has fired stays, and never fires again."""
    changed = [after for before, after in pairs if before.reminders or after.reminders]
    if not changed:
        return
    raw = REMINDERS.raw(db)
    found = raw.find({"work": {"$in": [each.name for each in changed]}}, hint=_HINT)
    known = {each["_id"]: each for each in found}
    wanted = {each.name: each for each in _rows(db, changed)}
    waiting = [name for name, each in known.items() if each["fire_time"] is not None]
    if gone := [name for name in waiting if name not in wanted]:
        raw.delete_many({"_id": {"$in": gone}})
    if added := [each for name, each in wanted.items() if name not in known]:
        raw.insert_many([REMINDERS.document(db, each) for each in added])


def put_off(db: Db, row: ReminderRow) -> None:
    """Until when it was said last."""
    key = {"_id": row.name}
    REMINDERS.raw(db).replace_one(key, REMINDERS.document(db, row), upsert=True)


def fire(db: Db, names: Sequence[str], now: datetime) -> list[ReminderRow]:
    """Inside a transaction: those that are due, which so are due no more."""
    raw = REMINDERS.raw(db)
    due = {"_id": {"$in": [*names]}, "fire_time": {"$lte": now}}
    found = [from_document(ReminderRow, each) for each in raw.find(due)]
    if found:
        taken = {"_id": {"$in": [each.name for each in found]}}
        raw.update_many(taken, {"$set": {"fire_time": None}})
    return found


def _rows(db: Db, works: Sequence[Work]) -> Iterable[ReminderRow]:
    if not any(each.reminders for each in works):
        return
    habits, now = _habits(db, works), clock.now()
    made = {row.name: row for work in works for row in rows(work, habits, now)}
    yield from made.values()


def _habits(db: Db, works: Sequence[Work]) -> Habits:
    named = {each.user or work.owner for work in works for each in work.reminders}
    users = sorted(filter(None, named))
    zones = whereabouts.zones(db, users)
    chosen = preferences.of_all(db, users)
    # Where its executor is, his days are: the work knows.
    own = {work.owner: zone for work in works if (zone := _floating_in(work))}

    def habits(user: str) -> tuple[ZoneInfo, int]:
        usual = minute_of(chosen[user].reminder_time_of_day or "09:00")
        return own.get(user) or zones[user], usual

    return habits


def _floating_in(work: Work) -> ZoneInfo | None:
    when = work.when
    return ZoneInfo(when.time_zone) if when and not when.is_exact else None
