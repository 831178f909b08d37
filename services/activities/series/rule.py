"""How something repeats: a part of RFC 5545, on civil dates (pure).

Only dates repeat. What hour it is on them, and which moment that is, follows from the clock where
it is done, so nothing shifts when clocks do.
"""

# The library says nothing of its types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportMissingTypeStubs=false

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any

from dateutil import rrule

from services.kit.copying import replace

MOST_INTERVAL, MOST_COUNT = 99, 500
LAST = -1
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_OF_LIBRARY = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
_DAY = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")
_LONGEST = 200


class RuleFormat(ValueError):
    """What is wrong with a rule, in words that say how to put it right."""


class Freq(StrEnum):
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


_FREQUENCIES: Mapping[Freq, Any] = {
    Freq.DAILY: rrule.DAILY,
    Freq.WEEKLY: rrule.WEEKLY,
    Freq.MONTHLY: rrule.MONTHLY,
    Freq.YEARLY: rrule.YEARLY,
}
_FAR = {
    Freq.DAILY: timedelta(days=31),
    Freq.WEEKLY: timedelta(days=62),
    Freq.MONTHLY: timedelta(days=400),
    Freq.YEARLY: timedelta(days=9 * 366),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the week, from Monday on; in a month, which one of them, the last is -1."""

    weekday: int
    ordinal: int = 0

    def __str__(self) -> str:
        return f"{self.ordinal or ''}{_WEEKDAYS[self.weekday]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    freq: Freq
    interval: int = 1
    by_day: tuple[Day, ...] = ()
    by_month_day: tuple[int, ...] = ()
    # Whichever comes first.
    count: int = 0
    until: date | None = None

    def __str__(self) -> str:
        parts = {
            "FREQ": self.freq.value,
            "INTERVAL": self.interval if self.interval > 1 else "",
            "BYDAY": ",".join(map(str, self.by_day)),
            "BYMONTHDAY": ",".join(map(str, self.by_month_day)),
            "COUNT": self.count or "",
            "UNTIL": self.until.strftime("%Y%m%d") if self.until else "",
        }
        return ";".join(f"{key}={value}" for key, value in parts.items() if value)

    def dates(self, start: date, first: date, last: date) -> Iterator[date]:
        """Of a series that starts on a day, those from the first day to the last one.

        The library is never asked without an end: it would look for 31 February until 9999.
        """
        end = min(last, self.until) if self.until else last
        if end < first:
            return iter(())
        found = islice(self._from(start, end), self.count or None)
        return (each for each in found if each >= first)

    @property
    def far(self) -> timedelta:
        """What does not come within this time never comes, not even 29 February."""
        return self.interval * _FAR[self.freq]

    def counted_before(self, start: date, day: date) -> int:
        return len([*self.dates(start, start, day - timedelta(days=1))])

    def ended_before(self, day: date) -> "Rule":
        last = day - timedelta(days=1)
        return replace(self, until=min(last, self.until) if self.until else last)

    def moved(self, before: date, after: date) -> "Rule":
        """As its days move along when one of them is put onto another date."""
        days = tuple(_moved_day(each, before, after) for each in self.by_day)
        month_days = (_moved_month_day(each, before, after) for each in self.by_month_day)
        return replace(
            self,
            by_day=tuple(sorted(set(days), key=_place)),
            by_month_day=tuple(dict.fromkeys(month_days)),
        )

    def _from(self, start: date, end: date) -> Iterator[date]:
        repeated: Any = rrule.rrule(
            _FREQUENCIES[self.freq],
            dtstart=datetime.combine(start, time()),
            interval=self.interval,
            until=datetime.combine(end, time()),
            byweekday=[_of_library(each) for each in self.by_day] or None,
            bymonthday=list(self.by_month_day) or None,
        )
        return (each.date() for each in repeated)


def parse(text: str) -> Rule:
    """Raises RuleFormat."""
    if len(text) > _LONGEST:
        raise RuleFormat(f"At most {_LONGEST} characters.")
    pairs = [part.partition("=") for part in text.strip().removesuffix(";").split(";")]
    said = {key.strip().upper(): value.strip().upper() for key, _, value in pairs}
    if len(said) < len(pairs):
        raise RuleFormat("Say each part once, such as FREQ=WEEKLY;BYDAY=TU.")
    if unknown := said.keys() - _PARTS.keys() - {"FREQ"}:
        known = ", ".join(("FREQ", *_PARTS))
        raise RuleFormat(f"{min(unknown)!r} is not known here, only {known}.")
    if said.get("FREQ") not in set(Freq):
        raise RuleFormat("Begin with FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.")
    values: dict[str, Any] = {}
    for key, value in said.items():
        if key in _PARTS:
            field, read = _PARTS[key]
            values[field] = read(value)
    rule = Rule(freq=Freq(said["FREQ"]), **values)
    _require_together(rule)
    return rule


def _require_together(rule: Rule) -> None:
    if rule.by_day and rule.by_month_day:
        raise RuleFormat("Say BYDAY or BYMONTHDAY, not both.")
    if rule.by_month_day and rule.freq is not Freq.MONTHLY:
        raise RuleFormat("BYMONTHDAY goes with FREQ=MONTHLY.")
    if rule.by_day and rule.freq not in (Freq.WEEKLY, Freq.MONTHLY):
        raise RuleFormat("BYDAY goes with FREQ=WEEKLY or MONTHLY.")
    is_monthly = rule.freq is Freq.MONTHLY
    if any(bool(each.ordinal) is not is_monthly for each in rule.by_day):
        raise RuleFormat("In a month say which one, such as 2TU or -1FR; in a week only TU.")


# --- its parts -----------------------------------------------------------------------------------


def _number(name: str, most: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not value.isdecimal() or not 1 <= int(value) <= most:
            raise RuleFormat(f"{name} is a number from 1 to {most}.")
        return int(value)

    return read


def _by_day(value: str) -> tuple[Day, ...]:
    days: list[Day] = []
    for each in value.split(","):
        found = _DAY.fullmatch(each.strip())
        ordinal = int(found[1] or 0) if found else 0
        if found is None or not LAST <= ordinal <= 5:
            raise RuleFormat("BYDAY lists days such as MO,WE, or 2TU and -1FR in a month.")
        days.append(Day(weekday=_WEEKDAYS.index(found[2]), ordinal=ordinal))
    return tuple(sorted(set(days), key=_place))


def _by_month_day(value: str) -> tuple[int, ...]:
    days: list[int] = []
    for each in value.split(","):
        day = each.strip()
        if not re.fullmatch(r"-1|[1-9]|[12]\d|3[01]", day):
            raise RuleFormat("BYMONTHDAY lists days from 1 to 31, and -1 for the last one.")
        days.append(int(day))
    return tuple(sorted(set(days), key=lambda day: (day < 0, day)))


def _until(value: str) -> date:
    try:
        return datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007 - a day, no moment
    except ValueError as error:
        raise RuleFormat("UNTIL is the last day, such as 20261231.") from error


_PARTS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "INTERVAL": ("interval", _number("INTERVAL", MOST_INTERVAL)),
    "BYDAY": ("by_day", _by_day),
    "BYMONTHDAY": ("by_month_day", _by_month_day),
    "COUNT": ("count", _number("COUNT", MOST_COUNT)),
    "UNTIL": ("until", _until),
}


def _of_library(day: Day) -> Any:
    known: Any = _OF_LIBRARY[day.weekday]
    return known(day.ordinal) if day.ordinal else known


def _place(day: Day) -> tuple[bool, int, int]:
    return day.ordinal < 0, day.ordinal, day.weekday


# --- days that move ------------------------------------------------------------------------------


def _moved_day(day: Day, before: date, after: date) -> Day:
    if day.weekday != before.weekday():
        return day
    if not day.ordinal:
        return Day(weekday=after.weekday())
    is_his = _is_last_week(before) if day.ordinal == LAST else _ordinal(before) == day.ordinal
    if not is_his:
        return day
    stays_last = day.ordinal == LAST and _is_last_week(after)
    return Day(weekday=after.weekday(), ordinal=LAST if stays_last else _ordinal(after))


def _moved_month_day(day: int, before: date, after: date) -> int:
    is_last = (before + timedelta(days=1)).day == 1
    return after.day if day == before.day or (day == LAST and is_last) else day


def _ordinal(day: date) -> int:
    return (day.day - 1) // 7 + 1


def _is_last_week(day: date) -> bool:
    return (day + timedelta(days=7)).month != day.month
