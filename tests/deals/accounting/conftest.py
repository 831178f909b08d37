"""A tenant whose accounting is a base of 1C of the test's own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from crm.identity.v1 import sessions_pb2 as sessions
from crm.identity.v1 import sessions_pb2_grpc as sessions_grpc
from services.kit import rpc_server, tokens
from services.kit.testing_door import KEY_ID, Door
from tests.deals.accounting.books import Books
from tests.deals.accounting.shop import Shop
from tests.deals.office import Office
from tests.gateway.conftest import Running, Start, start_gateway
from tests.identity.office import Building, built
from tests.peers import odata

__all__ = ["start_gateway"]


@pytest.fixture(autouse=True)
def _environment(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job's process reads its settings from the environment."""
    for key, value in door.settings.environ.items():
        monkeypatch.setenv(key, value)


@pytest.fixture
def base() -> Iterator[odata.Peer]:
    with odata.serving() as server:
        yield server


@pytest.fixture
def books(office: Office, base: odata.Peer) -> Books:
    return Books.opened(office, base)


@dataclass(frozen=True)
class Served:
    """A service that a gateway is in front of."""

    address: str
    stop: Callable[[], object]


@pytest.fixture(scope="session")
def building(mongo_url: str) -> Iterator[Building]:
    """The real identity, whose keys 1C comes with."""
    environ = {"CRM_MONGO_URL": mongo_url, "CRM_DATABASE_PREFIX": "deals_tests_keys_"}
    with built(environ) as running:
        yield running


@pytest.fixture(scope="session")
def behind(door: Door, building: Building) -> dict[str, Any]:
    """Deals and identity as gateways reach them; deals believes in both kinds of callers."""
    own = door.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def keys() -> dict[str, bytes]:
        stub = sessions_grpc.SessionServiceStub(building.channel())
        found = stub.ListSigningKeys(sessions.ListSigningKeysRequest()).keys
        return {KEY_ID: own, **{each.key_id: each.public_key for each in found}}

    deals = rpc_server.start(door.service, door.settings, tokens.Verifier(keys), "127.0.0.1:0")
    return {
        "deals": Served(f"127.0.0.1:{deals.port}", lambda: deals.stop(0).wait()),
        "identity": Served(building.address, lambda: None),
    }


@pytest.fixture(scope="session")
def gateway(start_gateway: Start, behind: dict[str, Any]) -> Running:
    return start_gateway(behind)


@pytest.fixture
def shop(office: Office, building: Building, gateway: Running) -> Shop:
    return Shop.opened(office, building, gateway)


@pytest.fixture
def other_shop(other_office: Office, building: Building, gateway: Running) -> Shop:
    return Shop.opened(other_office, building, gateway)
