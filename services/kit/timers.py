"""Runs the timers of a service: `@every(seconds)` methods, each in one process of the cluster.

Every process asks often and cheaply whether a timer is due; the one that gets the lease runs it.
A run that a crash cut off is repeated when its lease has run out.
"""

import threading
from datetime import timedelta
from typing import Any

from pymongo.errors import PyMongoError

from services.kit import clock, leases, telemetry
from services.kit.events import EventWorker, Timer, timers_of
from services.kit.service import Service
from services.kit.settings import Settings

LEASE_S = 30.0
log = telemetry.logger(__name__)


class Timers:
    """The timers of one service in this process, each in a thread."""

    def __init__(self, service: Service, settings: Settings) -> None:
        db = service.runtime(settings).db("")
        self._leases = db.client[db.database][leases.COLLECTION]
        self._worker: EventWorker = service.events(db)
        self._owner = leases.new_owner()
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(timer,), name=timer.method, daemon=True)
            for timer in timers_of(service.events)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """After the runs that are under way."""
        self._stopping.set()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def _run(self, timer: Timer) -> None:
        pause = min(max(timer.seconds / 10, 0.1), 5.0)
        while not self._stopping.wait(pause):
            try:
                self._run_if_due(timer)
            # A failed run is due again at its next time; the thread must live.
            except Exception:
                log.exception("timer failed", extra={"facts": {"timer": timer.method}})

    def _run_if_due(self, timer: Timer) -> None:
        name = f"timer/{self._worker.name}.{timer.method}"
        row: dict[str, Any] = self._leases.find_one({"_id": name}) or {}
        due = {"$lte": ["$due", "$$NOW"]}
        if row.get("due") and row["due"] > clock.now():
            return
        if leases.take(self._leases, name, self._owner, LEASE_S, due) is None:
            return
        began = clock.now()
        try:
            with leases.kept(self._leases, name, self._owner, LEASE_S):
                getattr(self._worker, timer.method)()
        finally:
            self._release(name, began + timedelta(seconds=timer.seconds))

    def _release(self, name: str, due: Any) -> None:
        try:
            leases.release(self._leases, name, self._owner, due=due)
        except PyMongoError:
            log.warning("timer's lease not released", extra={"facts": {"timer": name}})
