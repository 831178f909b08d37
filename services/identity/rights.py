"""What somebody may do, counted over all his roles; and what he may hand on to others.

A role's scope counts from the unit of its assignment. A field is restricted for a user only if
every role that lets him read the resource restricts it; of these the most permissive counts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from services.identity.role import FieldAccess, Role, Rule, Scope
from services.identity.user import User
from services.kit.caller import EVERYBODY, Access, Caller
from services.kit.errors import PermissionDenied

Grants = dict[str, tuple[str, ...]]
PathOf = Callable[[str], Sequence[str]]


class BeyondOwnRights(PermissionDenied):
    """Nobody hands on what he does not hold himself."""

    reason = "BEYOND_OWN_RIGHTS"


def grants_of(user: User, roles: Mapping[str, Role]) -> Grants:
    """Permission -> visibility keys, over all assignments."""
    found: dict[str, set[str]] = {}
    for assignment in user.assignments:
        role = roles.get(assignment.role)
        for rule in role.rules if role else ():
            key = key_of(rule.scope, user.unit_of(assignment), user.name)
            found.setdefault(rule.permission, set()).add(key)
    return {permission: _without_needless(keys) for permission, keys in sorted(found.items())}


def key_of(scope: Scope, unit: str, user: str) -> str:
    match scope:
        case Scope.ALL:
            return EVERYBODY
        case Scope.SUBTREE:
            return unit
        case Scope.UNIT:
            return f"={unit}"
        case Scope.OWN:
            return user


def lent(own: Mapping[str, tuple[str, ...]], absent: Grants, scope: Iterable[str]) -> Grants:
    """What a substitute gains: an absent person's rights in the scope that he has not himself."""
    resources = set(scope)
    found: Grants = {}
    for permission, keys in absent.items():
        held = own.get(permission, ())
        gained = tuple(key for key in keys if key not in held)
        if permission.partition(".")[0] in resources and gained and EVERYBODY not in held:
            found[permission] = gained
    return found


def joined(own: Grants, gained: Iterable[Mapping[str, tuple[str, ...]]]) -> Grants:
    """Each right with all keys, his own and lent ones apart enough to be told from each other."""
    found = {permission: set(keys) for permission, keys in own.items()}
    for grants in gained:
        for permission, keys in grants.items():
            found.setdefault(permission, set()).update(keys)
    return {permission: tuple(sorted(keys)) for permission, keys in sorted(found.items())}


def lent_fields(
    own: Grants, lenders: Iterable[Sequence[Access]], scope: Iterable[str]
) -> tuple[Access, ...]:
    """Field rights of resources that somebody reads only as a substitute: the narrowest ones."""
    foreign = {resource for resource in scope if f"{resource}.read" not in own}
    found: dict[tuple[str, str, str], Access] = {}
    for right in (each for rights in lenders for each in rights if each.resource in foreign):
        key = right[:3]
        known = found.get(key)
        if known is None or FieldAccess(right.access).width < FieldAccess(known.access).width:
            found[key] = right
    return tuple(found.values())


def within(grants: Mapping[str, tuple[str, ...]], scopes: Iterable[str]) -> Grants:
    """What of his rights a key for `scopes` has."""
    allowed = set(scopes)
    return {permission: keys for permission, keys in grants.items() if permission in allowed}


def field_rights_of(user: User, roles: Mapping[str, Role]) -> tuple[Access, ...]:
    held = [roles[each.role] for each in user.assignments if each.role in roles]
    mentioned = {
        (right.resource, right.field, right.market_state)
        for role in held
        for right in role.field_rights
    }
    # A right for any market state goes first: only then a WRITE for one of them says something.
    found: dict[tuple[str, str, str], FieldAccess] = {}
    for resource, field, state in sorted(mentioned):
        access = _widest(held, resource, field, state)
        if access is None:
            continue
        if access is not FieldAccess.WRITE or (resource, field, "") in found:
            found[resource, field, state] = access
    return tuple(Access(*key, access.value) for key, access in found.items())


def own_access(caller: Caller, resource: str, field: str, market_state: str) -> FieldAccess:
    said = {
        right.market_state: FieldAccess(right.access)
        for right in caller.field_rights
        if right.resource == resource and right.field == field
    }
    return said.get(market_state, said.get("", FieldAccess.WRITE))


def require_may_assign(caller: Caller, role: Role, unit: str, path_of: PathOf) -> None:
    """Refuses to give somebody a role that reaches further than the caller himself."""
    for rule in role.rules:
        key = "" if rule.scope is Scope.OWN else key_of(rule.scope, unit, "")
        if not covers(caller.keys(rule.permission), key, path_of):
            raise BeyondOwnRights(
                f"You do not hold {rule.permission} there yourself",
                permission=rule.permission,
                role=role.name,
            )
    _require_may_open_fields(caller, before=None, after=role)


def require_may_define(caller: Caller, before: Role | None, after: Role) -> None:
    """Refuses to put more into a role than the caller holds.

    A role may be held anywhere, so whatever reaches beyond one's own records must be held over all.
    """
    for rule in after.rules:
        if before and not _is_wider(rule, before.scope_of(rule.permission)):
            continue
        keys = caller.keys(rule.permission)
        if not keys or (rule.scope is not Scope.OWN and EVERYBODY not in keys):
            raise BeyondOwnRights(
                f"You do not hold {rule.permission} as far as that yourself",
                permission=rule.permission,
            )
    _require_may_open_fields(caller, before, after)


def require_covers_all(
    caller: Caller, user: User, grants: Mapping[str, tuple[str, ...]], path_of: PathOf
) -> None:
    """Refuses to act as, or take over, somebody who holds more than the caller."""
    for permission, keys in grants.items():
        for key in keys:
            reached = (
                caller.may(permission, user.visible_to)
                if key == user.name
                else covers(caller.keys(permission), key, path_of)
            )
            if not reached:
                raise BeyondOwnRights(
                    f"{user.name} holds {permission} further than you", permission=permission
                )


def require_sees_fields(
    caller: Caller, grants: Mapping[str, tuple[str, ...]], field_rights: Sequence[Access]
) -> None:
    """Refuses to look as somebody who sees a field that the caller does not."""
    theirs = Caller(tenant="", user="", grants={}, field_rights=tuple(field_rights))
    for resource, field, state, _ in caller.field_rights:
        if f"{resource}.read" not in grants:
            continue
        if _shown(theirs, resource, field, state) > _shown(caller, resource, field, state):
            raise BeyondOwnRights(
                f"You do not see {resource}.{field}", resource=resource, field=field
            )


def _shown(caller: Caller, resource: str, field: str, state: str) -> int:
    """To look on, reading is as good as writing."""
    access = own_access(caller, resource, field, state)
    return min(access.width, FieldAccess.READ.width)


def covers(held: Sequence[str], key: str, path_of: PathOf) -> bool:
    """Whether keys reach as far as `key`; the empty key means «one's own records»."""
    if EVERYBODY in held:
        return True
    if not key:
        return bool(held)
    if key == EVERYBODY:
        return False
    return key in held or any(unit in held for unit in path_of(key.removeprefix("=")))


def _is_wider(rule: Rule, before: Scope | None) -> bool:
    return before is None or rule.scope.width > before.width


def _require_may_open_fields(caller: Caller, before: Role | None, after: Role) -> None:
    """Refuses what would show the caller, or others through him, a field he may not see."""
    for right in caller.field_rights:
        resource, field, state, _ = right
        if not after.grants(f"{resource}.read"):
            continue
        opened = after.access(resource, field, state)
        was = FieldAccess.NONE
        if before and before.grants(f"{resource}.read"):
            was = before.access(resource, field, state)
        if opened.width > max(was.width, own_access(caller, resource, field, state).width):
            raise BeyondOwnRights(
                f"You do not have {opened} of {resource}.{field}", resource=resource, field=field
            )


def _widest(
    roles: Iterable[Role], resource: str, field: str, market_state: str
) -> FieldAccess | None:
    """None if no role lets him read the resource at all: then there is nothing to restrict."""
    said = [
        role.access(resource, field, market_state)
        for role in roles
        if role.grants(f"{resource}.read")
    ]
    return max(said, key=lambda access: access.width) if said else None


def _without_needless(keys: set[str]) -> tuple[str, ...]:
    if EVERYBODY in keys:
        return (EVERYBODY,)
    return tuple(sorted(key for key in keys if key.removeprefix("=") == key or key[1:] not in keys))
