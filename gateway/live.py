"""The feed: one queue of our own on the broker that hears every event of every service."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

import msgspec
import pika
from google.protobuf.json_format import ParseError
from pika.adapters.asyncio_connection import AsyncioConnection
from pika.exceptions import AMQPError

from gateway import events
from gateway.events import Envelope, Event
from gateway.sessions import Sessions
from gateway.state import State
from services.kit import telemetry

log = telemetry.logger("gateway.live")
REMEMBERED = 5000
MAX_PAUSE_S = 5.0
HEARTBEAT_S = 20
IDENTITY = "identity"

Listener = Callable[[Event], None]


class Feed:
    """Connects, and connects again. Tells listeners of events, of changed rights and of gaps."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._types = events.message_types()
        self._task: asyncio.Task[None] | None = None
        self._connection: Any = None
        self.recent: deque[Event] = deque(maxlen=REMEMBERED)
        self.on_event: Listener = lambda _: None
        self.on_rights_changed: Callable[[str], None] = lambda _: None
        self.on_gap: Callable[[], None] = lambda: None

    def start(self) -> None:
        if self._state.settings.amqp_url:
            self._task = asyncio.ensure_future(self._run())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        _close(self._connection)

    async def _run(self) -> None:
        pause = 0.2
        while True:
            try:
                closed = await self._connect()
                pause = 0.2
                self._informed(True)
                log.info("Events come in")
                reason = await closed
            except (AMQPError, OSError, _Refused) as error:
                reason = error
            self._informed(False)
            log.warning("No events: %s", reason)
            _close(self._connection)
            await asyncio.sleep(pause)
            pause = min(pause * 2, MAX_PAUSE_S)

    def _informed(self, informed: bool) -> None:
        """While nobody tells us of revoked sessions, what we remember of them is worth little."""
        sessions = self._state.sessions
        if sessions.informed and not informed:
            self.recent.clear()
            self.on_gap()
        sessions.informed = informed
        sessions.forget_all()
        self._state.metrics.broker.set(int(informed))

    async def _connect(self) -> asyncio.Future[Any]:
        """Answers with a future of the connection's end."""
        loop = asyncio.get_running_loop()
        opened: asyncio.Future[Any] = loop.create_future()
        closed: asyncio.Future[Any] = loop.create_future()
        parameters = pika.URLParameters(self._state.settings.amqp_url)
        parameters.heartbeat = HEARTBEAT_S
        parameters.socket_timeout = parameters.stack_timeout = 10
        connect: Any = AsyncioConnection

        def broken(_: Any, error: Any) -> None:
            _settle(closed, error)

        def refused(_: Any, error: Any) -> None:
            _fail(opened, error)

        connection = self._connection = connect(
            parameters,
            on_open_callback=lambda _: _settle(opened, None),  # pyright: ignore[reportUnknownLambdaType]
            on_open_error_callback=refused,
            on_close_callback=broken,
            custom_ioloop=loop,
        )
        await opened
        channel = await _asked(lambda done: connection.channel(on_open_callback=done))
        channel.add_on_close_callback(broken)
        await asyncio.wait_for(self._subscribe(channel, closed), timeout=10)
        return closed

    async def _subscribe(self, channel: Any, closed: asyncio.Future[Any]) -> None:
        declared = await _or_closed(
            closed,
            _asked(
                lambda done: channel.queue_declare(
                    "", exclusive=True, auto_delete=True, callback=done
                )
            ),
        )
        queue = declared.method.queue
        for service in self._state.services.by_name:
            exchange = f"{service}.events"
            await _or_closed(
                closed,
                _asked(
                    lambda done, name=exchange: channel.exchange_declare(
                        name, exchange_type="topic", durable=True, callback=done
                    )
                ),
            )
            await _or_closed(
                closed,
                _asked(
                    lambda done, name=exchange: channel.queue_bind(
                        queue, name, routing_key="#", callback=done
                    )
                ),
            )
        channel.basic_consume(queue, self._received, auto_ack=True)

    def _received(self, _channel: Any, _method: Any, _properties: Any, body: bytes) -> None:
        try:
            envelope = events.read(body)
            event = events.made_of(envelope, self._types)
        except (msgspec.MsgspecError, ParseError):
            log.exception("An event cannot be read")
            return
        if envelope.source == IDENTITY and drop_changed(self._state.sessions, envelope):
            self.on_rights_changed(envelope.tenant)
        self.recent.append(event)
        self.on_event(event)


def drop_changed(sessions: Sessions, envelope: Envelope) -> bool:
    """Forgets the callers whose rights an event of identity changed; says if there may be any."""
    kind, data = envelope.type, envelope.data
    if kind == "session_revoked":
        sessions.forget_session(str(data.get("session") or envelope.subject))
    elif kind == "api_key_deleted":
        sessions.forget_session(envelope.subject)
    elif kind == "user_updated":
        sessions.forget_user(envelope.subject)
    elif kind in {"substitution_created", "substitution_ended"}:
        substitution: dict[str, str] = data.get("substitution") or {}
        sessions.forget_user(substitution.get("substitute", ""))
    elif kind in {"role_updated", "tenant_updated"} or kind.startswith("org_unit_"):
        sessions.forget_tenant(envelope.tenant)
    else:
        return False
    return True


class _Refused(Exception):
    """The broker closed the channel on us."""


async def _asked(ask: Callable[[Callable[..., None]], Any]) -> Any:
    answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    ask(lambda *values: _settle(answer, values[0] if values else None))
    return await answer


async def _or_closed(closed: asyncio.Future[Any], work: Any) -> Any:
    """A refusal closes the channel and leaves the question without an answer."""
    task = asyncio.ensure_future(work)
    await asyncio.wait({task, closed}, return_when=asyncio.FIRST_COMPLETED)
    if not task.done():
        task.cancel()
        raise _Refused(closed.result())
    return task.result()


def _settle(future: asyncio.Future[Any], value: Any) -> None:
    if not future.done():
        future.set_result(value)


def _fail(future: asyncio.Future[Any], error: Any) -> None:
    if not future.done():
        future.set_exception(error if isinstance(error, Exception) else _Refused(str(error)))


def _close(connection: Any) -> None:
    if connection is not None and not (connection.is_closed or connection.is_closing):
        connection.close()
