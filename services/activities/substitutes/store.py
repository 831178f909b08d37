"""Copies of identity's substitutions, fed by its events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pymongo import IndexModel

from services.kit.mongo import Collection, Db

# The rights that are lent must reach works, else the substitute could not open what he is told of.
SCOPE = "works"


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    name: str
    absent: str
    substitute: str
    scope: tuple[str, ...] = ()
    start_time: datetime | None = None
    end_time: datetime | None = None


SUBSTITUTIONS: Collection[Substitution] = Collection(
    "substitutions",
    Substitution,
    indexes=[
        IndexModel([("absent", 1), ("end_time", 1)], name="absent"),
        # A month after its end nobody asks for it.
        IndexModel([("end_time", 1)], name="ended", expireAfterSeconds=30 * 86400),
    ],
)


def of(db: Db, users: Sequence[str], now: datetime) -> dict[str, str]:
    """Who stands in for those of them who are away at that moment."""
    if not users:
        return {}
    away = {"absent": {"$in": [*users]}, "end_time": {"$gt": now}, "start_time": {"$lte": now}}
    found = SUBSTITUTIONS.select(db, away, hint="tenant_1_absent")
    return {each.absent: each.substitute for each in found if SCOPE in each.scope}


def keep(db: Db, substitution: Substitution) -> None:
    key, document = {"_id": substitution.name}, SUBSTITUTIONS.document(db, substitution)
    SUBSTITUTIONS.raw(db).replace_one(key, document, upsert=True)


def end(db: Db, name: str, now: datetime) -> None:
    """Also of one that has not been heard of yet."""
    over = {"$set": {"end_time": now, "substitute": "", "absent": ""}}
    SUBSTITUTIONS.raw(db).update_one({"_id": name}, over, upsert=True)


def is_known(db: Db, name: str) -> bool:
    return SUBSTITUTIONS.find(db, name) is not None
