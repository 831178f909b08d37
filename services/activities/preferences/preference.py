"""How somebody wants to be told, and when he is left in peace (pure)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.kit.errors import Violation
from services.kit.texts import required
from services.kit.working_time import WorkingTime, at

TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_DAY = timedelta(days=1)
# A night may end on a day off, and that before another night.
_TURNS = 4
# A calendar may have no working day at all.
_DAYS_AHEAD = 60


class NoticeKind(StrEnum):
    REMINDER = "REMINDER"
    OVERDUE = "OVERDUE"
    ESCALATION = "ESCALATION"
    ASSIGNED = "ASSIGNED"
    CLOSED = "CLOSED"


_PRESSING = (NoticeKind.REMINDER, NoticeKind.OVERDUE, NoticeKind.ESCALATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePreferences:
    name: str
    push: tuple[NoticeKind, ...] = _PRESSING
    quiet_start: str = "21:00"
    quiet_end: str = "08:00"
    quiet_days_off: bool = True
    reminder_time_of_day: str = "09:00"
    digest: bool = False
    digest_time: str = "08:30"
    update_time: datetime | None = None
    version: int = 0

    def problems(self) -> Iterator[Violation]:
        for field in ("quiet_start", "quiet_end", "reminder_time_of_day", "digest_time"):
            said = getattr(self, field)
            if said and not TIME_OF_DAY.fullmatch(said):
                text = "A time of day is written as 09:00."
                yield Violation(field, "TIME_OF_DAY_FORMAT", text)
        if bool(self.quiet_start) != bool(self.quiet_end):
            field = "quiet_end" if self.quiet_start else "quiet_start"
            yield Violation(field, "FIELD_REQUIRED", "Say both, or neither: fill it in.")
        if self.digest and not self.digest_time:
            yield required("digest_time")

    def may_disturb(self, now: datetime, zone: ZoneInfo, working: WorkingTime) -> datetime:
        """The first moment from now on at which he may be disturbed."""
        moment = now
        for _ in range(_TURNS):
            later = self._out_of_day_off(self._out_of_night(moment, zone), zone, working)
            if later == moment:
                break
            moment = later
        return moment

    def next_digest(self, now: datetime, zone: ZoneInfo, working: WorkingTime) -> datetime:
        """The first moment after now; who wants peace on his days off gets none of them then."""
        today, minute = now.astimezone(zone).date(), minute_of(self.digest_time)
        for n in range(-1, _DAYS_AHEAD):
            day = today + n * _DAY
            if not self.quiet_days_off or working.is_working(day):
                moment = self.may_disturb(at(day, minute, zone), zone, working)
                if moment > now:
                    return moment
        return now + _DAYS_AHEAD * _DAY

    def _out_of_night(self, moment: datetime, zone: ZoneInfo) -> datetime:
        if not self.quiet_start or self.quiet_start == self.quiet_end:
            return moment
        start, end = minute_of(self.quiet_start), minute_of(self.quiet_end)
        day = moment.astimezone(zone).date()
        # The night that began yesterday, and that of today; it may lie within one day.
        for begins in (day - _DAY, day):
            ends = begins if start < end else begins + _DAY
            if at(begins, start, zone) <= moment < at(ends, end, zone):
                return at(ends, end, zone)
        return moment

    def _out_of_day_off(self, moment: datetime, zone: ZoneInfo, working: WorkingTime) -> datetime:
        day = moment.astimezone(zone).date()
        if not self.quiet_days_off or working.is_working(day):
            return moment
        return at(working.next_day(day), 0, zone)


def minute_of(time_of_day: str) -> int:
    """Of the day."""
    hours, _, minutes = time_of_day.partition(":")
    return int(hours) * 60 + int(minutes)
