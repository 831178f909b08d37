"""Publishes to RabbitMQ over one channel and returns when the broker has confirmed everything."""

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple

from pika import BasicProperties, spec
from pika.adapters.asyncio_connection import AsyncioConnection
from pika.channel import Channel
from pika.exceptions import AMQPError

from services.kit import telemetry
from services.kit.topology import Topology, declare, parameters

OPEN_WITHIN_S = CONFIRM_WITHIN_S = 30.0
NACK_PAUSES_S = (0.1, 0.5, 2.0)
PERSISTENT = BasicProperties(
    content_type="application/json", content_encoding="utf-8", delivery_mode=2
)
log = telemetry.logger(__name__)


class BrokerGone(Exception):
    """The broker did not confirm; what was sent may or may not have arrived."""


class Outgoing(NamedTuple):
    exchange: str
    routing_key: str
    body: bytes


class Publisher:
    """Connects when first needed and again after a loss; the caller decides when to repeat."""

    def __init__(self, amqp_url: str, topology: Topology) -> None:
        self._amqp_url = amqp_url
        self._topology = topology
        self._connection: AsyncioConnection | None = None
        self._channel: Channel | None = None
        self._connecting = asyncio.Lock()
        self._next_tag = 1
        # In the order of sending, as one confirmation may cover all up to its number.
        self._unconfirmed: dict[int, asyncio.Future[bool]] = {}

    async def publish(self, messages: Sequence[Outgoing]) -> None:
        """Raises BrokerGone unless all are confirmed."""
        left = list(messages)
        for pause in (*NACK_PAUSES_S, None):
            left = await self._publish_once(left)
            if not left:
                return
            if pause is not None:
                await asyncio.sleep(pause)
        raise BrokerGone(f"The broker refused {len(left)} messages")

    async def connect(self) -> None:
        async with self._connecting:
            if self._channel is not None:
                return
            try:
                await asyncio.wait_for(self._open(), OPEN_WITHIN_S)
            except (AMQPError, OSError, TimeoutError) as error:
                self._drop(error)
                raise BrokerGone(f"No connection to the broker: {error!r}") from error

    async def close(self) -> None:
        connection, self._connection, self._channel = self._connection, None, None
        if connection is not None and connection.is_open:
            closed = asyncio.get_running_loop().create_future()
            connection.add_on_close_callback(lambda *_: closed.done() or closed.set_result(None))
            connection.close()
            await asyncio.wait([closed], timeout=5)

    async def _publish_once(self, messages: Sequence[Outgoing]) -> list[Outgoing]:
        """Those the broker refused."""
        await self.connect()
        confirmations = [self._send(message) for message in messages]
        try:
            async with asyncio.timeout(CONFIRM_WITHIN_S):
                taken = await asyncio.gather(*confirmations)
        except TimeoutError as error:
            self._drop(error)
            raise BrokerGone("The broker did not confirm in time") from error
        return [message for message, ok in zip(messages, taken, strict=True) if not ok]

    def _send(self, message: Outgoing) -> "asyncio.Future[bool]":
        confirmed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        if self._channel is None:
            confirmed.set_exception(BrokerGone("The channel was closed while publishing"))
            return confirmed
        self._unconfirmed[self._next_tag] = confirmed
        self._next_tag += 1
        try:
            self._channel.basic_publish(
                message.exchange, message.routing_key, message.body, PERSISTENT
            )
        except AMQPError as error:
            self._drop(error)
        return confirmed

    async def _open(self) -> None:
        # Each time: the broker may have come back empty.
        await asyncio.to_thread(declare, self._amqp_url, self._topology)
        loop = asyncio.get_running_loop()
        opened: asyncio.Future[AsyncioConnection] = loop.create_future()
        self._connection = AsyncioConnection(
            parameters(self._amqp_url),
            on_open_callback=lambda connection: _answer(opened, connection),
            on_open_error_callback=lambda _, error: _fail(opened, error),
            on_close_callback=self._lost,
            custom_ioloop=loop,
        )
        connection = await opened
        channel_opened: asyncio.Future[Channel] = loop.create_future()
        connection.channel(on_open_callback=lambda channel: _answer(channel_opened, channel))
        channel = await channel_opened
        channel.add_on_close_callback(self._lost)
        confirming: asyncio.Future[Any] = loop.create_future()
        channel.confirm_delivery(self._confirmed, callback=lambda ok: _answer(confirming, ok))
        await confirming
        self._next_tag, self._channel = 1, channel
        log.info("connected to the broker")

    def _confirmed(self, frame: Any) -> None:
        method = frame.method
        taken = isinstance(method, spec.Basic.Ack)
        tags = [method.delivery_tag]
        if method.multiple:
            last = method.delivery_tag or self._next_tag
            tags = [tag for tag in self._unconfirmed if tag <= last]
        for tag in tags:
            waiting = self._unconfirmed.pop(tag, None)
            if waiting is not None and not waiting.done():
                waiting.set_result(taken)

    def _lost(self, closed: Any, reason: Any) -> None:
        # A connection of before, closing late, says nothing about the present one.
        if closed in (self._connection, self._channel):
            self._drop(reason)

    def _drop(self, reason: Any) -> None:
        connection, self._connection, self._channel = self._connection, None, None
        waiting, self._unconfirmed = self._unconfirmed, {}
        for confirmation in waiting.values():
            _fail(confirmation, BrokerGone(f"The broker is gone: {reason!r}"))
        if connection is not None:
            log.warning("connection to the broker lost", extra={"facts": {"reason": repr(reason)}})
            if connection.is_open:
                connection.close()


def _answer(future: "asyncio.Future[Any]", value: Any) -> None:
    if not future.done():
        future.set_result(value)


def _fail(future: "asyncio.Future[Any]", error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
