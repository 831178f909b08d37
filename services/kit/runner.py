"""Starts one role of one service or of all: the same entry point on a laptop and in a cluster."""

import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pika.exceptions import AMQPError
from pymongo.errors import PyMongoError

from services.kit import indexes, service, telemetry, topology
from services.kit.service import Service
from services.kit.settings import Settings, SettingsError

USAGE = "Usage: python -m services.kit <service|all> rpc|events|relay|jobs|indexes"
WRONG_USE, FAILED = 2, 1
log = telemetry.logger(__name__)


@dataclass(frozen=True)
class Process:
    """What a role needs: the services it runs, and all there are, whose queues must exist."""

    services: Sequence[Service]
    every_service: Sequence[Service]
    settings: Settings
    retry_ms: int

    @property
    def topology(self) -> topology.Topology:
        return topology.topology(self.every_service, self.retry_ms)


def main(
    arguments: Sequence[str],
    load: Callable[[str], list[Service]] = service.load,
    retry_ms: int = topology.RETRY_DELAY_MS,
) -> int:
    """The exit code; 2 for what the operator must put right."""
    if len(arguments) != 2 or arguments[1] not in ROLES:
        return _refuse(USAGE)
    name, role = arguments
    settings = Settings()
    try:
        chosen, every = load(name), load("all")
        _check(chosen, role, settings)
        telemetry.start(settings, f"{name}-{role}")
    except SettingsError as error:
        return _refuse(str(error))
    try:
        ROLES[role](Process(chosen, every, settings, retry_ms))
    except SettingsError as error:
        return _refuse(str(error))
    except (PyMongoError, AMQPError, OSError):
        log.exception("%s of %s ended", role, name)
        return FAILED
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return WRONG_USE


def _check(services: Sequence[Service], role: str, settings: Settings) -> None:
    """All at once at the start, not one by one when first used."""
    for each in services:
        settings.mongo_url(each.name)
        settings.address(each.name)
    if role in ("events", "relay", "indexes"):
        _ = settings.amqp_url


# Imported late: a process carries only what its role needs.
def _rpc(process: Process) -> None:
    from services.kit import rpc_server  # noqa: PLC0415

    rpc_server.serve(process.services, process.settings)


def _events(process: Process) -> None:
    from services.kit import event_runner  # noqa: PLC0415

    event_runner.run(process.services, process.settings, process.topology, process.retry_ms)


def _relay(process: Process) -> None:
    from services.kit import relay  # noqa: PLC0415

    asyncio.run(relay.run(process.services, process.settings, process.topology))


def _jobs(process: Process) -> None:
    from services.kit import job_worker  # noqa: PLC0415

    job_worker.run(process.services, process.settings)


def _indexes(process: Process) -> None:
    for each in process.services:
        indexes.create(each, process.settings)
        if each.refresh:
            each.refresh(each.runtime(process.settings).db(""))
    topology.declare(process.settings.amqp_url, process.topology)


ROLES: Mapping[str, Callable[[Process], None]] = {
    "rpc": _rpc,
    "events": _events,
    "relay": _relay,
    "jobs": _jobs,
    "indexes": _indexes,
}
