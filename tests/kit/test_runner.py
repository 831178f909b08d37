"""What `python -m services.kit` promises: clear refusals, complete set-up, clean stops."""

import json
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from services.kit import indexes
from services.kit.service import names
from tests.kit import async_toy as toy
from tests.kit.processes import ROOT, World, stop
from tests.waiting import until

MONGO, AMQP = "mongodb://127.0.0.1:1/", "amqp://guest:guest@127.0.0.1:1/"


def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "services.kit", *arguments],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{ROOT}:{ROOT / 'build/gen'}",
            **environ,
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "environ", "sentence"),
    [
        ((), {}, "Usage: python -m services.kit <service|all> rpc|events|relay|jobs|indexes"),
        (("all", "dance"), {}, "Usage:"),
        (("nobody", "rpc"), {"CRM_MONGO_URL": MONGO}, "There is no service 'nobody'"),
        (("all", "rpc"), {}, "CRM_MONGO_URL is set."),
        (("all", "relay"), {"CRM_MONGO_URL": MONGO}, "CRM_AMQP_URL is not set."),
        (("all", "jobs"), {"CRM_MONGO_URL": "postgres://x"}, "must start with mongodb://"),
        (
            ("all", "jobs"),
            {"CRM_MONGO_URL": MONGO, "CRM_JOB_THREADS": "many"},
            "CRM_JOB_THREADS must be a whole number, not 'many'.",
        ),
        (
            ("all", "events"),
            {"CRM_MONGO_URL": MONGO, "CRM_AMQP_URL": AMQP, "CRM_METRICS_PORT": "x"},
            "CRM_METRICS_PORT must be a whole number, not 'x'.",
        ),
    ],
)
def test_a_wrong_start_is_refused_with_one_sentence(
    arguments: tuple[str, ...], environ: dict[str, str], sentence: str
) -> None:
    refused = run(*arguments, **environ)
    assert refused.returncode == 2
    assert sentence in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


def test_indexes_makes_what_every_service_needs_and_may_be_repeated(world: World) -> None:
    environ = {**world.environ, "CRM_DATABASE_PREFIX": "kit_indexes_"}
    for _ in range(2):
        made = run("all", "indexes", **environ)
        assert made.returncode == 0, made.stderr
    client = world.db().client
    for service in names():
        database = client[f"kit_indexes_{service}"]
        expected = {"changes", "jobs", "job_rows", "inbox", "seen"}
        assert expected <= set(database.list_collection_names())
        assert "active_1_slice_time_1" in database["jobs"].index_information()
        client.drop_database(database.name)


def test_the_topology_stands_before_anybody_publishes(world: World) -> None:
    with world.channel() as channel:
        for queues in world.topology.queues:
            for name in (queues.main, queues.retry, queues.parked):
                channel.queue_delete(name)
    world.start("relay", "counterparties")
    toy.tell(world.db(), "early", subject="segments/1")
    until(lambda: world.waiting(world.queues().main) > 0)
    # What it finds at its start may come twice.
    assert set(world.published()) == {"early"}


@pytest.mark.parametrize("role", ["rpc", "events", "relay", "jobs"])
def test_each_role_stops_cleanly(world: World, role: str) -> None:
    address = "127.0.0.1:0"
    process = world.start(
        role,
        "counterparties",
        CRM_COUNTERPARTIES_ADDRESS=address,
        CRM_METRICS_PORT="0",
    )
    assert stop(process) == 0


def test_metrics_are_served_and_logs_are_json(world: World, unused_port: int) -> None:
    world.start("relay", CRM_METRICS_PORT=str(unused_port))
    toy.tell(world.db(), "hello", subject="segments/1")

    def told() -> object:
        with urllib.request.urlopen(f"http://127.0.0.1:{unused_port}/metrics") as answer:
            # What it finds at its start may come twice.
            return re.search(rb'published_total{service="counterparties"} [1-9]', answer.read())

    until(told)
    [log] = Path(world.directory).glob("relay-*.log")
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert any(line["message"] == "connected to the broker" for line in lines)


def test_a_request_can_be_followed_into_the_handlers_log(world: World) -> None:
    world.start("relay")
    world.start("events", CRM_LOG_LEVEL="debug")
    toy.tell(world.db(), "traced", subject="segments/1", request_id="request-7")
    [log] = Path(world.directory).glob("events-*.log")
    until(lambda: '"request_id": "request-7"' in log.read_text())


def test_indexes_of_services_start_with_the_tenant(world: World) -> None:
    for service in toy.load("all"):
        indexes.create(service, world.settings)
    jobs = world.db().client[world.db().database]["jobs"].index_information()
    of_lists = [name for name in jobs if name not in ("_id_", "active_1_slice_time_1")]
    assert all(jobs[name]["key"][0][0] == "tenant" for name in of_lists)
