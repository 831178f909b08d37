"""What runs, and after what: engines, services (joined or one by one), gateway, demo data."""

import sys
from collections.abc import Awaitable, Callable

from deploy.local import engines
from deploy.local.instance import ROOT, Instance, service_names, settings
from deploy.local.process import Program

ENGINES = ("mongod", "replica-set", "rabbitmq")
# It opens no store, signs no token and creates no tenant.
NOT_FOR_THE_GATEWAY = {"CRM_MONGO_URL", "CRM_SECRET_KEY", "CRM_OPERATOR_TOKEN"}
ROLES = ("rpc", "events", "relay", "jobs")


def engine_programs(instance: Instance, ports: dict[str, int]) -> list[Program]:
    broker = engines.BrokerPorts(
        amqp=ports["amqp"], distribution=ports["amqp_distribution"], epmd=ports["epmd"]
    )
    password = instance.secrets()["amqp_password"]
    return [
        engines.mongod(instance.directory / "mongod", ports["mongod"]),
        engines.replica_set(ports["mongod"]),
        engines.epmd(ports["epmd"]),
        engines.rabbitmq(instance.directory / "rabbitmq", broker, password),
    ]


def all_programs(instance: Instance, port: int, *, separate: bool) -> list[Program]:
    ports = instance.ports()
    environment = settings(ports, instance.secrets(), port)
    workers = service_programs(environment, ports, separate=separate)
    servers = tuple(program.name for program in workers if program.name.endswith("-rpc"))
    indexes = Program(
        name="indexes",
        command=kit("all", "indexes"),
        environment=environment,
        directory=ROOT,
        after=ENGINES,
        once=True,
        # It fails by itself where it fails: the limit is for what never ends.
        ready_within=200.0,
    )
    gateway = Program(
        name="gateway",
        command=(sys.executable, "-m", "gateway"),
        environment={k: v for k, v in environment.items() if k not in NOT_FOR_THE_GATEWAY},
        directory=ROOT,
        after=servers,
        ready=answers_health(port),
    )
    demo = Program(
        name="demo",
        command=(sys.executable, "-m", "deploy.local.demo"),
        environment=environment,
        directory=ROOT,
        # Imports are read and their clients created by the workers.
        after=("gateway", *(program.name for program in workers)),
        once=True,
        ready_within=300.0,
    )
    return [*engine_programs(instance, ports), indexes, *workers, gateway, demo]


def service_programs(
    environment: dict[str, str], ports: dict[str, int], *, separate: bool
) -> list[Program]:
    """Joined: one process for each role, all services in it. Separate: as in a cluster."""
    groups = {name: [name] for name in service_names()} if separate else {"all": service_names()}
    return [
        Program(
            name=f"{group}-{role}",
            command=kit(group, role),
            environment=environment,
            directory=ROOT,
            after=("indexes", *ENGINES),
            ready=accept_all([ports[f"rpc_{name}"] for name in services if role == "rpc"]),
            says="handling events" if role == "events" else "",
            settles=0.0 if role == "rpc" else 0.5,
            # nameko finishes what it handles; its own hard exit comes after 25 s.
            grace=30.0 if role == "events" else 15.0,
            background=role == "jobs",
        )
        for group, services in groups.items()
        for role in ROLES
    ]


def kit(service: str, role: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "services.kit", service, role)


def accept_all(ports: list[int]) -> Callable[[], Awaitable[bool]]:
    checks = [engines.accepts(port) for port in ports]

    async def check() -> bool:
        return all([await one() for one in checks])

    return check


def answers_health(port: int) -> Callable[[], Awaitable[bool]]:
    request = f"GET /healthz HTTP/1.1\r\nHost: {engines.HOST}\r\nConnection: close\r\n\r\n"

    async def check() -> bool:
        answer = await engines.exchange(port, request.encode(), len("HTTP/1.1 200"))
        return answer is not None and answer.endswith(b" 200")

    return check
