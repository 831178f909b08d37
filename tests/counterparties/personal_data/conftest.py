"""All services side by side, as a demand reaches each."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from services.kit.service import load
from services.kit.testing_door import Door, opened
from tests.counterparties.office import Office
from tests.counterparties.personal_data.registry import Register


@pytest.fixture(scope="session")
def others(mongo_url: str, door: Door) -> Iterator[list[Door]]:
    """The doors of all services but the client base."""
    environ = {
        "CRM_MONGO_URL": mongo_url,
        "CRM_DATABASE_PREFIX": "personal_data_tests_",
        "CRM_SECRET_KEY": "a secret of these tests, long enough to be one",
    }
    with ExitStack() as stack:
        yield [
            stack.enter_context(opened(service, environ))
            for service in load("all")
            if service.name != door.service.name
        ]


@pytest.fixture
def register(office: Office, others: list[Door]) -> Register:
    return Register(office, others)
