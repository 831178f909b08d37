"""A world of toy services for each module of tests, emptied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.processes import World


@pytest.fixture
def world(
    mongo_url: str, amqp_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    directory: Path = tmp_path_factory.mktemp("world")
    world = World(mongo_url, amqp_url, directory)
    world.prepare()
    yield world
    world.stop_all()
    for service in ("counterparties", "listener"):
        db = world.db(service)
        db.client.drop_database(db.database)
