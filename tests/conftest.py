"""What every test may ask for: a real database, a real broker, each worker with its own."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.kit import clients
from services.kit.testing import Engines


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        directory = tempfile.mkdtemp(prefix="crm-tests-")
        # Workers inherit both: where the engines live and with whom they end.
        os.environ["CRM_TEST_DIRECTORY"] = directory
        os.environ["CRM_TEST_OWNER"] = str(os.getpid())


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        directory = Path(os.environ["CRM_TEST_DIRECTORY"])
        Engines(directory).stop()
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def engines() -> Iterator[Engines]:
    engines = Engines(Path(os.environ["CRM_TEST_DIRECTORY"]))
    yield engines
    engines.close()


@pytest.fixture(scope="session")
def mongo_url(engines: Engines) -> Iterator[str]:
    """A replica set of one that no other worker uses. Clean by deleting, not by dropping."""
    url = engines.mongo_url()
    yield url
    clients.client(url).close()


@pytest.fixture(scope="session")
def amqp_url(engines: Engines) -> str:
    """A virtual host that no other worker uses."""
    return engines.amqp_url()
