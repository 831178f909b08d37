"""Runs the timers of a service: `@every(seconds)` methods, each in one process of the cluster.

Every process asks often and cheaply whether a timer is due; the one that gets the lease runs it.
A run that a crash cut off is repeated when its lease has run out.
"""

import threading
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from services.kit import clock, leases, telemetry
from services.kit.events import EventWorker, Timer, timers_of
from services.kit.mongo import Db
from services.kit.service import Service
from services.kit.settings import Settings

LEASE_S = 30.0
log = telemetry.logger(__name__)


class Timers:
    """The timers of this process's services, each in a thread."""

    def __init__(self, services: Sequence[Service], settings: Settings) -> None:
        self._owner = leases.new_owner()
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=args, daemon=True)
            for service in services
            for args in self._timers(service, service.runtime(settings).db(""))
        ]

    def _timers(self, service: Service, db: Db) -> Iterator[tuple[EventWorker, Timer, Any]]:
        worker: EventWorker = service.events(db)
        for timer in timers_of(service.events):
            yield worker, timer, db.client[db.database][leases.COLLECTION]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """After the runs that are under way."""
        self._stopping.set()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def _run(self, worker: EventWorker, timer: Timer, rows: Any) -> None:
        pause = min(max(timer.seconds / 10, 0.1), 5.0)
        while not self._stopping.wait(pause):
            try:
                self._run_if_due(worker, timer, rows)
            # A failed run is due again at its next time; the thread must live.
            except Exception:
                log.exception("timer failed", extra={"facts": {"timer": timer.method}})

    def _run_if_due(self, worker: EventWorker, timer: Timer, rows: Any) -> None:
        name = f"timer/{worker.name}.{timer.method}"
        row: dict[str, Any] = rows.find_one({"_id": name}) or {}
        if row.get("due") and row["due"] > clock.now():
            return
        due = {"$lte": ["$due", "$$NOW"]}
        if leases.take(rows, name, self._owner, LEASE_S, due) is None:
            return
        again = clock.now() + timedelta(seconds=timer.seconds)
        try:
            with leases.kept(rows, name, self._owner, LEASE_S):
                getattr(worker, timer.method)()
        finally:
            leases.release(rows, name, self._owner, due=again)
