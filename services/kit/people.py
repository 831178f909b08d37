"""The tenant's people as a service keeps them: copies of identity's users, fed by its events."""

from collections.abc import Callable, Sequence

from pymongo import IndexModel

from services.kit.caller import Caller
from services.kit.mapping import from_document
from services.kit.mongo import Collection, Db
from services.kit.person import Person
from services.kit.recent import Recent

PEOPLE = Collection(
    "people",
    Person,
    indexes=[IndexModel([("restamp_lanes", 1), ("restamp_time", 1)], name="restamp_lanes")],
)
_RECENT = Recent[Person]()


def find_people(db: Db, wanted: Sequence[str]) -> dict[str, Person]:
    if not wanted:
        return {}
    return {p.name: p for p in PEOPLE.select(db, {"_id": {"$in": list(wanted)}})}


def recent_people(db: Db, wanted: Sequence[str]) -> dict[str, Person]:
    """As they were a moment ago, without asking again: most creates are by the same few people.

    A create may so use the copy of before a move; the restamp job's second look finds those.
    """
    return _RECENT.get_all(db, wanted, lambda names: find_people(db, names))


def known_people(
    db: Db,
    caller: Caller,
    wanted: Sequence[str],
    find: Callable[[Db, Sequence[str]], dict[str, Person]] = find_people,
) -> dict[str, Person]:
    """The caller himself may be so new that his event is still on its way."""
    found = find(db, wanted)
    if caller.user and caller.user in wanted and caller.user not in found:
        found[caller.user] = Person(
            name=caller.user, display_name=caller.display_name, org_path=caller.org_path
        )
    return found


def keep_person(db: Db, person: Person) -> None:
    _RECENT.forget(db, person.name)
    PEOPLE.raw(db).replace_one({"_id": person.name}, PEOPLE.document(db, person), upsert=True)


def inactive_people(db: Db) -> list[str]:
    """Those who have left."""
    return [person["_id"] for person in PEOPLE.raw(db).stream({"active": False}, {"_id": 1})]


# --- those whose records wait to be stamped anew -----------------------------------------------


def next_to_restamp(db: Db, lane: int) -> Person | None:
    """Of the people who moved or were renamed, the one who waits longest."""
    waiting = {"restamp_lanes": lane}
    found = PEOPLE.raw(db).find(
        waiting, sort=[("restamp_time", 1)], limit=1, hint="tenant_1_restamp_lanes"
    )
    return from_document(Person, found[0]) if found else None


def restamped(db: Db, person: Person, lane: int) -> None:
    """If he moved again meanwhile, he goes on waiting."""
    same = {"_id": person.name, "version": person.version}
    PEOPLE.raw(db).update_one(same, {"$pull": {"restamp_lanes": lane}})


def meet_at_restamps(db: Db) -> None:
    """Makes the transactions that ask for a restamp and the one that ends the job conflict."""
    place = {"_id": f"restamps/{db.tenant}"}
    PEOPLE.raw(db).update_one(place, {"$inc": {"meetings": 1}}, upsert=True)
