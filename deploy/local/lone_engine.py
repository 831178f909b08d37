"""One engine alone, for tests: `python -m deploy.local.lone_engine mongod|rabbitmq DIR PID`.

Writes DIR/<engine>.engine.json with its URL when ready, and ends with the process PID.
"""

import asyncio
import json
import os
import secrets
import sys
from pathlib import Path

from deploy.local import engines
from deploy.local.ports import free_port
from deploy.local.process import Program
from deploy.local.supervisor import Supervisor

# One for each xdist worker that a machine may reasonably have, and one for a run without workers.
VHOSTS = ("master", *(f"gw{number}" for number in range(max(4, os.cpu_count() or 0))))


def main() -> int:
    engine, directory, owner = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    programs, address = {"mongod": lone_mongod, "rabbitmq": lone_rabbitmq}[engine](directory)
    answer = directory / f"{engine}.engine.json"

    def write(text: str) -> None:
        if text == "healthy":
            fresh = answer.with_suffix(".new")
            fresh.write_text(json.dumps({"url": address, "pid": os.getpid()}))
            fresh.rename(answer)

    return asyncio.run(run(Supervisor(programs, directory / "logs", write), owner))


async def run(supervisor: Supervisor, owner: int) -> int:
    asyncio.get_running_loop().add_reader(os.pidfd_open(owner), supervisor.stop)
    if await supervisor.run():
        return 0
    print(supervisor.failure, file=sys.stderr)
    return 1


def lone_mongod(directory: Path) -> tuple[list[Program], str]:
    port = free_port(set())
    programs = [
        engines.mongod(directory / "mongod", port, oplog_mb=64),
        engines.replica_set(port, fast_journal=True),
    ]
    return programs, engines.mongo_url(port)


def lone_rabbitmq(directory: Path) -> tuple[list[Program], str]:
    taken: set[int] = set()
    for _ in range(3):
        taken.add(free_port(taken))
    amqp, distribution, epmd = taken
    ports = engines.BrokerPorts(amqp=amqp, distribution=distribution, epmd=epmd)
    password = secrets.token_urlsafe(16)
    programs = [
        engines.epmd(epmd),
        engines.rabbitmq(directory / "rabbitmq", ports, password, VHOSTS),
    ]
    return programs, engines.amqp_url(amqp, password, "{worker}")


if __name__ == "__main__":
    sys.exit(main())
