"""What of identity a caller may read, by resource; the audit trail asks this."""

from collections.abc import Callable, Mapping
from typing import Any

from services.identity import store
from services.identity.actions import api_keys, sessions, substitutions, tenants, users
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.mongo import Collection, Db

Reader = Callable[[Db, Caller, str], Any]


def _with(permission: str, collection: Collection[Any]) -> Reader:
    def read(db: Db, caller: Caller, name: str) -> Any:
        if not caller.has(permission):
            raise NotFound(f"No {name}", name=name)
        return collection.get(db, name)

    return read


def _user(db: Db, caller: Caller, name: str) -> Any:
    """The trail of a person tells when he signs in: not for every colleague who sees his name."""
    user = users.get_visible(db, caller, name)
    mine = user.name == caller.user
    if not mine and not any(caller.may(p, user.visible_to) for p in ("audit.read", users.WRITE)):
        raise NotFound(f"No {name}", name=name)
    return user


def _api_key(db: Db, caller: Caller, name: str) -> Any:
    if not caller.has(api_keys.WRITE):
        raise NotFound(f"No {name}", name=name)
    return api_keys.get(db, caller, name)


def _saved_view(db: Db, caller: Caller, name: str) -> Any:
    view = store.SAVED_VIEWS.get(db, name)
    if view.owner != caller.user and not view.is_shared:
        raise NotFound(f"No {name}", name=name)
    return view


READERS: Mapping[str, Reader] = {
    "tenants": tenants.get,
    "users": _user,
    "orgUnits": _with("org_units.read", store.ORG_UNITS),
    "roles": _with("roles.read", store.ROLES),
    "sessions": sessions.get,
    "apiKeys": _api_key,
    "savedViews": _saved_view,
    "substitutions": substitutions.get,
}
