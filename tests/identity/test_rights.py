"""Rights counted over several roles, and what may be handed on."""

import pytest

from services.identity import rights
from services.identity.rights import BeyondOwnRights
from services.identity.role import FieldAccess, FieldRight, Role, Rule, Scope
from services.identity.user import Assignment, User
from services.kit.caller import Access, Caller

PATHS = {
    "orgUnits/r": ("orgUnits/r",),
    "orgUnits/a": ("orgUnits/r", "orgUnits/a"),
    "orgUnits/a1": ("orgUnits/r", "orgUnits/a", "orgUnits/a1"),
    "orgUnits/b": ("orgUnits/r", "orgUnits/b"),
}
READ, UPDATE = "counterparties.read", "counterparties.update"


def path_of(unit: str) -> tuple[str, ...]:
    return PATHS.get(unit, ())


def a_role(name: str, *rules: tuple[str, Scope], fields: tuple[tuple[str, str, str], ...] = ()):
    return Role(
        name=f"roles/{name}",
        display_name=name,
        rules=tuple(Rule(permission=p, scope=s) for p, s in rules),
        field_rights=tuple(
            FieldRight(
                resource="counterparties", field=f, market_state=m, access=FieldAccess(access)
            )
            for f, m, access in fields
        ),
    )


def a_user(*held: tuple[Role, str]) -> User:
    return User(
        name="users/u",
        login="u",
        display_name="U",
        org_unit="orgUnits/a",
        assignments=tuple(Assignment(role=role.name, org_unit=unit) for role, unit in held),
    ).with_path(PATHS["orgUnits/a"])


def by_name(*held: Role) -> dict[str, Role]:
    return {role.name: role for role in held}


def a_caller(field_rights: tuple[Access, ...] = (), **grants: tuple[str, ...]) -> Caller:
    named = {name.replace("_", "."): keys for name, keys in grants.items()}
    return Caller(tenant="t1", user="users/c", grants=named, field_rights=field_rights)


def test_each_scope_counts_from_the_unit_of_its_assignment() -> None:
    seller = a_role("seller", (READ, Scope.OWN))
    head = a_role("head", (READ, Scope.SUBTREE), (UPDATE, Scope.UNIT))
    user = a_user((seller, ""), (head, "orgUnits/b"))
    assert rights.grants_of(user, by_name(seller, head)) == {
        READ: ("orgUnits/b", "users/u"),
        UPDATE: ("=orgUnits/b",),
    }


def test_a_role_without_a_unit_counts_from_the_users_own() -> None:
    head = a_role("head", (READ, Scope.SUBTREE))
    assert rights.grants_of(a_user((head, "")), by_name(head)) == {READ: ("orgUnits/a",)}


def test_all_swallows_the_rest_and_a_subtree_its_own_unit() -> None:
    unit, subtree = a_role("unit", (READ, Scope.UNIT)), a_role("sub", (READ, Scope.SUBTREE))
    both = a_user((unit, ""), (subtree, ""))
    assert rights.grants_of(both, by_name(unit, subtree)) == {READ: ("orgUnits/a",)}
    everything = a_role("all", (READ, Scope.ALL))
    held = a_user((unit, ""), (everything, ""))
    assert rights.grants_of(held, by_name(unit, everything)) == {READ: ("*",)}


def test_a_role_that_is_gone_gives_nothing() -> None:
    assert rights.grants_of(a_user((a_role("gone", (READ, Scope.ALL)), "")), {}) == {}


def test_of_two_restricting_roles_the_more_permissive_counts() -> None:
    a = a_role("a", (READ, Scope.OWN), fields=(("inn", "", "NONE"),))
    b = a_role("b", (READ, Scope.OWN), fields=(("inn", "", "MASKED"),))
    user = a_user((a, ""), (b, ""))
    assert rights.field_rights_of(user, by_name(a, b)) == (
        Access("counterparties", "inn", "", "MASKED"),
    )


def test_one_role_that_does_not_restrict_a_field_opens_it() -> None:
    a = a_role("a", (READ, Scope.OWN), fields=(("inn", "POTENTIAL", "NONE"),))
    b = a_role("b", (READ, Scope.OWN))
    assert rights.field_rights_of(a_user((a, ""), (b, "")), by_name(a, b)) == ()


def test_a_role_that_cannot_read_the_resource_opens_nothing_of_it() -> None:
    a = a_role("a", (READ, Scope.OWN), fields=(("inn", "POTENTIAL", "NONE"),))
    segments = a_role("s", ("segments.read", Scope.ALL))
    assert rights.field_rights_of(a_user((a, ""), (segments, "")), by_name(a, segments)) == (
        Access("counterparties", "inn", "POTENTIAL", "NONE"),
    )


def test_a_right_for_one_market_state_beats_the_one_for_any() -> None:
    role = a_role(
        "a", (READ, Scope.OWN), fields=(("inn", "", "MASKED"), ("inn", "EXISTING", "WRITE"))
    )
    assert rights.field_rights_of(a_user((role, "")), by_name(role)) == (
        Access("counterparties", "inn", "", "MASKED"),
        Access("counterparties", "inn", "EXISTING", "WRITE"),
    )


@pytest.mark.parametrize(
    ("held", "key", "reaches"),
    [
        (("*",), "*", True),
        (("orgUnits/r",), "*", False),
        (("orgUnits/a",), "orgUnits/a1", True),
        (("orgUnits/a",), "=orgUnits/a1", True),
        (("=orgUnits/a",), "orgUnits/a", False),
        (("=orgUnits/a",), "=orgUnits/a", True),
        (("orgUnits/a",), "orgUnits/b", False),
        (("orgUnits/a1",), "orgUnits/a", False),
        (("users/c",), "", True),
        ((), "", False),
    ],
)
def test_how_far_keys_reach(held: tuple[str, ...], key: str, reaches: bool) -> None:
    assert rights.covers(held, key, path_of) is reaches


def test_nobody_gives_a_role_that_reaches_further_than_himself() -> None:
    caller = a_caller(counterparties_read=("orgUnits/a",))
    role = a_role("r", (READ, Scope.SUBTREE))
    rights.require_may_assign(caller, role, "orgUnits/a1", path_of)
    for wide, unit in ((role, "orgUnits/r"), (role, "orgUnits/b")):
        with pytest.raises(BeyondOwnRights):
            rights.require_may_assign(caller, wide, unit, path_of)
    with pytest.raises(BeyondOwnRights):
        rights.require_may_assign(caller, a_role("r", (READ, Scope.ALL)), "orgUnits/a", path_of)
    with pytest.raises(BeyondOwnRights):
        rights.require_may_assign(caller, a_role("r", (UPDATE, Scope.OWN)), "orgUnits/a", path_of)


def test_nobody_gives_a_role_that_opens_a_field_closed_to_himself() -> None:
    masked = (Access("counterparties", "phones", "", "MASKED"),)
    caller = a_caller(masked, counterparties_read=("*",))
    with pytest.raises(BeyondOwnRights):
        rights.require_may_assign(caller, a_role("r", (READ, Scope.OWN)), "orgUnits/a", path_of)
    same = a_role("r", (READ, Scope.OWN), fields=(("phones", "", "MASKED"),))
    rights.require_may_assign(caller, same, "orgUnits/a", path_of)


def test_nobody_puts_more_into_a_role_than_he_holds() -> None:
    caller = a_caller(counterparties_read=("orgUnits/a",))
    rights.require_may_define(caller, None, a_role("r", (READ, Scope.OWN)))
    for rule in ((UPDATE, Scope.OWN), (READ, Scope.SUBTREE)):
        with pytest.raises(BeyondOwnRights):
            rights.require_may_define(caller, None, a_role("r", rule))


def test_what_a_role_had_already_may_stay_or_shrink() -> None:
    caller = a_caller()
    before = a_role("r", (READ, Scope.SUBTREE), (UPDATE, Scope.OWN))
    rights.require_may_define(caller, before, before)
    rights.require_may_define(caller, before, a_role("r", (READ, Scope.OWN)))
    with pytest.raises(BeyondOwnRights):
        rights.require_may_define(caller, before, a_role("r", (READ, Scope.ALL)))


def test_nobody_removes_a_restriction_that_binds_himself() -> None:
    caller = a_caller(
        (Access("counterparties", "inn", "POTENTIAL", "NONE"),), counterparties_read=("*",)
    )
    before = a_role("r", (READ, Scope.OWN), fields=(("inn", "POTENTIAL", "NONE"),))
    with pytest.raises(BeyondOwnRights):
        rights.require_may_define(caller, before, a_role("r", (READ, Scope.OWN)))


def test_acting_as_somebody_needs_all_that_he_holds() -> None:
    user = a_user()
    rights.require_covers_all(a_caller(x_y=("orgUnits/a",)), user, {"x.y": ("users/u",)}, path_of)
    with pytest.raises(BeyondOwnRights):
        rights.require_covers_all(
            a_caller(x_y=("orgUnits/b",)), user, {"x.y": ("users/u",)}, path_of
        )
    with pytest.raises(BeyondOwnRights):
        rights.require_covers_all(a_caller(x_y=("orgUnits/a",)), user, {"x.y": ("*",)}, path_of)
