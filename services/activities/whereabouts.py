"""Where people are, by what is known of them here."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from services.activities.when import is_zone
from services.kit import units
from services.kit.mongo import Db
from services.kit.people import recent_people
from services.kit.person import Person
from services.kit.units import Unit

# Of who has none of his own, nor any unit above him.
USUAL = "Europe/Moscow"


def zones(db: Db, users: Sequence[str]) -> dict[str, ZoneInfo]:
    """Their own, else that of the nearest unit above them that has one."""
    people = recent_people(db, users)
    above = units.find(db, sorted({unit for each in people.values() for unit in each.org_path}))
    return {user: _zone(people.get(user), above) for user in users}


def _zone(person: Person | None, above: dict[str, Unit]) -> ZoneInfo:
    if person is None:
        return ZoneInfo(USUAL)
    units_up = (above[unit] for unit in reversed(person.org_path) if unit in above)
    named = (person.time_zone, *(each.time_zone for each in units_up))
    return ZoneInfo(next((zone for zone in named if is_zone(zone)), USUAL))
