"""Stamps: the copies of an owner's name, units and visibility in his records; read and renewed
here in bulk, for `restamping`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.kit.bound import Document
from services.kit.caller import visible_to
from services.kit.mongo import Collection, Db
from services.kit.person import Person

# Jobs that share the work on one person, each with half of his records.
LANES = (0, 1)
_PARTICIPANTS = "participants"


def _none(shape: Mapping[str, Any], visible: Sequence[str]) -> Document:  # noqa: ARG001
    return {}


def _nobody(db: Db, owner: Person, found: Iterable[Document]) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Stamped:
    """Owned records (`kit.owned`) whose stamps the kit keeps right."""

    collection: Collection[Any]
    # In this order they are renewed; what is in another state waits for the second look.
    states: tuple[str, ...]
    # The index of owner, state, create_time and _id.
    hint: str = "tenant_1_owner_by_create_time"
    # Fields that, beside participants and who may see the record, `derived` makes its keys of.
    shape: tuple[str, ...] = ()
    # Of the shape and `visible_to`: the keys for indexes that hold who may see the record.
    derived: Callable[[Mapping[str, Any], Sequence[str]], Document] = _none
    # In the transaction that read what was found: renews what copies stamps of these records.
    follow: Callable[[Db, Person, Iterable[Document]], None] = _nobody

    @property
    def same(self) -> tuple[str, ...]:
        """What stamps are made of, beside the owner."""
        return (_PARTICIPANTS, *self.shape)

    @property
    def read(self) -> Document:
        return dict.fromkeys((*self.same, "create_time", "stamp_version"), 1)

    def lane(self, lane: int) -> Document:
        middle = f"{self.collection.id}/8"
        return {"$lt": middle} if lane == 0 else {"$gte": middle}


def owns_any(db: Db, stamped: Stamped, person: str) -> bool:
    return bool(stamped.collection.raw(db).count({"owner": person}, 1, hint=stamped.hint))


def next_owned(
    db: Db, stamped: Stamped, owner: str, lane: int, state: str, after: Sequence[Any], limit: int
) -> list[Document]:
    """What a restamp needs of the next records of an owner; `after` = (create_time, id)."""
    query: Document = {"owner": owner, "state": state}
    beyond: list[Document] = [{"_id": stamped.lane(lane)}]
    if after:
        moment, name = after
        query["create_time"] = {"$gte": moment}
        beyond.append({"$or": [{"create_time": {"$gt": moment}}, {"_id": {"$gt": name}}]})
    return stamped.collection.raw(db).find(
        {**query, "$and": beyond},
        stamped.read,
        sort=[("create_time", 1), ("_id", 1)],
        limit=limit,
        hint=stamped.hint,
    )


def left_behind(db: Db, stamped: Stamped, owner: Person, lane: int, limit: int) -> list[Document]:
    """The same of those with older stamps, wherever they are: reads all he owns, writes nothing."""
    owned = {"owner": owner.name, "_id": stamped.lane(lane)}
    return stamped.collection.raw(db).find(
        {**owned, **_older_than(owner)}, stamped.read, limit=limit, hint=stamped.hint
    )


def restamp(db: Db, stamped: Stamped, owner: Person, found: Iterable[Document]) -> None:
    """Writes an owner's name, units and visibility into his records.

    Harmless outside of a transaction, whenever it arrives: it changes only what still is his, with
    older stamps, and of the shape that the stamps were made for.
    """
    alike: defaultdict[tuple[Any, ...], list[str]] = defaultdict(list)
    for document in found:
        if document.get("stamp_version", 0) < owner.version:
            shape = tuple(_hashable(document.get(key)) for key in stamped.same)
            alike[shape].append(document["_id"])
    updates: list[tuple[Document, Document]] = []
    for shape, ids in alike.items():
        same = {key: _plain(value) for key, value in zip(stamped.same, shape, strict=True)}
        visible = visible_to(owner.name, owner.org_path, same[_PARTICIPANTS])
        stamp = {
            "owner_display_name": owner.display_name,
            "org_path": list(owner.org_path),
            "visible_to": list(visible),
            "stamp_version": owner.version,
            **stamped.derived(same, visible),
        }
        mine = {"_id": {"$in": ids}, "owner": owner.name, **same, **_older_than(owner)}
        updates.append((mine, {"$set": stamp}))
    stamped.collection.raw(db).bulk_update_many(updates)


def _older_than(owner: Person) -> Document:
    # Also those written before there was such a number.
    return {"stamp_version": {"$not": {"$gte": owner.version}}}


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
