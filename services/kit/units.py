"""The tenant's org units as a service keeps them: copies of identity's, fed by its events."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.kit.mongo import Collection, Db
from services.kit.recent import Recent


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    name: str
    # Who leads it. Format: users/{user}
    head: str = ""
    # IANA name; empty: that of the unit above it.
    time_zone: str = ""
    version: int = 0


UNITS: Collection[Unit] = Collection("orgUnits", Unit)
_RECENT = Recent[Unit]()


def find(db: Db, wanted: Sequence[str]) -> dict[str, Unit]:
    if not wanted:
        return {}
    return {each.name: each for each in UNITS.select(db, {"_id": {"$in": [*wanted]}})}


def recent(db: Db, wanted: Sequence[str]) -> dict[str, Unit]:
    """As they were a moment ago; one that nobody told of yet as one of which nothing is said."""

    def read(names: Sequence[str]) -> dict[str, Unit]:
        found = find(db, names)
        return {name: found.get(name) or Unit(name=name) for name in names}

    return _RECENT.get_all(db, wanted, read)


def keep(db: Db, unit: Unit) -> None:
    """Newer news only."""
    _RECENT.forget(db, unit.name)
    known = UNITS.find(db, unit.name)
    if known is None or known.version < unit.version:
        UNITS.raw(db).replace_one({"_id": unit.name}, UNITS.document(db, unit), upsert=True)


def forget(db: Db, name: str) -> None:
    _RECENT.forget(db, name)
    UNITS.raw(db).delete_many({"_id": name})
