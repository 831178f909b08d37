"""Compares clients with the registry from time to time: a portion a day, in order of creation.

A timer starts a tenant's job of the day. Each of its slices first asks outside of any transaction
(`prepare`, for which the job goes back into the queue), then keeps what came of it in one.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from services.counterparties.registry import account, refreshing, store
from services.counterparties.registry.account import RegistrySettings, Standing
from services.counterparties.registry.desk import Desk
from services.counterparties.registry.provider import REFUSALS
from services.kit import clock, jobs, telemetry
from services.kit.caller import Caller, system
from services.kit.jobs import Job, JobKind, State
from services.kit.mongo import Db, transactional
from services.kit.settings import Settings

KIND = "watch_registry"
LOOKED_AT, ASKED = 500, 5
# A slice's questions together: an operator's own question must find the gate free.
SLICE_S = 2.0
PAUSE = timedelta(seconds=1)
log = telemetry.logger(__name__)
Document = Mapping[str, Any]


@transactional
def start_if_due(db: Db) -> None:
    """The job of today, unless it has begun."""
    chosen = store.settings(db)
    today = account.day(clock.now())
    if not chosen.watch or chosen.provider is None or store.standing(db).watch_day == today:
        return
    store.note(db, watch_day=today)
    jobs.start(db, system(db.tenant), KIND, params={"portion": chosen.watch_daily_portion})


class WatchRegistry(JobKind):
    """cursor: how many more today, the clients just asked about, and the last one looked at."""

    kind = KIND

    def __init__(self, pause: timedelta = PAUSE) -> None:
        self._pause = pause

    def prepare(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        chosen = store.settings(db)
        left = int(job.cursor.get("left", job.params["portion"]))
        if not chosen.watch or left <= 0:
            return replace(job, cursor={"left": 0, "asked": []})
        place = _place(db, store.standing(db), chosen)
        found = store.next_clients(db, place, LOOKED_AT)
        asked, place, broken = _ask(db, found, place, min(left, ASKED), chosen)
        ended = broken or (len(found) < LOOKED_AT and _is_last(found, place))
        left = 0 if ended else left - len(asked)
        return replace(job, cursor={"left": left, "asked": asked, "place": list(place)})

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        asked = job.cursor["asked"]
        kept = [(each, store.kept_by_name(db, each["answer"])) for each in asked]
        news = [refreshing.apply(db, caller, e["client"], a) for e, a in kept if a is not None]
        if "place" in job.cursor:
            store.note_watched(db, job.cursor["place"], len(asked), sum(news))
        counts = replace(
            job.counts,
            total=job.counts.total + len(asked),
            changed=job.counts.changed + sum(news),
            skipped=job.counts.skipped + len(asked) - sum(news),
        )
        left = job.cursor["left"]
        if left <= 0:
            return replace(job, state=State.DONE, cursor={"left": 0}, counts=counts)
        # Back into the queue: what the next slice asks, it asks outside of a transaction.
        again = clock.now() + self._pause
        return replace(
            job, state=State.QUEUED, cursor={"left": left}, counts=counts, next_time=again
        )


def _place(db: Db, standing: Standing, chosen: RegistrySettings) -> tuple[object, ...]:
    """Where to go on. A round ends with the newest client, whom newer ones follow; a new round
    begins when the interval is over."""
    now = clock.now()
    since = standing.watch_round_time
    if since is not None and now - since < timedelta(days=chosen.watch_interval_days):
        return standing.watch_place
    store.note(db, watch_round_time=now, watch_place=[], watch_compared=0, watch_changed=0)
    return ()


def _ask(
    db: Db,
    found: list[dict[str, Any]],
    place: tuple[object, ...],
    most: int,
    chosen: RegistrySettings,
) -> tuple[list[dict[str, str]], tuple[object, ...], bool]:
    """Those asked about, the last client passed, and whether the provider refuses to go on."""
    desk, until = Desk(Settings()), time.monotonic() + SLICE_S
    asked: list[dict[str, str]] = []
    fresh = clock.now() - timedelta(days=chosen.watch_interval_days) / 2
    for client in found:
        if _is_due(client, fresh):
            if len(asked) >= most or time.monotonic() > until:
                break
            try:
                answer = desk.find(db, client["inn"], client.get("kpp", ""))
            except REFUSALS as refusal:
                facts = {"tenant": db.tenant, "reason": refusal.reason}
                log.warning("registry watch stopped for today", extra={"facts": facts})
                return asked, place, True
            asked.append({"client": client["_id"], "answer": answer.name})
        place = (client["create_time"], client["_id"])
    return asked, place, False


def _is_due(client: Document, fresh: datetime) -> bool:
    if not client.get("inn"):
        return False
    entry: dict[str, Any] = client.get("registry") or {}
    checked: datetime | None = entry.get("check_time")
    return checked is None or checked < fresh


def _is_last(found: list[dict[str, Any]], place: tuple[object, ...]) -> bool:
    return not found or place[-1:] == (found[-1]["_id"],)
