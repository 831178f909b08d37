"""Growing, changing and moving the org tree."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from crm.identity.v1 import events_pb2, org_units_pb2, users_pb2
from services.identity import store
from services.identity.org_unit import HeadUnknown, OrgUnit, OrgUnitUnknown, moved_path
from services.identity.user import User
from services.kit import clock
from services.kit.caller import Caller
from services.kit.changes import Change, record, record_many
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional

READ, WRITE = "org_units.read", "org_units.write"


@transactional
def create(db: Db, caller: Caller, name: str, values: dict[str, Any]) -> OrgUnit:
    store.one_at_a_time(db)
    if already := store.ORG_UNITS.find(db, name):
        return already
    parent = known_unit(db, values.get("parent", ""), "parent")
    caller.require_for(WRITE, parent.keys)
    _require_head(db, values)
    draft = OrgUnit(name=name, **values).under(parent)
    created = store.ORG_UNITS.insert(db, draft)
    event = events_pb2.OrgUnitCreated(org_unit=to_proto(created, org_units_pb2.OrgUnit))
    record(db, caller, event, after=created, permission=READ)
    return created


@transactional
def update(db: Db, caller: Caller, name: str, etag: str, values: dict[str, Any]) -> OrgUnit:
    store.one_at_a_time(db)
    current = store.ORG_UNITS.get(db, name)
    require_etag(current, etag)
    caller.require_for(WRITE, current.keys)
    _require_head(db, values)
    changed = replace(current, **values)
    if changed.parent != current.parent:
        changed = _moved(db, caller, changed, current)
    kept = store.ORG_UNITS.replace(db, changed)
    record_many(db, caller, [_change(current, kept)])
    if kept.path != current.path:
        _move_subtree(db, caller, current, kept)
    return kept


@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> None:
    store.one_at_a_time(db)
    current = store.ORG_UNITS.get(db, name)
    require_etag(current, etag)
    caller.require_for(WRITE, current.keys)
    gone = current.without_children_or_users(
        children=store.has_children(db, name), users=store.has_users(db, name)
    )
    store.ORG_UNITS.remove(db, gone)
    event = events_pb2.OrgUnitDeleted(org_unit=to_proto(gone, org_units_pb2.OrgUnit))
    record(
        db,
        caller,
        event,
        before=gone,
        # Newer than all that was told of it.
        version=gone.version + 1,
        permission=READ,
    )


def known_unit(db: Db, name: str, field: str) -> OrgUnit:
    unit = store.ORG_UNITS.find(db, name)
    if unit is None:
        raise OrgUnitUnknown(f"There is no unit {name[:64]!r}", field=field)
    return unit


def _moved(db: Db, caller: Caller, changed: OrgUnit, current: OrgUnit) -> OrgUnit:
    current.require_movable()
    parent = known_unit(db, changed.parent, "parent")
    caller.require_for(WRITE, parent.keys)
    return changed.under(parent)


def _move_subtree(db: Db, caller: Caller, before: OrgUnit, after: OrgUnit) -> None:
    """Units and users below get their new paths in one go, each told of."""
    now = clock.now()

    def path(old: tuple[str, ...]) -> tuple[str, ...]:
        return moved_path(old, before.path, after.path)

    below = [unit for unit in store.units_under(db, before.name) if unit.name != before.name]
    units = [(unit, _restamped_unit(unit, path, now)) for unit in below]
    store.keep_moved_units(db, [moved for _, moved in units])
    record_many(db, caller, [_change(unit, moved) for unit, moved in units])
    users = [
        (user, _restamped_user(user, path, now)) for user in store.users_under(db, before.name)
    ]
    store.keep_moved_users(db, [moved for _, moved in users])
    record_many(db, caller, [user_change(user, moved) for user, moved in users])


def _restamped_unit(unit: OrgUnit, path: Callable[..., tuple[str, ...]], now: Any) -> OrgUnit:
    return replace(unit, path=path(unit.path), update_time=now, version=unit.version + 1)


def _restamped_user(user: User, path: Callable[..., tuple[str, ...]], now: Any) -> User:
    return replace(user.with_path(path(user.org_path)), update_time=now, version=user.version + 1)


def user_change(before: User, after: User) -> Change:
    """What others hear when a user changed, with the place he had."""
    event = events_pb2.UserUpdated(
        user=to_proto(after, users_pb2.User), previous_org_path=before.org_path
    )
    return Change(event=event, before=before, after=after)


def _change(before: OrgUnit, after: OrgUnit) -> Change:
    event = events_pb2.OrgUnitUpdated(org_unit=to_proto(after, org_units_pb2.OrgUnit))
    return Change(event=event, before=before, after=after, permission=READ)


def _require_head(db: Db, values: dict[str, Any]) -> None:
    head = values.get("head", "")
    if head and store.USERS.find(db, head) is None:
        raise HeadUnknown(f"There is no user {head[:64]!r}", field="head")
