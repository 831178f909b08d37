"""Puts a letter on its way to everybody whose time has come, one for each day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.activities import whereabouts
from services.activities.calendars import of_whom
from services.activities.deliveries.delivery import KEPT, Channel, Delivery
from services.activities.deliveries.store import DELIVERIES
from services.activities.digest import store
from services.activities.digest.row import delivery_name
from services.activities.digest.store import DIGESTS
from services.activities.preferences import choosing
from services.activities.preferences import store as preferences
from services.activities.preferences.preference import NoticePreferences
from services.kit import clock
from services.kit.caller import Caller
from services.kit.due import do_due
from services.kit.mongo import Db, transactional

SLICE = 100


@transactional
def choose(db: Db, caller: Caller, etag: str, values: Mapping[str, Any]) -> NoticePreferences:
    """How somebody wants to be told; from then on his letters come as he says."""
    chosen, user = choosing.choose(db, caller, etag, values), caller.user
    if chosen.digest:
        zone, working = whereabouts.zones(db, [user])[user], of_whom.of_users(db, [user])[user]
        store.keep(db, user, chosen.next_digest(clock.now(), zone, working))
    else:
        store.drop(db, user)
    return chosen


def make_due(db: Db) -> None:
    """Of all tenants."""
    now = clock.now()
    do_due(db, DIGESTS, "due_time", now, lambda of, names: make(of, names, now))


def make(db: Db, names: Sequence[str], now: datetime) -> None:
    for at in range(0, len(names), SLICE):
        _make(db, names[at : at + SLICE], now)


@transactional
def _make(db: Db, names: Sequence[str], now: datetime) -> None:
    """What was due while nothing ran is due now, unless its day is over."""
    rows = store.due(db, names, now)
    users = [each.user for each in rows]
    chosen, zones = preferences.of_all(db, users), whereabouts.zones(db, users)
    working = of_whom.of_users(db, users)
    today = {user: now.astimezone(zones[user]).date() for user in users}
    drafts = {
        (draft := _delivery(each.user, today[each.user], now)).name: draft
        for each in rows
        if each.due_time and each.due_time.astimezone(zones[each.user]).date() == today[each.user]
    }
    made = {each.name for each in DELIVERIES.select(db, {"_id": {"$in": [*drafts]}})}
    DELIVERIES.insert_many(db, [each for name, each in drafts.items() if name not in made])
    for user in users:
        if chosen[user].digest:
            store.keep(db, user, chosen[user].next_digest(now, zones[user], working[user]))
        else:
            store.drop(db, user)


def _delivery(user: str, day: date, now: datetime) -> Delivery:
    return Delivery(
        name=delivery_name(user, day),
        user=user,
        channel=Channel.LETTER,
        payload=day.isoformat(),
        due_time=now,
        expire_time=now + KEPT,
    )
