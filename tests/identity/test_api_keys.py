"""API keys: never more than their user and their scopes, gone when he is."""

from datetime import timedelta

import grpc
import pytest

from crm.identity.v1 import api_keys_pb2 as pb
from crm.identity.v1 import api_keys_pb2_grpc as pb_grpc
from crm.identity.v1 import sessions_pb2 as sessions
from crm.identity.v1 import sessions_pb2_grpc as sessions_grpc
from crm.identity.v1 import users_pb2 as users
from crm.identity.v1 import users_pb2_grpc as users_grpc
from services.identity import store
from services.identity.passes import Passes
from services.kit import clock
from tests.identity.office import SECRET_KEY, Building, Office, Person, refusal

Stub = pb_grpc.ApiKeyServiceStub
Users = users_grpc.UserServiceStub


def create(person: Person, *scopes: str, user: str = "", **more: object) -> pb.ApiKey:
    key = pb.ApiKey(display_name="1C", scopes=scopes, user=user, **more)  # type: ignore[arg-type]
    return person.ask(Stub).CreateApiKey(pb.CreateApiKeyRequest(api_key=key))


def ask(building: Building, key: pb.ApiKey, stub: type) -> object:
    return stub(building.channel(building.token(key.secret)))


def test_a_key_works_within_its_scopes_and_its_secret_is_shown_once(office: Office) -> None:
    key = create(office.admin, "users.read")
    assert key.user == office.admin.user
    assert key.secret.rpartition(".")[2].startswith(key.prefix)
    listed = office.admin.ask(Stub).ListApiKeys(pb.ListApiKeysRequest()).api_keys
    assert [(each.name, each.secret) for each in listed] == [(key.name, "")]
    stub = ask(office.building, key, Users)
    assert stub.ListUsers(users.ListUsersRequest()).users
    with pytest.raises(grpc.RpcError) as refused:
        stub.InviteUser(users.InviteUserRequest(name=office.admin.user))
    assert refusal(refused) == "PERMISSION_DENIED PERMISSION_DENIED"
    listed = office.admin.ask(Stub).ListApiKeys(pb.ListApiKeysRequest()).api_keys
    assert listed[0].HasField("last_use_time")
    assert key.secret not in str(office.events())


def test_a_key_loses_what_its_user_loses(office: Office) -> None:
    role = office.role("Ключник", ("users.read", "ALL"), ("api_keys.write", "ALL"))
    person = office.person("ivan", role)
    key = create(person, "users.read", "api_keys.write")
    request = users.UpdateUserRequest(user=users.User(name=person.user))
    request.update_mask.paths.append("assignments")
    office.admin.ask(Users).UpdateUser(request)
    with pytest.raises(grpc.RpcError) as refused:
        ask(office.building, key, Users).ListUsers(users.ListUsersRequest())
    assert refusal(refused) == "PERMISSION_DENIED PERMISSION_DENIED"


def test_nobody_makes_a_key_beyond_his_own_rights(office: Office) -> None:
    role = office.role(
        "Ключник", ("users.read", "ALL"), ("users.write", "ALL"), ("api_keys.write", "ALL")
    )
    person = office.person("ivan", role)
    for user, scope in (
        (person.user, "roles.write"),
        (office.admin.user, "roles.write"),
        (office.admin.user, "counterparties.read"),
    ):
        with pytest.raises(grpc.RpcError) as refused:
            create(person, scope, user=user)
        assert refusal(refused) == "PERMISSION_DENIED BEYOND_OWN_RIGHTS"
    assert create(person, "users.read", user=office.admin.user).user == office.admin.user
    key = create(person, "api_keys.write", "users.read")
    limited = ask(office.building, key, Stub)
    with pytest.raises(grpc.RpcError) as refused:
        limited.CreateApiKey(
            pb.CreateApiKeyRequest(api_key=pb.ApiKey(display_name="x", scopes=["users.write"]))
        )
    assert refusal(refused) == "PERMISSION_DENIED BEYOND_OWN_RIGHTS"


def test_a_key_for_somebody_else_needs_the_right_to_change_him(office: Office) -> None:
    role = office.role("Ключник", ("users.read", "ALL"), ("api_keys.write", "ALL"))
    person = office.person("ivan", role)
    with pytest.raises(grpc.RpcError) as refused:
        create(person, "users.read", user=office.admin.user)
    assert refusal(refused) == "NOT_FOUND NOT_FOUND"


def test_a_branchs_key_keeper_neither_sees_nor_ends_keys_of_others(office: Office) -> None:
    branch = office.unit("Филиал").name
    role = office.role("Ключник", ("users.read", "SUBTREE"), ("api_keys.write", "SUBTREE"))
    keeper = office.person("ivan", role, unit=branch)
    office.person("petr", role, unit=branch)
    theirs = create(office.admin, "users.read")
    own = [create(keeper, "users.read").name, create(office.enter("petr"), "users.read").name]
    listed = keeper.ask(Stub).ListApiKeys(pb.ListApiKeysRequest()).api_keys
    assert {each.name for each in listed} == set(own)
    with pytest.raises(grpc.RpcError) as refused:
        keeper.ask(Stub).DeleteApiKey(pb.DeleteApiKeyRequest(name=theirs.name))
    assert refusal(refused) == "NOT_FOUND NOT_FOUND"
    for name in own:
        keeper.ask(Stub).DeleteApiKey(pb.DeleteApiKeyRequest(name=name))


def test_a_key_is_not_for_what_only_the_person_should_do(office: Office) -> None:
    key = create(office.admin, "users.read")
    with pytest.raises(grpc.RpcError) as refused:
        ask(office.building, key, Users).ChangePassword(
            users.ChangePasswordRequest(current_password="x", new_password="y")
        )
    assert refusal(refused) == "PERMISSION_DENIED SESSION_REQUIRED"
    with pytest.raises(grpc.RpcError) as refused:
        ask(office.building, key, sessions_grpc.SessionServiceStub).RevokeOtherSessions(
            sessions.RevokeOtherSessionsRequest()
        )
    assert refusal(refused) == "PERMISSION_DENIED SESSION_REQUIRED"


def test_an_expired_or_deleted_key_is_nobody(office: Office) -> None:
    past = clock.now() - timedelta(seconds=1)
    with pytest.raises(grpc.RpcError) as refused:
        create(office.admin, "users.read", expire_time=past)
    assert refusal(refused) == "INVALID_ARGUMENT EXPIRE_TIME_PAST"
    soon = create(office.admin, "users.read", expire_time=past + timedelta(hours=1))
    raw = store.API_KEYS.raw(office.building.db(office.code))
    raw.update_one({"_id": soon.name}, {"$set": {"expire_time": past}})
    gone = create(office.admin, "users.read")
    office.admin.ask(Stub).DeleteApiKey(pb.DeleteApiKeyRequest(name=gone.name))
    for key in (soon, gone):
        with pytest.raises(grpc.RpcError) as refused:
            office.building.token(key.secret)
        assert refusal(refused) == "UNAUTHENTICATED UNAUTHENTICATED"
    assert office.events("api_key_deleted")[0]["subject"] == gone.name


def test_a_disabled_users_keys_end(office: Office) -> None:
    user = office.user("ivan", office.role("Чтение", ("users.read", "ALL")))
    key = create(office.admin, "users.read", user=user.name)
    office.admin.ask(Users).DisableUser(users.DisableUserRequest(name=user.name))
    with pytest.raises(grpc.RpcError):
        office.building.token(key.secret)
    assert [event["subject"] for event in office.events("api_key_deleted")] == [key.name]
    with pytest.raises(grpc.RpcError) as refused:
        create(office.admin, "users.read", user=user.name)
    assert refusal(refused) == "FAILED_PRECONDITION API_KEY_USER_NOT_ACTIVE"


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        (pb.ApiKey(display_name="x"), "FIELD_REQUIRED"),
        (pb.ApiKey(scopes=["users.read"]), "FIELD_REQUIRED"),
        (pb.ApiKey(display_name="x", scopes=["all.all"]), "PERMISSION_UNKNOWN"),
    ],
)
def test_a_key_refuses_to_be_wrong(office: Office, key: pb.ApiKey, reason: str) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        office.admin.ask(Stub).CreateApiKey(pb.CreateApiKeyRequest(api_key=key))
    assert refusal(refused) == f"INVALID_ARGUMENT {reason}"


def test_another_tenants_keys_are_out_of_reach(office: Office, other_office: Office) -> None:
    key = create(office.admin, "users.read")
    stub = other_office.admin.ask(Stub)
    assert not stub.ListApiKeys(pb.ListApiKeysRequest()).api_keys
    with pytest.raises(grpc.RpcError) as refused:
        stub.DeleteApiKey(pb.DeleteApiKeyRequest(name=key.name))
    assert refusal(refused) == "NOT_FOUND NOT_FOUND"
    with pytest.raises(grpc.RpcError) as refused:
        create(other_office.admin, "users.read", user=office.admin.user)
    assert refusal(refused) == "NOT_FOUND NOT_FOUND"
    # The tenant inside the secret is no door either.
    with pytest.raises(grpc.RpcError):
        office.building.token(key.secret.replace(office.code, other_office.code))


def issue(building: Building, credential: str) -> sessions.Pass:
    stub = building.anybody(sessions_grpc.SessionServiceStub)
    return stub.IssuePass(sessions.IssuePassRequest(credential=credential))


def test_a_pass_stands_for_its_key_and_ends_with_it(office: Office, other_office: Office) -> None:
    building, key = office.building, create(office.admin, "users.read")
    made = issue(building, key.secret)
    left = made.expire_time.ToDatetime(clock.now().tzinfo) - clock.now()
    assert timedelta(minutes=50) < left <= timedelta(hours=1)
    assert key.secret.rpartition(".")[2] not in made.text
    users_rpc = Users(building.channel(building.token(made.text)))
    assert users_rpc.ListUsers(users.ListUsersRequest()).users
    with pytest.raises(grpc.RpcError):
        users_rpc.InviteUser(users.InviteUserRequest(name=office.admin.user))
    # Neither another tenant's, nor changed, nor one that makes others.
    elsewhere = made.text.replace(f".{office.code}.", f".{other_office.code}.")
    for bad in (elsewhere, made.text[:-2] + "AA"):
        with pytest.raises(grpc.RpcError) as refused:
            building.token(bad)
        assert refusal(refused) == "UNAUTHENTICATED UNAUTHENTICATED"
    for not_a_key in (made.text, office.admin.session.access_token, "crmk.demo.x"):
        with pytest.raises(grpc.RpcError):
            issue(building, not_a_key)
    office.admin.ask(Stub).DeleteApiKey(pb.DeleteApiKeyRequest(name=key.name))
    with pytest.raises(grpc.RpcError):
        building.token(made.text)


def test_a_pass_is_over_after_an_hour() -> None:
    passes, now = Passes(SECRET_KEY), clock.now()
    text, until = passes.issue("demo", "apiKeys/1", now)
    assert passes.key_of(text, until - timedelta(seconds=2)) is not None
    assert passes.key_of(text, until) is None
