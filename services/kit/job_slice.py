"""One slice of a job: what is done and how far the job is after it, in one transaction.

Each slice reads whose claim the job is under; a new claim writes just that, so a worker that lost
its claim cannot commit.
"""

import time
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from pymongo.client_session import ClientSession

from services.kit import clock, jobs
from services.kit.errors import ServiceError
from services.kit.jobs import JOBS, Job, JobKind, State
from services.kit.mongo import Db, transactional

ATTEMPTS = 5
ANNOUNCE_EVERY = timedelta(milliseconds=500)
# Rows; for fewer nobody shall wait longer than needed.
SHORT = 1000
INTERNAL = "INTERNAL"
# Refusals that may be others the next time; all else is refused again however often it is asked.
PASSING = ("ABORTED", "UNAVAILABLE", "RESOURCE_EXHAUSTED")


class ClaimLost(Exception):
    """Another worker has taken the job over."""


class Claim(NamedTuple):
    job: Job
    tenant: str
    id: str
    session: ClientSession


def step(db: Db, claim: Claim, kind: JobKind, prepared: Job) -> Job:
    """One slice and how far the job is after it, together or not at all."""
    job, began = _mine(db, claim), time.monotonic()
    caller = jobs.caller_of(job)
    if job.state is State.STOPPING:
        stopped = _save(db, job, replace(job, state=State.STOPPED), kind)
        kind.ended(db, caller, stopped)
        return stopped
    if job.state is State.UNDOING:
        return _save(db, job, _rested(kind.undo_step(db, caller, job), kind, began), kind)
    if job.state is State.QUEUED:
        job = replace(job, state=State.RUNNING, cursor=prepared.cursor, counts=prepared.counts)
    return _save(db, job, _rested(kind.step(db, caller, job), kind, began), kind)


def _rested(job: Job, kind: JobKind, began: float) -> Job:
    """A long job leaves room for what people ask for meanwhile."""
    if not kind.rest or job.counts.changed + job.counts.undone < SHORT:
        return job
    pause = timedelta(seconds=kind.rest * (time.monotonic() - began))
    return replace(job, next_time=max(job.next_time, clock.now() + pause))


@transactional
def failed(db: Db, claim: Claim, kind: JobKind | None, error: Exception) -> Job:
    """Try again later, with growing pauses, or end. Without a kind nothing is tidied up."""
    try:
        job = _mine(db, claim)
    except ClaimLost:
        return claim.job
    refused = isinstance(error, ServiceError) and error.code not in PASSING
    reason = error.reason if isinstance(error, ServiceError) else INTERNAL
    if refused or job.attempts >= ATTEMPTS:
        return fail(db, claim, kind, reason)
    now = clock.now()
    pause = timedelta(seconds=2 ** (job.attempts - 1))
    waiting = replace(job, error_reason=reason, next_time=now + pause, slice_time=now)
    return JOBS.replace(db, waiting)


@transactional
def fail(db: Db, claim: Claim, kind: JobKind | None, reason: str) -> Job:
    job, now = _mine(db, claim), clock.now()
    ended = JOBS.replace(
        db, replace(job, state=State.FAILED, error_reason=reason, end_time=now, slice_time=now)
    )
    caller = jobs.caller_of(ended)
    if kind is not None:
        kind.ended(db, caller, ended)
    jobs.announce(db, caller, ended)
    return ended


def _mine(db: Db, claim: Claim) -> Job:
    job = JOBS.get(db, claim.job.name)
    if job.claim != claim.id:
        raise ClaimLost(job.name)
    return job


def _save(db: Db, before: Job, after: Job, kind: JobKind) -> Job:
    now = clock.now()
    after = replace(after, attempts=0, error_reason="", slice_time=now)
    if not after.state.active:
        after = replace(after, end_time=now)
    if kind.undo_days and after.state is not State.UNDONE and after.undo_expire_time is None:
        # From the first change on: what a failed or stopped job did can be undone as well.
        until = now + timedelta(days=kind.undo_days)
        after = replace(after, undo_expire_time=until if after.counts.changed else None)
    if after.state is State.UNDONE:
        after = replace(after, undo_expire_time=None)
    tell = after.state is not before.state or now - after.announce_time >= ANNOUNCE_EVERY
    saved = JOBS.replace(db, replace(after, announce_time=now) if tell else after)
    if tell:
        jobs.announce(db, jobs.caller_of(saved), saved)
    return saved
