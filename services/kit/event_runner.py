"""Runs event handlers under nameko: the only file that knows nameko, kombu and eventlet.

nameko alone acknowledges an event whose handler failed, and loses acknowledgements when it stops;
here a failed event is tried again after a delay and parked in the end, and a stop waits until all
that runs has finished and said so. Importing this module patches the process: only the events
process does.
"""

# ruff: noqa: E402
import warnings

# It tells on each import that it is on its way out; we know, hence this one file.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
import eventlet

eventlet.monkey_patch()

import functools
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from kombu.entity import Queue
from kombu.exceptions import KombuError
from nameko.amqp.publish import get_producer
from nameko.events import EventHandler
from nameko.messaging import QueueConsumer
from nameko.runners import ServiceRunner
from pika.exceptions import AMQPError

from services.kit import telemetry, timers
from services.kit.events import EventWorker, Failed, Handler, handle, handlers_of
from services.kit.service import Service
from services.kit.settings import Settings
from services.kit.topology import Queues, Topology, declare, queues_for

ATTEMPTS = 5
AT_ONCE = 10  # handlers of one service in one process, and events fetched ahead for each queue
STOP_WITHIN_S = 25
LOOK_EVERY_S: Any = 0.2
RECONNECT = {"interval_start": 0.5, "interval_step": 0.5, "interval_max": 5}
log = telemetry.logger(__name__)


class _QueueConsumer(QueueConsumer):
    """Stops only when every event taken has been acknowledged or given back."""

    container: Any

    def __init__(self) -> None:
        super().__init__()
        self._in_work: set[int] = set()

    def handle_message(self, provider: Any, body: Any, message: Any) -> None:
        self._in_work.add(id(message))
        super().handle_message(provider, body, message)

    def ack_message(self, message: Any) -> None:
        try:
            super().ack_message(message)
        finally:
            self._in_work.discard(id(message))

    def requeue_message(self, message: Any) -> None:
        try:
            super().requeue_message(message)
        finally:
            self._in_work.discard(id(message))

    def reject_message(self, message: Any) -> None:
        """Into the queue of retries."""
        try:
            if message.channel.connection:
                message.reject(requeue=False)
        finally:
            self._in_work.discard(id(message))

    def run(self, *_: Any, **__: Any) -> None:
        super().run(safety_interval=LOOK_EVERY_S)

    def get_consumers(self, consumer_cls: Any, channel: Any) -> Any:
        consumers = super().get_consumers(consumer_cls, channel)
        for provider, consumer in self._consumers.items():
            # Unset, one message that is no JSON would end the process, again and again.
            consumer.on_decode_error = functools.partial(self._unreadable, provider)
        return consumers

    def on_iteration(self) -> None:
        self._cancel_consumers_if_requested()
        if not self._consumers and not self._in_work:
            self.should_stop = True

    def on_connection_revived(self) -> None:
        # The broker has taken back what was not acknowledged.
        self._in_work.clear()

    def on_connection_error(self, exc: Any, interval: float) -> None:
        log.warning("no connection to the broker: %r, again in %s s", exc, interval)

    @contextmanager
    def establish_connection(self) -> Iterator[Any]:
        with self.create_connection() as connection:
            connection.ensure_connection(self.on_connection_error, None, **RECONNECT)
            yield connection

    def _unreadable(self, provider: Any, message: Any, error: Exception) -> None:
        self.container.spawn_managed_thread(lambda: provider.park(message, repr(error)))


class _Entrypoint(EventHandler):
    queue_consumer = _QueueConsumer()
    container: Any

    def __init__(self, handler: Handler, queues: Queues) -> None:
        super().__init__(handler.source, handler.type)
        self._handler, self._queues = handler, queues

    def setup(self) -> None:
        super().setup()
        self.queue = Queue(
            self._queues.main,
            exchange=self.queue.exchange,
            routing_key=self._queues.routing_key,
            durable=True,
            queue_arguments=dict(self._queues.arguments),
        )

    def handle_message_processed(
        self, message: Any, result: Any = None, exc_info: Any = None
    ) -> None:
        if exc_info is not None:
            result = Failed(repr(exc_info[1]))
        if not isinstance(result, Failed):
            self.queue_consumer.ack_message(message)
        elif attempts(message) < ATTEMPTS:
            self._count("retried")
            self.queue_consumer.reject_message(message)
        else:
            self.park(message, result.error)

    def park(self, message: Any, error: str) -> None:
        """For a person to look at: the runbook says how to put it back."""
        try:
            with get_producer(self.container.config["AMQP_URI"]) as producer:
                producer.publish(
                    message.body,
                    routing_key=self._queues.parked,
                    content_type=message.content_type,
                    content_encoding=message.content_encoding,
                    headers={
                        "x-error": error[:1000],
                        "x-handler": self._queues.main,
                        "x-attempts": attempts(message),
                    },
                    delivery_mode=2,
                )
        except (KombuError, OSError):
            log.exception("event not parked, will be tried again")
            self.queue_consumer.reject_message(message)
            return
        self._count("parked")
        log.error("event parked", extra={"facts": {"queue": self._queues.main, "error": error}})
        self.queue_consumer.ack_message(message)

    def _count(self, outcome: str) -> None:
        service = self.container.service_name
        telemetry.EVENTS_HANDLED.labels(service, self._handler.method, outcome).inc()


def attempts(message: Any) -> int:
    """This one included. The broker also counts the waits in the queue of retries."""
    deaths = message.headers.get("x-death") or ()
    return 1 + sum(death["count"] for death in deaths if death["reason"] == "rejected")


def run(services: Sequence[Service], settings: Settings, wanted: Topology, retry_ms: int) -> None:
    """Handles the events of all services of this process until SIGTERM or SIGINT."""
    told_to_stop: list[int] = []
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda number, _: told_to_stop.append(number))
    services = [each for each in services if each.events is not None]
    runner = ServiceRunner({"AMQP_URI": settings.amqp_url, "max_workers": AT_ONCE})
    for service in services:
        if handlers_of(service.events):
            runner.add_service(_nameko_class(service, settings, retry_ms))
    working = eventlet.spawn(_work, runner, settings.amqp_url, wanted)
    ticking = timers.Timers(services, settings)
    ticking.start()
    # A signal does not wake the hub, so it is looked for; a service that died ends the process.
    while not told_to_stop and not working.dead:
        eventlet.sleep(LOOK_EVERY_S)
    # Without the broker nameko would wait for ever; what is not acknowledged comes again.
    eventlet.spawn_after(STOP_WITHIN_S, os._exit, 1)
    ticking.stop()
    runner.stop()
    ticking.join()
    if not told_to_stop:
        working.wait()


def _work(runner: ServiceRunner, amqp_url: str, wanted: Topology) -> None:
    _declare_patiently(amqp_url, wanted)
    runner.start()
    log.info("handling events of %s", ", ".join(runner.service_names) or "none")
    runner.wait()
    # A service may have nothing but timers, or nothing at all to do here.
    while not runner.service_map:
        eventlet.sleep(LOOK_EVERY_S)


def _declare_patiently(amqp_url: str, wanted: Topology) -> None:
    while True:
        try:
            return declare(amqp_url, wanted)
        except (AMQPError, OSError) as error:
            log.warning("no connection to the broker: %r", error)
            eventlet.sleep(1)


def _nameko_class(service: Service, settings: Settings, retry_ms: int) -> type:
    worker = service.events(service.runtime(settings).db(""))
    methods: dict[str, Any] = {"name": service.name}
    for handler in handlers_of(service.events):
        queues = queues_for(service.name, handler, retry_ms)
        name = f"{handler.method}__{handler.source}_{handler.type}"
        methods[name] = _Entrypoint.decorator(handler, queues)(_method(worker, handler))
    return type(f"{service.name}_events", (), methods)


def _method(worker: EventWorker, handler: Handler) -> Callable[[Any, Any], Failed | None]:
    def run(_: Any, body: Any) -> Failed | None:
        return handle(worker, handler, body)

    return run
