"""Where somebody's rights come from, in the terms people gave them: role, unit, substitution."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.identity import rights, store
from services.identity.actions import substitutions, users
from services.identity.permission import require_known
from services.identity.user import State, User
from services.kit.caller import Caller
from services.kit.mongo import Db

EXPLAIN = "access.explain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    key: str
    role: str
    role_display_name: str
    scope: str
    org_unit: str
    org_unit_names: Sequence[str] = ()
    absent: str = ""
    absent_display_name: str = ""
    end_date: date | None = None


@dataclass(frozen=True, slots=True)
class Lent:
    absent: str = ""
    absent_display_name: str = ""
    end_date: date | None = None


def explained(db: Db, caller: Caller, name: str, permission: str) -> tuple[User, list[Grant]]:
    require_known(permission, "permission")
    user = users.get_visible(db, caller, name)
    caller.require_for(EXPLAIN, user.visible_to)
    found = list(_grants(db, user, permission, Lent()))
    for each in substitutions.active_of(db, user.name):
        absent = store.USERS.find(db, each.absent)
        lent = absent is not None and absent.state is not State.DISABLED
        if absent and lent and permission.partition(".")[0] in each.scope:
            by = Lent(absent.name, absent.display_name, each.end_date)
            found += _grants(db, absent, permission, by)
    return user, found


def _grants(db: Db, user: User, permission: str, lent: Lent) -> Iterator[Grant]:
    roles = store.roles_of(db, user)
    for assignment in user.assignments:
        role = roles.get(assignment.role)
        scope = role.scope_of(permission) if role else None
        if role is None or scope is None:
            continue
        unit = user.unit_of(assignment)
        yield Grant(
            key=rights.key_of(scope, unit, user.name),
            role=role.name,
            role_display_name=role.display_name,
            scope=scope.value,
            org_unit=unit,
            org_unit_names=_names(db, unit),
            absent=lent.absent,
            absent_display_name=lent.absent_display_name,
            end_date=lent.end_date,
        )


def _names(db: Db, unit: str) -> Sequence[str]:
    found = store.ORG_UNITS.find(db, unit)
    path = found.path if found else ()
    above = {
        each.name: each.display_name
        for each in store.ORG_UNITS.select(db, {"_id": {"$in": list(path)}})
    }
    return tuple(above.get(name, "") for name in path)
