"""Starts the toy services' processes and the little that tests need to look at a broker."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingChannel

from services.kit import indexes
from services.kit.mongo import Db
from services.kit.settings import Settings
from services.kit.topology import Queues, declare, parameters, topology
from tests.kit import async_toy as toy
from tests.waiting import leases_run_out, until

ROOT = Path(__file__).parents[2]
READY = {
    "relay": b"relay at work",
    "events": b"handling events",
    "jobs": b"working on jobs",
    "rpc": b"serving",
}


class World:
    """A database and a broker of the toy services' own, and the processes working on them."""

    def __init__(self, mongo_url: str, amqp_url: str, directory: Path) -> None:
        self.directory = directory
        self.begun = directory / "begun"
        self.environ = {
            "CRM_MONGO_URL": mongo_url,
            "CRM_AMQP_URL": amqp_url,
            "CRM_DATABASE_PREFIX": "kit_async_",
            "TOY_BEGUN": str(self.begun),
        }
        self.settings = Settings(self.environ)
        self.topology = topology(toy.load("all"), toy.RETRY_MS)
        self._running: list[subprocess.Popen[bytes]] = []

    def db(self, service: str = "counterparties", tenant: str = "north") -> Db:
        return toy.SERVICES[service].runtime(self.settings).db(tenant)

    def prepare(self) -> None:
        for service in toy.load("all"):
            indexes.create(service, self.settings)
            db = self.db(service.name)
            database = db.client[db.database]
            # Dropping would wait for the transactions of processes that a test has killed.
            for collection in database.list_collection_names():
                database[collection].delete_many({})
        declare(self.environ["CRM_AMQP_URL"], self.topology)
        with self.channel() as channel:
            for queues in self.topology.queues:
                for name in (queues.main, queues.retry, queues.parked):
                    channel.queue_purge(name)

    def leases_run_out(self) -> None:
        for service in toy.SERVICES:
            leases_run_out(self.db(service))

    def transactions_run_out(self) -> None:
        """As if so much time had passed: the store gives up what killed processes left open."""
        self.db().client.admin.command("killAllSessions", [])

    def queues(self, method: str = "note") -> Queues:
        return next(q for q in self.topology.queues if q.main.endswith(f".{method}"))

    @contextmanager
    def channel(self) -> Iterator[BlockingChannel]:
        connection = pika.BlockingConnection(parameters(self.environ["CRM_AMQP_URL"]))
        yield connection.channel()
        connection.close()

    def waiting(self, queue: str) -> int:
        with self.channel() as channel:
            return channel.queue_declare(queue, passive=True).method.message_count

    def all_taken(self) -> bool:
        """Whether no event waits for a handler, for the first time or to be tried again."""
        queues = [name for each in self.topology.queues for name in (each.retry, each.main)]
        return not any(self.waiting(name) for name in queues)

    def take_all(self, queue: str) -> list[Any]:
        """(properties, body) of all that is in a queue; they are gone then."""
        with self.channel() as channel:
            found: list[Any] = []
            while True:
                method, properties, body = channel.basic_get(queue, auto_ack=True)
                if method is None:
                    return found
                found.append((properties, body))

    def published(self) -> list[str]:
        """The display names told of, in the order of the queue."""
        bodies = [json.loads(body) for _, body in self.take_all(self.queues().main)]
        return [body["data"]["segment"]["display_name"] for body in bodies]

    def start(self, role: str, service: str = "all", **environ: str) -> subprocess.Popen[bytes]:
        log = (self.directory / f"{role}-{len(self._running)}.log").open("w+b")
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests/kit/async_toy.py"), service, role],
            cwd=ROOT,
            env={
                **os.environ,
                **self.environ,
                "PYTHONPATH": f"{ROOT}:{ROOT / 'build/gen'}",
                **environ,
            },
            stdout=log,
            stderr=log,
        )
        self._running.append(process)
        path = Path(log.name)
        log.close()

        def ready() -> bool:
            text = path.read_bytes()
            assert process.poll() is None, text.decode()
            return READY[role] in text or environ.get("TOY_STANDBY") == "yes"

        until(ready)
        return process

    def finish(self) -> None:
        """Who tells of things ends before who hears of them, if it was started before."""
        for process in self._running:
            if process.poll() is None:
                assert stop(process) == 0

    def stop_all(self) -> None:
        for process in self._running:
            if process.poll() is None:
                process.kill()
            process.wait()


def stop(process: subprocess.Popen[bytes]) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(60)


class Wire:
    """A TCP relay in front of the broker that can be cut and mended."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.whole = True
        # How often somebody came while it was cut.
        self.refused = 0
        self._closed = False
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def cut(self) -> None:
        """Nothing goes through any more when it returns."""
        self.whole = False
        until(lambda: not self._pairs)

    def mend(self) -> None:
        self.whole = True

    def close(self) -> None:
        self._closed = True
        self._thread.join()
        self._listener.close()

    def _run(self) -> None:
        while not self._closed:
            if not self.whole or self._closed:
                self._drop()
            ends = [end for pair in self._pairs for end in pair]
            readable, _, _ = select.select([self._listener, *ends], [], [], 0.02)
            for each in readable:
                self._accept() if each is self._listener else self._carry(each)
        self._drop()

    def _accept(self) -> None:
        near, _ = self._listener.accept()
        if self.whole:
            self._pairs.append((near, socket.create_connection(self._target)))
        else:
            near.close()
            self.refused += 1

    def _carry(self, end: socket.socket) -> None:
        pair = next((pair for pair in self._pairs if end in pair), None)
        if pair is None:
            return
        other = pair[1] if end is pair[0] else pair[0]
        try:
            data = end.recv(65536)
            if data:
                other.sendall(data)
                return
        except OSError:
            pass
        self._pairs.remove(pair)
        for each in pair:
            each.close()

    def _drop(self) -> None:
        for pair in self._pairs:
            for each in pair:
                each.close()
        self._pairs.clear()
