"""A world of toy services for each module of tests, emptied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.ports import free_port
from tests.kit.processes import World


@pytest.fixture
def world(mongo_url: str, amqp_url: str, tmp_path: Path) -> Iterator[World]:
    world = World(mongo_url, amqp_url, tmp_path)
    world.prepare()
    yield world
    world.stop_all()


@pytest.fixture
def unused_port() -> int:
    return free_port(set())
