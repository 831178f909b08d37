"""What can be done to managers."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from crm.counterparties.v1 import events_pb2 as events
from crm.counterparties.v1 import managers_pb2 as pb
from services.counterparties import store as base
from services.counterparties.managing import store
from services.counterparties.managing.segment_manager import Manager, ManagerExists
from services.kit import changes
from services.kit.caller import EVERYBODY, Caller
from services.kit.errors import AlreadyExists, InvalidArgument, Violation
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional
from services.kit.owned import owner_problems
from services.kit.people import find_people
from services.kit.person import ME

# Managers are the tenant's, as segments are: whoever may read them reads all.
ALL = (EVERYBODY,)


def create(db: Db, caller: Caller, values: Mapping[str, Any], request_id: str) -> Manager:
    name = store.MANAGERS.new_name(request_id)
    try:
        return _create(db, caller, Manager(**values, name=name))
    except AlreadyExists as error:
        found = store.MANAGERS.find(db, name) if request_id else None
        if found is not None:
            return found
        raise ManagerExists("This user is a manager already", user=values["user"]) from error
    finally:
        store.forget(db)


@transactional
def _create(db: Db, caller: Caller, draft: Manager) -> Manager:
    if draft.user == ME:
        draft = replace(draft, user=caller.user)
    created = store.MANAGERS.insert(db, _settled(db, draft, None))
    event = events.ManagerCreated(manager=to_proto(created, pb.Manager))
    changes.record(db, caller, event, after=created, visible_to=ALL)
    return created


def update(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> Manager:
    try:
        return _update(db, caller, name, etag, values)
    finally:
        store.forget(db)


@transactional
def _update(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> Manager:
    current = store.MANAGERS.get(db, name)
    require_etag(current, etag)
    draft = _settled(db, replace(current, **values), current)
    if draft == current:
        return current
    saved = store.MANAGERS.replace(db, draft)
    event = events.ManagerUpdated(manager=to_proto(saved, pb.Manager))
    changes.record(db, caller, event, before=current, after=saved, visible_to=ALL)
    return saved


def delete(db: Db, caller: Caller, name: str, etag: str) -> None:
    try:
        _delete(db, caller, name, etag)
    finally:
        store.forget(db)


@transactional
def _delete(db: Db, caller: Caller, name: str, etag: str) -> None:
    current = store.MANAGERS.get(db, name)
    require_etag(current, etag)
    store.MANAGERS.remove(db, current)
    event = events.ManagerDeleted(manager=to_proto(current, pb.Manager))
    changes.record(db, caller, event, before=current, visible_to=ALL, version=current.version + 1)


def _settled(db: Db, draft: Manager, before: Manager | None) -> Manager:
    tidy = draft.tidy()
    if problems := [*tidy.problems(before), *_reference_problems(db, tidy, before)]:
        raise InvalidArgument.of(problems)
    return tidy


def _reference_problems(db: Db, draft: Manager, before: Manager | None) -> Iterator[Violation]:
    if before is None:
        yield from owner_problems("user", draft.user, find_people(db, [draft.user]))
    already = set(before.segments) if before else set[str]()
    for segment in sorted(
        base.missing_segments(db, [s for s in draft.segments if s not in already])
    ):
        yield Violation("segments", "SEGMENT_UNKNOWN", f"There is no {segment}: choose another.")
