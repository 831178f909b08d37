"""Where counterparties, contacts, segments and notes are kept, and how they are found."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from bson.raw_bson import RawBSONDocument
from pymongo import IndexModel

from services.counterparties import search_keys
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty, State
from services.counterparties.custom_fields.custom_field import Resource
from services.counterparties.custom_fields.store import CUSTOM_FIELDS, completing
from services.counterparties.details import NextWork
from services.counterparties.listing import SORTS, group_keys
from services.counterparties.note import Note
from services.counterparties.segment import Segment
from services.kit import lists, paging
from services.kit.caller import EVERYBODY
from services.kit.copying import replace
from services.kit.lists import sorted_indexes
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page
from services.kit.plans import Plan
from services.kit.words import Query, folded, name_key

T = TypeVar("T", Counterparty, Contact)
Document = dict[str, Any]
_SORTED = tuple(SORTS.values())
# Keys that exist for indexes only; nobody reads them.
_DERIVED = ("search", "text", "group_keys", "name_key")
_WITHOUT_DERIVED: Document = dict.fromkeys(_DERIVED, 0)
# A list's last key is where its next page begins.
_WITHOUT_INDEX_KEYS: Document = {"search": 0, "text": 0}
# Whole fields only: a `$slice` here would cost each row more than it saves.
_LIST_FIELDS: Document = dict.fromkeys(
    (
        *("display_name", "kind", "market_state", "full_name", "inn", "kpp", "ogrn"),
        *("registration_date", "person_name", "birth_date", "snils", "phones", "emails"),
        *("addresses", "website", "industry", "headcount", "capital", "territory", "segments"),
        *("roles", "owner", "owner_display_name", "org_path", "marketing_consent", "state"),
        *("delete_time", "creator", "source_import", "create_time", "update_time", "version"),
        *("custom_fields", "name_key", "lifecycle_stage", "stage_change_time"),
        *("satisfaction", "expected_income", "next_work"),
    ),
    1,
)

_SELECTED: Document = dict.fromkeys(("display_name", "market_state", "owner", "version"), 1)


def _counterparty_keys(counterparty: Counterparty) -> Document:
    text, keys = search_keys.of_counterparty(counterparty)
    return {
        "name_key": name_key(counterparty.display_name),
        "text": text,
        "search": keys,
        "group_keys": group_keys(
            counterparty.segments,
            counterparty.roles,
            counterparty.lifecycle_stage,
            counterparty.visible_to,
        ),
    }


def _contact_keys(contact: Contact) -> Document:
    text, keys = search_keys.of_contact(contact)
    return {"name_key": name_key(contact.display_name), "text": text, "search": keys}


COUNTERPARTIES = Collection(
    "counterparties",
    Counterparty,
    indexes=[
        *sorted_indexes("visible", "visible_to", "state", "market_state", "kind", keys=_SORTED),
        *sorted_indexes("owner", "owner", "state", keys=_SORTED),
        *sorted_indexes("group", "group_keys", "state", keys=_SORTED),
        *sorted_indexes(
            "import",
            "source_import",
            "state",
            keys=_SORTED,
            partialFilterExpression={"source_import": {"$gt": ""}},
        ),
        IndexModel([("search", 1)], name="search"),
    ],
    derived=_counterparty_keys,
    defined=completing(Resource.COUNTERPARTY),
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
    defined=completing(Resource.CONTACT),
)
SEGMENTS = Collection(
    "segments",
    Segment,
    indexes=[IndexModel([("name_key", 1)], name="name_key", unique=True)],
    derived=lambda segment: {"name_key": folded(segment.display_name)},
)
NOTES = Collection(
    "notes",
    Note,
    indexes=[
        IndexModel([("counterparty", 1), ("create_time", -1), ("_id", -1)], name="counterparty")
    ],
)
ALL = (COUNTERPARTIES, CONTACTS, SEGMENTS, NOTES, CUSTOM_FIELDS)


# --- counterparties --------------------------------------------------------------------------


def card(db: Db, name: str) -> Document | None:
    """Of one merged away: whom it became, and so on."""
    raw = COUNTERPARTIES.raw(db)
    document = raw.find_one({"_id": name}, _WITHOUT_DERIVED)
    while document is not None and document["state"] == State.MERGED:
        document = raw.find_one({"_id": document["merged_into"]}, _WITHOUT_DERIVED)
    return document


def alive(db: Db, collection: Collection[T], name: str) -> T | None:
    """The record, or whom it became by merges: an unmerge never leaves a ring."""
    found = collection.find(db, name)
    while found is not None and found.state is State.MERGED:
        found = collection.find(db, found.merged_into)
    return found


def page(db: Db, plan: Plan, request: paging.Request) -> Page[RawBSONDocument]:
    return lists.page(db, COUNTERPARTIES, plan, request, _LIST_FIELDS)


def select(db: Db, plan: Plan, most: int) -> list[Document]:
    """Of so many who they are, and no more of them."""
    return [*islice(lists.stream(db, COUNTERPARTIES, plan, _SELECTED, most), most)]


def stream(db: Db, plan: Plan) -> Iterator[Document]:
    """Everything a list would show, whole, for an export."""
    return lists.stream(db, COUNTERPARTIES, plan, _WITHOUT_DERIVED)


def by_names(db: Db, wanted: Sequence[str], seen: Mapping[str, Any]) -> dict[str, Counterparty]:
    """Those of the names that the visibility filter lets through."""
    found = COUNTERPARTIES.select(db, {"_id": {"$in": list(wanted)}, **seen})
    return {counterparty.name: counterparty for counterparty in found}


def set_next_work(db: Db, counterparty: Counterparty, work: NextWork | None) -> None:
    """Others tell of works: the list shows them, but the client itself has not changed. Two that
    tell at once meet here, or each would overlook what the other one tells."""
    told = COUNTERPARTIES.document(db, replace(counterparty, next_work=work))
    news = {"$set": {"next_work": told["next_work"], "search": told["search"]}}
    COUNTERPARTIES.raw(db).update_one({"_id": counterparty.name}, {**news, "$inc": {"meetings": 1}})


# --- contacts, notes, segments ------------------------------------------------------------------


def contacts_page(
    db: Db, where: Document, query: Query, request: paging.Request
) -> Page[RawBSONDocument]:
    lead = "counterparty" if "counterparty" in where else "visible"
    plan = Plan(where, lead, Order("name_key"))
    if query.first is not None and lead == "visible":
        plan = Plan(where, "search", None)
    return lists.page(db, CONTACTS, plan, request, _WITHOUT_INDEX_KEYS)


def contacts_of(db: Db, counterparties: Sequence[str]) -> list[Contact]:
    theirs = {"counterparty": {"$in": list(counterparties)}}
    return CONTACTS.select(db, theirs, hint="tenant_1_counterparty")


def missing_segments(db: Db, wanted: Sequence[str]) -> set[str]:
    if not wanted:
        return set()
    found = SEGMENTS.raw(db).find({"_id": {"$in": list(wanted)}}, {"_id": 1})
    return set(wanted) - {document["_id"] for document in found}


def segments_page(db: Db, request: paging.Request, order: Order) -> Page[Segment]:
    return SEGMENTS.page(db, {}, request, order)


def segment_names(db: Db) -> dict[str, str]:
    """Display names of all."""
    found = SEGMENTS.raw(db).stream({}, {"display_name": 1})
    return {document["_id"]: document["display_name"] for document in found}


def owned_count(db: Db, owner: str) -> int:
    """How many active ones he has."""
    owned = {"owner": owner, "state": State.ACTIVE.value}
    return COUNTERPARTIES.raw(db).count(owned, hint="tenant_1_owner_by_name")


def is_segment_used(db: Db, segment: str) -> bool:
    # Everybody's key is in each document, so one key finds any.
    key = {"group_keys": f"{segment}|{EVERYBODY}"}
    return bool(COUNTERPARTIES.raw(db).count(key, 1, hint="tenant_1_group_by_name"))


def is_custom_field_used(db: Db, resource: Resource, key: str) -> bool:
    """Reads all records if none has it: asked before a definition is deleted for good."""
    used = {"visible_to": EVERYBODY, f"custom_fields.{key}": {"$exists": True}}
    if resource is Resource.CONTACT:
        return bool(CONTACTS.raw(db).count(used, 1, hint="tenant_1_visible"))
    return bool(COUNTERPARTIES.raw(db).count(used, 1, hint="tenant_1_visible_by_name"))
