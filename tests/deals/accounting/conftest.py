"""A tenant whose accounting is a base of 1C of the test's own."""

from collections.abc import Iterator

import pytest

from services.kit.testing_door import Door
from tests.deals.accounting.books import Books
from tests.deals.office import Office
from tests.peers import odata


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
