"""The Russian production calendar: days that are off, shorter, or worked on instead (pure).

Holidays are those of the Labour Code, article 112. One that falls on a weekend moves it to the next
working day, but for those of January; each autumn the government moves some days of the next year
by decree. Of a year without a decree here only the law is known.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

_HOLIDAYS = frozenset(
    {*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
)
_JANUARY, _SATURDAY = 1, 5
_Day = tuple[int, int]
# Decrees 1314 of 10.08.2023, 1335 of 04.10.2024, 1466 of 24.09.2025 and that of 2026:
# the day that is off -> the day it was moved from.
_MOVED: Mapping[int, Mapping[_Day, _Day]] = {
    2024: {
        (4, 29): (4, 27),
        (4, 30): (11, 2),
        (5, 10): (1, 6),
        (12, 30): (12, 28),
        (12, 31): (1, 7),
    },
    2025: {(5, 2): (1, 4), (5, 8): (2, 23), (6, 13): (3, 8), (11, 3): (11, 1), (12, 31): (1, 5)},
    2026: {(1, 9): (1, 3), (12, 31): (1, 4)},
    2027: {(2, 22): (2, 20), (11, 5): (1, 2), (12, 31): (1, 3)},
}


class DayKind(StrEnum):
    WORKING = "WORKING"
    WEEKEND = "WEEKEND"
    # Also the day off that somebody has instead of one.
    HOLIDAY = "HOLIDAY"
    # An hour less, before a holiday.
    SHORT = "SHORT"
    # A day off that is worked on, instead of another.
    TRANSFERRED = "TRANSFERRED"


def is_known(year: int) -> bool:
    """Whether the decree about it is known here."""
    return year in _MOVED


def kind(day: date) -> DayKind:
    return _year(day.year).get(day) or _usual(day)


def is_short(day: date) -> bool:
    """A day worked on instead of another is as long as that one would have been."""
    return _is_eve(replaced(day) or day)


def replaced(day: date) -> date | None:
    """Of a day off that is worked on: the day that is off instead."""
    for off, source in _MOVED.get(day.year, {}).items():
        if (day.month, day.day) == source and not _is_holiday(day):
            return date(day.year, *off)
    return None


def _usual(day: date) -> DayKind:
    if day.weekday() >= _SATURDAY:
        return DayKind.WEEKEND
    return DayKind.SHORT if _is_eve(day) else DayKind.WORKING


def _is_holiday(day: date) -> bool:
    return (day.month, day.day) in _HOLIDAYS


def _is_eve(day: date) -> bool:
    return not _is_holiday(day) and _is_holiday(day + timedelta(days=1))


@cache
def _year(year: int) -> Mapping[date, DayKind]:
    """Its days that are otherwise than the week has them."""
    moved = {date(year, *off): date(year, *source) for off, source in _MOVED.get(year, {}).items()}
    found = {date(year, *each): DayKind.HOLIDAY for each in _HOLIDAYS}
    found |= dict.fromkeys(moved, DayKind.HOLIDAY)
    found |= {day: DayKind.TRANSFERRED for day in moved.values() if day not in found}
    for holiday in _on_weekends(year):
        if holiday not in moved.values():
            found[_next_working(holiday, found)] = DayKind.HOLIDAY
    return found


def _on_weekends(year: int) -> Iterator[date]:
    for month, day in sorted(_HOLIDAYS):
        holiday = date(year, month, day)
        if month != _JANUARY and holiday.weekday() >= _SATURDAY:
            yield holiday


def _next_working(day: date, known: Mapping[date, DayKind]) -> date:
    while day.weekday() >= _SATURDAY or known.get(day) is DayKind.HOLIDAY:
        day += timedelta(days=1)
    return day
