"""A professional holiday and the rule that says on which day of a year it is (pure)."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.kit.errors import AlreadyExists, Violation
from services.kit.texts import line, line_problems, required

LONGEST_TITLE = 120
LAST = -1
LEAP_YEAR = 2024


class HolidayExists(AlreadyExists):
    """Two holidays of one title could not be told apart."""

    reason = "HOLIDAY_EXISTS"


class RuleKind(StrEnum):
    FIXED_DAY = "FIXED_DAY"
    WEEKDAY = "WEEKDAY"
    DAY_OF_YEAR = "DAY_OF_YEAR"


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayRule:
    kind: RuleKind | None = None
    month: int = 0
    day: int = 0
    # 1 is Monday.
    weekday: int = 0
    # -1 is the last.
    ordinal: int = 0
    day_of_year: int = 0

    def tidy(self) -> "HolidayRule":
        """Without what its kind does not ask for."""
        match self.kind:
            case RuleKind.FIXED_DAY:
                return HolidayRule(kind=self.kind, month=self.month, day=self.day)
            case RuleKind.WEEKDAY:
                return replace(self, day=0, day_of_year=0)
            case RuleKind.DAY_OF_YEAR:
                return HolidayRule(kind=self.kind, day_of_year=self.day_of_year)
            case None:
                return self

    def problems(self, path: str) -> Iterator[Violation]:
        if self.kind is None:
            yield required(f"{path}.kind")
            return
        if self.kind is RuleKind.DAY_OF_YEAR:
            yield from _within(f"{path}.day_of_year", self.day_of_year, 1, 365)
            return
        yield from _within(f"{path}.month", self.month, 1, 12)
        if self.kind is RuleKind.FIXED_DAY:
            known = 1 <= self.month <= 12
            days = calendar.monthrange(LEAP_YEAR, self.month)[1] if known else 31
            yield from _within(f"{path}.day", self.day, 1, days)
            return
        yield from _within(f"{path}.weekday", self.weekday, 1, 7)
        if self.ordinal != LAST:
            yield from _within(f"{path}.ordinal", self.ordinal, 1, 4)

    def on(self, year: int) -> date:
        match self.kind:
            case RuleKind.FIXED_DAY:
                return yearly(self.month, self.day, year)
            case RuleKind.WEEKDAY:
                return self._weekday_of(year)
            case _:
                return date(year, 1, 1) + timedelta(days=self.day_of_year - 1)

    def next_from(self, day: date) -> date:
        this_year = self.on(day.year)
        return this_year if this_year >= day else self.on(day.year + 1)

    def _weekday_of(self, year: int) -> date:
        first, days = calendar.monthrange(year, self.month)
        start = (self.weekday - 1 - first) % 7 + 1
        if self.ordinal == LAST:
            return date(year, self.month, start + (days - start) // 7 * 7)
        return date(year, self.month, start + (self.ordinal - 1) * 7)


def yearly(month: int, day: int, year: int) -> date:
    """What is on 29 February is on the 28th in years without: so it never falls into March, and
    nobody is congratulated too late."""
    if (month, day) == (2, 29) and not calendar.isleap(year):
        return date(year, 2, 28)
    return date(year, month, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfessionalHoliday:
    name: str
    title: str
    rule: HolidayRule
    archived: bool = False
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def tidy(self) -> "ProfessionalHoliday":
        return replace(self, title=line(self.title), rule=self.rule.tidy())

    def problems(self, _: "ProfessionalHoliday | None") -> Iterator[Violation]:
        if not self.title:
            yield required("title")
        yield from line_problems("title", self.title, LONGEST_TITLE)
        yield from self.rule.problems("rule")


def _within(path: str, value: int, least: int, most: int) -> Iterator[Violation]:
    if not least <= value <= most:
        yield Violation(path, "NUMBER_OUT_OF_RANGE", f"From {least} to {most}.")
