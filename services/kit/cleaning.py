"""Documents that speak of a person, without him: by their texts, or as their kind takes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from services.kit import changes
from services.kit.bound import Document
from services.kit.changes import CHANGES
from services.kit.jobs import JOB_ROWS
from services.kit.mapping import from_document
from services.kit.mongo import Collection, Db
from services.kit.naming import collection_of
from services.kit.traces import Traces

# What tells a document's place or its history, and is made of no person's data.
_KEPT = frozenset({"_id", "tenant", "version", "visible_to", "create_time", "update_time"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """How many documents had a trace, and what became of them."""

    found: int = 0
    deleted: int = 0
    cleaned: int = 0
    names: Sequence[Any] = ()


class Cleaner(Protocol):
    def __call__(
        self, db: Db, documents: Sequence[Document], traces: Traces, *, erase: bool
    ) -> Cleaned: ...


def done(names: Sequence[Any], *, erase: bool, deleted: bool = False) -> Cleaned:
    count = len(names)
    gone, clean = (count, 0) if deleted else (0, count)
    return Cleaned(
        found=count,
        deleted=gone if erase else 0,
        cleaned=clean if erase else 0,
        names=tuple(names),
    )


def generic(place: str, collection: Collection[Any] | None) -> Cleaner:
    """The texts of its documents; what is derived of them for indexes is made anew. Where nobody
    knows what lies there, his addresses go as well."""

    def clean(db: Db, documents: Sequence[Document], traces: Traces, *, erase: bool) -> Cleaned:
        updates = [
            (document, update)
            for document in documents
            if (update := _difference(db, document, traces, collection))
        ]
        if erase:
            db.bound(place).bulk_update(
                ({"_id": document["_id"]}, _saving(document, update))
                for document, update in updates
            )
        return done([document["_id"] for document, _ in updates], erase=erase)

    return clean


def _saving(document: Document, update: Document) -> Document:
    """A new version, as who has the old one on his screen must not save it back."""
    versioned = {"$inc": {"version": 1}} if "version" in document else {}
    return {"$set": update, **versioned}


def _difference(
    db: Db, document: Document, traces: Traces, collection: Collection[Any] | None
) -> Document:
    deep = collection is None
    clean = {
        key: value if key in _KEPT else traces.cleaned(value, deep=deep)
        for key, value in document.items()
    }
    if collection is not None and collection.derived is not None and clean != document:
        entity = from_document(collection.entity, clean)
        whole = collection.document(db, entity)
        clean |= {key: whole[key] for key in collection.derived(entity)}
    return {key: value for key, value in clean.items() if value != document.get(key)}


def clean_job_rows(
    db: Db, documents: Sequence[Document], traces: Traces, *, erase: bool
) -> Cleaned:
    """What a bulk change would put back of him is gone; that it changed him stays."""
    his = [each["_id"] for each in documents if traces.is_his(each["subject"])]
    kept = [each for each in documents if traces.is_his(each["subject"]) and each.get("before")]
    if erase and kept:
        names = [each["_id"] for each in kept]
        gone: Mapping[str, Any] = {"before": "", "group": ""}
        JOB_ROWS.raw(db).update_many({"_id": {"$in": names}}, {"$unset": gone})
    others = [each for each in documents if each["_id"] not in his]
    rest = generic(JOB_ROWS.id, None)(db, others, traces, erase=erase)
    return together(done([each["_id"] for each in kept], erase=erase), rest)


def clean_changes(children: frozenset[str]) -> Cleaner:
    """The trail keeps that something changed, when and by whom, but nothing of what it was."""

    def clean(db: Db, documents: Sequence[Document], traces: Traces, *, erase: bool) -> Cleaned:
        updates: list[tuple[Any, Document]] = []
        for row in documents:
            if _goes_with_him(row, traces, children):
                update = _emptied(row)
            else:
                update = _cleaned_row(row, traces)
            if update:
                updates.append((row["_id"], update))
        if erase:
            db.bound(CHANGES).bulk_update(
                ({"_id": name}, {"$set": update}) for name, update in updates
            )
        return done([name for name, _ in updates], erase=erase)

    return clean


def _goes_with_him(row: Document, traces: Traces, children: frozenset[str]) -> bool:
    if traces.is_his(row["subject"]):
        return True
    return collection_of(row["subject"]) in children and traces.names_in(row["data"])


def _emptied(row: Document) -> Document:
    told = [{"field": each["field"], "old": None, "new": None} for each in row["changes"]]
    found = {"changes": told, "data": b""}
    return {key: value for key, value in found.items() if value != row[key]}


def _cleaned_row(row: Document, traces: Traces) -> Document:
    """Of somebody else: only what speaks of him."""
    told = traces.cleaned(row["changes"], deep=True)
    found = {"changes": told, "data": _rewritten(row, traces)}
    return {key: value for key, value in found.items() if value != row[key]}


def _rewritten(row: Document, traces: Traces) -> bytes:
    try:
        event = changes.event(row)
    except KeyError:
        # Of a type that is no more: nobody reads it either.
        return b""
    before = event.SerializeToString(deterministic=True)
    traces.clean_message(event)
    after = event.SerializeToString(deterministic=True)
    return row["data"] if before == after else after


def together(*parts: Cleaned) -> Cleaned:
    return Cleaned(
        found=sum(each.found for each in parts),
        deleted=sum(each.deleted for each in parts),
        cleaned=sum(each.cleaned for each in parts),
        names=tuple(name for each in parts for name in each.names),
    )
