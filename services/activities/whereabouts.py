"""Where people are, by what is known of them here."""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from services.activities.when import is_zone
from services.kit import units
from services.kit.mongo import Db
from services.kit.people import recent_people
from services.kit.person import Person

# Of who has none of his own, nor any unit above him, in a tenant that has told of none.
USUAL = "Europe/Moscow"


def zones(db: Db, users: Sequence[str]) -> dict[str, ZoneInfo]:
    """Their own, else that of the nearest unit above them that has one, else the tenant's."""
    people = recent_people(db, users)
    named = zone_names(db, [people.get(user) or Person(name=user) for user in users])
    return {user: ZoneInfo(zone) for user, zone in named.items()}


def zone_names(db: Db, people: Iterable[Person], otherwise: str = "") -> dict[str, str]:
    """`otherwise`: the tenant's as the caller brings it, until the tenant has told of it."""
    top = tenant_of(db)
    asked = [*people]
    above = units.recent(db, sorted({top, *(unit for each in asked for unit in each.org_path)}))
    known = {name: unit.time_zone for name, unit in above.items()}
    last = (known.get(top, ""), otherwise)
    return {
        each.name: next(
            (
                zone
                for zone in (
                    each.time_zone,
                    *(known.get(unit, "") for unit in reversed(each.org_path)),
                    *last,
                )
                if is_zone(zone)
            ),
            USUAL,
        )
        for each in asked
    }


def tenant_of(db: Db) -> str:
    """The tenant stands above all its units, and is kept as one."""
    return f"tenants/{db.tenant}"
