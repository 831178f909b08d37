"""How long people work on which days."""

from collections.abc import Sequence
from datetime import date

from services.activities.calendars import of_whom
from services.kit.mongo import Db
from services.kit.person import Person


def working_minutes(
    db: Db, people: Sequence[Person], chosen: Sequence[date]
) -> dict[str, list[int]]:
    """Of each person, day by day."""
    times = of_whom.of_people(db, people)
    known: dict[int, list[int]] = {}
    for time in times.values():
        if id(time) not in known:
            known[id(time)] = [time.minutes(day) for day in chosen]
    return {name: known[id(time)] for name, time in times.items()}
