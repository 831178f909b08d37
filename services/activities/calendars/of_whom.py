"""By whose calendar somebody works: his own, else that of the nearest unit above him that has
one, else the tenant's. Whoever counts working time asks here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from services.activities.calendars import store
from services.kit.mongo import Db
from services.kit.people import recent_people
from services.kit.person import Person
from services.kit.working_time import WorkingTime


def of_people(db: Db, people: Iterable[Person]) -> Mapping[str, WorkingTime]:
    """Also of those who are not named, strangers and the undistributed: the tenant's."""
    known = store.known(db)
    usual = known.time(known.default)
    named = {each.name: known.time(known.of(each)) for each in people}
    return defaultdict(lambda: usual, named)


def of_users(db: Db, users: Sequence[str]) -> Mapping[str, WorkingTime]:
    return of_people(db, recent_people(db, users).values())
