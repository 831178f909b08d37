"""How far a timer has come in a collection: one mark for each timer and tenant."""

from collections.abc import Iterator
from typing import Any

from services.kit.bound import Bound
from services.kit.mongo import Db

MARKS = "marks"
SLICE = 500
Document = dict[str, Any]


def beyond(
    db: Db,
    timer: str,
    raw: Bound,
    key: str,
    where: Document,
    *,
    hint: str,
    fields: Document | None = None,
    size: int = SLICE,
) -> Iterator[list[Document]]:
    """Slice by slice what has a later time in `key` than all that the timer has done already.

    A slice counts as done when the next one is asked for. `where` says up to which time, and `hint`
    names the index of `key` and `_id`.
    """
    shown = {key: 1, **(fields or {})}
    mark, name = db.bound(MARKS), f"{timer}/{db.tenant}"
    done = mark.find_one({"_id": name}) or {}
    while True:
        asked = {"$and": [where, _after(key, done)]} if done else where
        found = raw.find(asked, shown, sort=[(key, 1), ("_id", 1)], limit=size, hint=hint)
        if not found:
            return
        yield found
        done = {"time": found[-1][key], "name": found[-1]["_id"]}
        mark.update_one({"_id": name}, {"$set": done}, upsert=True)


def _after(key: str, done: Document) -> Document:
    """The range is said apart, as only then the index is read from there on."""
    alike = {key: done["time"], "_id": {"$gt": done["name"]}}
    return {key: {"$gte": done["time"]}, "$or": [{key: {"$gt": done["time"]}}, alike]}
