"""Tells each morning of the occasions of tomorrow and today: each once, whatever crashes.

What was told of is noted in the transaction that tells it, under a name made of the occasion. So
a run that was cut off begins anew and tells the rest.
"""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from crm.counterparties.v1 import events_pb2 as events
from crm.counterparties.v1 import occasions_pb2 as pb
from services.counterparties.field_rights import EVERYTHING
from services.counterparties.holidays import store as holidays
from services.counterparties.occasions import finding, store
from services.counterparties.occasions.days import period
from services.counterparties.occasions.finding import Found, Place
from services.kit import changes, clock
from services.kit.caller import EVERYBODY, system
from services.kit.mapping import converter
from services.kit.mongo import Db, transactional

MORNING_HOUR = 8
DEFAULT_TIME_ZONE = "Europe/Moscow"
SLICE = 200
READ = "counterparties.read"
_NAMES = uuid.UUID("3f9d4a53-4f4c-4f0e-8a44-0c6f6f1a9b52")
_to_message = converter(pb.Occasion)
# Who hears of it asks for these with his own rights.
_NOT_TOLD = ("phones", "emails")


def tell_due(db: Db, now: datetime | None = None) -> None:
    """If it is morning at the tenant's, and today's were not told yet."""
    known = store.calendar(db)
    moment = (now or clock.now()).astimezone(ZoneInfo(known.time_zone or DEFAULT_TIME_ZONE))
    today = moment.date()
    if moment.hour < MORNING_HOUR or known.told_day == today.isoformat():
        return
    tell(db, today)
    _note_told(db, today)


def tell(db: Db, today: date, size: int = SLICE) -> None:
    days = period(today, today + timedelta(days=1), holidays.all_of(db))
    place: Place | None = Place(today)
    asked = store.Asked(keys=(EVERYBODY,))
    while place is not None:
        found, place = finding.after(db, asked, EVERYTHING, days, place, size)
        _tell_new(db, found)


@transactional
def _tell_new(db: Db, found: Sequence[Found]) -> None:
    named = {_name(db, each): each for each in found}
    new = store.not_told(db, list(named))
    now = clock.now()
    store.NOTICES.insert_many(db, [store.Notice(name=name, time=now) for name in sorted(new)])
    changes.record_many(
        db,
        system(db.tenant),
        [
            changes.Change(
                event=events.OccasionDue(
                    occasion=_to_message(
                        {k: v for k, v in each.occasion.items() if k not in _NOT_TOLD}
                    )
                ),
                subject=each.record["_id"],
                version=each.record["version"],
                visible_to=each.record["visible_to"],
                permission=READ,
                audit=False,
            )
            for name, each in named.items()
            if name in new
        ],
    )


@transactional
def _note_told(db: Db, today: date) -> None:
    store.note(db, told_day=today.isoformat())


@transactional
def remember_time_zone(db: Db, time_zone: str) -> None:
    store.note(db, time_zone=time_zone)


def _name(db: Db, found: Found) -> str:
    occasion = found.occasion
    cause = occasion.get("professional_holiday", "birthday")
    told = f"{db.tenant} {occasion['person']} {cause} {occasion['occasion_date']}"
    return f"{store.NOTICES.id}/{uuid.uuid5(_NAMES, told)}"
