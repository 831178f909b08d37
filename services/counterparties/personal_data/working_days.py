"""By when a demand has to be answered (pure).

Holidays are those of the Labour Code, article 112. Each year the government moves some days off,
and may make Saturdays working days; in autumn it says which. Where that is not known here, each
Saturday counts as one, and what is given in return counts as an ordinary day: so the date found is
never later than the law's, at times a little earlier.
"""

from collections.abc import Mapping
from datetime import date, timedelta

ANSWER_IN, PUT_OFF_BY = 10, 5
DESTROY_WITHIN = timedelta(days=30)
_HOLIDAYS = frozenset(
    {*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
)
# Decrees 1314 of 10.08.2023, 1335 of 04.10.2024 and 1466 of 24.09.2025.
_WORKING_SATURDAYS: Mapping[int, frozenset[tuple[int, int]]] = {
    2024: frozenset({(4, 27), (11, 2), (12, 28)}),
    2025: frozenset({(11, 1)}),
    2026: frozenset(),
}
_SATURDAY, _SUNDAY = 5, 6


def is_working(day: date) -> bool:
    place = (day.month, day.day)
    if day.weekday() == _SUNDAY or place in _HOLIDAYS:
        return False
    known = _WORKING_SATURDAYS.get(day.year)
    return day.weekday() != _SATURDAY or known is None or place in known


def later(day: date, working_days: int) -> date:
    """So many working days after a day, which itself does not count."""
    while working_days:
        day += timedelta(days=1)
        working_days -= is_working(day)
    return day
