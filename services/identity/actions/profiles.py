"""The caller as the screens need him."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.identity import store
from services.identity.actions import preferences
from services.identity.tenant import Tenant, name_of
from services.identity.user import User
from services.kit.caller import Caller
from services.kit.mongo import Db


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveFieldRight:
    resource: str
    field: str
    market_state: str
    access: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    user: User | None = None
    tenant: Tenant | None = None
    permissions: tuple[str, ...] = ()
    field_rights: tuple[EffectiveFieldRight, ...] = ()
    preferences: Mapping[str, Any] = field(default_factory=dict[str, Any])


def of(db: Db, caller: Caller) -> Profile:
    permissions = tuple(sorted(caller.grants))
    if not caller.user:
        # The operator is nobody's user and has no tenant.
        return Profile(permissions=permissions)
    return Profile(
        user=store.USERS.get(db, caller.user),
        tenant=store.TENANTS.get(db, name_of(db.tenant)),
        permissions=permissions,
        field_rights=tuple(EffectiveFieldRight(**right._asdict()) for right in caller.field_rights),
        preferences=preferences.of(db, caller.user).values,
    )
