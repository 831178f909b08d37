"""Defining roles."""

from dataclasses import replace
from typing import Any

from crm.identity.v1 import events_pb2, roles_pb2
from services.identity import built_in_roles, rights, store
from services.identity.role import Role
from services.kit.caller import Caller, system
from services.kit.changes import record
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional


@transactional
def create(db: Db, caller: Caller, name: str, values: dict[str, Any]) -> Role:
    if already := store.ROLES.find(db, name):
        return already
    draft = Role(name=name, **values)
    rights.require_may_define(caller, None, draft)
    created = store.ROLES.insert(db, draft)
    _tell(db, caller, after=created)
    return created


@transactional
def update(db: Db, caller: Caller, name: str, etag: str, values: dict[str, Any]) -> Role:
    # A role must not widen between somebody's check and his handing it on.
    store.one_at_a_time(db)
    current = store.ROLES.get(db, name).editable()
    require_etag(current, etag)
    draft = replace(current, **values)
    rights.require_may_define(caller, current, draft)
    changed = store.ROLES.replace(db, draft)
    _tell(db, caller, before=current, after=changed)
    return changed


@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> None:
    store.one_at_a_time(db)
    current = store.ROLES.get(db, name)
    require_etag(current, etag)
    gone = current.deletable(held=store.is_held(db, name))
    store.ROLES.remove(db, gone)
    _tell(db, caller, before=gone, version=gone.version + 1)


def refresh_built_in(db: Db) -> None:
    """Gives the built-in roles of all tenants what this version of the product has added."""
    for tenant in store.tenants_behind(db, built_in_roles.EDITION):
        _refresh(db.of(tenant))


@transactional
def _refresh(db: Db) -> None:
    store.one_at_a_time(db)
    for role in store.roles_behind(db, built_in_roles.EDITION):
        changed = store.ROLES.replace(db, built_in_roles.up_to_date(role))
        if (changed.rules, changed.field_rights) != (role.rules, role.field_rights):
            _tell(db, system(db.tenant), before=role, after=changed)


def _tell(
    db: Db,
    caller: Caller,
    before: Role | None = None,
    after: Role | None = None,
    version: int = 0,
) -> None:
    event = events_pb2.RoleUpdated(role=to_proto(after or before, roles_pb2.Role))
    record(
        db,
        caller,
        event,
        before=before,
        after=after,
        version=version,
    )
