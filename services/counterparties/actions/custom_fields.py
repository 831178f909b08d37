"""What can be done to the definitions of custom fields."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Concatenate, ParamSpec, TypeVar

from crm.counterparties.v1 import custom_fields_pb2 as pb
from crm.counterparties.v1 import events_pb2 as events
from services.counterparties import store
from services.counterparties.custom_fields import store as definitions
from services.counterparties.custom_fields.custom_field import (
    MOST_FIELDS,
    MOST_FILTERABLE,
    CustomField,
    CustomFieldInUse,
    CustomFieldKeyTaken,
    Resource,
    TooManyCustomFields,
    TooManyFilterable,
)
from services.counterparties.custom_fields.store import CUSTOM_FIELDS
from services.kit import changes, jobs
from services.kit.caller import EVERYBODY, Caller
from services.kit.errors import AlreadyExists, InvalidArgument
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional

R = TypeVar("R")
P = ParamSpec("P")
INDEX = "index_custom_field"
READ = "counterparties.read"
# Definitions are the tenant's: whoever reads clients reads all.
ALL = (EVERYBODY,)


def _fresh(action: Callable[Concatenate[Db, P], R]) -> Callable[Concatenate[Db, P], R]:
    """This process goes by the new definitions as soon as they are there."""

    @functools.wraps(action)
    def run(db: Db, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return action(db, *args, **kwargs)
        finally:
            definitions.forget(db)

    return run


@_fresh
def create(db: Db, caller: Caller, values: Mapping[str, Any], request_id: str) -> CustomField:
    draft = _settled(CustomField(**values, name=CUSTOM_FIELDS.new_name(request_id)))
    try:
        return _create(db, caller, draft)
    except AlreadyExists as error:
        found = CUSTOM_FIELDS.find(db, draft.name) if request_id else None
        if found is not None:
            return found
        text = f"There is a field {draft.key!r} already"
        raise CustomFieldKeyTaken(text, key=draft.key) from error


@transactional
def _create(db: Db, caller: Caller, draft: CustomField) -> CustomField:
    others = definitions.all_of(db, draft.resource)
    if len(others) >= MOST_FIELDS:
        raise TooManyCustomFields(f"At most {MOST_FIELDS} fields", most=str(MOST_FIELDS))
    _require_room(draft, others)
    position = max((other.position for other in others), default=0) + 1
    created = CUSTOM_FIELDS.insert(db, replace(draft, position=position))
    event = events.CustomFieldCreated(custom_field=to_proto(created, pb.CustomField))
    changes.record(db, caller, event, after=created, permission=READ, visible_to=ALL)
    return created


@_fresh
@transactional
def update(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> CustomField:
    current = _current(db, name, etag)
    return _save(db, caller, current, _settled(replace(current, **values), current))


@_fresh
@transactional
def archive(db: Db, caller: Caller, name: str, etag: str) -> CustomField:
    current = _current(db, name, etag)
    return _save(db, caller, current, replace(current, archived=True))


@_fresh
@transactional
def restore(db: Db, caller: Caller, name: str, etag: str) -> CustomField:
    current = _current(db, name, etag)
    return _save(db, caller, current, replace(current, archived=False))


@_fresh
@transactional
def reorder(db: Db, caller: Caller, resource: Resource, names: Sequence[str]) -> list[CustomField]:
    fields = {field.name: field for field in definitions.all_of(db, resource)}
    strangers = [name for name in names if name not in fields]
    if strangers:
        text = f"There is no {strangers[0]} of this resource"
        raise InvalidArgument(text, field="names", reason="CUSTOM_FIELD_UNKNOWN")
    ordered = [fields[name] for name in dict.fromkeys((*names, *fields))]
    done = [
        _save(db, caller, field, replace(field, position=position))
        for position, field in enumerate(ordered, start=1)
    ]
    return [field for field in done if not field.archived]


@_fresh
@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> None:
    current = _current(db, name, etag)
    if store.is_custom_field_used(db, current.resource, current.key):
        raise CustomFieldInUse(f"Records have values of {current.key}", key=current.key)
    CUSTOM_FIELDS.remove(db, current)
    event = events.CustomFieldDeleted(custom_field=to_proto(current, pb.CustomField))
    version = current.version + 1
    changes.record(
        db, caller, event, before=current, permission=READ, visible_to=ALL, version=version
    )


def _current(db: Db, name: str, etag: str) -> CustomField:
    current = CUSTOM_FIELDS.get(db, name)
    require_etag(current, etag)
    return current


def _save(db: Db, caller: Caller, current: CustomField, changed: CustomField) -> CustomField:
    if changed == current:
        return current
    if changed.filterable and not changed.archived:
        _require_room(changed, definitions.all_of(db, changed.resource))
    saved = CUSTOM_FIELDS.replace(db, changed)
    event = events.CustomFieldUpdated(custom_field=to_proto(saved, pb.CustomField))
    changes.record(db, caller, event, before=current, after=saved, permission=READ, visible_to=ALL)
    if changed.filterable and not current.filterable:
        params = {"resource": changed.resource.value, "key": changed.key}
        jobs.start(db, caller, INDEX, params=params, subject=changed.name)
    return saved


def _settled(draft: CustomField, before: CustomField | None = None) -> CustomField:
    tidy = draft.tidy()
    if problems := tidy.problems(before):
        raise InvalidArgument.of(problems)
    return tidy


def _require_room(draft: CustomField, fields: Sequence[CustomField]) -> None:
    others = [f for f in fields if f.filterable and not f.archived and f.name != draft.name]
    if draft.filterable and len(others) >= MOST_FILTERABLE:
        text = f"At most {MOST_FILTERABLE} fields can be filtered by"
        raise TooManyFilterable(text, most=str(MOST_FILTERABLE))
