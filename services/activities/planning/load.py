"""How long people work on which days."""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from services.activities.calendars import of_whom
from services.activities.planning.grid import View
from services.activities.when import midnight
from services.activities.whereabouts import zone_names
from services.kit.mongo import Db
from services.kit.person import Person
from services.kit.working_time import Moments

_DAY = timedelta(days=1)


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


def working_hours(db: Db, people: Sequence[Person], view: View) -> dict[str, list[Moments]]:
    """Of each person, on the one day of the viewer's; elsewhere it may be another one."""
    if view.first != view.last:
        return {}
    times, zones = of_whom.of_people(db, people), zone_names(db, people, view.zone)
    begins, ends = midnight(view.first, view.zone), midnight(view.first + _DAY, view.zone)
    days = (view.first - _DAY, view.first, view.first + _DAY)
    return {
        each.name: [
            (max(start, begins), min(end, ends))
            for day in days
            for start, end in times[each.name].moments(day, ZoneInfo(zones[each.name]))
            if start < ends and end > begins
        ]
        for each in people
    }
