"""The days of a period, and by which keys of the search index their people are found (pure)."""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.counterparties import search_keys
from services.counterparties.holidays.holiday import ProfessionalHoliday
from services.kit.errors import InvalidArgument

MOST_DAYS = 62
ROUND, GROWN_UP = 5, 20


@dataclass(frozen=True, slots=True)
class Day:
    """key -> whose trade's day it is; None: a birthday."""

    date: date
    causes: Mapping[str, ProfessionalHoliday | None]


def period(start: date, end: date, holidays: Iterable[ProfessionalHoliday]) -> list[Day]:
    if not start <= end < start + timedelta(days=MOST_DAYS):
        text = f"A period has 1 to {MOST_DAYS} days."
        raise InvalidArgument(text, field="end_date", reason="PERIOD_TOO_LONG")
    kept = [each for each in holidays if not each.archived]
    return [_day(start + timedelta(days=n), kept) for n in range((end - start).days + 1)]


def keys_of(days: Iterable[Day]) -> Sequence[str]:
    return [key for day in days for key in day.causes]


def age_on(day: date, birth_date: date) -> int:
    return day.year - birth_date.year


def is_jubilee(age: int) -> bool:
    return age >= GROWN_UP and age % ROUND == 0


def _day(day: date, holidays: Iterable[ProfessionalHoliday]) -> Day:
    causes: dict[str, ProfessionalHoliday | None] = {
        search_keys.birthday_key(day.month, day.day): None
    }
    if (day.month, day.day) == (2, 28) and not calendar.isleap(day.year):
        # As a holiday of that day: see `holiday.yearly`.
        causes[search_keys.birthday_key(2, 29)] = None
    for holiday in holidays:
        if holiday.rule.on(day.year) == day:
            causes[search_keys.holiday_key(holiday.name)] = holiday
    return Day(day, causes)
