"""How people of certain days are found, and what has been told of them already.

Their keys stand in the search index, which costs the others nothing. It does not know who sees
them: so who sees, or owns, but a few has these gone through instead.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pymongo import IndexModel

from services.counterparties import store as base
from services.counterparties.counterparty import MarketState, State
from services.counterparties.occasions.days import Day, keys_of
from services.counterparties.requisites import Kind
from services.kit.caller import EVERYBODY
from services.kit.mongo import Collection, Db

Document = dict[str, Any]
# So few records are gone through sooner than the people of many days.
FEW = 3000
# As many people are read at once.
MOST_AT_ONCE = 2000
REMEMBER = timedelta(days=30)
_ACTIVE = {"state": State.ACTIVE.value}
_SPREAD = {"market_state": {"$in": [*MarketState]}, "kind": {"$in": [*Kind]}}
_SHOWN: Document = dict.fromkeys(
    (
        *("display_name", "name_key", "birth_date", "professional_holidays", "market_state"),
        *("phones", "emails", "job_title", "counterparty", "owner", "owner_display_name"),
        *("visible_to", "version", "search"),
    ),
    1,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """That an occasion was told of; its name is made of the occasion."""

    name: str
    time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What the service knows of its tenant's days: where it is, and which was told of."""

    name: str
    time_zone: str = ""
    told_day: str = ""


NOTICES: Collection[Notice] = Collection(
    "occasionNotices",
    Notice,
    indexes=[
        IndexModel([("time", 1)], name="time", expireAfterSeconds=int(REMEMBER.total_seconds()))
    ],
)
CALENDARS: Collection[Calendar] = Collection("calendars", Calendar)
ALL = (NOTICES, CALENDARS)


class Way(NamedTuple):
    """A filter and the index that answers it; few: all it finds may be gone through; exact: and
    all of it is asked for."""

    where: Document
    hint: str
    few: bool
    exact: bool = True


class Asked(NamedTuple):
    """Whose occasions: of what these visibility keys reach, of an owner, or of one client; and how
    much of it is read at once."""

    keys: Sequence[str]
    owner: str = ""
    counterparty: str = ""
    few: int = FEW
    at_once: int = MOST_AT_ONCE


def clients_way(db: Db, asked: Asked) -> Way:
    seen = _seen(asked.keys)
    if asked.counterparty:
        return Way({**_ACTIVE, **seen, "_id": asked.counterparty}, "_id_", few=True)
    if asked.owner:
        led = {**_ACTIVE, **seen, "owner": asked.owner}
        return _way(db, asked.few, base.COUNTERPARTIES, led, "tenant_1_owner_by_name", led)
    led = {**_ACTIVE, **_SPREAD, **seen} if seen else {}
    hint, all_seen = "tenant_1_visible_by_name", {**_ACTIVE, **seen}
    return _way(db, asked.few, base.COUNTERPARTIES, led, hint, all_seen)


def contacts_way(db: Db, asked: Asked) -> Way:
    seen = _seen(asked.keys)
    if asked.counterparty:
        where = {**_ACTIVE, **seen, "counterparty": asked.counterparty}
        return Way(where, "tenant_1_counterparty", few=True)
    if asked.owner:
        # Contacts do not say whose they are; an owner sees his at least.
        led = {**_ACTIVE, "visible_to": asked.owner}
        both = {**led, "$and": [seen]} if seen else led
        way = _way(db, asked.few, base.CONTACTS, led, "tenant_1_visible", both)
        return way._replace(where=both, exact=False)
    led = {**_ACTIVE, **seen} if seen else {}
    return _way(db, asked.few, base.CONTACTS, led, "tenant_1_visible", {**_ACTIVE, **seen})


def _way(
    db: Db, few: int, collection: Collection[Any], led: Document, hint: str, otherwise: Document
) -> Way:
    if led and collection.raw(db).count(led, few + 1, hint=hint) <= few:
        return Way(led, hint, few=True)
    return Way(otherwise, "tenant_1_search", few=False)


def _seen(keys: Sequence[str]) -> Document:
    return {} if EVERYBODY in keys else {"visible_to": {"$in": list(keys)}}


def portion(
    db: Db, collection: Collection[Any], way: Way, days: Sequence[Day], at_once: int
) -> Sequence[Day]:
    """As many of the days, from the first on, as hold no more people than are read at once."""
    while not way.few and len(days) > 1:
        found = {"search": {"$in": keys_of(days)}}
        if collection.raw(db).count(found, at_once + 1, hint=way.hint) <= at_once:
            break
        days = days[: len(days) // 2]
    return days


def people(
    db: Db, collection: Collection[Any], way: Way, days: Sequence[Day], most: int
) -> list[Document]:
    """Of these days, by name; `most` if they are of one day that has more than that."""
    return collection.raw(db).find(
        {**way.where, "search": {"$in": keys_of(days)}},
        _SHOWN,
        sort=[("name_key", 1), ("_id", 1)],
        limit=most,
        hint=way.hint,
    )


def clients_of(db: Db, names: Iterable[str]) -> dict[str, Document]:
    """Where contacts work, and whose these clients are."""
    wanted = {"_id": {"$in": list(dict.fromkeys(names))}}
    found = base.COUNTERPARTIES.raw(db).find(
        wanted, {"display_name": 1, "owner": 1, "owner_display_name": 1}
    )
    return {document["_id"]: document for document in found}


def not_told(db: Db, names: Sequence[str]) -> set[str]:
    found = NOTICES.raw(db).find({"_id": {"$in": list(names)}}, {"_id": 1})
    return set(names) - {document["_id"] for document in found}


def calendar(db: Db) -> Calendar:
    name = f"{CALENDARS.id}/{db.tenant}"
    return CALENDARS.find(db, name) or Calendar(name=name)


def note(db: Db, **values: str) -> None:
    """Of the tenant's calendar."""
    place = {"_id": f"{CALENDARS.id}/{db.tenant}"}
    CALENDARS.raw(db).update_one(place, {"$set": values}, upsert=True)
