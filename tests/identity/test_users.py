"""Users: bringing them in, finding, changing, barring."""

import uuid

import grpc
import pytest
from google.protobuf import field_mask_pb2

from crm.audit.v1 import audit_pb2, audit_pb2_grpc
from crm.identity.v1 import users_pb2 as pb
from crm.identity.v1 import users_pb2_grpc as pb_grpc
from tests.identity.office import PASSWORD, Office, Person, refusal

Stub = pb_grpc.UserServiceStub
NEW_PASSWORD = "another horse battery"


def update(person: Person, user: str, *paths: str, etag: str = "", **values: object) -> pb.User:
    request = pb.UpdateUserRequest(
        user=pb.User(name=user, etag=etag, **values),  # type: ignore[arg-type]
        update_mask=field_mask_pb2.FieldMask(paths=paths or list(values)),
    )
    return person.ask(Stub).UpdateUser(request)


def found(person: Person, **filters: object) -> list[str]:
    request = pb.ListUsersRequest(**filters)  # type: ignore[arg-type]
    return [user.login for user in person.ask(Stub).ListUsers(request).users]


def test_a_user_is_created_once_however_often_the_request_comes(office: Office) -> None:
    request = pb.CreateUserRequest(
        user=pb.User(
            login="ivan", display_name="Иван", org_unit=office.root, phone="8 916 123-45-67"
        ),
        request_id=str(uuid.uuid4()),
    )
    first = office.admin.ask(Stub).CreateUser(request)
    again = office.admin.ask(Stub).CreateUser(request)
    assert first == again
    assert (first.state, first.phone) == (pb.User.STATE_INVITED, "+79161234567")
    assert len(office.events("user_created")) == 2  # the administrator and this one


def test_logins_differ_by_more_than_letter_case_but_tenants_do_not_mind(
    office: Office, other_office: Office
) -> None:
    office.user("Ivan")
    with pytest.raises(grpc.RpcError) as refused:
        office.user("IVAN")
    assert refusal(refused) == "ALREADY_EXISTS LOGIN_TAKEN"
    other_office.user("ivan")
    user = office.user("petr")
    with pytest.raises(grpc.RpcError) as refused:
        update(office.admin, user.name, login="iVAN")
    assert refusal(refused) == "ALREADY_EXISTS LOGIN_TAKEN"
    assert update(office.admin, user.name, login="PETR").login == "PETR"


def test_all_that_is_missing_is_said_together(office: Office) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        office.admin.ask(Stub).CreateUser(pb.CreateUserRequest(user=pb.User()))
    assert refusal(refused) == "INVALID_ARGUMENT FIELD_REQUIRED"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"org_unit": "orgUnits/none"}, "ORG_UNIT_UNKNOWN"),
        ({"manager": "users/none"}, "MANAGER_INVALID"),
        ({"assignments": [pb.Assignment(role="roles/none")]}, "ROLE_UNKNOWN"),
        ({"email": "nobody"}, "EMAIL_INVALID"),
        ({"time_zone": "Mars"}, "TIME_ZONE_UNKNOWN"),
        ({"language": "de"}, "LANGUAGE_UNKNOWN"),
        ({"display_name": ""}, "FIELD_REQUIRED"),
        ({"display_name": "x" * 201}, "TEXT_TOO_LONG"),
    ],
)
def test_a_wrong_value_is_named(office: Office, values: dict[str, object], reason: str) -> None:
    user = office.user("ivan")
    with pytest.raises(grpc.RpcError) as refused:
        update(office.admin, user.name, **values)
    assert refusal(refused) == f"INVALID_ARGUMENT {reason}"


def test_units_and_roles_of_another_tenant_do_not_exist(
    office: Office, other_office: Office
) -> None:
    user = office.user("ivan")
    for values, reason in (
        ({"org_unit": other_office.root}, "ORG_UNIT_UNKNOWN"),
        ({"manager": other_office.admin.user}, "MANAGER_INVALID"),
        ({"assignments": [pb.Assignment(role=other_office.roles["VIEWER"])]}, "ROLE_UNKNOWN"),
    ):
        with pytest.raises(grpc.RpcError) as refused:
            update(office.admin, user.name, **values)
        assert refusal(refused) == f"INVALID_ARGUMENT {reason}"


def test_another_tenants_users_are_out_of_reach(office: Office, other_office: Office) -> None:
    victim = office.user("ivan").name
    stub = other_office.admin.ask(Stub)
    attempts = [
        lambda: stub.GetUser(pb.GetUserRequest(name=victim)),
        lambda: update(other_office.admin, victim, display_name="Захвачен"),
        lambda: stub.DisableUser(pb.DisableUserRequest(name=victim)),
        lambda: stub.EnableUser(pb.EnableUserRequest(name=victim)),
        lambda: stub.InviteUser(pb.InviteUserRequest(name=victim)),
    ]
    for attempt in attempts:
        with pytest.raises(grpc.RpcError) as refused:
            attempt()
        assert refusal(refused) == "NOT_FOUND NOT_FOUND"
    assert found(other_office.admin) == ["admin"]
    assert found(other_office.admin, names=[victim]) == []
    assert found(other_office.admin, org_unit=office.root) == []
    assert office.admin.ask(Stub).GetUser(pb.GetUserRequest(name=victim)).display_name == "Ivan"


def test_users_are_found_by_any_part(office: Office) -> None:
    office.user("petrov", display_name="Пётр Семёнович", email="p.s@firm.ru", phone="+79161234567")
    office.user("sidorova", display_name="Анна (новая)", email="anna@firm.ru")
    for query in ("петр", "ПЁТР", "семен", "trov", "p.s@", "8 916 123-45", "1234567", "семён пет"):
        assert found(office.admin, query=query) == ["petrov"], query
    assert found(office.admin, query="(") == ["sidorova"]
    assert found(office.admin, query=".*") == []
    assert found(office.admin, query="анна петр") == []


def test_a_list_is_filtered_and_turned_page_by_page_in_order_of_names(office: Office) -> None:
    branch = office.unit("Филиал").name
    for number in range(7):
        office.user(f"u{number}", unit=branch, display_name=f"Сотрудник {number % 4}")
    seen: list[str] = []
    token = ""
    while True:
        request = pb.ListUsersRequest(page_size=3, page_token=token, org_unit=branch)
        page = office.admin.ask(Stub).ListUsers(request)
        seen += [user.display_name for user in page.users]
        token = page.next_page_token
        if not token:
            break
    assert seen == sorted(seen)
    assert len(seen) == 7
    gone = found(office.admin, query="u3")
    office.admin.ask(Stub).DisableUser(
        pb.DisableUserRequest(name=office.admin.ask(Stub).ListUsers(
            pb.ListUsersRequest(query="u3")).users[0].name)
    )  # fmt: skip
    assert found(office.admin, state=["STATE_DISABLED"]) == gone


def test_a_stale_etag_loses(office: Office) -> None:
    user = office.user("ivan")
    update(office.admin, user.name, etag=user.etag, job_title="Продавец")
    with pytest.raises(grpc.RpcError) as refused:
        update(office.admin, user.name, etag=user.etag, job_title="Директор")
    assert refusal(refused) == "ABORTED STALE_ETAG"


def test_moving_a_user_changes_who_sees_him_and_tells_from_where(office: Office) -> None:
    a, b = office.unit("A").name, office.unit("B").name
    user = office.user("ivan", "MANAGER", unit=a)
    update(office.admin, user.name, org_unit=b)
    told = office.events("user_updated")[-1]
    assert told["data"]["previous_org_path"] == [office.root, a]
    assert told["data"]["user"]["org_path"] == [office.root, b]
    assert {a, b} < set(told["visible_to"])
    assert told["permission"] == "users.read"


def test_scopes_bind_whoever_reads_and_changes_users(office: Office) -> None:
    a, b = office.unit("A").name, office.unit("B").name
    role = office.role("Начальник", ("users.read", "SUBTREE"), ("users.write", "SUBTREE"))
    head = office.person("head", role, unit=a)
    near, far = office.user("near", unit=a).name, office.user("far", unit=b).name
    assert found(head) == ["head", "near"]
    update(head, near, job_title="Продавец")
    with pytest.raises(grpc.RpcError) as refused:
        update(head, far, job_title="Продавец")
    assert refusal(refused) == "NOT_FOUND NOT_FOUND"
    with pytest.raises(grpc.RpcError) as refused:
        update(head, near, org_unit=b)
    assert refusal(refused) == "PERMISSION_DENIED PERMISSION_DENIED"
    with pytest.raises(grpc.RpcError) as refused:
        head.ask(Stub).CreateUser(
            pb.CreateUserRequest(user=pb.User(login="x", display_name="X", org_unit=b))
        )
    assert refusal(refused) == "PERMISSION_DENIED PERMISSION_DENIED"


def test_nobody_hands_on_what_he_does_not_hold(office: Office) -> None:
    branch = office.unit("A").name
    clerk_role = office.role("Кадры", ("users.read", "ALL"), ("users.write", "ALL"))
    clerk = office.person("clerk", clerk_role, unit=branch)
    victim = office.user("ivan", unit=branch).name
    for role in ("ADMINISTRATOR", "HEAD_OF_SALES", "MANAGER"):
        given = [pb.Assignment(role=office.roles[role])]
        for user in (clerk.user, victim):
            with pytest.raises(grpc.RpcError) as refused:
                update(clerk, user, assignments=given)
            assert refusal(refused) == "PERMISSION_DENIED BEYOND_OWN_RIGHTS"
        with pytest.raises(grpc.RpcError) as refused:
            clerk.ask(Stub).CreateUser(
                pb.CreateUserRequest(
                    user=pb.User(login="new", display_name="N", org_unit=branch, assignments=given),
                    password=PASSWORD,
                )
            )
        assert refusal(refused) == "PERMISSION_DENIED BEYOND_OWN_RIGHTS"
    update(clerk, victim, assignments=[pb.Assignment(role=clerk_role)])


def test_a_move_is_no_way_around(office: Office) -> None:
    """A role without a unit of its own counts from where its holder works."""
    branch = office.unit("A").name
    role = office.role(
        "Зам", ("users.read", "ALL"), ("users.write", "ALL"), ("counterparties.read", "SUBTREE")
    )
    deputy = office.person("deputy", role, unit=branch)
    with pytest.raises(grpc.RpcError) as refused:
        update(deputy, deputy.user, org_unit=office.root)
    assert refusal(refused) == "PERMISSION_DENIED BEYOND_OWN_RIGHTS"


def test_a_link_to_a_mightier_users_account_is_refused(office: Office) -> None:
    clerk = office.person(
        "clerk", office.role("Кадры", ("users.read", "ALL"), ("users.write", "ALL"))
    )
    with pytest.raises(grpc.RpcError) as refused:
        clerk.ask(Stub).InviteUser(pb.InviteUserRequest(name=office.admin.user))
    assert refusal(refused) == "PERMISSION_DENIED BEYOND_OWN_RIGHTS"
    plain = office.user("plain").name
    assert clerk.ask(Stub).InviteUser(pb.InviteUserRequest(name=plain)).url


def test_the_last_administrator_stays(office: Office) -> None:
    stub, name = office.admin.ask(Stub), office.admin.user
    invited = office.user("second", "ADMINISTRATOR", password="")
    for attempt in (
        lambda: stub.DisableUser(pb.DisableUserRequest(name=name)),
        lambda: update(office.admin, name, "assignments"),
    ):
        with pytest.raises(grpc.RpcError) as refused:
            attempt()
        assert refusal(refused) == "FAILED_PRECONDITION LAST_ADMINISTRATOR"
    token = stub.InviteUser(pb.InviteUserRequest(name=invited.name)).token
    stub.AcceptInvitation(pb.AcceptInvitationRequest(token=token, password=NEW_PASSWORD))
    assert stub.DisableUser(pb.DisableUserRequest(name=name)).state == pb.User.STATE_DISABLED


def test_disabling_ends_everything_and_enabling_brings_him_back(office: Office) -> None:
    person = office.person("ivan", "MANAGER")
    stub = office.admin.ask(Stub)
    disabled = stub.DisableUser(pb.DisableUserRequest(name=person.user))
    with pytest.raises(grpc.RpcError) as refused:
        stub.DisableUser(pb.DisableUserRequest(name=person.user))
    assert refusal(refused) == "FAILED_PRECONDITION USER_DISABLED"
    with pytest.raises(grpc.RpcError) as refused:
        stub.InviteUser(pb.InviteUserRequest(name=person.user))
    assert refusal(refused) == "FAILED_PRECONDITION USER_DISABLED"
    enable = pb.EnableUserRequest(name=person.user, etag=disabled.etag)
    assert stub.EnableUser(enable).state == pb.User.STATE_ACTIVE
    with pytest.raises(grpc.RpcError) as refused:
        stub.EnableUser(pb.EnableUserRequest(name=person.user))
    assert refusal(refused) == "FAILED_PRECONDITION USER_NOT_DISABLED"
    office.enter("ivan")
    assert [event["type"] for event in office.events() if event["subject"] == person.user][-3:] == [
        "user_updated",
        "user_updated",
        "user_signed_in",
    ]


def test_when_somebody_signs_in_is_not_for_every_colleague(office: Office) -> None:
    ivan, anna = office.person("ivan", "MANAGER"), office.person("anna", "MANAGER")
    assert anna.ask(Stub).GetUser(pb.GetUserRequest(name=ivan.user)).login == "ivan"

    def trail(person: Person) -> list[str]:
        request = audit_pb2.ListAuditEntriesRequest(parent="audit/identity", subject=ivan.user)
        entries = person.ask(audit_pb2_grpc.AuditServiceStub).ListAuditEntries(request).entries
        return [entry.action for entry in entries]

    assert trail(ivan) == trail(office.admin) == ["user_signed_in", "user_created"]
    with pytest.raises(grpc.RpcError) as refused:
        trail(anna)
    assert refusal(refused) == "NOT_FOUND NOT_FOUND"
    assert {event["permission"] for event in office.events("user_signed_in")} == {"users.write"}


def test_the_audit_trail_tells_old_and_new(office: Office) -> None:
    user = office.user("ivan", "MANAGER")
    update(office.admin, user.name, job_title="Продавец")
    trail = office.admin.ask(audit_pb2_grpc.AuditServiceStub).ListAuditEntries(
        audit_pb2.ListAuditEntriesRequest(parent="audit/identity", subject=user.name)
    )
    newest = trail.entries[0]
    assert (newest.action, newest.user) == ("user_updated", office.admin.user)
    assert [(c.field, c.old_value, c.new_value) for c in newest.changes] == [
        ("job_title", "", '"Продавец"')
    ]
