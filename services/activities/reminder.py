"""When somebody is to be reminded of a work (pure)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.kit.errors import Violation

MOST_MINUTES, MOST_DAYS = 30 * 24 * 60, 30
TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """`user` empty: whoever does it."""

    user: str = ""
    minutes_before: int = 0
    days_before: int = 0
    time_of_day: str = ""

    def problems(self, path: str) -> Iterator[Violation]:
        for field, most in (("minutes_before", MOST_MINUTES), ("days_before", MOST_DAYS)):
            if not 0 <= getattr(self, field) <= most:
                yield Violation(f"{path}.{field}", "REMINDER_TIME", f"From 0 to {most}.")
        if self.time_of_day and not TIME_OF_DAY.fullmatch(self.time_of_day):
            text = "A time of day is written as 09:00."
            yield Violation(f"{path}.time_of_day", "REMINDER_TIME", text)
