"""The activities service beside a real client base, which it asks in its callers' names."""

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.activities.service import SERVICE
from services.counterparties.service import SERVICE as COUNTERPARTIES
from services.kit.testing_door import Door, opened
from tests.activities.desk import Desk
from tests.activities.mass.crowd import Crowd

PREFIX = "activities_mass_tests_"


@pytest.fixture(scope="session")
def clients_door(mongo_url: str) -> Iterator[Door]:
    environ = {"CRM_MONGO_URL": mongo_url, "CRM_DATABASE_PREFIX": PREFIX}
    with opened(COUNTERPARTIES, environ, Ed25519PrivateKey.generate()) as running:
        yield running


@pytest.fixture(scope="session")
def door(mongo_url: str, clients_door: Door) -> Iterator[Door]:
    environ = {
        "CRM_MONGO_URL": mongo_url,
        "CRM_DATABASE_PREFIX": PREFIX,
        "CRM_COUNTERPARTIES_ADDRESS": clients_door.address,
    }
    with opened(SERVICE, environ, clients_door.key) as running:
        yield running


@pytest.fixture
def crowd(door: Door, clients_door: Door) -> Crowd:
    """A tenant of this test's own, with clients."""
    return Crowd(Desk.opened(door), clients_door)
