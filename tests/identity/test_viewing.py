"""Looking as somebody else: what he reads, nothing he writes, never more than oneself; recorded."""

from datetime import timedelta
from typing import Any

import grpc
import pytest
from google.protobuf import struct_pb2

from crm.identity.v1 import sessions_pb2, users_pb2
from crm.identity.v1 import users_pb2_grpc as users_grpc
from crm.identity.v1 import viewing_pb2 as pb
from crm.identity.v1.sessions_pb2_grpc import SessionServiceStub
from crm.identity.v1.viewing_pb2_grpc import ViewingServiceStub as Stub
from services.identity import store
from services.kit import clock
from tests.identity.office import Office, Person, refusal


def viewing(by: Person, name: str) -> Person:
    session = by.ask(Stub).StartViewing(pb.StartViewingRequest(name=name))
    return Person(by.building, by.tenant, by.login, session)


def refused(call: Any, *args: Any) -> str:
    with pytest.raises(grpc.RpcError) as error:
        call(*args)
    return refusal(error)


def test_he_sees_what_the_other_reads_and_changes_nothing(office: Office) -> None:
    anna = office.person("anna", "MANAGER", display_name="Анна")
    look = viewing(office.admin, anna.user)
    claims = look.claims()
    assert (claims["user"], claims["viewed_by"]) == (anna.user, office.admin.user)
    held = {p for grant in claims["grants"] for p in grant["permissions"]}
    assert held == {p for p in held if p.endswith(".read")} >= {"counterparties.read"}
    assert look.keys("counterparties.read") == [anna.user]
    profile = look.ask(SessionServiceStub).GetProfile(sessions_pb2.GetProfileRequest())
    assert (profile.user.display_name, profile.viewed_by) == ("Анна", office.admin.user)
    request = sessions_pb2.UpdatePreferencesRequest(preferences=struct_pb2.Struct())
    only = "PERMISSION_DENIED VIEW_AS_READ_ONLY"
    assert refused(look.ask(SessionServiceStub).UpdatePreferences, request) == only
    password = users_pb2.ChangePasswordRequest(current_password="x", new_password="y" * 12)
    assert refused(look.ask(users_grpc.UserServiceStub).ChangePassword, password) == only
    again = pb.StartViewingRequest(name=office.admin.user)
    assert refused(look.ask(Stub).StartViewing, again) == only
    others = sessions_pb2.RevokeOtherSessionsRequest()
    assert refused(look.ask(SessionServiceStub).RevokeOtherSessions, others) == only


def test_both_ends_are_in_the_trail_of_the_one_looked_at(office: Office) -> None:
    anna = office.person("anna", "MANAGER")
    look = viewing(office.admin, anna.user)
    look.ask(Stub).StopViewing(pb.StopViewingRequest())
    told = [event for event in office.events() if event["type"].startswith("viewing_")]
    assert [each["type"] for each in told] == ["viewing_started", "viewing_stopped"]
    for each in told:
        assert each["subject"] == anna.user
        assert each["caller"]["user"] == each["data"]["viewed_by"] == office.admin.user
    with pytest.raises(grpc.RpcError) as error:
        office.building.token(look.session.access_token)
    assert error.value.code() is grpc.StatusCode.UNAUTHENTICATED
    # His own sessions are untouched, and nobody else stops anything.
    assert anna.claims()["viewed_by"] == ""
    stopping = pb.StopViewingRequest()
    assert refused(anna.ask(Stub).StopViewing, stopping) == "PERMISSION_DENIED NOT_VIEWING"


def test_nobody_sees_more_through_others_eyes(office: Office) -> None:
    branch = office.unit("Филиал").name
    head = office.person("head", "HEAD_OF_SALES", unit=branch)
    anna = office.person("anna", "MANAGER", unit=branch)
    far = office.person("far", "MANAGER")
    wide = office.user("wide", "MANAGER", ("HEAD_OF_SALES", office.root), unit=branch)
    assert viewing(head, anna.user).keys("counterparties.read") == [anna.user]

    def try_it(by: Person, name: str) -> str:
        return refused(by.ask(Stub).StartViewing, pb.StartViewingRequest(name=name))

    assert try_it(head, wide.name) == "PERMISSION_DENIED BEYOND_OWN_RIGHTS"
    assert try_it(head, far.user).startswith("PERMISSION_DENIED")
    assert try_it(head, head.user) == "FAILED_PRECONDITION VIEW_IMPOSSIBLE"
    assert try_it(anna, head.user).startswith("PERMISSION_DENIED")


def test_nor_a_field_that_is_hidden_from_him(office: Office) -> None:
    hidden = {"resource": "counterparties", "field": "passport", "access": "ACCESS_NONE"}
    looker = office.role(
        "Смотритель",
        ("users.view_as", "ALL"),
        ("users.read", "ALL"),
        ("org_units.read", "ALL"),
        ("counterparties.read", "ALL"),
        field_rights=[hidden],
    )
    sees_all = office.role("Читатель", ("counterparties.read", "OWN"))
    sees_less = office.role("Слепой", ("counterparties.read", "OWN"), field_rights=[hidden])
    person = office.person("looker", looker)
    open_eyes, blind = office.user("open", sees_all), office.user("blind", sees_less)
    request = pb.StartViewingRequest(name=open_eyes.name)
    beyond = "PERMISSION_DENIED BEYOND_OWN_RIGHTS"
    assert refused(person.ask(Stub).StartViewing, request) == beyond
    assert viewing(person, blind.name).claims()["user"] == blind.name


def test_a_look_ends_with_its_time_and_with_the_right_to_it(office: Office) -> None:
    branch = office.unit("Филиал").name
    head = office.person("head", "HEAD_OF_SALES", unit=branch)
    anna = office.user("anna", "MANAGER", unit=branch)
    db = office.building.db(office.code)
    look = viewing(head, anna.name)
    left = store.SESSIONS.get(db, look.session.name).expire_time - clock.now()
    assert timedelta(minutes=59) < left <= timedelta(hours=1)
    past = {"$set": {"last_use_time": clock.now() - timedelta(minutes=5)}}
    store.SESSIONS.raw(db).update_one({"_id": look.session.name}, past)
    # Use does not prolong it.
    look.claims()
    assert store.SESSIONS.get(db, look.session.name).expire_time - clock.now() <= left
    office.admin.ask(users_grpc.UserServiceStub).UpdateUser(
        users_pb2.UpdateUserRequest(
            user=users_pb2.User(name=head.user), update_mask={"paths": ["assignments"]}
        )
    )
    with pytest.raises(grpc.RpcError) as error:
        office.building.token(look.session.access_token)
    assert error.value.code() is grpc.StatusCode.UNAUTHENTICATED
