"""Where the lines of timelines are kept: each once, in its newest version."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from pymongo import IndexModel

from services.activities.timeline.entry import Entry
from services.kit.mapping import from_document
from services.kit.mongo import Collection, Db
from services.kit.paging import Order

Document = dict[str, Any]
NEWEST = Order("time", descending=True)


def _index(name: str, *leading: str, **options: Any) -> IndexModel:
    keys = [*((key, 1) for key in leading), ("time", -1), ("_id", -1)]
    return IndexModel(keys, name=name, **options)


ENTRIES: Collection[Entry] = Collection(
    "timelineEntries",
    Entry,
    indexes=[
        _index("ribbon", "subjects"),
        _index("kind", "subjects", "category"),
        _index("touch", "subjects", partialFilterExpression={"touch": True}),
        _index("chain", "chain", partialFilterExpression={"chain": {"$gt": ""}}),
    ],
)
ALL = (ENTRIES,)
_OF_CHAIN: Document = dict.fromkeys(
    ("chain", "chain_display_name", "time", "category", "guard", "permission"), 1
)


def put(db: Db, entries: Iterable[Entry]) -> list[Entry]:
    """Inside a transaction. Those that are news, however often and in whatever order they come."""
    newest: dict[str, Entry] = {}
    for each in entries:
        if each.name not in newest or each.version > newest[each.name].version:
            newest[each.name] = each
    raw = ENTRIES.raw(db)
    found = raw.find({"_id": {"$in": list(newest)}}, {"version": 1})
    known = {each["_id"]: each["version"] for each in found}
    news = [each for each in newest.values() if each.version > known.get(each.name, 0)]
    documents = [ENTRIES.document(db, each) for each in news]
    if new := [each for each in documents if each["_id"] not in known]:
        raw.insert_many(new)
    if changed := [each for each in documents if each["_id"] in known]:
        raw.bulk_update(({"_id": each["_id"]}, {"$set": _without_id(each)}) for each in changed)
    return news


def _without_id(document: Document) -> Document:
    return {key: value for key, value in document.items() if key != "_id"}


def read(db: Db, query: Document, hint: str, beyond: Document, limit: int) -> list[Entry]:
    """The newest first. `hint`: one of the indexes above."""
    found = {**query, **beyond}
    rows = ENTRIES.raw(db).find(found, sort=NEWEST.sort, limit=limit, hint=f"tenant_1_{hint}")
    return [from_document(Entry, each) for each in rows]


def chained(db: Db, subjects: Sequence[str], limit: int) -> list[Entry]:
    """What chains are told by, the newest first."""
    query = {"subjects": {"$in": list(subjects)}, "chain": {"$gt": ""}}
    rows = ENTRIES.raw(db).find(
        query, _OF_CHAIN, sort=NEWEST.sort, limit=limit, hint="tenant_1_ribbon"
    )
    return [from_document(Entry, each) for each in rows]


def touches(db: Db, subjects: Sequence[str], since: datetime, limit: int) -> list[Entry]:
    """The newest first."""
    query = {"subjects": {"$in": list(subjects)}, "touch": True, "time": {"$gte": since}}
    rows = ENTRIES.raw(db).find(query, sort=NEWEST.sort, limit=limit, hint="tenant_1_touch")
    return [from_document(Entry, each) for each in rows]
