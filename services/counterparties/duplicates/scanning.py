"""The jobs that fill the queue: a look through the whole base, and a watch over what changes.

The watch reads the trail of changes that is there anyhow, so creating and changing clients costs
nothing more. It takes its time: whatever else the tenant has to do goes first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.counterparties.duplicates import checking, store, trail
from services.counterparties.duplicates.trail import Mark
from services.kit import clock, jobs
from services.kit.caller import Caller, system
from services.kit.jobs import Job, JobKind, State
from services.kit.mongo import Db, transactional

WHOLE, WATCH = "find_duplicates", "watch_duplicates"
SLICE, WATCH_SLICE, ROWS = 500, 100, 2000
# One tenth of a processor at most, as a slice takes less than a tenth of a second.
PAUSE, LATER = timedelta(seconds=1), timedelta(seconds=5)
# What of a client is compared, or says who sees it: other changes are passed over.
COMPARED = frozenset(
    (
        *("display_name", "full_name", "kind", "inn", "kpp", "ogrn", "birth_date", "phones"),
        *("emails", "state", "merged_into", "owner", "participants", "counterparty"),
    )
)


@transactional
def start(db: Db, caller: Caller, request_id: str = "") -> Job:
    """A look through the whole base; the one at work, if there is one."""
    active = store.active_job(db, WHOLE)
    if active is not None:
        return active
    # A base that was never looked through may be older than the keys of names.
    params = {"total": store.count_clients(db), "adds_keys": trail.mark(db) is None}
    # What changes from now on is the watch's.
    trail.keep_mark(db, trail.present_mark())
    return jobs.start(db, caller, WHOLE, params=params, request_id=request_id)


def watch(db: Db, settled: timedelta = trail.SETTLED) -> None:
    """Has what changed looked at, if anything did; a new tenant's base is looked through once."""
    if store.is_busy(db, ()):
        return
    since = trail.mark(db)
    if since is None:
        start(db, system(db.tenant))
        return
    news = trail.news(db, since, COMPARED, ROWS, settled)
    if news.clients or news.contacts or trail.has_anybody_moved(db, since.time):
        _start_watch(db, since)
    elif news.mark.change != since.change:
        trail.keep_mark(db, news.mark)


@transactional
def _start_watch(db: Db, since: Mark) -> None:
    trail.keep_mark(db, since)
    if store.active_job(db, WATCH) is None:
        store.forget_ended_jobs(db, WATCH)
        jobs.start(db, system(db.tenant), WATCH, params={})


class FindDuplicates(JobKind):
    """cursor: create_time and name of the last client looked at; whether all have their keys."""

    kind = WHOLE

    def __init__(self, size: int = SLICE) -> None:
        self._size = size

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        found = store.next_clients(db, job.cursor.get("after", ()), self._size)
        if job.params.get("adds_keys") and not job.cursor.get("keyed"):
            store.add_name_keys(db, found)
            # From the beginning again if these were the last to get their keys.
            ended = len(found) < self._size
            return replace(job, cursor={"keyed": True} if ended else _after(found, keyed=False))
        checking.check_slice(db, caller, found)
        done = job.counts.changed + len(found)
        counts = replace(job.counts, total=max(job.params["total"], done), changed=done)
        if len(found) < self._size:
            counts = replace(counts, total=done)
            return replace(job, counts=counts, state=State.DONE)
        return replace(job, counts=counts, cursor=_after(found, keyed=True))


class WatchDuplicates(JobKind):
    """cursor: clients that wait to be looked at, or the first client of the last pair restamped."""

    kind = WATCH

    def __init__(self, settled: timedelta = trail.SETTLED, pause: timedelta = PAUSE) -> None:
        self._settled, self._pause = settled, pause

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        if store.is_busy(db, (WATCH,)):
            return replace(job, next_time=clock.now() + LATER)
        waiting = list(job.cursor.get("waiting", ()))
        if waiting:
            checking.check_some(db, caller, waiting[:WATCH_SLICE])
            return self._later(job, {"waiting": waiting[WATCH_SLICE:]})
        since = trail.mark(db) or trail.present_mark()
        if "restamped" in job.cursor or trail.has_anybody_moved(db, since.time):
            return self._restamp(db, job, since)
        news = trail.news(db, since, COMPARED, ROWS, self._settled)
        trail.keep_mark(db, news.mark)
        names = [*news.clients, *trail.employers(db, news.contacts)]
        if not names and not news.more:
            return replace(job, state=State.DONE, cursor={})
        return self._later(job, {"waiting": list(dict.fromkeys(names))})

    def _restamp(self, db: Db, job: Job, since: Mark) -> Job:
        began = job.cursor.get("began") or clock.now()
        pairs = store.next_pairs(db, job.cursor.get("restamped", ""), SLICE)
        checking.renew_stamps(db, pairs)
        if not pairs:
            trail.keep_mark(db, Mark(since.change, began))
            return replace(job, cursor={})
        last = max(pair.first for pair in pairs)
        return self._later(job, {"restamped": last, "began": began})

    def _later(self, job: Job, cursor: Mapping[str, Any]) -> Job:
        return replace(job, cursor=cursor, next_time=clock.now() + self._pause)


def _after(found: Sequence[Mapping[str, Any]], *, keyed: bool) -> dict[str, Any]:
    return {"keyed": keyed, "after": [found[-1]["create_time"], found[-1]["_id"]]}
