"""Roles: built-in and own ones, what may be put into them, effective at once."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
import pytest
from google.protobuf import descriptor_pb2, field_mask_pb2

from crm.identity.v1 import roles_pb2 as pb
from crm.identity.v1 import roles_pb2_grpc as pb_grpc
from crm.type.v1 import options_pb2
from services.identity import store
from services.identity.actions.roles import refresh_built_in
from services.identity.permission import OPERATOR_ONLY, PERMISSIONS
from services.identity.role import BuiltIn
from services.kit.guard import INTERNAL, PUBLIC, SIGNED_IN, VIEWING
from tests.identity.office import Office, Person, refusal

Stub = pb_grpc.RoleServiceStub


def rule(permission: str, scope: str) -> pb.Rule:
    return pb.Rule(permission=permission, scope=f"SCOPE_{scope}")  # type: ignore[arg-type]


def update(person: Person, role: str, *paths: str, etag: str = "", **values: object) -> pb.Role:
    request = pb.UpdateRoleRequest(
        role=pb.Role(name=role, etag=etag, **values),  # type: ignore[arg-type]
        update_mask=field_mask_pb2.FieldMask(paths=paths or list(values)),
    )
    return person.ask(Stub).UpdateRole(request)


def test_the_catalogue_names_every_permission_that_the_protos_ask_for() -> None:
    files = descriptor_pb2.FileDescriptorSet.FromString(Path("build/api.binpb").read_bytes()).file
    asked = {
        method.options.Extensions[options_pb2.permission]
        for file in files
        for service in file.service
        for method in service.method
    } - {"", PUBLIC, SIGNED_IN, INTERNAL, VIEWING}
    assert asked <= {*PERMISSIONS, *OPERATOR_ONLY}


def test_built_in_roles_come_first_in_their_order(office: Office) -> None:
    office.role("А своя", ("users.read", "ALL"))
    listed = office.admin.ask(Stub).ListRoles(pb.ListRolesRequest()).roles
    assert [role.built_in for role in listed] == [*BuiltIn, ""]
    assert listed[0].display_name == "Администратор"


def test_an_installation_brings_built_in_roles_up_to_date_once(office: Office) -> None:
    db, name = office.building.db(office.code), office.roles["MANAGER"]

    def rights() -> set[tuple[str, str, str]]:
        role = store.ROLES.get(db, name)
        return {(each.field, each.market_state, each.access.value) for each in role.field_rights}

    gained = ("market_state", "POTENTIAL", "READ")
    assert gained in rights()
    # As a tenant of the first edition has it, with a change of its own.
    old = {"resource": "counterparties", "field": "kpp", "market_state": "POTENTIAL"}
    store.ROLES.raw(db).update_one(
        {"_id": name},
        {"$set": {"field_rights": [{**old, "access": "READ"}]}, "$unset": {"edition": ""}},
    )
    refresh_built_in(office.building.db(""))
    assert rights() == {("kpp", "POTENTIAL", "READ"), gained}
    assert office.events("role_updated")[-1]["subject"] == name
    # What the tenant takes away again stays away.
    update(office.admin, name, "field_rights")
    version = store.ROLES.get(db, name).version
    refresh_built_in(office.building.db(""))
    assert (rights(), store.ROLES.get(db, name).version) == (set(), version)


def test_new_permissions_come_to_built_in_roles_once(office: Office) -> None:
    db, name = office.building.db(office.code), office.roles["MANAGER"]

    def may_ask() -> bool:
        return any(r.permission == "registry.read" for r in store.ROLES.get(db, name).rules)

    # As a tenant of the second edition has it.
    kept = {"$pull": {"rules": {"permission": "registry.read"}}, "$set": {"edition": 2}}
    store.ROLES.raw(db).update_one({"_id": name}, kept)
    assert not may_ask()
    refresh_built_in(office.building.db(""))
    assert may_ask()
    store.ROLES.raw(db).update_one({"_id": name}, {"$pull": kept["$pull"]})
    refresh_built_in(office.building.db(""))
    assert not may_ask()


def test_a_changed_role_counts_at_once(office: Office) -> None:
    person = office.person("ivan", "VIEWER")
    assert person.keys("counterparties.read") == [office.root]
    role = office.admin.ask(Stub).GetRole(pb.GetRoleRequest(name=office.roles["VIEWER"]))
    changed = update(
        office.admin, role.name, etag=role.etag, rules=[rule("counterparties.read", "OWN")]
    )
    assert changed.built_in == "VIEWER"
    assert person.keys("counterparties.read") == [person.user]
    assert person.keys("users.read") == []
    assert office.events("role_updated")[-1]["data"]["role"]["rules"] == [
        {"permission": "counterparties.read", "scope": "SCOPE_OWN"}
    ]


def test_the_administrators_role_is_fixed_and_built_in_ones_stay(office: Office) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        update(office.admin, office.roles["ADMINISTRATOR"], display_name="Бог")
    assert refusal(refused) == "FAILED_PRECONDITION ROLE_FIXED"
    with pytest.raises(grpc.RpcError) as refused:
        office.admin.ask(Stub).DeleteRole(pb.DeleteRoleRequest(name=office.roles["VIEWER"]))
    assert refusal(refused) == "FAILED_PRECONDITION ROLE_BUILT_IN"


def test_a_role_is_created_once_and_deleted_when_nobody_has_it(office: Office) -> None:
    stub = office.admin.ask(Stub)
    request = pb.CreateRoleRequest(
        role=pb.Role(display_name="Кадры", rules=[rule("users.read", "ALL")]),
        request_id=str(uuid.uuid4()),
    )
    role = stub.CreateRole(request)
    assert role == stub.CreateRole(request)
    assert role.built_in == ""
    office.user("ivan", role.name)
    with pytest.raises(grpc.RpcError) as refused:
        stub.DeleteRole(pb.DeleteRoleRequest(name=role.name))
    assert refusal(refused) == "FAILED_PRECONDITION ROLE_IN_USE"
    unused = office.role("Лишняя", ("users.read", "ALL"))
    stub.DeleteRole(pb.DeleteRoleRequest(name=unused))
    with pytest.raises(grpc.RpcError) as refused:
        stub.GetRole(pb.GetRoleRequest(name=unused))
    assert refusal(refused) == "NOT_FOUND NOT_FOUND"
    assert office.events("role_updated")[-1]["version"] == 2


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        (pb.Role(), "FIELD_REQUIRED"),
        (pb.Role(display_name="x", rules=[rule("tenants.write", "ALL")]), "PERMISSION_UNKNOWN"),
        (pb.Role(display_name="x", rules=[pb.Rule(permission="users.read")]), "FIELD_REQUIRED"),
        (pb.Role(display_name="x", rules=[rule("users.read", "ALL")] * 2), "RULE_REPEATED"),
        (
            pb.Role(display_name="x", field_rights=[pb.FieldRight(resource="ab", field="inn")]),
            "FIELD_REQUIRED",
        ),
        (
            pb.Role(
                display_name="x",
                field_rights=[pb.FieldRight(resource="a b", field="x", access="ACCESS_READ")],
            ),
            "FIELD_RIGHT_INVALID",
        ),
    ],
)
def test_a_role_refuses_to_be_wrong(office: Office, role: pb.Role, reason: str) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        office.admin.ask(Stub).CreateRole(pb.CreateRoleRequest(role=role))
    assert refusal(refused) == f"INVALID_ARGUMENT {reason}"


def test_nobody_writes_more_into_a_role_than_he_holds(office: Office) -> None:
    own = office.role(
        "Редактор", ("roles.read", "ALL"), ("roles.write", "ALL"), ("counterparties.read", "OWN")
    )
    editor = office.person("editor", own)
    for wide in (
        [rule("users.write", "OWN")],
        [rule("counterparties.read", "SUBTREE")],
        [rule("counterparties.read", "ALL")],
    ):
        with pytest.raises(grpc.RpcError) as refused:
            update(editor, own, rules=wide)
        assert refusal(refused) == "PERMISSION_DENIED BEYOND_OWN_RIGHTS"
        with pytest.raises(grpc.RpcError) as refused:
            editor.ask(Stub).CreateRole(
                pb.CreateRoleRequest(role=pb.Role(display_name="x", rules=wide))
            )
        assert refusal(refused) == "PERMISSION_DENIED BEYOND_OWN_RIGHTS"
    update(editor, own, rules=[rule("roles.read", "ALL"), rule("roles.write", "ALL")])


def test_another_tenants_roles_are_out_of_reach(office: Office, other_office: Office) -> None:
    role = office.role("Своя", ("users.read", "ALL"))
    stub = other_office.admin.ask(Stub)
    for attempt in (
        lambda: stub.GetRole(pb.GetRoleRequest(name=role)),
        lambda: update(other_office.admin, role, display_name="Захвачена"),
        lambda: stub.DeleteRole(pb.DeleteRoleRequest(name=role)),
    ):
        with pytest.raises(grpc.RpcError) as refused:
            attempt()
        assert refusal(refused) == "NOT_FOUND NOT_FOUND"
    assert role not in [each.name for each in stub.ListRoles(pb.ListRolesRequest()).roles]


def test_the_same_request_sent_at_once_creates_once(office: Office) -> None:
    stub = office.admin.ask(Stub)
    request = pb.CreateRoleRequest(
        role=pb.Role(display_name="Кадры", rules=[rule("users.read", "ALL")]),
        request_id=str(uuid.uuid4()),
    )
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda _: stub.CreateRole(request).name, range(6)))
    assert len(set(made)) == 1
