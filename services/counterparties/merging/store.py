"""Where merges are kept, and how what belongs to a record is given to another."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pymongo import IndexModel

from services.counterparties import store as base
from services.counterparties.assessments.store import ASSESSMENTS
from services.counterparties.attachments.store import ATTACHMENTS
from services.counterparties.consents.store import CONSENTS
from services.counterparties.duplicates.pair import PairState
from services.counterparties.duplicates.store import PAIRS, queue
from services.counterparties.merging.merge import MOST_CHILDREN, Merge, MovedChildren
from services.counterparties.relations.store import RELATIONS
from services.kit import jobs, marks, paging
from services.kit.mongo import Collection, Db
from services.kit.paging import Page

Document = dict[str, Any]
MERGES: Collection[Merge] = Collection(
    "merges",
    Merge,
    indexes=[
        IndexModel([("subjects", 1), ("create_time", -1), ("_id", -1)], name="subject"),
        IndexModel([("visible_to", 1), ("create_time", -1), ("_id", -1)], name="visible"),
        IndexModel([("create_time", 1), ("_id", 1)], name="create_time"),
    ],
    derived=lambda merge: {"subjects": [merge.survivor, *(each.name for each in merge.merged)]},
)
ALL = (MERGES,)


class Children(NamedTuple):
    """Records that belong to a counterparty or a contact: `keys` are the fields that say to whom,
    each a name, and the beginning of an index. Nothing else of them may be made of the owner."""

    collection: Collection[Any]
    keys: tuple[str, ...] = ("counterparty",)


# All that a merge moves and an unmerge brings back; contacts are moved by `contacts.py`, as they
# copy what their counterparty is. A new kind of children needs a line here and no more.
CHILDREN: tuple[Children, ...] = (
    Children(base.NOTES),
    Children(ASSESSMENTS),
    Children(CONSENTS, ("person",)),
    Children(ATTACHMENTS, ("parent",)),
    Children(RELATIONS, ("source", "target")),
)


def move_children(db: Db, survivor: str, merged: Sequence[str]) -> Iterator[MovedChildren]:
    """Gives the survivor what is the others'."""
    for collection, keys in CHILDREN:
        for key in keys:
            for source in merged:
                found = collection.raw(db).find({key: source}, {"_id": 1})
                names = tuple(document["_id"] for document in found)
                if not names:
                    continue
                mine = {"_id": {"$in": list(names)}}
                collection.raw(db).update_many(mine, {"$set": {key: survivor}})
                yield MovedChildren(
                    collection=collection.id,
                    source=source,
                    count=len(names),
                    key=key,
                    names=names,
                )


def return_children(db: Db, survivor: str, moved: MovedChildren) -> list[str]:
    """Back to whose they were, those that still are the survivor's; the names of the others."""
    raw = next(each.collection for each in CHILDREN if each.collection.id == moved.collection).raw(
        db
    )
    here = {"_id": {"$in": list(moved.names)}, moved.key: survivor}
    still_here = {document["_id"] for document in raw.find(here, {"_id": 1})}
    raw.update_many({"_id": {"$in": list(still_here)}}, {"$set": {moved.key: moved.source}})
    return sorted(set(moved.names) - still_here)


def with_children(db: Db, names: Sequence[str], but: Mapping[str, Document]) -> set[str]:
    """Those of them that anything belongs to, `but` what these filters of a collection say;
    contacts are not asked for."""
    among = {"$in": list(names)}
    return {
        document[key]
        for collection, keys in CHILDREN
        for key in keys
        for document in collection.raw(db).find({key: among} | _none_of(but, collection), {key: 1})
    }


def _none_of(but: Mapping[str, Document], collection: Collection[Any]) -> Document:
    left_out = but.get(collection.id)
    return {"$nor": [left_out]} if left_out else {}


def counts(db: Db, merged: Sequence[str]) -> Iterator[MovedChildren]:
    """What would move."""
    for collection, keys in (Children(base.CONTACTS), *CHILDREN):
        for key in keys:
            for source in merged:
                count = collection.raw(db).count({key: source}, MOST_CHILDREN + 1)
                if count:
                    yield MovedChildren(
                        collection=collection.id, source=source, count=count, key=key, names=()
                    )


def page(db: Db, where: Document, request: paging.Request) -> Page[Merge]:
    return MERGES.page(db, where, request)


def since_last_look(db: Db, until: datetime) -> Iterator[list[str]]:
    """Those nobody has asked for here before, in the order they were made in."""
    where = {"create_time": {"$lte": until}}
    key, hint = "create_time", "tenant_1_create_time"
    for found in marks.beyond(db, "merges", MERGES.raw(db), key, where, hint=hint):
        yield [document["_id"] for document in found]


def close_pairs(db: Db, names: Sequence[str]) -> None:
    """Of the duplicates queue, at once: its watch finds out within a minute, and would show those
    that are one already until then."""
    _set_pairs(db, names, PairState.OPEN, PairState.MERGED)


def reopen_pairs(db: Db, names: Sequence[str]) -> None:
    _set_pairs(db, names, PairState.MERGED, PairState.OPEN)


def _set_pairs(db: Db, names: Sequence[str], before: PairState, after: PairState) -> None:
    among = {"$in": list(names)}
    where = {"first": among, "second": among, "state": before.value}
    PAIRS.raw(db).update_many(where, {"$set": {"state": after.value}, "$inc": {"version": 1}})


# --- groups of a bulk merge ------------------------------------------------------------------


def open_pairs(db: Db, keys: Sequence[str], min_score: int) -> Iterator[tuple[str, str]]:
    """Of the duplicates queue, those both of whose clients these visibility keys reach."""
    where = queue(keys, PairState.OPEN, min_score, "")
    for document in PAIRS.raw(db).stream(where, {"first": 1, "second": 1}):
        yield document["first"], document["second"]


def by_age(db: Db, names: Sequence[str]) -> dict[str, tuple[datetime, str]]:
    """What sorts records by age."""
    found = base.COUNTERPARTIES.raw(db).stream({"_id": {"$in": list(names)}}, {"create_time": 1})
    return {document["_id"]: (document["create_time"], document["_id"]) for document in found}


def keep_groups(db: Db, job: str, run: str, groups: Sequence[Sequence[str]]) -> None:
    """With the rows of a job, whose subjects are the survivors alone."""
    jobs.JOB_ROWS.raw(db).bulk_update(
        ({"job": job, "n": number, "run": run}, {"$set": {"group": list(group)}})
        for number, group in enumerate(groups)
    )


def kept_groups(db: Db, job: str, run: str, first: int, count: int) -> list[tuple[str, ...]]:
    mine = {"job": job, "n": {"$gte": first, "$lt": first + count}, "run": run}
    found = jobs.JOB_ROWS.raw(db).find(mine, {"group": 1}, sort=[("n", 1)])
    return [tuple(document["group"]) for document in found]
