"""How substitutions are found."""

from collections.abc import Iterable
from datetime import datetime

from services.identity import store
from services.identity.substitution import Substitution
from services.kit.caller import Caller
from services.kit.mongo import Db
from services.kit.paging import Page, Request


def page(db: Db, caller: Caller, user: str, request: Request) -> Page[Substitution]:
    chosen = caller.visible("substitutions.read")
    if user:
        chosen["people"] = user
    return store.SUBSTITUTIONS.page(db, chosen, request, store.LATEST_FIRST)


def to_come(db: Db, substitute: str, now: datetime) -> list[Substitution]:
    """Whom he stands in for, or will."""
    return store.SUBSTITUTIONS.select(db, {"substitute": substitute, "end_time": {"$gt": now}})


def during(db: Db, people: Iterable[str], start: datetime, end: datetime) -> list[Substitution]:
    query = {
        "people": {"$in": list(people)},
        "start_time": {"$lt": end},
        "end_time": {"$gt": start},
        # A cancelled one ends where it begins.
        "$expr": {"$lt": ["$start_time", "$end_time"]},
    }
    return store.SUBSTITUTIONS.select(db, query)


def of(db: Db, user: str, now: datetime) -> list[Substitution]:
    """Not over yet, whichever of the two he is."""
    found = store.SUBSTITUTIONS.select(db, {"people": user, "end_time": {"$gt": now}})
    return [each for each in found if each.next_turn(now)]
