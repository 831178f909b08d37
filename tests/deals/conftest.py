"""A running deals service, and tenants with two branches in it."""

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.counterparties.service import SERVICE as COUNTERPARTIES
from services.deals.service import SERVICE
from services.kit.testing_door import Door, opened
from tests.deals.office import Office

PREFIX = "deals_tests_"
SECRET = "a secret of tests, long enough to be one"


@pytest.fixture(scope="session")
def clients_door(mongo_url: str) -> Iterator[Door]:
    """The real client base, which deals asks in its callers' names."""
    environ = {"CRM_MONGO_URL": mongo_url, "CRM_DATABASE_PREFIX": PREFIX}
    with opened(COUNTERPARTIES, environ, Ed25519PrivateKey.generate()) as running:
        yield running


@pytest.fixture(scope="session")
def door(mongo_url: str, clients_door: Door) -> Iterator[Door]:
    environ = {
        "CRM_MONGO_URL": mongo_url,
        "CRM_DATABASE_PREFIX": PREFIX,
        "CRM_COUNTERPARTIES_ADDRESS": clients_door.address,
        "CRM_SECRET_KEY": SECRET,
        "CRM_ACCOUNTING_NETWORKS": "127.0.0.0/8",
    }
    with opened(SERVICE, environ, clients_door.key) as running:
        yield running


@pytest.fixture
def office(door: Door) -> Office:
    """A tenant of this test's own."""
    return Office.opened(door)


@pytest.fixture
def other_office(door: Door) -> Office:
    """A tenant that must see and notice nothing."""
    return Office.opened(door)
