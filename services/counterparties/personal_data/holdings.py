"""What this service keeps of a person, and how each kind of it goes.

Records that are his and all that belongs to them go by their names; what only mentions him, by its
texts. New children of a record need no line here: merges know of them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from crm.counterparties.v1 import events_pb2
from services.counterparties import store as base
from services.counterparties.attachments import keeping as attachments
from services.counterparties.attachments.store import ATTACHMENTS
from services.counterparties.consents.store import CONSENTS
from services.counterparties.drafts.store import DRAFTS
from services.counterparties.duplicates.store import PAIRS
from services.counterparties.imports import desk
from services.counterparties.imports import store as imports
from services.counterparties.imports.import_run import State as ImportState
from services.counterparties.imports.import_run import counted_as
from services.counterparties.imports.parse import Problem
from services.counterparties.imports.row import JUDGED, OPEN, Verdict, judgement
from services.counterparties.merging.store import CHILDREN, MERGES
from services.counterparties.personal_data import store
from services.counterparties.personal_data.request import Kind, State
from services.counterparties.registry.store import ANSWERS
from services.kit import changes, clock, files
from services.kit.caller import Caller, system
from services.kit.changes import CHANGES
from services.kit.cleaning import Cleaned, done
from services.kit.mongo import Collection, Db
from services.kit.personal_data import Holdings, Places
from services.kit.traces import Traces

Document = dict[str, Any]
# An import has its file in its hands only until it is read.
_READING = frozenset({ImportState.QUEUED.value, ImportState.READING.value})
# Made of other fields, or nobody's but ours.
_DERIVED = frozenset({"search", "text", "group_keys", "name_key"})
_INNER = frozenset({"tenant", "visible_to", "org_path", "stamp_version", "version", "file"})
_ERASED = Problem("", "", "", "ROW_ERASED")
CHILDREN_IDS = frozenset(
    {each.collection.id for each in CHILDREN} | {MERGES.id, PAIRS.id, ATTACHMENTS.id}
)


def holdings() -> Holdings:
    return Holdings(
        spared=frozenset({store.REQUESTS.id, store.PARTS.id}),
        his=his,
        afterwards=lambda db, traces: attachments.drop_erased_of(db, traces.names),
        sections=sections,
        children=CHILDREN_IDS,
        cleaners={
            imports.ROWS.id: clean_rows,
            DRAFTS.id: _deleting(DRAFTS),
            ANSWERS.id: _deleting(ANSWERS),
            PAIRS.id: _deleting(PAIRS),
            MERGES.id: clean_merges,
        },
        keep=keep,
    )


# --- what is his ---------------------------------------------------------------------------------


def his(db: Db, caller: Caller, traces: Traces, *, erase: bool) -> Places:
    places: dict[str, Cleaned] = {}
    for collection, where in _belongings(traces.names):
        found = [each["_id"] for each in collection.raw(db).find(where, {"_id": 1})]
        if not found:
            continue
        places[collection.id] = done(found, erase=erase, deleted=collection is not CONSENTS)
        if erase:
            _go(db, collection, found)
    useless = [each["_id"] for each in _unread(db)]
    if erase:
        attachments.erase_of(db, caller, traces.names)
        _forget_demands(db, traces)
        for name in useless:
            _drop_file(db, name)
        _tell_gone(db, caller, traces.names)
    return places


def _belongings(names: Sequence[str]) -> Iterable[tuple[Collection[Any], Document]]:
    among: Document = {"$in": list(names)}
    for collection, keys in CHILDREN:
        yield collection, {"$or": [{key: among} for key in keys]}
    yield PAIRS, {"$or": [{"first": among}, {"second": among}]}
    yield base.CONTACTS, {"_id": among}
    yield base.COUNTERPARTIES, {"_id": among}


def _go(db: Db, collection: Collection[Any], names: Sequence[str]) -> None:
    where = {"_id": {"$in": list(names)}}
    if collection is CONSENTS:
        # That somebody agreed, refused or withdrew has to be proved for years: without evidence
        # an entry speaks of a name that is no more.
        CONSENTS.raw(db).update_many(where, {"$set": {"evidence": None}})
    elif collection is not ATTACHMENTS:
        collection.raw(db).delete_many(where)


def _tell_gone(db: Db, caller: Caller, names: Sequence[str]) -> None:
    changes.record_many(
        db,
        caller,
        [
            changes.Change(
                event=events_pb2.PersonErased(person=name),
                subject=name,
                permission="counterparties.read",
                visible_to=("*",),
            )
            for name in names
        ],
    )


def _forget_demands(db: Db, traces: Traces) -> None:
    """What was taken out for him before, and what other demands of his say."""
    demands = store.about(db, traces.names)
    store.forget(db, [each.name for each in demands])
    for each in demands:
        # This one, or one like it, forgets by itself when it is done.
        if each.kind is not Kind.ERASURE or each.state is not State.RUNNING:
            store.REQUESTS.replace(db, each.forgetting())
            told = {"subject": each.name}
            db.bound(CHANGES).update_many(told, {"$set": {"data": b"", "changes": []}})


# --- what mentions him ---------------------------------------------------------------------------


def _deleting(collection: Collection[Any]) -> Any:
    """What is no use without him, or comes again by itself."""

    def clean(db: Db, documents: Sequence[Document], traces: Traces, *, erase: bool) -> Cleaned:
        gone = [each["_id"] for each in documents if _speaks(each, traces)]
        if erase and gone:
            collection.raw(db).delete_many({"_id": {"$in": gone}})
        return done(gone, erase=erase, deleted=True)

    return clean


def _speaks(document: Document, traces: Traces) -> bool:
    return traces.cleaned(document) != document or any(
        traces.is_his(value) for value in document.values()
    )


def clean_rows(db: Db, documents: Sequence[Document], traces: Traces, *, erase: bool) -> Cleaned:
    """A row of a file keeps what became of it, and nothing of what it said. With it goes the file
    itself: the others' rows are all there."""
    sure = traces.without_words()
    gone = [
        each
        for each in documents
        if each["cells"]
        and (_is_his_row(each, traces) or sure.cleaned(each["cells"]) != each["cells"])
    ]
    for parent in {each["parent"] for each in gone} if erase else ():
        _empty_rows(db, parent, [each for each in gone if each["parent"] == parent])
        _drop_file(db, parent)
    return done([each["_id"] for each in gone], erase=erase)


def _empty_rows(db: Db, parent: str, rows: Sequence[Document]) -> None:
    """Nothing is made of those that waited to become clients."""
    open_ones = [each for each in rows if each["verdict"] in OPEN]
    settled = {"_id": {"$in": [each["_id"] for each in rows if each["verdict"] not in OPEN]}}
    no_more = dict.fromkeys(JUDGED, "")
    imports.ROWS.raw(db).update_many(settled, {"$set": {"cells": []}, "$unset": no_more})
    rejected = judgement(Verdict.REJECTED, [_ERASED], (), "", (), ())
    imports.set_rows(db, [(each["_id"], {"cells": [], **rejected}) for each in open_ones])
    gone = {"_id": {"$in": [each["_id"] for each in open_ones]}}
    rest = {key: "" for key in JUDGED if key not in rejected}
    imports.ROWS.raw(db).update_many(gone, {"$unset": rest})
    counted = Counter(counted_as(Verdict(each["verdict"])) for each in open_ones)
    moved = {kind: -count for kind, count in counted.items()}
    moved["rejected"] = moved.get("rejected", 0) + len(open_ones)
    found = imports.IMPORTS.find(db, parent)
    if found and any(moved.values()):
        after = replace(found, counts=found.counts.plus(moved))
        desk.save(db, system(db.tenant), found, after)


def _is_his_row(row: Document, traces: Traces) -> bool:
    return traces.is_his(row.get("counterparty")) or traces.is_his(row.get("duplicate_of"))


def _drop_file(db: Db, name: str) -> None:
    found = imports.IMPORTS.raw(db).find_one({"_id": name}, {"file": 1, "state": 1})
    if found and found["file"] and found["state"] not in _READING:
        files.delete(db, found["file"])
        imports.IMPORTS.raw(db).update_one({"_id": name}, {"$set": {"file": ""}})


def _unread(db: Db) -> list[Document]:
    """Files that could not be read: nobody knows whom they name, and nobody can use them."""
    where = {"state": ImportState.FAILED.value, "file": {"$gt": ""}}
    return imports.IMPORTS.raw(db).find(where, {"_id": 1})


def clean_merges(db: Db, documents: Sequence[Document], traces: Traces, *, erase: bool) -> Cleaned:
    """Who became whom stays; what they were before goes, as nobody can part them any more."""
    updates: list[tuple[Document, Document]] = []
    for merge in documents:
        update: Document = {"before": {}, "after": {}}
        if traces.is_his(merge["survivor"]):
            update["survivor_display_name"] = ""
        update["merged"] = [
            {**each, "display_name": ""} if traces.is_his(each["_id"]) else each
            for each in merge["merged"]
        ]
        spoken = any(traces.is_his(name) for name in merge["subjects"])
        clean = (
            update
            if spoken
            else {
                "before": traces.cleaned(merge["before"]),
                "after": traces.cleaned(merge["after"]),
            }
        )
        if any(merge[key] != value for key, value in clean.items()):
            updates.append(({"_id": merge["_id"]}, {"$set": clean}))
    if erase:
        MERGES.raw(db).bulk_update(updates)
    return done([where["_id"] for where, _ in updates], erase=erase)


# --- what he is shown ----------------------------------------------------------------------------


def sections(db: Db, traces: Traces) -> Mapping[str, Iterable[Any]]:
    """All of it, as it is kept, but what is made of it for indexes and rights."""
    found: dict[str, Iterable[Any]] = {
        collection.id: _kept(db, collection, where)
        for collection, where in _belongings(traces.names)
        if collection is not PAIRS
    }
    return {**found, "history": _history(db, traces.names)}


def _kept(db: Db, collection: Collection[Any], where: Document) -> Iterable[Document]:
    inner = _INNER | (_DERIVED if collection.derived else frozenset[str]())
    return (_shown(each, inner) for each in collection.raw(db).stream(where))


def _history(db: Db, names: Sequence[str]) -> Iterable[Document]:
    """The newest first."""
    rows = db.bound(CHANGES).stream({"subject": {"$in": list(names)}}, sort=[("_id", -1)])
    return (
        {"time": each["time"], "type": each["type"], "who": each["actor"], "what": each["changes"]}
        for each in rows
    )


def _shown(document: Document, inner: frozenset[str]) -> Document:
    return {key: value for key, value in document.items() if key not in inner}


def keep(db: Db, request: str, service: str, text: str) -> None:
    """Here at once: the answer need not carry it."""
    store.keep(db, request, service, text, clock.now() + timedelta(days=7))
