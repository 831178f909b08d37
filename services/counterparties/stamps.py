"""Stamps: the copies of an owner's name, units and visibility in his records, and of a
counterparty's in its contacts; read and renewed here in bulk.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from services.counterparties import store
from services.counterparties.counterparty import Counterparty, State
from services.counterparties.listing import group_keys
from services.kit.caller import visible_to
from services.kit.mapping import from_document
from services.kit.mongo import Db
from services.kit.people import PEOPLE
from services.kit.person import Person

Document = dict[str, Any]


# Jobs that share the work on one person, each with half of his records.
LANES = (0, 1)
_LANE_NAMES = ({"$lt": "counterparties/8"}, {"$gte": "counterparties/8"})
# What of a counterparty its stamps are made of, beside its owner.
_LISTS = ("participants", "segments", "roles")
# Its fields that contacts copy -> what they call them.
_COPIED = {
    "display_name": "counterparty_display_name",
    "market_state": "market_state",
    "visible_to": "visible_to",
}
_STAMPED_BY: Document = dict.fromkeys(
    (*_LISTS, "lifecycle_stage", "create_time", "stamp_version"), 1
)


def owns_any(db: Db, person: str) -> bool:
    owned = {"owner": person}
    return bool(store.COUNTERPARTIES.raw(db).count(owned, 1, hint="tenant_1_owner_by_name"))


def next_owned(
    db: Db, owner: str, lane: int, state: State, after: Sequence[Any], limit: int
) -> list[Document]:
    """What a restamp needs of the next counterparties of an owner; `after` = (create_time, id)."""
    query: Document = {"owner": owner, "state": state.value}
    beyond: list[Document] = [{"_id": _LANE_NAMES[lane]}]
    if after:
        moment, name = after
        query["create_time"] = {"$gte": moment}
        beyond.append({"$or": [{"create_time": {"$gt": moment}}, {"_id": {"$gt": name}}]})
    return store.COUNTERPARTIES.raw(db).find(
        {**query, "$and": beyond},
        _STAMPED_BY,
        sort=[("create_time", 1), ("_id", 1)],
        limit=limit,
        hint="tenant_1_owner_by_create_time",
    )


def left_behind(db: Db, owner: Person, lane: int, limit: int) -> list[Document]:
    """The same of those with older stamps, wherever they are: reads all he owns, writes nothing."""
    states = {"$in": [state.value for state in State]}
    owned = {"owner": owner.name, "state": states, "_id": _LANE_NAMES[lane]}
    return store.COUNTERPARTIES.raw(db).find(
        {**owned, **_older_than(owner)},
        _STAMPED_BY,
        limit=limit,
        hint="tenant_1_owner_by_create_time",
    )


def restamp(db: Db, owner: Person, found: Iterable[Document]) -> None:
    """Writes an owner's name, units and visibility into his counterparties.

    Harmless outside of a transaction, whenever it arrives: it changes only what still is his, with
    older stamps, and of the shape that the stamps were made for.
    """
    alike: defaultdict[tuple[Any, ...], list[str]] = defaultdict(list)
    for document in found:
        if document.get("stamp_version", 0) < owner.version:
            lists = (tuple(document[key]) for key in _LISTS)
            alike[*lists, document.get("lifecycle_stage")].append(document["_id"])
    updates: list[tuple[Document, Document]] = []
    for shape, ids in alike.items():
        participants, segments, roles, stage = shape
        visible = visible_to(owner.name, owner.org_path, participants)
        stamp = {
            "owner_display_name": owner.display_name,
            "org_path": list(owner.org_path),
            "visible_to": list(visible),
            "group_keys": group_keys(segments, roles, stage, visible),
            "stamp_version": owner.version,
        }
        same: Document = {key: list(values) for key, values in zip(_LISTS, shape[:-1], strict=True)}
        same["lifecycle_stage"] = stage
        mine = {"_id": {"$in": ids}, "owner": owner.name, **same, **_older_than(owner)}
        updates.append((mine, {"$set": stamp}))
    store.COUNTERPARTIES.raw(db).bulk_update_many(updates)


def restamp_contacts_of(db: Db, owner: Person, found: Iterable[Document]) -> None:
    """In the same transaction as `found` was read: contacts do not say whose they are."""
    contacts: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for document in found:
        visible = visible_to(owner.name, owner.org_path, document["participants"])
        contacts[visible].append(document["_id"])
    store.CONTACTS.raw(db).bulk_update_many(
        [
            ({"counterparty": {"$in": ids}}, {"$set": {"visible_to": list(visible)}})
            for visible, ids in contacts.items()
        ],
        hint="tenant_1_counterparty",
    )


def _older_than(owner: Person) -> Document:
    # Also those written before there was such a number.
    return {"stamp_version": {"$not": {"$gte": owner.version}}}


def carry_to_contacts(db: Db, pairs: Iterable[tuple[Counterparty, Counterparty]]) -> None:
    """What contacts copy of their counterparties, of (before, after) pairs; no change of their
    own, so no new version."""
    alike: defaultdict[tuple[tuple[str, Any], ...], list[str]] = defaultdict(list)
    for before, after in pairs:
        news = [
            (copy, getattr(after, field))
            for field, copy in _COPIED.items()
            if getattr(before, field) != getattr(after, field)
        ]
        if news:
            alike[tuple(news)].append(after.name)
    store.CONTACTS.raw(db).bulk_update_many(
        [({"counterparty": {"$in": ids}}, {"$set": dict(news)}) for news, ids in alike.items()],
        hint="tenant_1_counterparty",
    )


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
