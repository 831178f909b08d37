"""Carries events from `changes` to the broker, in the order of commits, each at least once.

One relay at a time works for a service: it holds a lease. It follows the collection's change
stream, whose order is that of the oplog, and keeps with its lease how far the broker has confirmed:
who goes on repeats what was sent since. Nothing is written to the rows, and nothing can be left
behind: the stream has all that was committed. Where it cannot be resumed, rows are read by their
ids instead, from a margin before the last one sent. Listeners know each event's id (kit/events).
"""

import asyncio
import signal
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from bson import ObjectId
from prometheus_client import Counter
from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure, PyMongoError

from services.kit import changes, clock, leases, telemetry, telling
from services.kit.leases import AsyncLease, LeaseLost
from services.kit.publisher import BrokerGone, Outgoing, Publisher
from services.kit.service import Service
from services.kit.settings import Settings
from services.kit.topology import Topology, exchange_of

LEASE_S = 10.0
STANDBY_S = 1.0
BATCH = 200
# How long a read of the stream waits for news, hence how soon an idle relay notices things.
AWAIT_MS = 500
LONGEST_PAUSE_S = 5.0
# Ids carry the clock of the process that made the row, some time before its transaction was
# committed (20 s, or 60 by Mongo's default): a row committed after another may have an id that much
# older. The clocks of all processes must agree within the rest of it.
MARGIN = timedelta(minutes=10)
MOST_PENDING = 10_000
STREAM = [
    {"$match": {"operationType": "insert"}},
    # The audit part of a change is of no use here and may be long.
    {"$unset": "fullDocument.changes"},
]
UNSENDABLE = Counter("crm_events_unsendable", "Rows that could not be encoded.", ["service"])
Row = Mapping[str, Any]
log = telemetry.logger(__name__)


class News(NamedTuple):
    """What the stream said: a row, or only how far it is read."""

    row: Row | None
    token: Mapping[str, Any] | None


class Relay:
    """The relay of one service."""

    def __init__(self, service: Service, database: Any, publisher: Publisher) -> None:
        self._service, self._tellers = service.name, service.tellers
        self._database = database
        self._changes = database[changes.CHANGES]
        self._lease = AsyncLease(database[leases.COLLECTION], "relay", LEASE_S)
        self._publisher = publisher
        self._stopping = asyncio.Event()
        # Where to resume, and the newest id of those sent: kept with the lease.
        self._token: Mapping[str, Any] | None = None
        self._newest: ObjectId | None = None
        self._news: asyncio.Queue[News] = asyncio.Queue()

    def stop(self) -> None:
        """After the batch that is under way."""
        self._stopping.set()
        # Wakes a publisher that waits for news; a full queue means that it does not.
        if not self._news.full():
            self._news.put_nowait(News(None, None))

    async def run(self) -> None:
        pause = 0.1
        while not self._stopping.is_set():
            try:
                if await self._take():
                    await self._work()
                else:
                    await self._rest(STANDBY_S)
                pause = 0.1
            except (PyMongoError, BrokerGone, LeaseLost) as error:
                log.warning("relay interrupted: %r", error, extra=self._facts())
                await self._rest(pause)
                pause = min(pause * 2, LONGEST_PAUSE_S)
        await self._lease.release(**self._place())

    async def _work(self) -> None:
        """Until told to stop, or something fails."""
        await self._publisher.connect()
        self._news = asyncio.Queue(maxsize=5 * BATCH)
        tasks = [asyncio.create_task(part()) for part in (self._publish, self._read, self._renew)]
        log.info("relay at work", extra=self._facts())
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    # --- reading ---------------------------------------------------------------------------

    async def _read(self) -> None:
        if self._token is not None:
            try:
                await self._follow(self._token)
            except OperationFailure as error:
                # The history is gone, the token of another cluster: whatever the reason, to begin
                # anew is right, and fails by itself if the trouble is another one.
                facts = self._facts(code=error.code)
                log.warning("change stream cannot be resumed", extra=facts)
                self._token = None
        await self._follow(None)

    async def _follow(self, token: Mapping[str, Any] | None) -> None:
        watching = self._changes.watch(
            STREAM, resume_after=token, max_await_time_ms=AWAIT_MS, batch_size=BATCH
        )
        async with await watching as stream:
            if token is None:
                # Opened first, so that nothing falls between what is drained and what is read.
                await self._drain()
            while True:
                change = await stream.try_next()
                if change is None:
                    await self._news.put(News(None, stream.resume_token))
                else:
                    await self._news.put(News(change["fullDocument"], change["_id"]))

    async def _drain(self) -> None:
        # The first one ever sends all there is.
        query: dict[str, Any] = {}
        if self._newest is not None:
            since = self._newest.generation_time - MARGIN
            query = {"_id": {"$gte": ObjectId.from_datetime(since)}}
        while not self._stopping.is_set():
            found = self._changes.find(query, {"changes": 0}, sort=[("_id", 1)])
            rows = await found.limit(BATCH).to_list()
            if not rows:
                return
            await self._send(rows)
            query = {"_id": {"$gt": rows[-1]["_id"]}}

    # --- publishing ------------------------------------------------------------------------

    async def _publish(self) -> None:
        while not self._stopping.is_set():
            batch = [await self._news.get()]
            while len(batch) < BATCH and not self._news.empty():
                batch.append(self._news.get_nowait())
            if rows := [news.row for news in batch if news.row is not None]:
                await self._send(rows)
            self._token = batch[-1].token or self._token

    async def _send(self, rows: Sequence[Row]) -> None:
        self._lease.require()
        lines = telling.told(self._tellers, self._service, rows)
        messages = [each for row in (*rows, *lines) if (each := self._message(row)) is not None]
        await self._publisher.publish(messages)
        newest = max(row["_id"] for row in rows)
        self._newest = max(self._newest or newest, newest)
        telemetry.EVENTS_PUBLISHED.labels(self._service).inc(len(messages))

    def _message(self, row: Row) -> Outgoing | None:
        try:
            if changes.is_wiped(row):
                return None
            body = changes.body({**row, "source": self._service})
        # One row that cannot be told, say of a type that is no more, must not stop all others.
        except Exception:
            UNSENDABLE.labels(self._service).inc()
            log.exception("event cannot be encoded", extra=self._facts(change=str(row["_id"])))
            return None
        return Outgoing(exchange_of(self._service), row["type"], body)

    # --- lease -----------------------------------------------------------------------------

    async def _take(self) -> bool:
        found = await self._lease.take()
        if found is not None:
            self._token, self._newest = found.get("token"), found.get("newest")
        return found is not None

    def _place(self) -> dict[str, Any]:
        place = {"token": self._token, "newest": self._newest}
        return {key: value for key, value in place.items() if value is not None}

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(LEASE_S / 4)
            try:
                await self._lease.renew(**self._place())
                await self._measure()
            except PyMongoError:
                # A fail-over takes seconds; the lease ends by itself if it takes longer.
                log.warning("lease not renewed", extra=self._facts(), exc_info=True)

    async def _measure(self) -> None:
        """How many rows are newer than the newest sent, and how old the first of them is."""
        waiting = {"_id": {"$gt": self._newest}} if self._newest else {}
        pending = await self._changes.count_documents(waiting, limit=MOST_PENDING)
        oldest = await self._changes.find_one(waiting, {"time": 1}, sort=[("_id", 1)])
        lag = (clock.now() - oldest["time"]).total_seconds() if oldest else 0.0
        telemetry.EVENTS_PENDING.labels(self._service).set(pending)
        telemetry.EVENTS_LAG.labels(self._service).set(max(lag, 0.0))

    async def _rest(self, seconds: float) -> None:
        await asyncio.wait([asyncio.ensure_future(self._stopping.wait())], timeout=seconds)

    def _facts(self, **more: Any) -> dict[str, Any]:
        return {"facts": {"service": self._service, **more}}


async def run(services: Sequence[Service], settings: Settings, wanted: Topology) -> None:
    """Relays all services of this process until SIGTERM or SIGINT."""
    publisher = Publisher(settings.amqp_url, wanted)
    clients: dict[str, AsyncMongoClient[dict[str, Any]]] = {}
    relays: list[Relay] = []
    for service in services:
        url = settings.mongo_url(service.name)
        client = clients.setdefault(url, AsyncMongoClient(url, tz_aware=True, maxPoolSize=20))
        relays.append(Relay(service, client[settings.database(service.name)], publisher))
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, lambda: [relay.stop() for relay in relays])
    try:
        await asyncio.gather(*(relay.run() for relay in relays))
    finally:
        await publisher.close()
        for client in clients.values():
            await client.close()
