"""Where requests are kept, and for a week what was taken out; who shares numbers with whom."""

import re
from collections.abc import Collection as Names
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bson.regex import Regex
from pymongo import IndexModel

from services.counterparties import store as base
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty
from services.counterparties.personal_data.request import PersonalDataRequest, State
from services.kit.mongo import Collection, Db
from services.kit.paging import Page, Request
from services.kit.people import PEOPLE

Document = dict[str, Any]
MOST_HOLDERS = 50
# Far below what one document may hold.
_PART = 1_000_000
_OPEN = [each.value for each in State if each.open]
REQUESTS: Collection[PersonalDataRequest] = Collection(
    "personalDataRequests",
    PersonalDataRequest,
    indexes=[
        IndexModel([("create_time", -1), ("_id", -1)], name="create_time"),
        IndexModel([("state", 1), ("due_date", 1)], name="state"),
        IndexModel([("persons", 1)], name="persons"),
    ],
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Of what a service found, as JSON."""

    name: str
    request: str
    service: str
    number: int
    text: str
    expire_time: datetime


PARTS: Collection[Part] = Collection(
    "personalDataParts",
    Part,
    indexes=[
        IndexModel([("request", 1), ("service", 1), ("number", 1)], name="request"),
        IndexModel([("expire_time", 1)], name="expire_time", expireAfterSeconds=0),
    ],
)
ALL = (REQUESTS, PARTS)


def page(db: Db, request: Request, *, only_open: bool) -> Page[PersonalDataRequest]:
    return REQUESTS.page(db, {"state": {"$in": _OPEN}} if only_open else {}, request)


def overdue_count(db: Db, today: date) -> int:
    late = {"state": {"$in": _OPEN}, "due_date": {"$lt": today.isoformat()}}
    return REQUESTS.raw(db).count(late)


def unanswered(db: Db) -> list[PersonalDataRequest]:
    asking = [each.value for each in State if each.asking]
    return REQUESTS.select(db, {"state": {"$in": asking}})


def about(db: Db, persons: Sequence[str]) -> list[PersonalDataRequest]:
    return REQUESTS.select(db, {"persons": {"$in": list(persons)}})


# --- what was taken out --------------------------------------------------------------------------


def keep(db: Db, request: str, service: str, text: str, expires: datetime) -> None:
    forget(db, [request], service)
    PARTS.insert_many(
        db,
        [
            Part(
                name=PARTS.new_name(),
                request=request,
                service=service,
                number=number,
                text=text[start : start + _PART],
                expire_time=expires,
            )
            for number, start in enumerate(range(0, len(text), _PART))
        ],
    )


def taken_out(db: Db, request: str) -> dict[str, str]:
    """By service."""
    found: dict[str, str] = {}
    order = [("service", 1), ("number", 1)]
    for part in PARTS.raw(db).stream({"request": request}, sort=order):
        found[part["service"]] = found.get(part["service"], "") + part["text"]
    return found


def forget(db: Db, requests: Sequence[str], service: str = "") -> int:
    """What was taken out of people."""
    of = {"service": service} if service else {}
    return PARTS.raw(db).delete_many({"request": {"$in": list(requests)}, **of})


# --- who is who ----------------------------------------------------------------------------------

Record = Counterparty | Contact
_PEOPLE: tuple[Collection[Any], ...] = (base.COUNTERPARTIES, base.CONTACTS)
# Mongo also weighs the indexes that begin with the tenant, and may take to one of them.
_SEARCH = "tenant_1_search"


def records(db: Db, names: Names[str]) -> list[Record]:
    """In whatever state they are."""
    wanted = {"_id": {"$in": list(names)}}
    return [each for collection in _PEOPLE for each in collection.select(db, wanted)]


def contacts_of(db: Db, names: Names[str]) -> list[str]:
    found = base.CONTACTS.raw(db).find({"counterparty": {"$in": list(names)}}, {"_id": 1})
    return [each["_id"] for each in found]


def holders(db: Db, keys: Sequence[str], names: Names[str]) -> Iterator[Record]:
    """Who else is found by all of these keys of the search index."""
    where: Document = {"search": {"$all": list(keys)}, "_id": {"$nin": list(names)}}
    for collection in _PEOPLE:
        yield from collection.select(db, where, MOST_HOLDERS, _SEARCH)


def has_word(db: Db, start: str, names: Names[str]) -> bool:
    """Whether anybody else has a word in his name that begins so."""
    begins = Regex(f"^{re.escape(start)}")
    where: Document = {"search": begins, "_id": {"$nin": list(names)}}
    return any(collection.raw(db).count(where, 1, hint=_SEARCH) for collection in _PEOPLE)


def employees(db: Db) -> list[str]:
    return [each["display_name"] for each in PEOPLE.raw(db).find({}, {"display_name": 1})]
