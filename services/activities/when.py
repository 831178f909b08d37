"""When something is to be done: exact hours, or floating days (pure).

A day is a date, never a moment: 5 March stays 5 March wherever somebody looks from. Only where its
executor is it has an end, after which what is not done is overdue.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.kit.copying import replace
from services.kit.errors import Violation
from services.kit.texts import required

LONGEST_EXACT, MOST_DAYS = timedelta(days=14), 62
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2200, 1, 1)
_DAY = timedelta(days=1)
# More than there are; of what else somebody may send not all is remembered.
_MOST_ZONES = 1000


class Kind(StrEnum):
    EXACT = "EXACT"
    DAY = "DAY"
    DAYS = "DAYS"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    kind: Kind | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None
    start_date: date | None = None
    end_date: date | None = None
    time_zone: str = ""

    @property
    def is_exact(self) -> bool:
        return self.kind is Kind.EXACT

    # --- what it must be -------------------------------------------------------------------------

    def tidy(self, here: str, there: str) -> "When":
        """`here`: the zone of who plans it; `there`: that of who does it."""
        if not self.is_exact:
            last = self.start_date if self.kind is Kind.DAY else self.end_date
            no_times = replace(self, start_time=None, end_time=None)
            return replace(no_times, end_date=last, time_zone=there)
        dated = replace(self, start_date=None, end_date=None, time_zone=self.time_zone or here)
        if any(dated._problems_of_hours("")):
            return dated
        days = dated.days()
        return replace(dated, start_date=days[0], end_date=days[-1])

    def problems(self, path: str) -> Iterator[Violation]:
        match self.kind:
            case None:
                text = "Say when: at exact hours, on a day, or within several days."
                yield Violation(f"{path}.kind", "WHEN_KIND", text)
            case Kind.EXACT:
                yield from self._problems_of_hours(path)
            case _:
                yield from self._problems_of_days(path)

    def _problems_of_hours(self, path: str) -> Iterator[Violation]:
        if not is_zone(self.time_zone):
            text = "It is no IANA name such as Europe/Moscow: choose another one."
            yield Violation(f"{path}.time_zone", "TIME_ZONE_UNKNOWN", text)
        if self.start_time is None or self.end_time is None:
            missing = "start_time" if self.start_time is None else "end_time"
            yield required(f"{path}.{missing}")
            return
        if self.end_time <= self.start_time:
            yield Violation(f"{path}.end_time", "WHEN_ENDS_BEFORE", "It must end after it begins.")
        elif self.end_time - self.start_time > LONGEST_EXACT:
            text = f"At most {LONGEST_EXACT.days} days: choose days instead of hours."
            yield Violation(f"{path}.end_time", "WHEN_TOO_LONG", text)
        yield from in_range(f"{path}.start_time", self.start_time.date())

    def _problems_of_days(self, path: str) -> Iterator[Violation]:
        if self.start_date is None or self.end_date is None:
            missing = "start_date" if self.start_date is None else "end_date"
            yield required(f"{path}.{missing}")
            return
        if self.end_date < self.start_date:
            text = "The last day is before the first one."
            yield Violation(f"{path}.end_date", "WHEN_ENDS_BEFORE", text)
        elif (self.end_date - self.start_date).days >= MOST_DAYS:
            text = f"At most {MOST_DAYS} days: divide it."
            yield Violation(f"{path}.end_date", "WHEN_TOO_LONG", text)
        yield from in_range(f"{path}.start_date", self.start_date)

    # --- what follows from it --------------------------------------------------------------------

    def days(self) -> list[date]:
        """The days it touches, by the clock where it was planned."""
        first, last = self._bounds()
        return [first + n * _DAY for n in range((last - first).days + 1)]

    def begins(self) -> datetime:
        """Of days, when the first one begins where it is done: for the order only."""
        return self.start_time or midnight(self._bounds()[0], self.time_zone)

    def ends(self) -> datetime:
        """Of days, when the last one is over where it is done."""
        return self.end_time or midnight(self._bounds()[1] + _DAY, self.time_zone)

    def beginning_on(self, day: date) -> "When":
        """As long as it is, at the same hours by the clock where it was planned."""
        first, last = self._bounds()
        if self.start_time is None or self.end_time is None:
            return replace(self, start_date=day, end_date=day + (last - first))
        zone = ZoneInfo(self.time_zone)
        at = self.start_time.astimezone(zone).time()
        start = datetime.combine(day, at, zone).astimezone(UTC)
        return replace(self, start_time=start, end_time=start + (self.end_time - self.start_time))

    def minutes(self) -> int:
        """Of exact hours, their length; of days, none."""
        if self.start_time is None or self.end_time is None:
            return 0
        return int((self.end_time - self.start_time).total_seconds() // 60)

    def _bounds(self) -> tuple[date, date]:
        if self.start_time is not None and self.end_time is not None:
            zone = ZoneInfo(self.time_zone)
            # What ends at midnight is over the day before.
            last = self.end_time - timedelta(milliseconds=1)
            first = self.start_time.astimezone(zone).date()
            # A clock put back over midnight (St. John's did so) goes back a day.
            return first, max(first, last.astimezone(zone).date())
        if self.start_date is None or self.end_date is None:
            raise ValueError("a When with problems has no days")
        return self.start_date, self.end_date


def on_day(day: date) -> When:
    """Any time that day."""
    return When(kind=Kind.DAY, start_date=day)


def today(now: datetime, time_zone: str) -> date:
    return now.astimezone(ZoneInfo(time_zone)).date()


def midnight(day: date, time_zone: str) -> datetime:
    """When a day begins; where the clock leaves midnight out, with the first moment there is."""
    return datetime.combine(day, time(), ZoneInfo(time_zone)).astimezone(UTC)


@lru_cache(_MOST_ZONES)
def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # Also names that lead out of the directory of zones.
        return False
    return bool(name)


def in_range(path: str, day: date) -> Iterator[Violation]:
    if not _FIRST_DAY <= day <= _LAST_DAY:
        yield Violation(path, "DATE_OUT_OF_RANGE", "Correct the year.")
