"""What somebody does with what he is told: reads it, puts it off."""

from collections.abc import Sequence
from datetime import datetime

from crm.activities.v1 import events_pb2 as events
from services.activities.deliveries import store as deliveries
from services.activities.notices import store
from services.activities.notices.notice import Notice
from services.activities.notices.store import NOTICES
from services.activities.reminders import store as reminders
from services.activities.reminders.row import row_of_notice
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.mongo import Db, transactional

MOST_NAMED = 500


@transactional
def read(db: Db, caller: Caller, names: Sequence[str], until: datetime | None) -> int:
    """How many are unread then."""
    changed = store.read(db, caller.user, names[:MOST_NAMED], until)
    if changed:
        # What came after that moment is unread still.
        asked = deliveries.waiting(db, caller.user) if until else names
        unread = store.unread_among(db, caller.user, asked)
        deliveries.forget(db, caller.user, [each for each in asked if each not in unread])
    return _told(db, caller) if changed else store.unread_count(db, caller.user)


@transactional
def snooze(db: Db, caller: Caller, name: str, until: datetime) -> Notice:
    current = NOTICES.find(db, name)
    if current is None or current.user != caller.user:
        raise NotFound(f"No {name}", name=name)
    put_off = NOTICES.replace(db, current.snoozed(until, clock.now()))
    reminders.put_off(db, row_of_notice(name, caller.user, until))
    _told(db, caller)
    return put_off


def _told(db: Db, caller: Caller) -> int:
    """Also his other browsers count anew."""
    count = store.unread_count(db, caller.user)
    changes.record(
        db,
        caller,
        events.NoticesRead(user=caller.user, unread_count=count),
        # No record of its own: `notices/` is what screens ask anew for.
        subject=f"notices/of-{caller.user.partition('/')[2]}",
        audit=False,
        permission="signed_in",
        visible_to=(caller.user,),
    )
    return count
