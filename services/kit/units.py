"""The tenant's org units as a service keeps them: copies of identity's, fed by its events."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.kit.mongo import Collection, Db


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    name: str
    # Who leads it. Format: users/{user}
    head: str = ""
    # IANA name; empty: that of the unit above it.
    time_zone: str = ""
    version: int = 0


UNITS: Collection[Unit] = Collection("orgUnits", Unit)


def find(db: Db, wanted: Sequence[str]) -> dict[str, Unit]:
    if not wanted:
        return {}
    return {each.name: each for each in UNITS.select(db, {"_id": {"$in": [*wanted]}})}


def keep(db: Db, unit: Unit) -> None:
    """Newer news only."""
    known = UNITS.find(db, unit.name)
    if known is None or known.version < unit.version:
        UNITS.raw(db).replace_one({"_id": unit.name}, UNITS.document(db, unit), upsert=True)


def forget(db: Db, name: str) -> None:
    UNITS.raw(db).delete_many({"_id": name})
