"""Days that somebody plans or remembers (pure)."""

from collections.abc import Iterator
from datetime import date

from services.kit.errors import Violation

_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2200, 1, 1)


def day_problems(path: str, day: date | None) -> Iterator[Violation]:
    if day is not None and not _FIRST_DAY <= day <= _LAST_DAY:
        yield Violation(path, "DATE_OUT_OF_RANGE", "Correct the year.")
