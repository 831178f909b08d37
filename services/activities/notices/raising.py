"""Tells people something: a notice each, in the transaction of what it tells of."""

from collections.abc import Sequence

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import notices_pb2 as pb
from services.activities import whereabouts
from services.activities.calendars import of_whom
from services.activities.deliveries.delivery import KEPT as DELIVERY_KEPT
from services.activities.deliveries.delivery import Delivery
from services.activities.deliveries.store import DELIVERIES
from services.activities.notices.notice import KEPT, Notice
from services.activities.notices.store import NOTICES
from services.activities.notices.wording import payload
from services.activities.preferences import store as preferences
from services.activities.pushing import store as pushing
from services.activities.pushing.subscription import delivery_name
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.changes import Change
from services.kit.copying import replace
from services.kit.mapping import to_proto
from services.kit.mongo import Db


def raise_many(db: Db, caller: Caller, drafts: Sequence[Notice]) -> None:
    """Inserts only, so that it may be part of a group of creates (`gathering`)."""
    if drafts:
        until = clock.now() + KEPT
        told(db, caller, NOTICES.insert_many(db, [replace(e, expire_time=until) for e in drafts]))


def told(db: Db, caller: Caller, notices: Sequence[Notice]) -> None:
    """Each to whom it is for, and to nobody else."""
    rows = [
        Change(
            event=events.NoticeRaised(notice=to_proto(each, pb.Notice)),
            after=each,
            audit=False,
            permission="signed_in",
            visible_to=(each.user,),
        )
        for each in notices
    ]
    changes.record_many(db, caller, rows)
    push(db, notices)


def push(db: Db, notices: Sequence[Notice]) -> None:
    """To each of his browsers, when he may be disturbed. Inserts only."""
    users = sorted({each.user for each in notices})
    browsers = pushing.of_users(db, users) if users else {}
    if not browsers:
        return
    wanted, quiet = preferences.of_all(db, [*browsers]), of_whom.of_users(db, [*browsers])
    zones, now = whereabouts.zones(db, [*browsers]), clock.now()
    rows = [
        Delivery(
            name=delivery_name(each.name, browser.name, each.create_time or now),
            user=each.user,
            subscription=browser.name,
            notice=each.name,
            payload=payload(each, browser.language, zones[each.user]),
            due_time=wanted[each.user].may_disturb(now, zones[each.user], quiet[each.user]),
            expire_time=now + DELIVERY_KEPT,
        )
        for each in notices
        for browser in browsers.get(each.user, ())
        if each.kind in wanted[each.user].push
    ]
    DELIVERIES.insert_many(db, rows)
