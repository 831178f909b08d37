"""Where counterparties, contacts, segments, notes and people are kept, and how they are found."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from pymongo import IndexModel

from services.counterparties import search_keys
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty, State
from services.counterparties.listing import SORTS, Plan, group_keys
from services.counterparties.note import Note
from services.counterparties.person import Person
from services.counterparties.segment import Segment
from services.kit import clock, jobs, paging
from services.kit.caller import EVERYBODY, visible_to
from services.kit.errors import InvalidArgument, Stale
from services.kit.mapping import from_document
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page

T = TypeVar("T", Counterparty, Contact)
Document = dict[str, Any]
CAP = 1000  # what a count goes up to unless it must be exact
DEEPEST_MATCH = 10_000
# Keys that exist for indexes only; nobody reads them.
_DERIVED = ("search", "text", "group_keys", "name_key")
_WITHOUT_DERIVED: Document = dict.fromkeys(_DERIVED, 0)
# A list's last key is where its next page begins.
_WITHOUT_INDEX_KEYS: Document = {"search": 0, "text": 0}
_LIST_FIELDS: dict[str, Any] = {
    **dict.fromkeys(
        (
            *("display_name", "kind", "market_state", "full_name", "inn", "kpp", "ogrn"),
            *("registration_date", "person_name", "birth_date", "snils", "phones", "emails"),
            *("website", "industry", "headcount", "capital", "territory", "segments", "roles"),
            *("owner", "owner_display_name", "org_path", "marketing_consent", "state"),
            *("delete_time", "creator", "source_import", "create_time", "update_time", "version"),
            "name_key",
        ),
        1,
    ),
    "addresses": {"$slice": 1},
}


class Paged(Protocol):
    @property
    def page_size(self) -> int: ...
    @property
    def page_token(self) -> str: ...


def _counterparty_keys(counterparty: Counterparty) -> Document:
    text, keys = search_keys.of_counterparty(counterparty)
    return {
        "name_key": search_keys.name_key(counterparty.display_name),
        "text": text,
        "search": keys,
        "group_keys": group_keys(
            counterparty.segments, counterparty.roles, counterparty.visible_to
        ),
    }


def _contact_keys(contact: Contact) -> Document:
    text, keys = search_keys.of_contact(contact)
    name_key = search_keys.name_key(contact.display_name)
    return {"name_key": name_key, "text": text, "search": keys}


def _sorted_indexes(name: str, *leading: str, **options: Any) -> list[IndexModel]:
    """One index of a leading filter for each sort; backwards it serves ` desc`."""
    return [
        IndexModel(
            [(field, 1) for field in (*leading, key, "_id")],
            name=f"{name}_by_{key.removesuffix('_key')}",
            **options,
        )
        for key in SORTS.values()
    ]


COUNTERPARTIES = Collection(
    "counterparties",
    Counterparty,
    indexes=[
        *_sorted_indexes("visible", "visible_to", "state", "market_state", "kind"),
        *_sorted_indexes("owner", "owner", "state"),
        *_sorted_indexes("group", "group_keys", "state"),
        *_sorted_indexes(
            "import",
            "source_import",
            "state",
            partialFilterExpression={"source_import": {"$gt": ""}},
        ),
        IndexModel([("search", 1)], name="search"),
    ],
    derived=_counterparty_keys,
)
CONTACTS = Collection(
    "contacts",
    Contact,
    indexes=[
        IndexModel([("visible_to", 1), ("state", 1), ("name_key", 1), ("_id", 1)], name="visible"),
        IndexModel(
            [("counterparty", 1), ("state", 1), ("name_key", 1), ("_id", 1)], name="counterparty"
        ),
        IndexModel([("search", 1)], name="search"),
    ],
    derived=_contact_keys,
)
SEGMENTS = Collection(
    "segments",
    Segment,
    indexes=[IndexModel([("name_key", 1)], name="name_key", unique=True)],
    derived=lambda segment: {"name_key": search_keys.folded(segment.display_name)},
)
NOTES = Collection(
    "notes",
    Note,
    indexes=[
        IndexModel([("counterparty", 1), ("create_time", -1), ("_id", -1)], name="counterparty")
    ],
)
PEOPLE = Collection(
    "people",
    Person,
    indexes=[
        IndexModel(
            [("restamp_time", 1)],
            name="restamp_time",
            partialFilterExpression={"restamp_time": {"$gt": datetime(1970, 1, 1, tzinfo=UTC)}},
        )
    ],
)
ALL = (COUNTERPARTIES, CONTACTS, SEGMENTS, NOTES, PEOPLE)


# --- counterparties --------------------------------------------------------------------------


def card(db: Db, name: str) -> Document | None:
    return COUNTERPARTIES.raw(db).find_one({"_id": name}, _WITHOUT_DERIVED)


def page(db: Db, plan: Plan, request: Paged) -> Page[Document]:
    if plan.order is None:
        return _page_of_matches(db, COUNTERPARTIES, plan, request, _LIST_FIELDS)
    return _page_in_order(db, COUNTERPARTIES, plan, plan.order, request, _LIST_FIELDS)


def count(db: Db, plan: Plan, limit: int = 0) -> int:
    return COUNTERPARTIES.raw(db).count(plan.filter, limit, hint=_hint(plan))


def stream(db: Db, plan: Plan, batch_size: int = 500) -> Iterator[Document]:
    """Everything a list would show, whole, for an export."""
    return iter(
        COUNTERPARTIES.raw(db).stream(
            plan.filter,
            _WITHOUT_DERIVED,
            sort=plan.order.sort if plan.order else None,
            batch_size=batch_size,
            hint=_hint(plan),
        )
    )


def names(db: Db, plan: Plan, batch_size: int = 5000) -> Iterator[str]:
    """Of everything a list would show."""
    found = COUNTERPARTIES.raw(db).stream(
        plan.filter, {"_id": 1}, batch_size=batch_size, hint=_hint(plan)
    )
    return (str(document["_id"]) for document in found)


def by_names(db: Db, wanted: Sequence[str], seen: Mapping[str, Any]) -> dict[str, Counterparty]:
    """Those of the names that the visibility filter lets through."""
    found = COUNTERPARTIES.select(db, {"_id": {"$in": list(wanted)}, **seen})
    return {counterparty.name: counterparty for counterparty in found}


def replace_many(db: Db, collection: Collection[T], changed: Iterable[T]) -> list[T]:
    """Saves entities read in this transaction, in one round trip."""
    now = clock.now()
    stamped = [replace(each, version=each.version + 1, update_time=now) for each in changed]
    matched = collection.raw(db).bulk_update(
        ({"_id": each.name, "version": each.version - 1}, {"$set": _settable(collection, each)})
        for each in stamped
    )
    if matched != len(stamped):
        raise Stale(f"Some of {collection.id} were changed by someone else")
    return stamped


def _settable(collection: Collection[T], entity: T) -> Document:
    document = collection.document(entity)
    del document["_id"]
    return document


def next_owned(db: Db, owner: str, after: Sequence[Any], limit: int) -> list[Document]:
    """What a restamp needs of the next counterparties of an owner; `after` = (state, time, id)."""
    query: Document = {"owner": owner}
    if after:
        state, moment, name = after
        query["$or"] = [
            {"state": state, "create_time": moment, "_id": {"$gt": name}},
            {"state": state, "create_time": {"$gt": moment}},
            {"state": {"$gt": state}},
        ]
    return COUNTERPARTIES.raw(db).find(
        query,
        {"state": 1, "create_time": 1, "participants": 1, "segments": 1, "roles": 1},
        sort=[("state", 1), ("create_time", 1), ("_id", 1)],
        limit=limit,
        hint="tenant_1_owner_by_create_time",
    )


def owned_since(db: Db, owner: str, since: datetime) -> list[Document]:
    """The same of an owner's newest, for those created while he was being restamped."""
    return COUNTERPARTIES.raw(db).find(
        {"owner": owner, "state": State.ACTIVE.value, "create_time": {"$gte": since}},
        {"state": 1, "create_time": 1, "participants": 1, "segments": 1, "roles": 1},
        hint="tenant_1_owner_by_create_time",
    )


def restamp(db: Db, owner: Person, found: Iterable[Document]) -> None:
    """Writes an owner's name, units and visibility into his counterparties and their contacts."""
    alike: defaultdict[tuple[Any, ...], list[str]] = defaultdict(list)
    for document in found:
        shape = tuple(tuple(document[key]) for key in ("participants", "segments", "roles"))
        alike[shape].append(document["_id"])
    updates: list[tuple[Document, Document]] = []
    contacts: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for (participants, segments, roles), ids in alike.items():
        visible = visible_to(owner.name, owner.org_path, participants)
        contacts[visible] += ids
        stamp = {
            "owner_display_name": owner.display_name,
            "org_path": list(owner.org_path),
            "visible_to": list(visible),
            "group_keys": group_keys(segments, roles, visible),
        }
        updates.append(({"_id": {"$in": ids}}, {"$set": stamp}))
    COUNTERPARTIES.raw(db).bulk_update_many(updates)
    CONTACTS.raw(db).bulk_update_many(
        ({"counterparty": {"$in": ids}}, {"$set": {"visible_to": list(visible)}})
        for visible, ids in contacts.items()
    )


# --- contacts, notes, segments, people ---------------------------------------------------------


def contacts_page(
    db: Db, where: Document, query: search_keys.Query, request: Paged
) -> Page[Document]:
    lead = "counterparty" if "counterparty" in where else "visible"
    if query.first is not None and lead == "visible":
        plan = Plan(where, "search", None)
        return _page_of_matches(db, CONTACTS, plan, request, _WITHOUT_INDEX_KEYS)
    order = Order("name_key")
    return _page_in_order(
        db, CONTACTS, Plan(where, lead, order), order, request, _WITHOUT_INDEX_KEYS
    )


def contacts_of(db: Db, counterparties: Sequence[str]) -> list[Contact]:
    return CONTACTS.select(db, {"counterparty": {"$in": list(counterparties)}})


def restamp_contacts(db: Db, counterparty: Counterparty) -> None:
    """What contacts copy of their counterparty; no change of their own, so no new version."""
    copied = {
        "counterparty_display_name": counterparty.display_name,
        "market_state": counterparty.market_state.value,
        "visible_to": list(counterparty.visible_to),
    }
    CONTACTS.raw(db).update_many({"counterparty": counterparty.name}, {"$set": copied})


def missing_segments(db: Db, wanted: Sequence[str]) -> set[str]:
    if not wanted:
        return set()
    found = SEGMENTS.raw(db).find({"_id": {"$in": list(wanted)}}, {"_id": 1})
    return set(wanted) - {document["_id"] for document in found}


def segments_page(db: Db, request: Paged, order: Order) -> Page[Segment]:
    return SEGMENTS.page(db, {}, request, order)


def segment_names(db: Db) -> dict[str, str]:
    """Display names of all."""
    found = SEGMENTS.raw(db).stream({}, {"display_name": 1})
    return {document["_id"]: document["display_name"] for document in found}


def people(db: Db, wanted: Sequence[str]) -> dict[str, Person]:
    if not wanted:
        return {}
    return {p.name: p for p in PEOPLE.select(db, {"_id": {"$in": list(wanted)}})}


def keep_person(db: Db, person: Person) -> None:
    PEOPLE.raw(db).replace_one({"_id": person.name}, PEOPLE.document(person), upsert=True)


def next_to_restamp(db: Db) -> Person | None:
    """Of the people who moved or were renamed, the one who waits longest."""
    long_ago = datetime(1970, 1, 1, tzinfo=UTC)
    found = PEOPLE.raw(db).find(
        {"restamp_time": {"$gt": long_ago}},
        sort=[("restamp_time", 1)],
        limit=1,
        hint="tenant_1_restamp_time",
    )
    return from_document(Person, found[0]) if found else None


def restamped(db: Db, person: Person) -> None:
    PEOPLE.raw(db).update_one(
        {"_id": person.name, "version": person.version}, {"$unset": {"restamp_time": ""}}
    )


def meet_at_restamps(db: Db) -> None:
    """Makes the transactions that ask for a restamp and the one that ends the job conflict."""
    place = {"_id": f"restamps/{db.tenant}"}
    PEOPLE.raw(db).update_one(place, {"$inc": {"meetings": 1}}, upsert=True)


def is_job_active(db: Db, kind: str) -> bool:
    return bool(jobs.JOBS.raw(db).count({"active": True, "kind": kind}, 1))


def is_segment_used(db: Db, segment: str) -> bool:
    # Everybody's key is in each document, so one key finds any.
    key = {"group_keys": f"{segment}|{EVERYBODY}"}
    return bool(COUNTERPARTIES.raw(db).count(key, 1, hint="tenant_1_group_by_name"))


# --- pages ---------------------------------------------------------------------------------------


def _page_in_order(
    db: Db, collection: Collection[Any], plan: Plan, order: Order, request: Paged, shown: Document
) -> Page[Document]:
    size = paging.size_of(request)
    beyond = paging.after(request, order)
    where = (
        {**plan.filter, "$and": [*plan.filter.get("$and", ()), beyond]} if beyond else plan.filter
    )
    found = collection.raw(db).find(where, shown, sort=order.sort, limit=size + 1, hint=_hint(plan))
    more = len(found) > size
    return Page(found[:size], paging.token(found[size - 1], order) if more else "")


def _page_of_matches(
    db: Db, collection: Collection[Any], plan: Plan, request: Paged, shown: Document
) -> Page[Document]:
    """In the index's order there is no key to go on from: these pages count, up to a depth."""
    size = paging.size_of(request)
    skip = _depth(request.page_token)
    found = collection.raw(db).find(plan.filter, shown, limit=size + 1, skip=skip, hint=_hint(plan))
    deeper = skip + size
    more = len(found) > size and deeper < DEEPEST_MATCH
    return Page(found[:size], paging.seal(["match", deeper]) if more else "")


def _depth(page_token: str) -> int:
    if not page_token:
        return 0
    match paging.unseal(page_token):
        case ["match", int(depth)] if 0 < depth < DEEPEST_MATCH:
            return depth
        case _:
            text = "page_token is not one of this list's"
            raise InvalidArgument(text, field="page_token", reason="PAGE_TOKEN_FOREIGN")


def _hint(plan: Plan) -> str:
    return f"tenant_1_{plan.index}"
