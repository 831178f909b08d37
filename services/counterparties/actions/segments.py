"""What can be done to segments."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crm.counterparties.v1 import events_pb2 as events
from crm.counterparties.v1 import segments_pb2 as pb
from services.counterparties import store
from services.counterparties.segment import Segment, SegmentInUse, SegmentNameTaken
from services.kit import changes
from services.kit.caller import EVERYBODY, Caller
from services.kit.errors import AlreadyExists, InvalidArgument
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional

# Segments are the tenant's: whoever may read them reads all.
ALL = (EVERYBODY,)


def create(db: Db, caller: Caller, values: Mapping[str, Any], request_id: str) -> Segment:
    draft = _settled(Segment(**values, name=store.SEGMENTS.new_name(request_id)))
    try:
        return _create(db, caller, draft)
    except AlreadyExists as error:
        found = store.SEGMENTS.find(db, draft.name) if request_id else None
        if found is not None:
            return found
        raise _taken(draft) from error


def update(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> Segment:
    draft = _settled(replace(store.SEGMENTS.get(db, name), **values))
    try:
        return _update(db, caller, draft, etag)
    except AlreadyExists as error:
        raise _taken(draft) from error


@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> None:
    current = store.SEGMENTS.get(db, name)
    require_etag(current, etag)
    if store.is_segment_used(db, name):
        raise SegmentInUse(f"Counterparties are in {name}", name=name)
    store.SEGMENTS.remove(db, current)
    event = events.SegmentDeleted(segment=to_proto(current, pb.Segment))
    changes.record(db, caller, event, before=current, visible_to=ALL, version=current.version + 1)


@transactional
def _create(db: Db, caller: Caller, draft: Segment) -> Segment:
    created = store.SEGMENTS.insert(db, draft)
    event = events.SegmentCreated(segment=to_proto(created, pb.Segment))
    changes.record(db, caller, event, after=created, visible_to=ALL)
    return created


@transactional
def _update(db: Db, caller: Caller, draft: Segment, etag: str) -> Segment:
    current = store.SEGMENTS.get(db, draft.name)
    require_etag(current, etag)
    if draft == current:
        return current
    saved = store.SEGMENTS.replace(db, draft)
    event = events.SegmentUpdated(segment=to_proto(saved, pb.Segment))
    changes.record(db, caller, event, before=current, after=saved, visible_to=ALL)
    return saved


def _settled(draft: Segment) -> Segment:
    tidy = draft.tidy()
    if problems := tidy.problems():
        raise InvalidArgument.of(problems)
    return tidy


def _taken(draft: Segment) -> SegmentNameTaken:
    return SegmentNameTaken(
        f"There is a segment {draft.display_name!r} already", display_name=draft.display_name
    )
