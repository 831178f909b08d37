"""A working calendar [производственный календарь], and whose it is (pure)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.kit.copying import replace
from services.kit.entries import entry_problems
from services.kit.errors import FailedPrecondition, Violation
from services.kit.person import Person
from services.kit.texts import line, line_problems, many_problems, required
from services.kit.working_time import Interval, WorkingTime

MOST_INTERVALS, MOST_EXCEPTIONS, MOST_PLACES = 8, 400, 1000
LONGEST_COMMENT, _DAYS = 200, 7
_START, _END = re.compile(r"([01]\d|2[0-3]):[0-5]\d"), re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
_WHOSE = (
    ("org_units", "orgUnits/", "ORG_UNIT_UNKNOWN"),
    ("users", "users/", "PARTICIPANT_UNKNOWN"),
)
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)


class CalendarIsDefault(FailedPrecondition):
    """Somebody's calendar there must be: another one has to become the default one first."""

    reason = "CALENDAR_DEFAULT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    start: str = ""
    end: str = ""

    def interval(self) -> Interval:
        return _minute(self.start), _minute(self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekHours:
    weekday: int = 0
    hours: tuple[Hours, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayHours:
    day_date: date | None = None
    hours: tuple[Hours, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    name: str
    display_name: str
    position: int = 0
    week: tuple[WeekHours, ...] = ()
    exceptions: tuple[DayHours, ...] = ()
    russian: bool = False
    default_calendar: bool = False
    org_units: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    archived: bool = False
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def tidy(self) -> "WorkCalendar":
        """Days in their order, hours in theirs; of two words about one day the last one counts."""
        days = {each.day_date: each for each in self.exceptions}
        exceptions = [
            replace(each, hours=_sorted(each.hours), comment=line(each.comment))
            for _, each in sorted(days.items(), key=lambda pair: pair[0] or date.min)
        ]
        return replace(
            self,
            display_name=line(self.display_name),
            week=tuple(
                replace(each, hours=_sorted(each.hours))
                for each in sorted(self.week, key=lambda each: each.weekday)
                if each.hours
            ),
            exceptions=tuple(exceptions),
            org_units=tuple(dict.fromkeys(self.org_units)),
            users=tuple(dict.fromkeys(self.users)),
        )

    def without(self, org_units: Sequence[str], users: Sequence[str]) -> "WorkCalendar":
        """Those have another one now."""
        return replace(
            self,
            org_units=tuple(each for each in self.org_units if each not in org_units),
            users=tuple(each for each in self.users if each not in users),
        )

    def problems(self, before: "WorkCalendar | None", /) -> Iterator[Violation]:  # noqa: ARG002
        yield from entry_problems(self.display_name, self.position)
        yield from self._problems_of_week()
        yield from self._problems_of_exceptions()
        for field, start, reason in _WHOSE:
            named: Sequence[str] = getattr(self, field)
            yield from many_problems(field, len(named), MOST_PLACES)
            for at, each in enumerate(named):
                if not each.startswith(start):
                    text = f"{each!r} is none of {start}…: name another one."
                    yield Violation(f"{field}[{at}]", reason, text)

    def _problems_of_week(self) -> Iterator[Violation]:
        if not self.week:
            # Nobody could say when anything is due.
            yield required("week")
        seen: set[int] = set()
        for at, each in enumerate(self.week):
            if not 1 <= each.weekday <= _DAYS or each.weekday in seen:
                text = "Each day of the week once, from 1 to 7."
                yield Violation(f"week[{at}].weekday", "NUMBER_OUT_OF_RANGE", text)
            seen.add(each.weekday)
            yield from _problems(f"week[{at}].hours", each.hours)

    def _problems_of_exceptions(self) -> Iterator[Violation]:
        yield from many_problems("exceptions", len(self.exceptions), MOST_EXCEPTIONS)
        for at, each in enumerate(self.exceptions):
            field = f"exceptions[{at}]"
            if each.day_date is None:
                yield required(f"{field}.day_date")
            elif not _FIRST_DAY <= each.day_date < _LAST_DAY:
                yield Violation(f"{field}.day_date", "DATE_OUT_OF_RANGE", "Correct the year.")
            yield from line_problems(f"{field}.comment", each.comment, LONGEST_COMMENT)
            yield from _problems(f"{field}.hours", each.hours)

    def working_time(self) -> WorkingTime:
        week = {each.weekday: _intervals(each.hours) for each in self.week}
        exceptions = {each.day_date: _intervals(each.hours) for each in self.exceptions}
        return WorkingTime(
            week=tuple(week.get(day, ()) for day in range(1, _DAYS + 1)),
            exceptions={day: hours for day, hours in exceptions.items() if day is not None},
            russian=self.russian,
        )


class Calendars:
    """All of a tenant: his own goes before those of his units, the nearest one first."""

    def __init__(self, entries: Sequence[WorkCalendar], usual: WorkCalendar) -> None:
        offered = [each for each in entries if not each.archived]
        self.default = next((each for each in offered if each.default_calendar), usual)
        self._of = {who: each for each in offered for who in (*each.users, *each.org_units)}
        self._times = {each.name: each.working_time() for each in (*offered, self.default)}

    def of(self, person: Person) -> WorkCalendar:
        own = (person.name, *reversed(person.org_path))
        return next((self._of[each] for each in own if each in self._of), self.default)

    def time(self, calendar: WorkCalendar) -> WorkingTime:
        """The same one for all whom a calendar is for."""
        return self._times[calendar.name]


def clock_time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def comments(calendar: WorkCalendar) -> Mapping[date | None, str]:
    return {each.day_date: each.comment for each in calendar.exceptions}


def _minute(time_of_day: str) -> int:
    hours, _, minutes = time_of_day.partition(":")
    return int(hours) * 60 + int(minutes)


def _intervals(hours: Sequence[Hours]) -> tuple[Interval, ...]:
    return tuple(each.interval() for each in hours)


def _sorted(hours: Sequence[Hours]) -> tuple[Hours, ...]:
    return tuple(sorted(hours, key=lambda each: (each.start, each.end)))


def _problems(field: str, hours: Sequence[Hours]) -> Iterator[Violation]:
    yield from many_problems(field, len(hours), MOST_INTERVALS)
    ended = ""
    for at, each in enumerate(hours):
        if not _START.fullmatch(each.start):
            text = "A time of day is written as 09:00."
            yield Violation(f"{field}[{at}].start", "TIME_OF_DAY_FORMAT", text)
        elif not _END.fullmatch(each.end):
            text = "A time of day is written as 18:00; a day ends at 24:00."
            yield Violation(f"{field}[{at}].end", "TIME_OF_DAY_FORMAT", text)
        elif each.end <= each.start:
            text = "The end is before the start: correct one of them."
            yield Violation(f"{field}[{at}].end", "WHEN_ENDS_BEFORE", text)
        elif each.start < ended:
            text = "These hours begin before the previous ones end: part them."
            yield Violation(f"{field}[{at}].start", "INTERVALS_OVERLAP", text)
        ended = max(ended, each.end)
