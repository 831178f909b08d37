"""A running deals service, and tenants with two branches in it."""

from collections.abc import Iterator

import pytest

from services.deals.service import SERVICE
from services.kit.testing_door import Door, opened
from tests.deals.office import Office


@pytest.fixture(scope="session")
def door(mongo_url: str) -> Iterator[Door]:
    environ = {"CRM_MONGO_URL": mongo_url, "CRM_DATABASE_PREFIX": "deals_tests_"}
    with opened(SERVICE, environ) as running:
        yield running


@pytest.fixture
def office(door: Door) -> Office:
    """A tenant of this test's own."""
    return Office.opened(door)


@pytest.fixture
def other_office(door: Door) -> Office:
    """A tenant that must see and notice nothing."""
    return Office.opened(door)
