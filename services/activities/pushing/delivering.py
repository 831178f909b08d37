"""Pushes what waits. One job a tenant, woken when something is due: its slices first send outside
of any transaction (`prepare`), then keep in one what came of it.

A worker that is killed in between sends again: under the same topic and tag, so that the browser
shows one.
"""

import uuid
from dataclasses import replace
from typing import Any

from services.activities.pushing import channel, key, store
from services.activities.pushing.channel import Outcome
from services.activities.pushing.store import DELIVERIES
from services.activities.pushing.subscription import MOST_ATTEMPTS, Delivery, pause
from services.kit import addresses, clock, jobs
from services.kit.caller import Caller, system
from services.kit.due import tenants_due
from services.kit.jobs import JOBS, LONG_AGO, Job, JobKind, State
from services.kit.mongo import Db, transactional
from services.kit.settings import Settings

KIND, AT_ONCE = "push_notices", 20
NETWORKS = "CRM_PUSH_NETWORKS"
_NAMES = uuid.UUID("5f1c1f62-3f0f-4c36-9a0e-7d2c0a8f7e11")


@transactional
def wake(db: Db) -> None:
    """The same job again and again: one for each push would fill the store."""
    number = str(uuid.uuid5(_NAMES, db.tenant))
    found = JOBS.find(db, f"jobs/{db.service}/{number}")
    if found is None:
        jobs.start(db, system(db.tenant), KIND, params={}, request_id=number)
    elif not found.state.active:
        fresh = {"attempts": 0, "next_time": LONG_AGO, "end_time": None, "error_reason": ""}
        JOBS.replace(db, replace(found, state=State.QUEUED, cursor={}, **fresh))


class PushNotices(JobKind):
    """cursor: what came of each delivery just tried."""

    kind = KIND

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings

    def prepare(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        settings = self._settings or Settings()
        found = store.due(db, clock.now(), AT_ONCE)
        return replace(job, cursor={"tried": _tried(db, found, settings)})

    def step(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        tried = job.cursor.get("tried", [])
        _keep(db, tried)
        if len(tried) < AT_ONCE:
            return replace(job, state=State.DONE, cursor={})
        return replace(job, state=State.QUEUED, cursor={})


def _tried(db: Db, found: list[Delivery], settings: Settings) -> list[dict[str, Any]]:
    known = store.by_name(db, [each.subscription for each in found])
    vapid = key.key_of(db, settings.text("CRM_SECRET_KEY", "")) if found else None
    contact = settings.text(key.CONTACT, "mailto:crm@example.org")
    allowed = addresses.networks(settings, NETWORKS)
    tried: list[dict[str, Any]] = []
    for each in found:
        to = known.get(each.subscription)
        outcome = Outcome.GONE
        if to is not None and to.user == each.user and vapid is not None:
            outcome = channel.send(to, each.notice, each.payload, vapid, contact, allowed)
        said = {"name": each.name, "to": each.subscription, "attempts": each.attempts}
        tried.append({**said, "outcome": outcome.value})
    return tried


def _keep(db: Db, tried: list[dict[str, Any]]) -> None:
    now = clock.now()
    gone = [each["to"] for each in tried if each["outcome"] == Outcome.GONE]
    store.drop(db, gone)
    updates: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for each in tried:
        attempts, outcome = each["attempts"] + 1, each["outcome"]
        again = outcome == Outcome.LATER and attempts < MOST_ATTEMPTS
        due_time = now + pause(attempts) if again else None
        said = {"attempts": attempts, "outcome": outcome, "due_time": due_time}
        updates.append(({"_id": each["name"], "attempts": each["attempts"]}, {"$set": said}))
    DELIVERIES.raw(db).bulk_update(updates)


def wake_due(db: Db) -> None:
    """Where anything is due and nobody is at it yet."""
    for tenant in tenants_due(db, DELIVERIES, "due_time", clock.now()):
        wake(db.of(tenant))
