"""Carries events from `changes` to the broker, in the order of commits, each at least once.

One relay at a time works for a service: it holds a lease. It follows the collection's change
stream, whose order is that of the oplog; where the stream cannot be resumed it first drains what
is still `pending`, in the order of insertion. A row stays `pending` until the broker confirmed it.
"""

import asyncio
import signal
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from bson import Timestamp
from prometheus_client import Counter
from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure, PyMongoError

from services.kit import changes, clock, leases, telemetry
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
# Left behind by nobody we know of; looked for all the same, as a lost event is never found again.
SWEEP_EVERY_S, OVERDUE = 60.0, timedelta(minutes=1)
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
    moment: Timestamp | None = None


class Relay:
    """The relay of one service."""

    def __init__(self, service: str, database: Any, publisher: Publisher) -> None:
        self._service = service
        self._database = database
        self._changes = database[changes.CHANGES]
        self._lease = AsyncLease(database[leases.COLLECTION], "relay", LEASE_S)
        self._publisher = publisher
        self._stopping = asyncio.Event()
        self._token: Mapping[str, Any] | None = None
        # Rows committed up to this moment may have been published before.
        self._perhaps_published = Timestamp(0, 0)
        self._news: asyncio.Queue[News] = asyncio.Queue()
        self._swept = 0.0

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
        await self._lease.release(**({"token": self._token} if self._token else {}))

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
                await self._drain({"pending": True})
            self._perhaps_published = await self._now_in_oplog()
            while True:
                change = await stream.try_next()
                if change is None:
                    await self._news.put(News(None, stream.resume_token))
                else:
                    news = News(change["fullDocument"], change["_id"], change["clusterTime"])
                    await self._news.put(news)

    async def _drain(self, query: Mapping[str, Any]) -> None:
        # Neither sort nor hint: by the index on `pending`, equal keys come in order of insertion.
        while not self._stopping.is_set():
            rows = await self._changes.find(query, {"changes": 0}).limit(BATCH).to_list()
            if not rows:
                return
            await self._send(rows)

    async def _now_in_oplog(self) -> Timestamp:
        async with self._database.client.start_session() as session:
            await self._database.command("ping", session=session)
            return session.operation_time or Timestamp(0, 0)

    # --- publishing ------------------------------------------------------------------------

    async def _publish(self) -> None:
        while not self._stopping.is_set():
            batch = [await self._news.get()]
            while len(batch) < BATCH and not self._news.empty():
                batch.append(self._news.get_nowait())
            if rows := await self._unpublished(batch):
                await self._send(rows)
            elif self._news.empty():
                await self._sweep()
            self._token = batch[-1].token or self._token

    async def _unpublished(self, batch: Sequence[News]) -> list[Row]:
        rows = [news.row for news in batch if news.row is not None]
        old = [
            news.row["_id"]
            for news in batch
            if news.row is not None and news.moment and news.moment <= self._perhaps_published
        ]
        if not old:
            return rows
        waiting = {"_id": {"$in": old}, "pending": True}
        found = {row["_id"] async for row in self._changes.find(waiting, {"_id": 1})}
        gone = set(old) - found
        return [row for row in rows if row["_id"] not in gone]

    async def _sweep(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._swept > SWEEP_EVERY_S:
            self._swept = now
            await self._drain({"pending": True, "time": {"$lt": clock.now() - OVERDUE}})

    async def _send(self, rows: Sequence[Row]) -> None:
        self._lease.require()
        messages = [message for row in rows if (message := self._message(row)) is not None]
        await self._publisher.publish(messages)
        sent = {"_id": {"$in": [row["_id"] for row in rows]}}
        await self._changes.update_many(sent, {"$unset": {"pending": ""}})
        telemetry.EVENTS_PUBLISHED.labels(self._service).inc(len(messages))
        lag = (clock.now() - rows[-1]["time"]).total_seconds()
        telemetry.EVENTS_LAG.labels(self._service).set(max(lag, 0.0))

    def _message(self, row: Row) -> Outgoing | None:
        try:
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
            self._token = found.get("token")
        return found is not None

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(LEASE_S / 4)
            try:
                await self._lease.renew(token=self._token)
                pending = await self._changes.count_documents({"pending": True}, limit=10_000)
            except PyMongoError:
                # A fail-over takes seconds; the lease ends by itself if it takes longer.
                log.warning("lease not renewed", extra=self._facts(), exc_info=True)
                continue
            telemetry.EVENTS_PENDING.labels(self._service).set(pending)
            if not pending:
                telemetry.EVENTS_LAG.labels(self._service).set(0)

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
        relays.append(Relay(service.name, client[settings.database(service.name)], publisher))
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, lambda: [relay.stop() for relay in relays])
    try:
        await asyncio.gather(*(relay.run() for relay in relays))
    finally:
        await publisher.close()
        for client in clients.values():
            await client.close()
