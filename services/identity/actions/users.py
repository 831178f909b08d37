"""Bringing users in, moving them, giving them roles, barring them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from crm.identity.v1 import events_pb2, users_pb2
from services.identity import password, rights, store
from services.identity.actions import api_keys, sessions
from services.identity.actions.org_units import known_unit, user_change
from services.identity.password import Password
from services.identity.role import RoleUnknown
from services.identity.user import (
    Assignment,
    LastAdministrator,
    LoginTaken,
    ManagerInvalid,
    State,
    User,
    login_key,
    plain_phone,
)
from services.kit.caller import Caller
from services.kit.changes import record, record_many
from services.kit.errors import NotFound
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional

READ, WRITE = "users.read", "users.write"


def create(db: Db, caller: Caller, name: str, values: dict[str, Any], first_password: str) -> User:
    """Active with a password, otherwise to be invited."""
    secret = ""
    if first_password:
        password.require_good(first_password, values.get("login", ""))
        secret = password.hashed(first_password)
    return _create(db, caller, name, _plain(values), secret)


@transactional
def _create(db: Db, caller: Caller, name: str, values: dict[str, Any], secret: str) -> User:
    store.one_at_a_time(db)
    if already := store.USERS.find(db, name):
        return already
    unit = known_unit(db, values["org_unit"], "org_unit")
    state = State.ACTIVE if secret else State.INVITED
    draft = User(name=name, state=state, **values).at(unit)
    caller.require_for(WRITE, draft.visible_to)
    _require_free_login(db, draft)
    _require_manager(db, draft)
    _require_may_have(db, caller, draft, draft.assignments)
    created = store.USERS.insert(db, draft)
    if secret:
        store.PASSWORDS.insert(db, Password(name=password.name_of(name), hash=secret))
    event = events_pb2.UserCreated(user=to_proto(created, users_pb2.User))
    record(db, caller, event, after=created)
    return created


@transactional
def update(db: Db, caller: Caller, name: str, etag: str, values: dict[str, Any]) -> User:
    store.one_at_a_time(db)
    current = get_to_change(db, caller, name)
    require_etag(current, etag)
    changed = replace(current, **_plain(values))
    if changed.org_unit != current.org_unit:
        changed = changed.at(known_unit(db, changed.org_unit, "org_unit"))
        caller.require_for(WRITE, changed.visible_to)
    if login_key(changed.login) != login_key(current.login):
        _require_free_login(db, changed)
    if changed.manager != current.manager:
        _require_manager(db, changed)
    _require_may_have(db, caller, changed, _added(current, changed))
    _require_administrator_left(db, current, changed)
    return _keep(db, caller, current, changed)


@transactional
def disable(db: Db, caller: Caller, name: str, etag: str) -> User:
    store.one_at_a_time(db)
    current = get_to_change(db, caller, name)
    require_etag(current, etag)
    return bar(db, caller, current)


@transactional
def bar(db: Db, caller: Caller, current: User) -> User:
    """Nothing lets him in any more; the caller's right is checked already."""
    barred = current.disabled()
    _require_administrator_left(db, current, barred)
    sessions.end_all(db, caller, current)
    api_keys.end_all(db, caller, current.name)
    store.forget_invitations(db, current.name)
    return _keep(db, caller, current, barred)


@transactional
def enable(db: Db, caller: Caller, name: str, etag: str) -> User:
    current = get_to_change(db, caller, name)
    require_etag(current, etag)
    has_password = store.PASSWORDS.find(db, password.name_of(name)) is not None
    return _keep(db, caller, current, current.enabled(has_password=has_password))


def get_visible(db: Db, caller: Caller, name: str) -> User:
    """What the caller may not see is not there."""
    user = store.USERS.get(db, name)
    if user.name != caller.user and not caller.may(READ, user.visible_to):
        raise NotFound(f"No {name}", name=name)
    return user


def get_to_change(db: Db, caller: Caller, name: str) -> User:
    user = store.USERS.get(db, name)
    if not caller.may(WRITE, user.visible_to):
        get_visible(db, caller, name)
        caller.require_for(WRITE, user.visible_to)
    return user


def _keep(db: Db, caller: Caller, before: User, after: User) -> User:
    kept = store.USERS.replace(db, after)
    record_many(db, caller, [user_change(before, kept)])
    return kept


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """As we keep it, whatever way it was typed."""
    tidied = dict(values)
    for field in ("login", "email"):
        if field in tidied:
            tidied[field] = tidied[field].strip()
    if tidied.get("phone"):
        tidied["phone"] = plain_phone(tidied["phone"])
    return tidied


def _added(before: User, after: User) -> list[Assignment]:
    """Roles that are new, or count from another unit than before."""
    had = {(each.role, before.unit_of(each)) for each in before.assignments}
    return [each for each in after.assignments if (each.role, after.unit_of(each)) not in had]


def _require_may_have(db: Db, caller: Caller, user: User, added: Sequence[Assignment]) -> None:
    roles = store.roles_of(db, user)
    path_of = store.path_of(db)
    for assignment in added:
        if assignment.role not in roles:
            raise RoleUnknown(f"There is no {assignment.role[:64]!r}", field="assignments")
        unit = known_unit(db, user.unit_of(assignment), "assignments").name
        rights.require_may_assign(caller, roles[assignment.role], unit, path_of)


def _require_free_login(db: Db, user: User) -> None:
    if store.user_by_login(db, user.login):
        raise LoginTaken("The login is taken", login=user.login)


def _require_manager(db: Db, user: User) -> None:
    if user.manager and store.USERS.find(db, user.manager) is None:
        raise ManagerInvalid(f"There is no {user.manager[:64]!r}", field="manager")


def _require_administrator_left(db: Db, before: User, after: User) -> None:
    role = store.administrator_role(db).name
    was = before.state is State.ACTIVE and before.has_role(role)
    still = after.state is State.ACTIVE and after.has_role(role)
    if was and not still and not store.another_administrator(db, role, before.name):
        raise LastAdministrator(f"{before.name} is the last administrator", name=before.name)
