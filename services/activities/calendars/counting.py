"""Days as they are by a calendar, and when so much working time has passed (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.activities.calendars.calendar import Hours, WorkCalendar, clock_time, comments
from services.kit.errors import InvalidArgument, Violation
from services.kit.production_calendar import DayKind
from services.kit.working_time import NeverWorks, WorkingTime, at

MOST_DAYS, MOST_MINUTES = 365, 60 * 8 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDay:
    day_date: date
    kind: DayKind
    hours: tuple[Hours, ...]
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How much working time: either of both."""

    minutes: int = 0
    days: int = 0

    def problems(self) -> Iterator[Violation]:
        if bool(self.minutes) == bool(self.days):
            field = "days" if self.minutes else "minutes"
            yield Violation(field, "FIELD_REQUIRED", "Say either minutes or days.")
        for field, most in (("minutes", MOST_MINUTES), ("days", MOST_DAYS)):
            if not 0 <= getattr(self, field) <= most:
                yield Violation(field, "NUMBER_OUT_OF_RANGE", f"From 1 to {most}.")


def days_of(calendar: WorkCalendar, first: date, last: date) -> Iterator[WorkingDay]:
    working, said = calendar.working_time(), comments(calendar)
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        hours = [Hours(start=clock_time(a), end=clock_time(b)) for a, b in working.hours(day)]
        yield WorkingDay(
            day_date=day, kind=working.kind(day), hours=tuple(hours), comment=said.get(day, "")
        )


def ending(working: WorkingTime, start: datetime, count: Count, zone: ZoneInfo) -> datetime:
    """Of minutes, when they have passed; of days, when the last one's work ends."""
    try:
        if count.minutes:
            return working.add(start, count.minutes, zone)
        last = working.later(start.astimezone(zone).date(), count.days)
    except NeverWorks as error:
        text = "There is not so much working time: say less."
        field = "minutes" if count.minutes else "days"
        raise InvalidArgument(text, field=field, reason="NUMBER_OUT_OF_RANGE") from error
    return at(last, working.hours(last)[-1][1], zone)
