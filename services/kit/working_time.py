"""When people work: hours of the days, and how working time adds up (pure).

Hours are those of the clock where somebody is, so a day on which the clock changes has as many
working minutes as passed between them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.kit import production_calendar
from services.kit.production_calendar import DayKind

DAY_MINUTES, SHORTER_BY = 24 * 60, 60
# Who works one day a week still has a year's working days within it; beyond it nothing is there.
MOST_DAYS = 20 * 366
Interval = tuple[int, int]
Moments = tuple[datetime, datetime]


class NeverWorks(ValueError):
    """A calendar without a working day answers no question about working time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTime:
    """`week`: from Monday on, minutes of the day; an exception goes before all else."""

    week: Sequence[Sequence[Interval]]
    exceptions: Mapping[date, Sequence[Interval]] = field(
        default_factory=dict[date, Sequence[Interval]]
    )
    russian: bool = True

    def kind(self, day: date) -> DayKind:
        if day in self.exceptions:
            return DayKind.WORKING if self.exceptions[day] else DayKind.HOLIDAY
        known = production_calendar.kind(day) if self.russian else DayKind.WORKING
        if known in (DayKind.HOLIDAY, DayKind.TRANSFERRED):
            return known
        if not self.week[day.weekday()]:
            return DayKind.WEEKEND
        return known if known is DayKind.SHORT else DayKind.WORKING

    def hours(self, day: date) -> Sequence[Interval]:
        if day in self.exceptions:
            return self.exceptions[day]
        kind = self.kind(day)
        if kind in (DayKind.HOLIDAY, DayKind.WEEKEND):
            return ()
        usual = self.week[day.weekday()]
        if kind is DayKind.TRANSFERRED and (instead := production_calendar.replaced(day)):
            usual = self.week[instead.weekday()]
        is_shorter = self.russian and production_calendar.is_short(day)
        return _shortened(usual) if is_shorter else usual

    def is_working(self, day: date) -> bool:
        return bool(self.hours(day))

    def minutes(self, day: date) -> int:
        return sum(end - start for start, end in self.hours(day))

    # --- days ---------------------------------------------------------------------------------

    def later(self, day: date, working_days: int) -> date:
        """So many working days after a day, which itself does not count."""
        for each in _days(day + timedelta(days=1)):
            if working_days <= 0:
                break
            working_days -= self.is_working(each)
            day = each
        return day

    def next_day(self, day: date) -> date:
        """The day itself, if it is worked on."""
        return next(each for each in _days(day) if self.is_working(each))

    def day_before(self, day: date) -> date:
        """The day itself, if it is worked on."""
        return next(each for each in _days(day, back=True) if self.is_working(each))

    # --- moments ------------------------------------------------------------------------------

    def moments(self, day: date, zone: ZoneInfo) -> list[Moments]:
        """The hours of a day as the moments they begin and end at."""
        return [(at(day, start, zone), at(day, end, zone)) for start, end in self.hours(day)]

    def add(self, moment: datetime, minutes: int, zone: ZoneInfo) -> datetime:
        """When so many working minutes have passed since; none: the moment itself."""
        left = timedelta(minutes=minutes)
        if not left:
            return moment
        for start, end in self._from(moment, zone):
            if end - start >= left:
                return start + left
            left -= end - start
        raise NeverWorks

    def between(self, start: datetime, end: datetime, zone: ZoneInfo) -> timedelta:
        """How much working time passes."""
        passed = timedelta()
        for begins, ends in self._from(start, zone):
            if begins >= end:
                break
            passed += min(ends, end) - begins
        return passed

    def is_working_at(self, moment: datetime, zone: ZoneInfo) -> bool:
        day = moment.astimezone(zone).date()
        return any(start <= moment < end for start, end in self.moments(day, zone))

    def _from(self, moment: datetime, zone: ZoneInfo) -> Iterator[Moments]:
        for day in _days(moment.astimezone(zone).date()):
            for start, end in self.moments(day, zone):
                if end > moment:
                    yield max(start, moment), end


def at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """A minute of a day by the clock somewhere; one the clock leaves out is the next there is."""
    days, rest = divmod(minute, DAY_MINUTES)
    clock = time(rest // 60, rest % 60)
    return datetime.combine(day + timedelta(days=days), clock, zone).astimezone(UTC)


def _shortened(hours: Sequence[Interval]) -> Sequence[Interval]:
    """Work ends an hour earlier."""
    left = SHORTER_BY
    kept = list(hours)
    while kept and left:
        start, end = kept.pop()
        if end - start > left:
            return (*kept, (start, end - left))
        left -= end - start
    return tuple(kept)


def _days(day: date, *, back: bool = False) -> Iterator[date]:
    step = timedelta(days=-1 if back else 1)
    for _ in range(MOST_DAYS):
        yield day
        day += step
    raise NeverWorks
