"""The org tree: growing, moving with everybody in it, keeping its shape under concurrency."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from google.protobuf import field_mask_pb2

from crm.identity.v1 import org_units_pb2 as pb
from crm.identity.v1 import org_units_pb2_grpc as pb_grpc
from crm.identity.v1 import users_pb2 as users
from crm.identity.v1 import users_pb2_grpc as users_grpc
from tests.identity.office import Office, Person, refusal

Stub = pb_grpc.OrgUnitServiceStub


def update(person: Person, unit: str, *paths: str, etag: str = "", **values: object) -> pb.OrgUnit:
    request = pb.UpdateOrgUnitRequest(
        org_unit=pb.OrgUnit(name=unit, etag=etag, **values),  # type: ignore[arg-type]
        update_mask=field_mask_pb2.FieldMask(paths=paths or list(values)),
    )
    return person.ask(Stub).UpdateOrgUnit(request)


def tree(person: Person) -> dict[str, list[str]]:
    request = pb.ListOrgUnitsRequest(page_size=200)
    listed = person.ask(Stub).ListOrgUnits(request).org_units
    return {unit.name: list(unit.path) for unit in listed}


def test_a_unit_is_created_once_under_its_parent(office: Office) -> None:
    request = pb.CreateOrgUnitRequest(
        org_unit=pb.OrgUnit(display_name="Филиал", kind="KIND_BRANCH", parent=office.root),
        request_id=str(uuid.uuid4()),
    )
    first = office.admin.ask(Stub).CreateOrgUnit(request)
    assert first == office.admin.ask(Stub).CreateOrgUnit(request)
    assert first.path == [office.root, first.name]
    told = office.events("org_unit_created")
    assert len(told) == 2
    assert told[-1]["permission"] == "org_units.read"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"parent": "orgUnits/none"}, "ORG_UNIT_UNKNOWN"),
        ({"parent": ""}, "ORG_UNIT_UNKNOWN"),
        ({"head": "users/none"}, "HEAD_UNKNOWN"),
        ({"time_zone": "Mars"}, "TIME_ZONE_UNKNOWN"),
        ({"display_name": " "}, "FIELD_REQUIRED"),
        ({"kind": "KIND_UNSPECIFIED"}, "FIELD_REQUIRED"),
    ],
)
def test_a_wrong_value_is_named(office: Office, values: dict[str, object], reason: str) -> None:
    unit = office.unit("Филиал").name
    with pytest.raises(grpc.RpcError) as refused:
        update(office.admin, unit, **values)
    assert refusal(refused) == f"INVALID_ARGUMENT {reason}"


def test_the_tree_is_listed_parents_first_page_by_page(office: Office) -> None:
    branch = office.unit("Я филиал").name
    department = office.unit("А отдел", branch).name
    stub = office.admin.ask(Stub)
    first = stub.ListOrgUnits(pb.ListOrgUnitsRequest(page_size=2))
    rest = stub.ListOrgUnits(pb.ListOrgUnitsRequest(page_size=2, page_token=first.next_page_token))
    listed = [unit.name for unit in (*first.org_units, *rest.org_units)]
    assert listed == [office.root, branch, department]


def test_a_move_takes_units_and_people_along_and_tells_each(office: Office) -> None:
    a, b = office.unit("A").name, office.unit("B").name
    department = office.unit("Отдел", a).name
    group = office.unit("Группа", department).name
    users_there = [office.user(f"u{n}", "MANAGER", unit=group).name for n in range(3)]
    head = office.person("head", "HEAD_OF_SALES", unit=b)
    assert head.keys("counterparties.read") == [b]
    before = len(office.events())
    update(office.admin, department, parent=b)
    assert tree(office.admin)[group] == [office.root, b, department, group]
    told = office.events()[before:]
    assert [e["type"] for e in told] == ["org_unit_updated"] * 2 + ["user_updated"] * 3
    for event in told[2:]:
        assert event["data"]["previous_org_path"] == [office.root, a, department, group]
        assert event["data"]["user"]["org_path"] == [office.root, b, department, group]
        assert event["subject"] in users_there
        assert event["version"] == 2
        assert {a, b} < set(event["visible_to"])
    listed = head.ask(users_grpc.UserServiceStub).ListUsers(users.ListUsersRequest(org_unit=b))
    assert {user.name for user in listed.users} == {*users_there, head.user}
    user = head.ask(users_grpc.UserServiceStub).GetUser(users.GetUserRequest(name=users_there[0]))
    assert user.org_path == [office.root, b, department, group]
    assert user.etag == '"2"'


def test_a_big_move_is_one_transaction(office: Office) -> None:
    a, b = office.unit("A").name, office.unit("B").name
    department = office.unit("Отдел", a).name
    for number in range(60):
        office.user(f"u{number}", unit=department, password="")
    update(office.admin, department, parent=b)
    assert len(office.events("user_updated")) == 60
    stub = office.admin.ask(users_grpc.UserServiceStub)
    assert len(stub.ListUsers(users.ListUsersRequest(org_unit=b, page_size=200)).users) == 60
    assert not stub.ListUsers(users.ListUsersRequest(org_unit=a)).users


def test_a_unit_keeps_out_of_itself_and_the_root_stays(office: Office) -> None:
    branch = office.unit("Филиал").name
    department = office.unit("Отдел", branch).name
    with pytest.raises(grpc.RpcError) as refused:
        update(office.admin, branch, parent=department)
    assert refusal(refused) == "FAILED_PRECONDITION ORG_UNIT_CYCLE"
    with pytest.raises(grpc.RpcError) as refused:
        update(office.admin, office.root, parent=branch)
    assert refusal(refused) == "FAILED_PRECONDITION ORG_UNIT_IS_ROOT"
    with pytest.raises(grpc.RpcError) as refused:
        office.admin.ask(Stub).DeleteOrgUnit(pb.DeleteOrgUnitRequest(name=office.root))
    assert refusal(refused) == "FAILED_PRECONDITION ORG_UNIT_IS_ROOT"
    renamed = update(office.admin, office.root, display_name="Фирма")
    assert renamed.path == [office.root]


def test_two_moves_into_each_other_leave_no_cycle(office: Office) -> None:
    """Each alone would be right; both at once would cut a ring off the tree."""
    for _ in range(5):
        a, b = office.unit("A").name, office.unit("B").name

        def move(pair: tuple[str, str]) -> str:
            try:
                update(office.admin, pair[0], parent=pair[1])
            except grpc.RpcError as error:
                return error.code().name
            return "OK"

        with ThreadPoolExecutor(2) as pool:
            answers = sorted(pool.map(move, [(a, b), (b, a)]))
        assert answers == ["FAILED_PRECONDITION", "OK"]
        paths = tree(office.admin)
        assert all(path[0] == office.root for path in (paths[a], paths[b]))


def test_a_unit_with_people_children_or_roles_stays(office: Office) -> None:
    stub = office.admin.ask(Stub)
    branch = office.unit("Филиал").name
    inner = office.unit("Отдел", branch)
    staffed, rolled = office.unit("Люди").name, office.unit("Роль").name
    office.user("ivan", ("VIEWER", rolled), unit=staffed)
    for unit in (branch, staffed, rolled):
        with pytest.raises(grpc.RpcError) as refused:
            stub.DeleteOrgUnit(pb.DeleteOrgUnitRequest(name=unit))
        assert refusal(refused) == "FAILED_PRECONDITION ORG_UNIT_NOT_EMPTY"
    with pytest.raises(grpc.RpcError) as refused:
        stub.DeleteOrgUnit(pb.DeleteOrgUnitRequest(name=inner.name, etag='"9"'))
    assert refusal(refused) == "ABORTED STALE_ETAG"
    stub.DeleteOrgUnit(pb.DeleteOrgUnitRequest(name=inner.name, etag=inner.etag))
    stub.DeleteOrgUnit(pb.DeleteOrgUnitRequest(name=branch))
    assert [event["version"] for event in office.events("org_unit_deleted")] == [2, 2]


def test_nobody_lands_in_a_unit_that_is_being_deleted(office: Office) -> None:
    for number in range(5):
        unit = office.unit(f"Unit {number}").name

        def join(unit: str = unit, number: int = number) -> str:
            try:
                return office.user(f"u{number}", unit=unit, password="").name
            except grpc.RpcError:
                return ""

        def delete(unit: str = unit) -> bool:
            try:
                office.admin.ask(Stub).DeleteOrgUnit(pb.DeleteOrgUnitRequest(name=unit))
            except grpc.RpcError:
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            joined, deleted = pool.submit(join), pool.submit(delete)
        assert bool(joined.result()) is not deleted.result()


def test_scopes_bind_whoever_changes_the_tree(office: Office) -> None:
    a, b = office.unit("A").name, office.unit("B").name
    role = office.role("Начальник", ("org_units.read", "ALL"), ("org_units.write", "SUBTREE"))
    head = office.person("head", role, unit=a)
    mine = head.ask(Stub).CreateOrgUnit(
        pb.CreateOrgUnitRequest(org_unit=pb.OrgUnit(display_name="Отдел", parent=a))
    )
    for attempt in (
        lambda: update(head, b, display_name="Моё"),
        lambda: update(head, mine.name, parent=b),
        lambda: head.ask(Stub).DeleteOrgUnit(pb.DeleteOrgUnitRequest(name=b)),
        lambda: head.ask(Stub).CreateOrgUnit(
            pb.CreateOrgUnitRequest(org_unit=pb.OrgUnit(display_name="x", parent=office.root))
        ),
    ):
        with pytest.raises(grpc.RpcError) as refused:
            attempt()
        assert refusal(refused) == "PERMISSION_DENIED PERMISSION_DENIED"


def test_another_tenants_tree_is_out_of_reach(office: Office, other_office: Office) -> None:
    unit = office.unit("Филиал").name
    stub = other_office.admin.ask(Stub)
    for attempt in (
        lambda: stub.GetOrgUnit(pb.GetOrgUnitRequest(name=unit)),
        lambda: update(other_office.admin, unit, display_name="Захвачен"),
        lambda: stub.DeleteOrgUnit(pb.DeleteOrgUnitRequest(name=unit)),
    ):
        with pytest.raises(grpc.RpcError) as refused:
            attempt()
        assert refusal(refused) == "NOT_FOUND NOT_FOUND"
    with pytest.raises(grpc.RpcError) as refused:
        stub.CreateOrgUnit(
            pb.CreateOrgUnitRequest(org_unit=pb.OrgUnit(display_name="x", parent=unit))
        )
    assert refusal(refused) == "INVALID_ARGUMENT ORG_UNIT_UNKNOWN"
    assert set(tree(other_office.admin)) == {other_office.root}
    got = office.admin.ask(Stub).GetOrgUnit(pb.GetOrgUnitRequest(name=unit))
    assert got.display_name == "Филиал"
