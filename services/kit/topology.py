"""What exists on the broker: one exchange for each service, three queues for each event handler.

All of it is declared before the first event is published, because the broker confirms and drops
an event that no queue is bound for. A queue's arguments can never be changed again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingChannel

from services.kit.events import Handler, handlers_of
from services.kit.service import Service

RETRY_DELAY_MS = 10_000
HEARTBEAT_S = 30


@dataclass(frozen=True)
class Queues:
    """The three queues of a handler. A rejected event goes to `retry`, waits there, comes back;
    one rejected too often is put into `parked` for a person to look at."""

    main: str
    exchange: str
    routing_key: str
    retry_ms: int

    @property
    def retry(self) -> str:
        return f"{self.main}.retry"

    @property
    def parked(self) -> str:
        return f"{self.main}.parked"

    @property
    def arguments(self) -> Mapping[str, Any]:
        return dead_letter_to(self.retry)

    @property
    def retry_arguments(self) -> Mapping[str, Any]:
        return {**dead_letter_to(self.main), "x-message-ttl": self.retry_ms}


@dataclass(frozen=True)
class Topology:
    exchanges: tuple[str, ...]
    queues: tuple[Queues, ...]


def topology(services: Iterable[Service], retry_ms: int = RETRY_DELAY_MS) -> Topology:
    services = tuple(services)
    queues = tuple(queue for each in services for queue in queues_of(each, retry_ms))
    exchanges = {exchange_of(each.name) for each in services} | {q.exchange for q in queues}
    return Topology(tuple(sorted(exchanges)), queues)


def queues_of(service: Service, retry_ms: int) -> Iterator[Queues]:
    if service.events is not None:
        for handler in handlers_of(service.events):
            yield queues_for(service.name, handler, retry_ms)


def queues_for(service: str, handler: Handler, retry_ms: int = RETRY_DELAY_MS) -> Queues:
    name = f"evt-{handler.source}-{handler.type}--{service}.{handler.method}"
    return Queues(name, exchange_of(handler.source), handler.type, retry_ms)


def exchange_of(service: str) -> str:
    return f"{service}.events"


def dead_letter_to(queue: str) -> dict[str, str]:
    return {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": queue}


def parameters(amqp_url: str) -> pika.URLParameters:
    found = pika.URLParameters(amqp_url)
    found.heartbeat = HEARTBEAT_S
    found.socket_timeout = found.stack_timeout = found.blocked_connection_timeout = 15
    return found


def declare(amqp_url: str, wanted: Topology) -> None:
    """May be repeated any time: declaring what exists changes nothing."""
    connection = pika.BlockingConnection(parameters(amqp_url))
    try:
        channel = connection.channel()
        for exchange in wanted.exchanges:
            channel.exchange_declare(exchange, "topic", durable=True)
        for queues in wanted.queues:
            _declare_queues(channel, queues)
    finally:
        connection.close()


def _declare_queues(channel: BlockingChannel, queues: Queues) -> None:
    channel.queue_declare(queues.parked, durable=True)
    channel.queue_declare(queues.retry, durable=True, arguments=dict(queues.retry_arguments))
    channel.queue_declare(queues.main, durable=True, arguments=dict(queues.arguments))
    channel.queue_bind(queues.main, queues.exchange, queues.routing_key)
