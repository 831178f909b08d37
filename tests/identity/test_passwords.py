"""Invitations and passwords: how a user gets in, and in again."""

import grpc
import pytest

from crm.identity.v1 import sessions_pb2 as sessions
from crm.identity.v1 import sessions_pb2_grpc as sessions_grpc
from crm.identity.v1 import users_pb2 as pb
from crm.identity.v1 import users_pb2_grpc as pb_grpc
from services.identity import store
from tests.identity.office import PASSWORD, Office, refusal

Stub = pb_grpc.UserServiceStub
NEW_PASSWORD = "another horse battery"


def test_an_invitation_works_once(office: Office, other_office: Office) -> None:
    user = office.user("ivan", "MANAGER", password="")
    with pytest.raises(grpc.RpcError) as refused:
        office.enter("ivan", "")
    assert refused.value.code() == grpc.StatusCode.INVALID_ARGUMENT
    stub = office.admin.ask(Stub)
    replaced = stub.InviteUser(pb.InviteUserRequest(name=user.name))
    invitation = stub.InviteUser(pb.InviteUserRequest(name=user.name))
    assert invitation.url.endswith(f"/invite/{invitation.token}?tenant={office.code}")
    anybody = office.building.anybody(Stub)

    def accept(token: str, password: str = NEW_PASSWORD) -> pb.User:
        return anybody.AcceptInvitation(pb.AcceptInvitationRequest(token=token, password=password))

    with pytest.raises(grpc.RpcError) as refused:
        accept(invitation.token, "short")
    assert refusal(refused) == "INVALID_ARGUMENT PASSWORD_TOO_SHORT"
    foreign = invitation.token.replace(office.code, other_office.code)
    for token in (replaced.token, foreign, "crmi.x.y", office.admin.session.access_token):
        with pytest.raises(grpc.RpcError) as refused:
            accept(token)
        assert refusal(refused) == "NOT_FOUND INVITATION_NOT_FOUND"
    assert accept(invitation.token).state == pb.User.STATE_ACTIVE
    with pytest.raises(grpc.RpcError) as refused:
        accept(invitation.token)
    assert refusal(refused) == "NOT_FOUND INVITATION_NOT_FOUND"
    assert office.enter("ivan", NEW_PASSWORD).user == user.name
    assert invitation.token not in str(office.events())


def test_a_link_for_an_active_user_is_a_way_to_a_new_password(office: Office) -> None:
    person = office.person("ivan", "MANAGER")
    token = office.admin.ask(Stub).InviteUser(pb.InviteUserRequest(name=person.user)).token
    assert office.building.token(person.session.access_token)
    office.building.anybody(Stub).AcceptInvitation(
        pb.AcceptInvitationRequest(token=token, password=NEW_PASSWORD)
    )
    with pytest.raises(grpc.RpcError):
        office.building.token(person.session.access_token)
    office.enter("ivan", NEW_PASSWORD)


def test_an_expired_invitation_is_not_there(office: Office) -> None:
    user = office.user("ivan", password="")
    token = office.admin.ask(Stub).InviteUser(pb.InviteUserRequest(name=user.name)).token
    raw = store.INVITATIONS.raw(office.building.db(office.code))
    kept = raw.find_one({"user": user.name})
    assert kept is not None
    assert (kept["expire_time"] - kept["create_time"]).days in (6, 7)
    raw.update_one({"user": user.name}, {"$set": {"expire_time": kept["create_time"]}})
    with pytest.raises(grpc.RpcError) as refused:
        office.building.anybody(Stub).AcceptInvitation(
            pb.AcceptInvitationRequest(token=token, password=NEW_PASSWORD)
        )
    assert refusal(refused) == "NOT_FOUND INVITATION_NOT_FOUND"


def test_changing_the_password_ends_the_other_sessions(office: Office) -> None:
    person = office.person("ivan", "MANAGER")
    other = office.enter("ivan")

    def change(present: str, new: str) -> None:
        person.ask(Stub).ChangePassword(
            pb.ChangePasswordRequest(current_password=present, new_password=new)
        )

    with pytest.raises(grpc.RpcError) as refused:
        change("not the present one", NEW_PASSWORD)
    assert refusal(refused) == "INVALID_ARGUMENT PASSWORD_WRONG"
    with pytest.raises(grpc.RpcError) as refused:
        change(PASSWORD, "1234567890")
    assert refusal(refused) == "INVALID_ARGUMENT PASSWORD_TOO_COMMON"
    change(PASSWORD, NEW_PASSWORD)
    listed = person.ask(sessions_grpc.SessionServiceStub).ListSessions(
        sessions.ListSessionsRequest()
    )
    assert [each.name for each in listed.sessions] == [person.session.name]
    with pytest.raises(grpc.RpcError):
        office.building.token(other.session.access_token)
    office.enter("ivan", NEW_PASSWORD)
    everything = str(office.events())
    assert PASSWORD not in everything
    assert NEW_PASSWORD not in everything
    assert "argon2" not in everything


def test_guessing_the_present_password_is_slowed_down(office: Office) -> None:
    person = office.person("ivan", "MANAGER")
    request = pb.ChangePasswordRequest(current_password="a wrong guess", new_password=NEW_PASSWORD)
    for _ in range(5):
        with pytest.raises(grpc.RpcError):
            person.ask(Stub).ChangePassword(request)
    with pytest.raises(grpc.RpcError) as refused:
        person.ask(Stub).ChangePassword(request)
    assert refusal(refused) == "RESOURCE_EXHAUSTED SIGN_IN_LOCKED"
