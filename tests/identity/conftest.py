"""A running identity, and tenants in it."""

from collections.abc import Iterator

import pytest

from tests.identity.office import Building, Office, built, opened


@pytest.fixture(scope="session")
def building(mongo_url: str) -> Iterator[Building]:
    with built({"CRM_MONGO_URL": mongo_url, "CRM_DATABASE_PREFIX": "identity_tests_"}) as running:
        yield running


@pytest.fixture
def office(building: Building) -> Office:
    """A tenant of this test's own."""
    return opened(building)


@pytest.fixture
def other_office(building: Building) -> Office:
    """A tenant that must notice nothing."""
    return opened(building)
