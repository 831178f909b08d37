"""A reminder that waits for its moment: of a work, or of a notice that was put off (pure)."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.activities.reminder import Reminder
from services.activities.work import State, Work
from services.kit.working_time import at

_NAMES = uuid.UUID("7a0c4b54-5c39-4b39-b7d1-8a9f5b5f8a61")
# One that is over is remembered, so that the same change made twice reminds nobody twice.
REMEMBERED = timedelta(days=60)
# Of somebody: where he is, and when he is usually reminded of days.
Habits = Callable[[str], tuple[ZoneInfo, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRow:
    """`fire_time` is unset once it has fired."""

    name: str
    user: str
    # Of a work.
    work: str = ""
    # Of a notice that was put off.
    notice: str = ""
    time: datetime
    fire_time: datetime | None
    expire_time: datetime


def rows(work: Work | None, habits: Habits, now: datetime) -> Iterator[ReminderRow]:
    """All that remind of it. What it would have reminded of is past by now: nobody is."""
    if work is None or work.state is not State.OPEN or work.when is None:
        return
    for each in work.reminders:
        user = each.user or work.owner
        moment = _moment(work, each, user, habits) if user else None
        if moment is not None and (moment > now or _still_ahead(work, now)):
            yield row_of_work(work.name, user, moment)


def row_of_work(work: str, user: str, moment: datetime) -> ReminderRow:
    return ReminderRow(
        name=_name(f"{work}|{user}|{moment.isoformat()}"),
        user=user,
        work=work,
        time=moment,
        fire_time=moment,
        expire_time=moment + REMEMBERED,
    )


def row_of_notice(notice: str, user: str, until: datetime) -> ReminderRow:
    """One of each: put off once more, it comes then and not before."""
    return ReminderRow(
        name=_name(notice),
        user=user,
        notice=notice,
        time=until,
        fire_time=until,
        expire_time=until + REMEMBERED,
    )


def _name(of: str) -> str:
    return f"reminders/{uuid.uuid5(_NAMES, of)}"


def _moment(work: Work, reminder: Reminder, user: str, habits: Habits) -> datetime | None:
    when = work.when
    if when is None:
        return None
    if when.start_time is not None:
        return when.start_time - timedelta(minutes=reminder.minutes_before)
    zone, usual = habits(user)
    hours, _, minutes = reminder.time_of_day.partition(":")
    minute = int(hours) * 60 + int(minutes) if reminder.time_of_day else usual
    first = when.days()[0]
    return at(first - timedelta(days=reminder.days_before), minute, zone)


def _still_ahead(work: Work, now: datetime) -> bool:
    """«Ten minutes before», said five minutes before: at once."""
    return work.when is not None and work.when.begins() > now
