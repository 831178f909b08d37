"""A counterparties service that asks the peer instead of the vendor, a tenant of the test's own."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from services.counterparties.registry import gate
from services.counterparties.service import SERVICE
from services.kit.caller import Caller
from services.kit.testing_door import Door, opened
from tests.counterparties.office import Office
from tests.peers import dadata as peer

SECRET = "a secret of tests, long enough to be one"


@pytest.fixture(scope="session")
def vendor_server() -> Iterator[peer.Peer]:
    with peer.serving() as server:
        yield server


@pytest.fixture
def vendor(vendor_server: peer.Peer) -> Iterator[peer.Behaviour]:
    """A behaviour and a gate of the test's own: who still waits for another test's answer fills
    neither."""
    gate.gate_of.cache_clear()
    yield vendor_server.anew()
    vendor_server.anew()


@pytest.fixture(scope="session")
def environ(mongo_url: str, vendor_server: peer.Peer) -> dict[str, str]:
    return {
        "CRM_MONGO_URL": mongo_url,
        "CRM_DATABASE_PREFIX": "registry_tests_",
        "CRM_SECRET_KEY": SECRET,
        "CRM_DADATA_URL": vendor_server.address,
        "CRM_REGISTRY_FILE": str(peer.ANSWERS),
    }


@pytest.fixture(scope="session")
def registry_door(environ: dict[str, str]) -> Iterator[Door]:
    with opened(SERVICE, environ) as running:
        yield running


@pytest.fixture
def office(registry_door: Door) -> Office:
    return Office.opened(registry_door)


def with_registry(caller: Caller, *verbs: str) -> Caller:
    rights = {f"registry.{verb}": ("*",) for verb in verbs or ("read", "write")}
    return replace(caller, grants={**caller.grants, **rights})
