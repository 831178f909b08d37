"""Where pairs are kept, and how clients that may be one are found: by the search index alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from pymongo import IndexModel

from services.counterparties import phones, search_keys
from services.counterparties.counterparty import MarketState, State
from services.counterparties.duplicates.likeness import Profile, Reach, profile
from services.counterparties.duplicates.pair import DuplicatePair, PairState
from services.counterparties.requisites import Kind
from services.counterparties.store import CONTACTS, COUNTERPARTIES
from services.kit import clock, jobs
from services.kit.caller import EVERYBODY
from services.kit.mongo import Collection, Db
from services.kit.paging import Order

Document = dict[str, Any]
PAIRS: Collection[DuplicatePair] = Collection(
    "duplicatePairs",
    DuplicatePair,
    indexes=[
        IndexModel(
            [("state", 1), ("first_visible_to", 1), ("score", -1), ("_id", -1)], name="queue"
        ),
        IndexModel([("first", 1)], name="first"),
        IndexModel([("second", 1)], name="second"),
    ],
)
ALL = (PAIRS,)
BEST_FIRST = Order("score", descending=True)
CAP = 1000
# A key that more have tells nothing: a call centre's number, a box of the firm that keeps books.
CROWD = 50
MOST_BY_REQUISITES, MOST_BY_NAME = 60, 40

_COMPARED: Document = dict.fromkeys(
    (
        *("display_name", "full_name", "kind", "inn", "kpp", "ogrn", "birth_date", "phones"),
        *("emails", "state", "market_state", "merged_into", "visible_to", "create_time"),
    ),
    1,
)
_SHOWN: Document = _COMPARED | dict.fromkeys(
    (
        *("registration_date", "person_name", "website", "industry", "headcount", "territory"),
        *("segments", "roles", "owner", "owner_display_name", "org_path", "source_import"),
        *("addresses", "creator", "update_time", "version"),
    ),
    1,
)
_REACHED: Document = {"counterparty": 1, "display_name": 1, "phones": 1, "emails": 1}
_ACTIVE: Document = {"state": State.ACTIVE.value}


class Client(NamedTuple):
    document: Document
    profile: Profile


# --- clients ---------------------------------------------------------------------------------


def keys_of(compared: Profile) -> tuple[list[str], list[str]]:
    """Keys of the search index: by requisites, telephones and addresses; and by name."""
    reach = [*map(_phone_key, compared.phones), *map(_email_key, compared.emails)]
    law = [search_keys.INN + compared.inn] if compared.inn else []
    law += [search_keys.OGRN + compared.ogrn] if compared.ogrn else []
    names = search_keys.name_keys(*(" ".join(words) for words in compared.names))
    return list(dict.fromkeys([*law, *reach])), names


def like(db: Db, draft: Profile) -> list[Client]:
    """Those with a key of the draft, as a list shows them; two short questions, five at most."""
    keys, names = keys_of(draft)
    most = MOST_BY_REQUISITES + MOST_BY_NAME
    documents = _by_key(db, COUNTERPARTIES, [*keys, *names], _SHOWN, most) if keys or names else []
    if len(documents) == most:
        # Of a name that many have: those of equal requisites must not get lost among them.
        documents = [
            *(_by_key(db, COUNTERPARTIES, keys, _SHOWN, MOST_BY_REQUISITES) if keys else ()),
            *(_by_key(db, COUNTERPARTIES, names, _SHOWN, MOST_BY_NAME) if names else ()),
        ]
    found = {document["_id"]: document for document in documents}
    reach = [key for key in keys if key[:2] in (search_keys.PHONE, search_keys.EMAIL)]
    contacts = _by_key(db, CONTACTS, reach, _REACHED, MOST_BY_REQUISITES) if reach else []
    missing = {contact["counterparty"] for contact in contacts} - found.keys()
    for document in by_names(db, missing, _SHOWN):
        found[document["_id"]] = document
    found.pop(draft.name, None)
    return _with_contacts(found.values(), contacts)


def same_by_law(db: Db, draft: Profile) -> list[Document]:
    """Those that may have the draft's INN or OGRN; one question."""
    keys = [search_keys.INN + draft.inn] if draft.inn else []
    keys += [search_keys.OGRN + draft.ogrn] if draft.ogrn else []
    # Of hundreds of branches only those that are none.
    kpp: Document = {"kpp": {"$in": [draft.kpp, ""]}} if draft.kpp else {}
    return COUNTERPARTIES.raw(db).find(
        {"search": _one_or_in(keys), **_ACTIVE, **kpp},
        _COMPARED,
        limit=MOST_BY_REQUISITES,
        hint="tenant_1_search",
    )


def by_names(db: Db, names: Iterable[str], shown: Document | None = None) -> list[Document]:
    wanted = list(names)
    if not wanted:
        return []
    return COUNTERPARTIES.raw(db).find({"_id": {"$in": wanted}, **_ACTIVE}, shown or _COMPARED)


def shown_by_names(db: Db, names: Iterable[str]) -> dict[str, Document]:
    return {document["_id"]: document for document in by_names(db, names, _SHOWN)}


def clients(db: Db, documents: Sequence[Document]) -> list[Client]:
    """With the telephones and addresses of all their contacts."""
    names = [document["_id"] for document in documents]
    contacts = CONTACTS.raw(db).find(
        {"counterparty": {"$in": names}, **_ACTIVE}, _REACHED, hint="tenant_1_counterparty"
    )
    return _with_contacts(documents, contacts)


def next_clients(db: Db, after: Sequence[Any], limit: int) -> list[Document]:
    """In the order they were created; `after` = (create_time, id) of the last."""
    # All values named: then the index of the list gives the order, merged.
    where: Document = {
        "visible_to": EVERYBODY,
        **_ACTIVE,
        "market_state": {"$in": [*MarketState]},
        "kind": {"$in": [*Kind]},
    }
    if after:
        moment, name = after
        where["create_time"] = {"$gte": moment}
        where["$or"] = [{"create_time": {"$gt": moment}}, {"_id": {"$gt": name}}]
    return COUNTERPARTIES.raw(db).find(
        where,
        _COMPARED,
        sort=[("create_time", 1), ("_id", 1)],
        limit=limit,
        hint="tenant_1_visible_by_create_time",
    )


def add_name_keys(db: Db, documents: Iterable[Mapping[str, Any]]) -> None:
    """To those written before names had keys."""
    keys = {
        each["_id"]: search_keys.name_keys(each["display_name"], each.get("full_name") or "")
        for each in documents
    }
    COUNTERPARTIES.raw(db).bulk_update(
        (
            {"_id": name, "search": {"$not": {"$all": wanted}}},
            {"$addToSet": {"search": {"$each": wanted}}},
        )
        for name, wanted in keys.items()
        if wanted
    )


def count_clients(db: Db) -> int:
    where = {"visible_to": EVERYBODY, **_ACTIVE}
    return COUNTERPARTIES.raw(db).count(where, hint="tenant_1_visible_by_create_time")


def holders(db: Db, wanted: Sequence[str]) -> list[Client]:
    """Those with any of the keys, for whole slices of clients; none by what a crowd has."""
    most = 4 * len(wanted) + CROWD
    found = _by_key(db, COUNTERPARTIES, wanted, _COMPARED, most) if wanted else []
    reach = [key for key in wanted if key[:2] in (search_keys.PHONE, search_keys.EMAIL)]
    contacts = _by_key(db, CONTACTS, reach, _REACHED, most) if reach else []
    if len(found) == most or len(contacts) == most:
        # Somewhere among them is a crowd, and it must not hide the others.
        found = _few_each(db, COUNTERPARTIES, wanted, _COMPARED)
        contacts = _few_each(db, CONTACTS, reach, _REACHED)
    known = {document["_id"]: document for document in found}
    missing = {contact["counterparty"] for contact in contacts} - known.keys()
    for document in by_names(db, missing):
        known[document["_id"]] = document
    return _with_contacts(known.values(), contacts)


def _few_each(
    db: Db, collection: Collection[Any], wanted: Iterable[str], shown: Document
) -> list[Document]:
    found: dict[str, Document] = {}
    for key in wanted:
        documents = _by_key(db, collection, [key], shown, CROWD + 1)
        if len(documents) <= CROWD:
            found |= {document["_id"]: document for document in documents}
    return list(found.values())


def _by_key(
    db: Db, collection: Collection[Any], wanted: Sequence[str], shown: Document, limit: int
) -> list[Document]:
    where = {"search": _one_or_in(wanted), **_ACTIVE}
    return collection.raw(db).find(where, shown, limit=limit, hint="tenant_1_search")


def _with_contacts(
    documents: Iterable[Document], contacts: Iterable[Mapping[str, Any]]
) -> list[Client]:
    by_client: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for contact in contacts:
        by_client[contact["counterparty"]].append(contact)
    return [Client(each, profile(each, by_client.get(each["_id"], ()))) for each in documents]


def _phone_key(phone: Reach) -> str:
    return search_keys.PHONE + phones.national_digits(phone.value)[::-1]


def _email_key(email: Reach) -> str:
    return search_keys.EMAIL + email.value


def _one_or_in(values: Sequence[str]) -> Any:
    return values[0] if len(values) == 1 else {"$in": list(values)}


# --- pairs -----------------------------------------------------------------------------------


def count_pairs(db: Db, where: Mapping[str, Any]) -> int:
    return PAIRS.raw(db).count(where, CAP + 1)


def queue(
    keys: Sequence[str], state: PairState, min_score: int, counterparty: str
) -> dict[str, Any]:
    """What of the queue somebody with these visibility keys sees."""
    where: Document = {
        "state": state.value,
        "first_visible_to": _one_or_in(keys),
        "second_visible_to": _one_or_in(keys),
    }
    if min_score:
        where["score"] = {"$gte": min_score}
    if counterparty:
        where["$and"] = [{"$or": [{"first": counterparty}, {"second": counterparty}]}]
    return where


def pairs_named(db: Db, names: Sequence[str]) -> dict[str, DuplicatePair]:
    found = PAIRS.select(db, {"_id": {"$in": list(names)}}) if names else []
    return {pair.name: pair for pair in found}


def pairs_of(db: Db, clients: Sequence[str]) -> dict[str, DuplicatePair]:
    either = {"$or": [{side: {"$in": list(clients)}} for side in ("first", "second")]}
    return {pair.name: pair for pair in PAIRS.select(db, either)} if clients else {}


def first_pairs_of(db: Db, clients: Sequence[str]) -> dict[str, DuplicatePair]:
    """Those pairs that a look through the whole base meets at these clients."""
    where = {"first": {"$in": list(clients)}}
    return {pair.name: pair for pair in PAIRS.select(db, where)} if clients else {}


def save_pairs(
    db: Db, changed: Sequence[DuplicatePair], gone: Sequence[DuplicatePair]
) -> list[DuplicatePair]:
    """Those changed have a version, new ones have none; the new ones come back as stored."""
    now = clock.now()
    added = PAIRS.insert_many(db, [pair for pair in changed if not pair.version])
    PAIRS.raw(db).bulk_update(
        ({"_id": pair.name, "version": pair.version}, {"$set": _stored(db, pair, now)})
        for pair in changed
        if pair.version
    )
    if gone:
        PAIRS.raw(db).delete_many({"_id": {"$in": [pair.name for pair in gone]}})
    return added


def _stored(db: Db, pair: DuplicatePair, now: datetime) -> Document:
    document = PAIRS.document(db, replace(pair, version=pair.version + 1, update_time=now))
    del document["_id"]
    return document


def next_pairs(db: Db, after: str, limit: int) -> list[DuplicatePair]:
    """By the name of the first client."""
    found = PAIRS.raw(db).find(
        {"first": {"$gt": after}}, {"first": 1}, sort=[("first", 1)], limit=limit
    )
    return list(first_pairs_of(db, [document["first"] for document in found]).values())


def states(db: Db, names: Sequence[str]) -> dict[str, Document]:
    """Of clients in whatever state: for pairs whose clients are gone."""
    shown = {"state": 1, "merged_into": 1, "visible_to": 1}
    found = COUNTERPARTIES.raw(db).find({"_id": {"$in": list(names)}}, shown)
    return {document["_id"]: document for document in found}


def is_busy(db: Db, but: Sequence[str]) -> bool:
    """Whether the tenant has work of its own going on."""
    return bool(jobs.JOBS.raw(db).count({"active": True, "kind": {"$nin": list(but)}}, 1))


def active_job(db: Db, kind: str) -> jobs.Job | None:
    found = jobs.JOBS.select(db, {"active": True, "kind": kind}, limit=1)
    return found[0] if found else None


def forget_ended_jobs(db: Db, kind: str) -> None:
    """Of a kind that nobody started and nobody looks at."""
    jobs.JOBS.raw(db).delete_many({"kind": kind, "creator": "", "active": {"$ne": True}})
