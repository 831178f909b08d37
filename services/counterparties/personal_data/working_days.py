"""By when a demand has to be answered (pure).

Holidays are those of the Labour Code, article 112. Days that the government moves each year are not
known here and count as ordinary ones: the date so found is never later than the law's.
"""

from datetime import date, timedelta

ANSWER_IN, PUT_OFF_BY = 10, 5
DESTROY_WITHIN = timedelta(days=30)
_HOLIDAYS = frozenset(
    {*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
)


def is_working(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS


def later(day: date, working_days: int) -> date:
    """So many working days after a day, which itself does not count."""
    while working_days:
        day += timedelta(days=1)
        working_days -= is_working(day)
    return day
