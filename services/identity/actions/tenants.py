"""Setting up a tenant and changing its settings."""

from dataclasses import dataclass, replace
from typing import Any

from crm.identity.v1 import events_pb2, org_units_pb2, roles_pb2, tenants_pb2, users_pb2
from services.identity import built_in_roles, password, store, tenant
from services.identity.org_unit import Kind, OrgUnit
from services.identity.password import Password
from services.identity.regional import DEFAULT_LANGUAGE
from services.identity.role import BuiltIn
from services.identity.tenant import Tenant, TenantCodeTaken
from services.identity.user import Assignment, State, User
from services.kit.caller import Caller
from services.kit.changes import record
from services.kit.errors import AlreadyExists, NotFound
from services.kit.guard import SIGNED_IN
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional

OPERATE = "tenants.write"
# Everybody in the tenant hears of its settings.
_ABOUT: dict[str, Any] = {"permission": SIGNED_IN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Administrator:
    """The first user of a new tenant."""

    login: str
    password: str
    display_name: str
    email: str = ""


def create(db: Db, caller: Caller, draft: Tenant, admin: Administrator) -> Tenant:
    """All that a tenant needs for its first sign-in, or nothing of it."""
    tenant.require_code(draft.code)
    password.require_good(admin.password, admin.login, "admin.password")
    # Hashing takes its time, and a transaction may run more than once.
    secret = password.hashed(admin.password)
    try:
        return _create(db.of(draft.code), caller, draft, admin, secret)
    except AlreadyExists as error:
        raise TenantCodeTaken(f"{draft.code} is taken", code=draft.code) from error


@transactional
def _create(db: Db, caller: Caller, draft: Tenant, admin: Administrator, secret: str) -> Tenant:
    if store.TENANTS.find(db, draft.name):
        raise TenantCodeTaken(f"{draft.code} is taken", code=draft.code)
    created = store.TENANTS.insert(db, draft)
    event = events_pb2.TenantCreated(tenant=to_proto(created, tenants_pb2.Tenant))
    record(db, caller, event, after=created, **_ABOUT)
    root = _create_root(db, caller, created)
    role = _create_roles(db, caller, created)
    _create_administrator(db, caller, admin, root, role, secret)
    return created


def _create_root(db: Db, caller: Caller, owner: Tenant) -> OrgUnit:
    unit = OrgUnit(
        name=store.ORG_UNITS.new_name(), display_name=owner.display_name, kind=Kind.COMPANY
    )
    root = store.ORG_UNITS.insert(db, unit.as_root())
    event = events_pb2.OrgUnitCreated(org_unit=to_proto(root, org_units_pb2.OrgUnit))
    record(db, caller, event, after=root, permission="org_units.read")
    return root


def _create_roles(db: Db, caller: Caller, owner: Tenant) -> str:
    """The built-in roles; returns the administrator's."""
    names: dict[BuiltIn, str] = {}
    for kind in BuiltIn:
        language = owner.language or DEFAULT_LANGUAGE
        draft = built_in_roles.built_in(kind, store.ROLES.new_name(), language)
        role = store.ROLES.insert(db, draft)
        event = events_pb2.RoleUpdated(role=to_proto(role, roles_pb2.Role))
        record(db, caller, event, after=role)
        names[kind] = role.name
    return names[BuiltIn.ADMINISTRATOR]


def _create_administrator(
    db: Db, caller: Caller, admin: Administrator, root: OrgUnit, role: str, secret: str
) -> None:
    draft = User(
        name=store.USERS.new_name(),
        login=admin.login.strip(),
        display_name=admin.display_name,
        email=admin.email,
        org_unit=root.name,
        assignments=(Assignment(role=role, org_unit=root.name),),
        state=State.ACTIVE,
    )
    user = store.USERS.insert(db, draft.at(root))
    store.PASSWORDS.insert(db, Password(name=password.name_of(user.name), hash=secret))
    event = events_pb2.UserCreated(user=to_proto(user, users_pb2.User))
    record(db, caller, event, after=user)


@transactional
def update(db: Db, caller: Caller, name: str, etag: str, values: dict[str, Any]) -> Tenant:
    current = get(db, caller, name)
    require_etag(current, etag)
    changed = store.TENANTS.replace(db, replace(current, **values))
    event = events_pb2.TenantUpdated(tenant=to_proto(changed, tenants_pb2.Tenant))
    record(db, caller, event, before=current, after=changed, **_ABOUT)
    return changed


def get(db: Db, caller: Caller, name: str) -> Tenant:
    """One's own tenant, or any for the operator; others are not there."""
    code = name.partition("/")[2]
    if not tenant.is_code(code) or (code != caller.tenant and not caller.has(OPERATE)):
        raise NotFound(f"No {name}", name=name)
    return store.TENANTS.get(db.of(code), name)
