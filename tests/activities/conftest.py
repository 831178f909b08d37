"""A running activities service, and tenants with two branches in it."""

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.activities.service import SERVICE
from services.kit.testing_door import Door, opened
from tests.activities.desk import Desk

PREFIX = "activities_tests_"


@pytest.fixture(scope="session")
def door(mongo_url: str) -> Iterator[Door]:
    environ = {
        "CRM_MONGO_URL": mongo_url,
        "CRM_DATABASE_PREFIX": PREFIX,
        "CRM_SECRET_KEY": "s" * 40,
        # Where the peer is that takes pushes.
        "CRM_PUSH_NETWORKS": "127.0.0.0/8",
    }
    with opened(SERVICE, environ, Ed25519PrivateKey.generate()) as running:
        yield running


@pytest.fixture
def desk(door: Door) -> Desk:
    """A tenant of this test's own."""
    return Desk.opened(door)
