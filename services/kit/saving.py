"""Saves many records in one go: of each what differs, and all that change alike together."""

from collections.abc import Iterable
from typing import Any, TypeVar

from bson import encode

from services.kit import clock
from services.kit.bound import Document
from services.kit.copying import replace
from services.kit.errors import Stale
from services.kit.mongo import Collection, Db

T = TypeVar("T", bound=Any)
_ABSENT = object()


def replace_many(db: Db, collection: Collection[T], pairs: Iterable[tuple[T, T]]) -> list[T]:
    """Of (before, after) pairs read in this transaction; Stale if somebody saved one since."""
    now = clock.now()
    saved: list[T] = []
    alike: dict[bytes, tuple[Document, list[str]]] = {}
    for before, after in pairs:
        stamped = replace(after, version=after.version + 1, update_time=now)
        old, new = collection.document(db, before), collection.document(db, stamped)
        change = {key: value for key, value in new.items() if old.get(key, _ABSENT) != value}
        alike.setdefault(encode(change), (change, []))[1].append(after.name)
        saved.append(stamped)
    matched = collection.raw(db).bulk_update_many(
        [
            ({"_id": {"$in": names}, "version": change["version"] - 1}, {"$set": change})
            for change, names in alike.values()
        ]
    )
    if matched != len(saved):
        raise Stale(f"Some of {collection.id} were changed by someone else")
    return saved
