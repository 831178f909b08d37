"""Two services side by side, as a demand reaches both."""

from collections.abc import Iterator

import pytest

from services.identity.service import SERVICE
from services.kit.testing_door import Door, opened
from tests.counterparties.office import Office
from tests.counterparties.personal_data.registry import Register


@pytest.fixture(scope="session")
def identity(mongo_url: str) -> Iterator[Door]:
    environ = {
        "CRM_MONGO_URL": mongo_url,
        "CRM_DATABASE_PREFIX": "personal_data_tests_",
        "CRM_SECRET_KEY": "a secret of these tests, long enough to be one",
    }
    with opened(SERVICE, environ) as running:
        yield running


@pytest.fixture
def register(office: Office, identity: Door) -> Register:
    return Register(office, identity)
