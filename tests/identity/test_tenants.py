"""Tenants: the operator makes them whole, nobody else does, and they do not see each other."""

import grpc
import pytest
from google.protobuf import field_mask_pb2

from crm.identity.v1 import sessions_pb2 as sessions
from crm.identity.v1 import sessions_pb2_grpc as sessions_grpc
from crm.identity.v1 import tenants_pb2 as pb
from crm.identity.v1 import tenants_pb2_grpc as pb_grpc
from crm.identity.v1 import users_pb2 as users
from crm.identity.v1 import users_pb2_grpc as users_grpc
from services.identity import built_in_roles
from services.identity.permission import PERMISSIONS
from services.identity.regional import LanguageUnknown, TimeZoneUnknown
from services.identity.role import BuiltIn
from services.identity.tenant import Tenant, TenantCodeInvalid, require_code
from tests.identity.office import PASSWORD, Building, Office, opened, refusal

Stub = pb_grpc.TenantServiceStub


def request(code: str, **admin: str) -> pb.CreateTenantRequest:
    person = {"login": "admin", "password": PASSWORD, "display_name": "Админ", **admin}
    return pb.CreateTenantRequest(
        code=code, display_name="Ромашка", admin=pb.Administrator(**person)
    )


@pytest.mark.parametrize("code", ["a", "-ab", "ab-", "Ab", "a_b", "a.b", "a" * 33, "", "а-б"])
def test_a_code_is_what_people_can_type_anywhere(code: str) -> None:
    with pytest.raises(TenantCodeInvalid):
        require_code(code)


def test_a_tenant_has_a_real_zone_and_a_language_we_speak() -> None:
    with pytest.raises(TimeZoneUnknown):
        Tenant(name="tenants/x1", display_name="x", time_zone="Europe/Nowhere")
    with pytest.raises(TimeZoneUnknown):
        Tenant(name="tenants/x1", display_name="x", time_zone="../../etc/passwd")
    with pytest.raises(LanguageUnknown):
        Tenant(name="tenants/x1", display_name="x", language="de")


def test_the_administrator_holds_every_permission_over_all() -> None:
    role = built_in_roles.built_in(BuiltIn.ADMINISTRATOR, "roles/1", "ru")
    assert {rule.permission for rule in role.rules} == set(PERMISSIONS)
    assert {rule.scope for rule in role.rules} == {"ALL"}


def test_a_new_tenant_has_all_it_needs(building: Building) -> None:
    office = opened(building)
    assert set(office.roles) == set(BuiltIn)
    types = [event["type"] for event in office.events()]
    assert types[:8] == [
        "tenant_created",
        "org_unit_created",
        *["role_updated"] * 5,
        "user_created",
    ]
    profile = office.admin.ask(sessions_grpc.SessionServiceStub).GetProfile(
        sessions.GetProfileRequest()
    )
    assert set(profile.permissions) == set(PERMISSIONS)
    assert profile.tenant.name == f"tenants/{office.code}"
    assert profile.tenant.time_zone == "Europe/Moscow"
    assert profile.user.org_path == [office.root]


def test_a_taken_code_changes_nothing(building: Building, office: Office) -> None:
    before = len(office.events())
    with pytest.raises(grpc.RpcError) as refused:
        building.operator(Stub).CreateTenant(request(office.code, login="intruder"))
    assert refusal(refused) == "ALREADY_EXISTS TENANT_CODE_TAKEN"
    assert len(office.events()) == before
    with pytest.raises(grpc.RpcError):
        building.sign_in(office.code, "intruder")


def test_a_tenant_whose_administrator_is_unfit_is_not_made_at_all(building: Building) -> None:
    code = "half-made"
    for admin in ({"password": "short"}, {"email": "nobody"}, {"login": "a b"}):
        with pytest.raises(grpc.RpcError) as refused:
            building.operator(Stub).CreateTenant(request(code, **admin))
        assert refused.value.code() == grpc.StatusCode.INVALID_ARGUMENT
    with pytest.raises(grpc.RpcError) as refused:
        building.operator(Stub).GetTenant(pb.GetTenantRequest(name=f"tenants/{code}"))
    assert refusal(refused) == "NOT_FOUND NOT_FOUND"


def test_only_the_operator_makes_tenants_and_he_sees_nothing_in_them(
    building: Building, office: Office
) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        office.admin.ask(Stub).CreateTenant(request("by-admin"))
    assert refusal(refused) == "PERMISSION_DENIED PERMISSION_DENIED"
    with pytest.raises(grpc.RpcError) as refused:
        building.operator(users_grpc.UserServiceStub).ListUsers(users.ListUsersRequest())
    assert refusal(refused) == "PERMISSION_DENIED PERMISSION_DENIED"
    found = building.operator(Stub).GetTenant(pb.GetTenantRequest(name=f"tenants/{office.code}"))
    assert found.display_name == f"ООО {office.code}"
    with pytest.raises(grpc.RpcError) as refused:
        building.token("not-the-operator-of-these-tests")
    assert refusal(refused) == "UNAUTHENTICATED UNAUTHENTICATED"


def test_a_tenant_knows_and_changes_itself_only(office: Office, other_office: Office) -> None:
    stub = office.admin.ask(Stub)
    name = f"tenants/{office.code}"
    current = stub.GetTenant(pb.GetTenantRequest(name=name))
    mask = field_mask_pb2.FieldMask(paths=["time_zone"])
    change = pb.Tenant(name=name, time_zone="Asia/Omsk", etag=current.etag)
    changed = stub.UpdateTenant(pb.UpdateTenantRequest(tenant=change, update_mask=mask))
    assert (changed.time_zone, changed.display_name) == ("Asia/Omsk", current.display_name)
    with pytest.raises(grpc.RpcError) as refused:
        stub.UpdateTenant(pb.UpdateTenantRequest(tenant=change, update_mask=mask))
    assert refusal(refused) == "ABORTED STALE_ETAG"
    foreign = f"tenants/{other_office.code}"
    with pytest.raises(grpc.RpcError) as refused:
        stub.GetTenant(pb.GetTenantRequest(name=foreign))
    assert refusal(refused) == "NOT_FOUND NOT_FOUND"
    with pytest.raises(grpc.RpcError) as refused:
        stub.UpdateTenant(
            pb.UpdateTenantRequest(
                tenant=pb.Tenant(name=foreign, display_name="Захвачено"),
                update_mask=field_mask_pb2.FieldMask(paths=["display_name"]),
            )
        )
    assert refusal(refused) == "NOT_FOUND NOT_FOUND"
    assert office.events("tenant_updated")[0]["data"]["tenant"]["time_zone"] == "Asia/Omsk"
