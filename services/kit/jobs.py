"""Long work as a resource: a job is done in slices, can be watched, stopped, resumed and undone.

A slice is one transaction that also saves how far the job is, so a crash neither loses nor
doubles anything. `job_worker` does the slices; here is what services and the RPC see.
"""

import uuid
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pymongo import IndexModel

from crm.job.v1 import events_pb2 as job_events
from crm.job.v1 import jobs_pb2 as pb
from services.kit import caller as callers
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.errors import FailedPrecondition, NotFound, ResourceExhausted
from services.kit.mapping import to_proto
from services.kit.mongo import Collection, Db, transactional

SEE_ALL = "audit.read"
ACTIVE_AT_MOST = 100
LONG_AGO = datetime.fromtimestamp(0, UTC)


class JobNotUndoable(FailedPrecondition):
    reason = "JOB_NOT_UNDOABLE"


class JobEnded(FailedPrecondition):
    reason = "JOB_ENDED"


class TooManyJobs(ResourceExhausted):
    reason = "TOO_MANY_JOBS"


class State(StrEnum):
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    STOPPING = "STOPPING"
    STOPPED = "STOPPED"
    DONE = "DONE"
    FAILED = "FAILED"
    UNDOING = "UNDOING"
    UNDONE = "UNDONE"

    @property
    def active(self) -> bool:
        """A worker has something to do."""
        return self in (State.QUEUED, State.RUNNING, State.STOPPING, State.UNDOING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """In rows. total = changed + skipped + failed + those still to do."""

    total: int = 0
    changed: int = 0
    skipped: int = 0
    failed: int = 0
    undone: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    name: str
    kind: str
    state: State = State.QUEUED
    counts: Counts = Counts()
    subject: str = ""
    creator: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    end_time: datetime | None = None
    undo_expire_time: datetime | None = None
    error_reason: str = ""
    version: int = 0
    # What to do, and how far it is: the kind's own, in types that Mongo knows.
    params: Mapping[str, Any] = field(default_factory=dict[str, Any])
    cursor: Mapping[str, Any] = field(default_factory=dict[str, Any])
    # The rights of who started it, as they were then.
    caller: Mapping[str, Any] = field(default_factory=dict[str, Any])
    # Likewise of who undoes it: rights may have changed in between.
    undoer: Mapping[str, Any] = field(default_factory=dict[str, Any])
    # The worker's: whose slice it is, when the last one ended, failures in a row and when to go on.
    claim: str = ""
    slice_time: datetime = LONG_AGO
    attempts: int = 0
    next_time: datetime = LONG_AGO
    announce_time: datetime = LONG_AGO

    def stop(self) -> "Job":
        if self.state not in (State.QUEUED, State.RUNNING, State.STOPPING):
            raise JobEnded(f"{self.name} is {self.state}", name=self.name, state=self.state)
        return replace(self, state=State.STOPPING, next_time=LONG_AGO)

    def undo(self, now: datetime) -> "Job":
        ended = self.state in (State.DONE, State.STOPPED, State.FAILED)
        if not ended or self.undo_expire_time is None or self.undo_expire_time < now:
            raise JobNotUndoable(f"{self.name} is {self.state}", name=self.name, state=self.state)
        again = replace(self, attempts=0, next_time=LONG_AGO, end_time=None, error_reason="")
        return replace(again, state=State.UNDOING)

    @property
    def visible_to(self) -> tuple[str, ...]:
        return (self.creator,) if self.creator else ()


class JobKind(ABC):
    """How one kind of job works. A service lists its kinds in `Service.jobs`."""

    kind: str
    # For how long it can be undone; 0 if it cannot be.
    undo_days: int = 0
    # For how long a long job rests after each slice: so many times what the slice took.
    rest: float = 0.0

    def prepare(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        """Before the first step and outside of any transaction: for what takes long and may be
        begun anew after a crash. Only the cursor and the counts of the answer are kept."""
        return job

    def in_advance(self, db: Db, caller: Caller, job: Job) -> None:  # noqa: B027 - few kinds need it
        """Before each step, outside of transactions: writes that may come twice, or too late."""

    @abstractmethod
    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        """One slice, of a second at most, in a transaction. The answer's cursor and counts are
        saved with it; state DONE ends the job. It may be called again for the same slice."""

    def undo_step(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        """The same for the undo; state UNDONE ends it. For kinds with `undo_days`."""
        raise JobNotUndoable(f"{job.kind} has no undo", name=job.name)

    def ended(self, db: Db, caller: Caller, job: Job) -> None:  # noqa: B027 - few kinds need it
        """In the transaction that ends a job otherwise than by its step: STOPPED or FAILED."""


JOBS: Collection[Job] = Collection(
    "jobs",
    Job,
    indexes=(
        IndexModel([("creator", 1), ("create_time", -1), ("_id", -1)]),
        IndexModel([("create_time", -1), ("_id", -1)]),
        IndexModel([("subject", 1)]),
    ),
    derived=lambda job: {"active": True} if job.state.active else {},
)
# Across tenants, for the workers.
ACTIVE_INDEX = IndexModel(
    [("active", 1), ("slice_time", 1)], partialFilterExpression={"active": True}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """What a job did to one record; the frozen list of a bulk job before it is done."""

    name: str
    job: str
    n: int
    subject: str
    result: str = ""
    reason: str = ""


JOB_ROWS: Collection[JobRow] = Collection(
    "job_rows",
    JobRow,
    indexes=(
        IndexModel([("job", 1), ("n", 1), ("_id", 1)]),
        IndexModel([("job", 1), ("result", 1), ("n", 1), ("_id", 1)]),
    ),
)
JOB_ROWS_EXPIRE = IndexModel([("expire_time", 1)], expireAfterSeconds=0)


@transactional
def start(
    db: Db,
    caller: Caller,
    kind: str,
    *,
    params: Mapping[str, Any],
    subject: str = "",
    request_id: str = "",
) -> Job:
    """Queues a job; within the caller's transaction, if one is open. A repeated request_id
    finds the job that it started."""
    name = f"jobs/{db.service}/{request_id or uuid.uuid4()}"
    found = JOBS.find(db, name) if request_id else None
    if found is not None and (found.creator, found.kind) == (caller.user, kind):
        return found
    if JOBS.raw(db).count({"active": True}, limit=ACTIVE_AT_MOST) >= ACTIVE_AT_MOST:
        raise TooManyJobs("Wait until some of your jobs have ended", retry_after=30)
    job = Job(
        name=name,
        kind=kind,
        subject=subject,
        creator=caller.user,
        params=params,
        caller=caller.kept(),
    )
    started = JOBS.insert(db, job)
    announce(db, caller, started)
    return started


def find_visible(db: Db, caller: Caller, name: str) -> Job:
    """Of the caller's own, or of those whose audit trail he may read."""
    job = JOBS.get(db, name)
    concerned = callers.visible_to(job.creator, job.caller.get("org_path", ()))
    if job.creator != caller.user and not caller.may(SEE_ALL, concerned):
        raise NotFound(f"No {name}", name=name)
    return job


@transactional
def stop(db: Db, caller: Caller, name: str) -> Job:
    stopped = JOBS.replace(db, find_visible(db, caller, name).stop())
    announce(db, caller, stopped)
    return stopped


@transactional
def undo(db: Db, caller: Caller, name: str) -> Job:
    undoing = find_visible(db, caller, name).undo(clock.now())
    undoing = JOBS.replace(db, replace(undoing, undoer=caller.kept()))
    announce(db, caller, undoing)
    return undoing


def caller_of(job: Job) -> Caller:
    """Who acts in a job: the one who started it, or its undo, with the rights he had then."""
    return callers.from_kept(job.undoer or job.caller, "JOB")


def announce(db: Db, caller: Caller, job: Job) -> None:
    """Progress for the one who watches: no entry of the audit trail."""
    if not job.creator:
        return
    event = job_events.JobUpdated(job=to_proto(job, pb.Job))
    changes.record(db, caller, event, after=job, audit=False, permission="signed_in")
