"""Why somebody sees a client, or what is missing: identity and this service as they really run."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import grpc
import pytest

from crm.counterparties.v1 import access_pb2 as pb
from crm.counterparties.v1 import access_pb2_grpc, counterparties_pb2_grpc
from crm.counterparties.v1 import counterparties_pb2 as clients
from crm.identity.v1 import users_pb2 as users
from crm.identity.v1 import users_pb2_grpc as users_grpc
from services.counterparties.service import SERVICE
from services.kit import indexes, rpc_server, tokens
from services.kit.events import handle, handlers_of
from services.kit.settings import Settings
from tests.identity import office as identity
from tests.identity.office import Person
from tests.identity.test_substitutions import appointed

Explained = pb.ExplainAccessResponse
Way = pb.AccessPath


@dataclass
class World:
    office: identity.Office
    address: str
    settings: Settings

    def stub(self, stub: Any, person: Person) -> Any:
        token = self.office.building.token(person.session.access_token)
        call = grpc.insecure_channel(self.address)
        metadata = (("authorization", f"Bearer {token}"),)
        return stub(grpc.intercept_channel(call, identity._WithMetadata(metadata)))

    def hear(self) -> None:
        """Everything identity has told so far."""
        worker = SERVICE.events(SERVICE.runtime(self.settings).db(""))  # type: ignore[misc]
        by_type = {handler.type: handler for handler in handlers_of(type(worker))}
        for event in self.office.events():
            if handler := by_type.get(event["type"]):
                assert handle(worker, handler, event) is None

    def client(self, owner: Person, title: str, **fields: Any) -> str:
        self.hear()
        made = clients.Counterparty(
            display_name=title, kind=clients.Counterparty.KIND_LEGAL, **fields
        )
        stub = self.stub(counterparties_pb2_grpc.CounterpartyServiceStub, owner)
        return stub.CreateCounterparty(clients.CreateCounterpartyRequest(counterparty=made)).name

    def explained(self, by: Person, name: str, user: str, permission: str = "") -> Explained:
        stub = self.stub(access_pb2_grpc.AccessServiceStub, by)
        request = pb.ExplainAccessRequest(name=name, user=user, permission=permission)
        return stub.ExplainAccess(request)


@pytest.fixture(scope="module")
def running(mongo_url: str) -> Iterator[tuple[identity.Building, str, Settings]]:
    environ = {"CRM_MONGO_URL": mongo_url, "CRM_DATABASE_PREFIX": "explain_tests_"}
    with identity.built(environ) as building:
        settings = Settings({**environ, "CRM_IDENTITY_ADDRESS": building.address})
        indexes.create(SERVICE, settings)
        verifier = tokens.Verifier(lambda: identity._public_keys(building))
        server = rpc_server.start(SERVICE, settings, verifier, "127.0.0.1:0")
        try:
            yield building, f"127.0.0.1:{server.port}", settings
        finally:
            server.stop(0).wait()


@pytest.fixture
def world(running: tuple[identity.Building, str, Settings]) -> World:
    building, address, settings = running
    return World(identity.opened(building), address, settings)


def ways(found: Any) -> list[tuple[str, str, str]]:
    return [(Way.Kind.Name(each.kind), each.role_display_name, each.scope) for each in found]


def test_every_way_is_named(world: World) -> None:
    office = world.office
    branch = office.unit("Казань").name
    anna = office.person("anna", "MANAGER", unit=branch)
    boris = office.person("boris", "MANAGER", unit=branch)
    head = office.person("head", "HEAD_OF_SALES", "MANAGER", unit=branch)
    name = world.client(anna, "Клиент", participants=[boris.user])
    own = world.explained(office.admin, name, anna.user)
    assert (own.allowed, ways(own.via)) == (True, [("KIND_OWNER", "Менеджер", "OWN")])
    assert (own.owner_display_name, own.user_display_name) == ("Anna", "Anna")
    guest = world.explained(office.admin, name, boris.user)
    assert ways(guest.via) == [("KIND_PARTICIPANT", "Менеджер", "OWN")]
    over = world.explained(office.admin, name, head.user)
    assert ways(over.via) == [("KIND_SUBTREE", "Руководитель отдела продаж", "SUBTREE")]
    assert list(over.via[0].org_unit_names)[-1] == "Казань"
    everything = world.explained(office.admin, name, office.admin.user)
    assert ways(everything.via) == [("KIND_EVERYTHING", "Администратор", "ALL")]


def test_what_is_missing_is_named_the_nearest_first(world: World) -> None:
    office = world.office
    branch, other = office.unit("Казань").name, office.unit("Омск").name
    group = office.unit("Группа", branch).name
    anna = office.person("anna", "MANAGER", unit=group)
    far = office.person("far", ("HEAD_OF_SALES", other), ("OPERATOR", branch), unit=other)
    nobody = office.person("nobody", unit=branch)
    name = world.client(anna, "Клиент")
    out = world.explained(office.admin, name, far.user)
    assert (out.allowed, out.obstacle) == (False, Explained.OBSTACLE_OUT_OF_SCOPE)
    assert [each.scope for each in out.nearest] == ["UNIT", "SUBTREE"]
    assert list(out.nearest[0].org_unit_names)[-1] == "Казань"
    assert list(out.org_path)[-1] == group
    none = world.explained(office.admin, name, nobody.user)
    assert (none.obstacle, list(none.nearest)) == (Explained.OBSTACLE_NO_PERMISSION, [])
    delete = world.explained(office.admin, name, anna.user, "counterparties.delete")
    assert delete.obstacle == Explained.OBSTACLE_NO_PERMISSION


def test_substitutes_and_those_who_left(world: World) -> None:
    office = world.office
    anna, boris = office.person("anna", "MANAGER"), office.person("boris", "MANAGER")
    name = world.client(anna, "Клиент")
    assert not world.explained(office.admin, name, boris.user).allowed
    appointed(office.admin, anna.user, boris.user, (0, 3))
    found = world.explained(office.admin, name, boris.user)
    assert found.allowed
    assert (found.via[0].absent, found.via[0].absent_display_name) == (anna.user, "Anna")
    assert found.via[0].end_date.year > 2000
    office.admin.ask(users_grpc.UserServiceStub).DisableUser(
        users.DisableUserRequest(name=boris.user)
    )
    left = world.explained(office.admin, name, boris.user)
    assert (left.allowed, left.obstacle) == (False, Explained.OBSTACLE_USER_INACTIVE)


def test_nobody_learns_of_what_he_does_not_see(world: World) -> None:
    office = world.office
    branch = office.unit("Казань").name
    anna, boris = office.person("anna", "MANAGER", unit=branch), office.person("boris", "MANAGER")
    name = world.client(anna, "Клиент")

    def refused(by: Person, user: str) -> str:
        with pytest.raises(grpc.RpcError) as error:
            world.explained(by, name, user)
        return error.value.code().name

    # Not of a record, nor of colleagues' roles; of himself he may.
    assert refused(boris, boris.user) == "NOT_FOUND"
    assert refused(anna, boris.user) == "PERMISSION_DENIED"
    assert refused(office.admin, "users/nobody") == "NOT_FOUND"
    assert world.explained(anna, name, anna.user).allowed
