"""A running identity and people at its door, who sign in with passwords and hold real tokens."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from crm.identity.v1 import org_units_pb2 as units
from crm.identity.v1 import org_units_pb2_grpc as units_grpc
from crm.identity.v1 import roles_pb2 as roles
from crm.identity.v1 import roles_pb2_grpc as roles_grpc
from crm.identity.v1 import sessions_pb2 as sessions
from crm.identity.v1 import sessions_pb2_grpc as sessions_grpc
from crm.identity.v1 import tenants_pb2 as tenants
from crm.identity.v1 import tenants_pb2_grpc as tenants_grpc
from crm.identity.v1 import users_pb2 as users
from crm.identity.v1 import users_pb2_grpc as users_grpc
from services.identity.service import SERVICE
from services.kit import indexes, rpc_server, tokens
from services.kit.changes import CHANGES, envelope
from services.kit.mongo import Db
from services.kit.settings import Settings

OPERATOR_TOKEN = "the-operator-of-these-tests"
SECRET_KEY = "a secret of these tests that is long enough"
PASSWORD = "correct horse battery"
Stub = TypeVar("Stub")


@dataclass(frozen=True)
class Building:
    """A running identity; its tokens are verified with the keys it publishes."""

    settings: Settings
    address: str

    def channel(self, token: str = "", **metadata: str) -> grpc.Channel:
        sent = {"x-request-id": str(uuid.uuid4()), **metadata}
        if token:
            sent["authorization"] = f"Bearer {token}"
        return grpc.intercept_channel(
            grpc.insecure_channel(self.address), _WithMetadata(tuple(sent.items()))
        )

    def db(self, tenant: str) -> Db:
        return SERVICE.runtime(self.settings).db(tenant)

    def token(self, credential: str) -> str:
        request = sessions.AuthenticateRequest(credential=credential)
        return sessions_grpc.SessionServiceStub(self.channel()).Authenticate(request).caller_token

    def operator(self, stub: type[Stub]) -> Stub:
        return stub(self.channel(self.token(OPERATOR_TOKEN)))  # type: ignore[call-arg]

    def anybody(self, stub: type[Stub]) -> Stub:
        return stub(self.channel())  # type: ignore[call-arg]

    def sign_in(self, tenant: str, login: str, password: str = PASSWORD, **more: str) -> Any:
        request = sessions.CreateSessionRequest(
            tenant=tenant, login=login, password=password, **more
        )
        return self.anybody(sessions_grpc.SessionServiceStub).CreateSession(request)


@dataclass
class Person:
    """Somebody signed in."""

    building: Building
    tenant: str
    login: str
    session: Any
    token: str = field(default="")

    def __post_init__(self) -> None:
        self.token = self.token or self.building.token(self.session.access_token)

    @property
    def user(self) -> str:
        return self.session.user

    def ask(self, stub: type[Stub]) -> Stub:
        return stub(self.building.channel(self.token))  # type: ignore[call-arg]

    def renewed(self) -> "Person":
        """With a token of this moment: rights may have changed."""
        return Person(self.building, self.tenant, self.login, self.session)

    def claims(self) -> dict[str, Any]:
        verifier = tokens.Verifier(lambda: _public_keys(self.building))
        return verifier.claims(self.building.token(self.session.access_token))

    def keys(self, permission: str) -> list[str]:
        for grant in self.claims()["grants"]:
            if permission in grant["permissions"]:
                return grant["keys"]
        return []


@dataclass
class Office:
    """A tenant with its administrator."""

    building: Building
    code: str
    admin: Person
    roles: dict[str, str]
    root: str

    def unit(self, display_name: str, parent: str = "", **more: Any) -> Any:
        unit = units.OrgUnit(display_name=display_name, parent=parent or self.root, **more)
        return self.admin.ask(units_grpc.OrgUnitServiceStub).CreateOrgUnit(
            units.CreateOrgUnitRequest(org_unit=unit)
        )

    def user(self, login: str, *roles_held: Any, unit: str = "", **more: Any) -> Any:
        """A user with a password; each role by its key, or with a unit as (key, unit)."""
        password = more.pop("password", PASSWORD)
        held = [each if isinstance(each, tuple) else (each, "") for each in roles_held]
        user = users.User(
            login=login,
            display_name=more.pop("display_name", login.title()),
            org_unit=unit or self.root,
            assignments=[
                users.Assignment(role=self.roles.get(role, role), org_unit=place)
                for role, place in held
            ],
            **more,
        )
        request = users.CreateUserRequest(user=user, password=password)
        return self.admin.ask(users_grpc.UserServiceStub).CreateUser(request)

    def person(self, login: str, *roles_held: Any, unit: str = "", **more: Any) -> Person:
        self.user(login, *roles_held, unit=unit, **more)
        return self.enter(login)

    def role(self, display_name: str, *rules: tuple[str, str], **more: Any) -> str:
        role = roles.Role(
            display_name=display_name,
            rules=[roles.Rule(permission=p, scope=f"SCOPE_{s}") for p, s in rules],
            **more,
        )
        request = roles.CreateRoleRequest(role=role)
        return self.admin.ask(roles_grpc.RoleServiceStub).CreateRole(request).name

    def enter(self, login: str, password: str = PASSWORD) -> Person:
        session = self.building.sign_in(self.code, login, password)
        return Person(self.building, self.code, login, session)

    def events(self, type: str = "") -> list[dict[str, Any]]:
        query = {"type": type} if type else {}
        rows = self.building.db(self.code).bound(CHANGES).find(query, sort=[("_id", 1)])
        return [envelope(row) for row in rows]


@contextmanager
def built(environ: dict[str, str]) -> Iterator[Building]:
    settings = Settings(
        {"CRM_OPERATOR_TOKEN": OPERATOR_TOKEN, "CRM_SECRET_KEY": SECRET_KEY, **environ}
    )
    indexes.create(SERVICE, settings)
    fetched: list[Building] = []
    verifier = tokens.Verifier(lambda: _public_keys(fetched[0]))
    running = rpc_server.start(SERVICE, settings, verifier, "127.0.0.1:0")
    building = Building(settings, f"127.0.0.1:{running.port}")
    fetched.append(building)
    try:
        yield building
    finally:
        running.stop(0).wait()


def opened(building: Building, code: str = "", login: str = "admin") -> Office:
    code = code or f"t-{uuid.uuid4().hex[:12]}"
    request = tenants.CreateTenantRequest(
        code=code,
        display_name=f"ООО {code}",
        kind="KIND_ORGANIZATION",
        admin=tenants.Administrator(login=login, password=PASSWORD, display_name="Админ"),
    )
    building.operator(tenants_grpc.TenantServiceStub).CreateTenant(request)
    admin = Person(building, code, login, building.sign_in(code, login))
    found = admin.ask(roles_grpc.RoleServiceStub).ListRoles(roles.ListRolesRequest()).roles
    tree = admin.ask(units_grpc.OrgUnitServiceStub).ListOrgUnits(units.ListOrgUnitsRequest())
    return Office(
        building, code, admin, {role.built_in: role.name for role in found}, tree.org_units[0].name
    )


def refusal(error: Any) -> str:
    """CODE REASON of a refused call."""
    info = error_details_pb2.ErrorInfo()
    status = rpc_status.from_call(error.value)
    assert status is not None, error.value
    assert status.details[0].Unpack(info)
    return f"{error.value.code().name} {info.reason}"


def _public_keys(building: Building) -> dict[str, bytes]:
    stub = sessions_grpc.SessionServiceStub(building.channel())
    answer = stub.ListSigningKeys(sessions.ListSigningKeysRequest())
    return {key.key_id: key.public_key for key in answer.keys}


class _WithMetadata(grpc.UnaryUnaryClientInterceptor):
    def __init__(self, metadata: tuple[tuple[str, str], ...]) -> None:
        self._metadata = metadata

    def intercept_unary_unary(
        self, continuation: Any, client_call_details: Any, request: Any
    ) -> Any:
        sent = (*(client_call_details.metadata or ()), *self._metadata)
        return continuation(client_call_details._replace(metadata=sent), request)
