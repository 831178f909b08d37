"""Delivers what waits. One job a tenant and channel, woken when something is due: its slices first
send outside of any transaction (`prepare`), then keep in one what came of it.

A worker that is killed in between sends again: under the same topic or message id, so that the
reader sees one.
"""

import uuid
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from services.activities.deliveries import store
from services.activities.deliveries.delivery import Channel, Delivery, Outcome, pause
from services.activities.deliveries.store import DELIVERIES
from services.kit import clock, jobs, telemetry
from services.kit.caller import Caller, system
from services.kit.due import tenants_due
from services.kit.jobs import JOBS, LONG_AGO, Job, JobKind, State
from services.kit.mongo import Db, transactional
from services.kit.settings import Settings

_NAMES = uuid.UUID("5f1c1f62-3f0f-4c36-9a0e-7d2c0a8f7e11")
log = telemetry.logger(__name__)


class Deliver(JobKind, ABC):
    """Subclass once for each channel. cursor: what came of each delivery just tried."""

    channel: ClassVar[Channel]
    most_attempts: ClassVar[int]
    # At most so many a slice, whose claim must not run out meanwhile.
    at_once: ClassVar[int] = 20

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings

    @abstractmethod
    def send(
        self, db: Db, found: Sequence[Delivery], settings: Settings
    ) -> list[tuple[Delivery, Outcome]]:
        """Outside of any transaction."""

    def keep(self, db: Db, tried: Sequence[dict[str, Any]]) -> None:
        """What else follows from what came of them, within the transaction."""

    def prepare(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        found = store.due(db, self.channel, clock.now(), self.at_once)
        sent = self.send(db, found, self._settings or Settings()) if found else []
        tried = [
            {
                "name": each.name,
                "to": each.subscription,
                "attempts": each.attempts,
                "outcome": outcome.value,
            }
            for each, outcome in sent
        ]
        return replace(job, cursor={"tried": tried})

    def step(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        tried = job.cursor.get("tried", [])
        self._note(db, tried)
        self.keep(db, tried)
        if len(tried) < self.at_once:
            return replace(job, state=State.DONE, cursor={})
        return replace(job, state=State.QUEUED, cursor={})

    def _note(self, db: Db, tried: Sequence[dict[str, Any]]) -> None:
        now = clock.now()
        updates: list[tuple[dict[str, Any], dict[str, Any]]] = []
        for each in tried:
            attempts, outcome = each["attempts"] + 1, each["outcome"]
            again = outcome == Outcome.LATER and attempts < self.most_attempts
            due_time = now + pause(attempts) if again else None
            said = {"attempts": attempts, "outcome": outcome, "due_time": due_time}
            updates.append(({"_id": each["name"], "attempts": each["attempts"]}, {"$set": said}))
            if outcome == Outcome.LATER and not again:
                facts = {"delivery": each["name"], "tenant": db.tenant, "channel": self.channel}
                log.error("given up", extra={"facts": {**facts, "alert": True}})
        DELIVERIES.raw(db).bulk_update(updates)


@transactional
def wake(db: Db, channel: Channel) -> None:
    """The same job again and again: one for each delivery would fill the store."""
    number = str(uuid.uuid5(_NAMES, f"{db.tenant}|{channel}"))
    found = JOBS.find(db, f"jobs/{db.service}/{number}")
    if found is None:
        jobs.start(db, system(db.tenant), kind_of(channel), params={}, request_id=number)
    elif not found.state.active:
        fresh = {"attempts": 0, "next_time": LONG_AGO, "end_time": None, "error_reason": ""}
        JOBS.replace(db, replace(found, state=State.QUEUED, cursor={}, **fresh))


def kind_of(channel: Channel) -> str:
    return f"deliver_{channel.value.lower()}"


def wake_due(db: Db) -> None:
    """Where anything is due and nobody is at it yet."""
    now = clock.now()
    for tenant in tenants_due(db, DELIVERIES, "due_time", now):
        for channel in store.channels_due(db.of(tenant), now):
            wake(db.of(tenant), channel)
