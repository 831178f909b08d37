"""What can be done to segments."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crm.counterparties.v1 import events_pb2 as events
from crm.counterparties.v1 import segments_pb2 as pb
from services.counterparties import store
from services.counterparties.actions import segmenting
from services.counterparties.custom_fields.custom_field import Resource
from services.counterparties.custom_fields.store import definitions
from services.counterparties.managing.store import is_segment_managed
from services.counterparties.segment import (
    Segment,
    SegmentHasManager,
    SegmentInUse,
    SegmentNameTaken,
)
from services.counterparties.segment_rule import SegmentRule
from services.kit import changes, jobs
from services.kit.caller import EVERYBODY, Caller
from services.kit.errors import AlreadyExists, InvalidArgument, Violation
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional

# Segments are the tenant's: whoever may read them reads all.
ALL = (EVERYBODY,)
# The job that brings clients into a segment by its rule, and takes them out.
RESEGMENT = "resegment_counterparties"


def create(db: Db, caller: Caller, values: Mapping[str, Any], request_id: str) -> Segment:
    draft = _settled(db, Segment(**values, name=store.SEGMENTS.new_name(request_id)))
    try:
        return _create(db, caller, draft)
    except AlreadyExists as error:
        found = store.SEGMENTS.find(db, draft.name) if request_id else None
        if found is not None:
            return found
        raise _taken(draft) from error
    finally:
        segmenting.forget(db)


def update(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> Segment:
    draft = _settled(db, replace(store.SEGMENTS.get(db, name), **values))
    try:
        return _update(db, caller, draft, etag)
    except AlreadyExists as error:
        raise _taken(draft) from error
    finally:
        segmenting.forget(db)


@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> None:
    current = store.SEGMENTS.get(db, name)
    require_etag(current, etag)
    if store.is_segment_used(db, name):
        raise SegmentInUse(f"Counterparties are in {name}", name=name)
    if is_segment_managed(db, name):
        raise SegmentHasManager(f"{name} has a manager", name=name)
    store.SEGMENTS.remove(db, current)
    event = events.SegmentDeleted(segment=to_proto(current, pb.Segment))
    changes.record(db, caller, event, before=current, visible_to=ALL, version=current.version + 1)


@transactional
def _create(db: Db, caller: Caller, draft: Segment) -> Segment:
    created = store.SEGMENTS.insert(db, draft)
    event = events.SegmentCreated(segment=to_proto(created, pb.Segment))
    changes.record(db, caller, event, after=created, visible_to=ALL)
    _carry_through(db, caller, created, None)
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
    _carry_through(db, caller, saved, current.rule)
    return saved


def _carry_through(db: Db, caller: Caller, segment: Segment, before: SegmentRule | None) -> None:
    """Whom a segment has when it loses its rule it keeps."""
    if segment.rule is not None and segment.rule != before:
        params = {"segment": segment.name}
        jobs.start(db, caller, RESEGMENT, params=params, subject=segment.name)


def _settled(db: Db, draft: Segment) -> Segment:
    tidy = draft.tidy()
    if problems := [*tidy.problems(), *rule_problems(db, tidy.rule)]:
        raise InvalidArgument.of(problems)
    return tidy


def rule_problems(db: Db, rule: SegmentRule | None) -> list[Violation]:
    if rule is None:
        return []
    return list(rule.problems("rule", definitions(db, Resource.COUNTERPARTY).by_key))


def _taken(draft: Segment) -> SegmentNameTaken:
    return SegmentNameTaken(
        f"There is a segment {draft.display_name!r} already", display_name=draft.display_name
    )
