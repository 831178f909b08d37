"""What can be done to kinds of relations."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Concatenate, ParamSpec, TypeVar

from google.protobuf.message import Message

from crm.counterparties.v1 import events_pb2 as events
from crm.counterparties.v1 import relations_pb2 as pb
from services.counterparties.actions.references import READ
from services.counterparties.relations import store
from services.counterparties.relations.relation_kind import (
    MOST_KINDS,
    RelationKind,
    RelationKindBuiltIn,
    RelationKindInUse,
    RelationKindTaken,
    TooManyRelationKinds,
    built_in,
)
from services.counterparties.relations.store import KINDS
from services.kit import changes
from services.kit.caller import EVERYBODY, Caller, system
from services.kit.errors import AlreadyExists, InvalidArgument
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional

R = TypeVar("R")
P = ParamSpec("P")
# Kinds are the tenant's: whoever reads clients reads all.
ALL = (EVERYBODY,)


def give_built_in(db: Db, language: str) -> None:
    """Those each tenant begins with, once: when it appears, else when somebody first asks."""
    if store.kinds_count(db, 1):
        return
    try:
        _give(db, language)
    except AlreadyExists:
        # Somebody else gave them meanwhile.
        return
    finally:
        store.forget(db)


@transactional
def _give(db: Db, language: str) -> None:
    given = KINDS.insert_many(db, built_in(db.tenant, language))
    rows = [
        changes.Change(event=_created(kind), after=kind, permission=READ, visible_to=ALL)
        for kind in given
    ]
    changes.record_many(db, system(db.tenant), rows)


def _fresh(action: Callable[Concatenate[Db, P], R]) -> Callable[Concatenate[Db, P], R]:
    """This process goes by the new titles as soon as they are there."""

    @functools.wraps(action)
    def run(db: Db, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return action(db, *args, **kwargs)
        except AlreadyExists as error:
            raise RelationKindTaken("There is a kind of these titles already") from error
        finally:
            store.forget(db)

    return run


def create(db: Db, caller: Caller, values: Mapping[str, Any], request_id: str) -> RelationKind:
    give_built_in(db, caller.language)
    name = KINDS.new_name(request_id)
    draft = RelationKind(**values, name=name)
    return KINDS.once(db, name, request_id, lambda: _create(db, caller, draft))


@_fresh
@transactional
def _create(db: Db, caller: Caller, draft: RelationKind) -> RelationKind:
    if store.kinds_count(db, MOST_KINDS) >= MOST_KINDS:
        raise TooManyRelationKinds(f"At most {MOST_KINDS} kinds", most=str(MOST_KINDS))
    created = KINDS.insert(db, _settled(draft))
    _tell(db, caller, _created(created), after=created)
    return created


@_fresh
@transactional
def update(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> RelationKind:
    current = _current(db, name, etag)
    return _save(db, caller, current, _settled(replace(current, **values), current))


@_fresh
@transactional
def archive(db: Db, caller: Caller, name: str, etag: str) -> RelationKind:
    current = _current(db, name, etag)
    return _save(db, caller, current, replace(current, archived=True))


@_fresh
@transactional
def restore(db: Db, caller: Caller, name: str, etag: str) -> RelationKind:
    current = _current(db, name, etag)
    return _save(db, caller, current, replace(current, archived=False))


@_fresh
@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> None:
    current = _current(db, name, etag)
    if current.built_in:
        raise RelationKindBuiltIn(f"Each tenant has {current.title}: archive it", name=name)
    if store.is_kind_used(db, name):
        raise RelationKindInUse(f"There are relations of {current.title}", name=name)
    KINDS.remove(db, current)
    event = events.RelationKindDeleted(relation_kind=to_proto(current, pb.RelationKind))
    _tell(db, caller, event, before=current, version=current.version + 1)


def _current(db: Db, name: str, etag: str) -> RelationKind:
    current = KINDS.get(db, name)
    require_etag(current, etag)
    return current


def _settled(draft: RelationKind, before: RelationKind | None = None) -> RelationKind:
    tidy = draft.tidy()
    if problems := list(tidy.problems(before)):
        raise InvalidArgument.of(problems)
    return tidy


def _save(db: Db, caller: Caller, current: RelationKind, changed: RelationKind) -> RelationKind:
    if changed == current:
        return current
    saved = KINDS.replace(db, changed)
    event = events.RelationKindUpdated(relation_kind=to_proto(saved, pb.RelationKind))
    _tell(db, caller, event, before=current, after=saved)
    return saved


def _created(kind: RelationKind) -> events.RelationKindCreated:
    return events.RelationKindCreated(relation_kind=to_proto(kind, pb.RelationKind))


def _tell(db: Db, caller: Caller, event: Message, **about: Any) -> None:
    changes.record(db, caller, event, permission=READ, visible_to=ALL, **about)
