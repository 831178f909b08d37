"""Parting with somebody ends all his ways in at once, and says who takes over."""

from typing import Any

import grpc
import pytest

from crm.identity.v1 import api_keys_pb2 as keys
from crm.identity.v1 import api_keys_pb2_grpc as keys_grpc
from crm.identity.v1 import offboarding_pb2 as pb
from crm.identity.v1 import org_units_pb2 as units
from crm.identity.v1 import org_units_pb2_grpc as units_grpc
from crm.identity.v1 import users_pb2 as users
from crm.identity.v1.offboarding_pb2_grpc import OffboardingServiceStub as Stub
from services.identity import store
from tests.identity.office import Office, Person, refusal
from tests.identity.test_substitutions import appointed


def offboarded(by: Person, name: str, rule: str, *successors: str, **more: Any) -> Any:
    plan = pb.HandOverPlan(rule=f"RULE_{rule}", successors=successors, **more)  # type: ignore[arg-type]
    return by.ask(Stub).OffboardUser(pb.OffboardUserRequest(name=name, plan=plan))


def refused(*args: Any, **more: Any) -> str:
    with pytest.raises(grpc.RpcError) as error:
        offboarded(*args, **more)
    return refusal(error)


def test_everything_ends_at_once(office: Office) -> None:
    leaver, heir = office.person("leaver", "MANAGER"), office.person("heir", "MANAGER")
    office.enter("leaver")
    draft = keys.ApiKey(display_name="x", user=leaver.user, scopes=["counterparties.read"])
    key = office.admin.ask(keys_grpc.ApiKeyServiceStub).CreateApiKey(
        keys.CreateApiKeyRequest(api_key=draft)
    )
    appointed(office.admin, leaver.user, heir.user, (0, 5))
    done = offboarded(office.admin, leaver.user, "ONE", heir.user)
    assert done.user.state == users.User.STATE_DISABLED
    assert (done.ended_sessions, done.ended_api_keys) == (2, 1)
    for credential in (leaver.session.access_token, key.secret):
        with pytest.raises(grpc.RpcError) as error:
            office.building.token(credential)
        assert error.value.code() is grpc.StatusCode.UNAUTHENTICATED
    with pytest.raises(grpc.RpcError):
        office.enter("leaver")
    assert heir.claims()["lenders"] == []
    told = office.events("user_offboarded")
    assert len(told) == 1
    assert told[0]["data"]["plan"]["successors"] == [heir.user]
    assert told[0]["data"]["hand_over"] == done.hand_over
    assert told[0]["data"]["user"]["state"] == "STATE_DISABLED"
    assert told[0]["caller"]["user"] == office.admin.user


def test_to_the_head_means_whom_he_reports_to_else_the_unit_above(office: Office) -> None:
    chief, head = office.user("chief", "HEAD_OF_SALES"), office.user("head", "HEAD_OF_SALES")
    branch = office.unit("Филиал", head=chief.name).name
    department = office.unit("Отдел", branch).name
    first = office.user("first", "MANAGER", unit=department, manager=head.name)
    second = office.user("second", "MANAGER", unit=department)
    assert list(offboarded(office.admin, first.name, "HEAD").plan.successors) == [head.name]
    assert list(offboarded(office.admin, second.name, "HEAD").plan.successors) == [chief.name]
    tree = office.admin.ask(units_grpc.OrgUnitServiceStub)
    tree.UpdateOrgUnit(
        units.UpdateOrgUnitRequest(
            org_unit=units.OrgUnit(name=branch), update_mask={"paths": ["head"]}
        )
    )
    third = office.user("third", "MANAGER", unit=department)
    assert refused(office.admin, third.name, "HEAD") == "FAILED_PRECONDITION NO_HEAD"
    # Nothing of it happened.
    db = office.building.db(office.code)
    assert store.USERS.get(db, third.name).state == "ACTIVE"


def test_a_plan_names_people_who_stay(office: Office) -> None:
    leaver = office.user("leaver", "MANAGER")
    heir, gone = office.user("heir", "MANAGER"), office.user("gone", "MANAGER")
    offboarded(office.admin, gone.name, "ONE", heir.name)
    inactive = "INVALID_ARGUMENT SUCCESSOR_INACTIVE"
    assert refused(office.admin, leaver.name, "ONE", gone.name) == inactive
    assert refused(office.admin, leaver.name, "ROUND_ROBIN", heir.name, leaver.name) == inactive
    assert refused(office.admin, leaver.name, "ONE") == "INVALID_ARGUMENT PLAN_INVALID"
    by_segment = [pb.SegmentSuccessor(segment="segments/1", successor=gone.name)]
    assert refused(office.admin, leaver.name, "SEGMENT", heir.name, segments=by_segment) == inactive


def test_who_is_disabled_already_can_still_hand_over(office: Office) -> None:
    leaver, heir = office.user("leaver", "MANAGER"), office.user("heir", "MANAGER")
    offboarded(office.admin, leaver.name, "ONE", heir.name)
    again = offboarded(office.admin, leaver.name, "ROUND_ROBIN", heir.name, office.admin.user)
    assert again.ended_sessions == 0
    assert len(office.events("user_offboarded")) == 2


def test_who_may_part_with_whom(office: Office) -> None:
    branch = office.unit("Филиал").name
    heir = office.user("heir", "MANAGER", unit=branch)
    other = office.user("other", "MANAGER")
    hr = office.role("Кадры", ("users.read", "ALL"), ("users.write", "SUBTREE"))
    person = office.person("hr", hr, unit=branch)
    # Whoever gives clients away must be able to do so.
    assert refused(person, heir.name, "ONE", other.name).startswith("PERMISSION_DENIED")
    assert refused(person, other.name, "ONE", heir.name).startswith("PERMISSION_DENIED")
    own = refused(office.admin, office.admin.user, "ONE", heir.name)
    assert own == "FAILED_PRECONDITION OFFBOARD_SELF"
