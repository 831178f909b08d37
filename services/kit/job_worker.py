"""Works on jobs: claims one, does one slice, gives it back; the longest-waiting tenant first.

A claim is a lease; `job_slice` makes sure that who lost it changes nothing.
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo.errors import ConnectionFailure

from services.kit import clock, jobs, leases, telemetry
from services.kit.job_slice import ATTEMPTS, Claim, ClaimLost, fail, failed, step
from services.kit.jobs import JOBS, Job, JobKind, State
from services.kit.mongo import Db, transaction
from services.kit.service import Service
from services.kit.settings import Settings
from services.kit.signals import ToldToStop

LEASE_S = 10.0
IDLE_S = 0.25
MONGO_PAUSE_S = 1.0
WORKER_LOST, KIND_UNKNOWN = "WORKER_LOST", "JOB_KIND_UNKNOWN"
log = telemetry.logger(__name__)


@dataclass(frozen=True)
class Desk:
    """The jobs of one service, as one thread of a worker sees them."""

    service: Service
    db: Db
    owner: str

    @property
    def _leases(self) -> Any:
        return self.db.client[self.db.database][leases.COLLECTION]

    @property
    def _jobs(self) -> Any:
        return self.db.client[self.db.database][JOBS.id]

    def work(self) -> bool:
        """One slice of one job; False if nothing waits."""
        claim = self._claim()
        if claim is None:
            return False
        db, name = self.db.of(claim.tenant), claim.job.name
        after = claim.job
        try:
            with leases.kept(self._leases, name, self.owner, LEASE_S), claim.session:
                after = self._slice(db, claim)
        finally:
            if after.state.active:
                leases.release(self._leases, name, self.owner)
            else:
                self._leases.delete_one({"_id": name, "owner": self.owner})
        return True

    def _claim(self) -> Claim | None:
        for name in self._waiting():
            if leases.take(self._leases, name, self.owner, LEASE_S) is None:
                continue
            claim = self._write_claim(name)
            if claim is not None:
                return claim
            leases.release(self._leases, name, self.owner)
        return None

    def _write_claim(self, name: str) -> Claim | None:
        """To the job itself, as this is what the slices of others conflict with."""
        session, claim = self.db.client.start_session(), leases.new_owner()
        ready = {"_id": name, "active": True, "next_time": {"$lte": clock.now()}}
        mine = {"claim": claim, "session": session.session_id["id"]}
        taken = {"$set": mine, "$inc": {"attempts": 1}}
        before = self._jobs.find_one_and_update(ready, taken)
        if before is None:
            return None
        if before.get("session"):
            # Its worker died in the middle of a slice, and what that wrote would stay locked
            # until Mongo gives the transaction up, a minute later.
            self.db.client.admin.command({"killSessions": [{"id": before["session"]}]})
        job = JOBS.get(self.db.of(before["tenant"]), name)
        return Claim(job, before["tenant"], claim, session)

    def _waiting(self) -> Iterator[str]:
        """Names of jobs: the tenant first whose last slice is the longest ago, then its jobs."""
        tenants = self._jobs.aggregate(
            [
                {"$match": {"active": True, "next_time": {"$lte": clock.now()}}},
                {"$sort": {"slice_time": 1}},
                {
                    "$group": {
                        "_id": "$tenant",
                        "served": {"$max": "$slice_time"},
                        "jobs": {"$push": "$_id"},
                    }
                },
                {"$sort": {"served": 1, "_id": 1}},
            ]
        )
        for tenant in tenants:
            yield from tenant["jobs"]

    def _slice(self, db: Db, claim: Claim) -> Job:
        """The job after it, or as it was if nothing could be saved."""
        job = claim.job
        telemetry.request_id.set(job.caller.get("request_id", ""))
        kind = next((each for each in self.service.jobs if each.kind == job.kind), None)
        try:
            after = self._done(db, claim, kind)
            outcome = "done"
        except ClaimLost:
            after, outcome = job, "lost"
            log.warning("job taken over by another worker", extra=_facts(job))
        except ConnectionFailure:
            # No failure of the job: it goes on when the database is back.
            raise
        # The retry entry point of jobs: whatever it is, the job is tried again or ends as failed.
        except Exception as error:
            log.exception("slice of a job failed", extra=_facts(job))
            after, outcome = self._failed(db, claim, kind, error), "failed"
        telemetry.JOB_SLICES.labels(self.service.name, job.kind, outcome).inc()
        return after

    def _done(self, db: Db, claim: Claim, kind: JobKind | None) -> Job:
        job = claim.job
        if kind is None:
            return fail(db, claim, None, KIND_UNKNOWN)
        if job.attempts > ATTEMPTS:
            # Each claim counts, so this is also where a job ends that kills its workers.
            return fail(db, claim, kind, job.error_reason or WORKER_LOST)
        if job.state is State.QUEUED:
            job = kind.prepare(db, jobs.caller_of(job), job)
        if job.state in (State.QUEUED, State.RUNNING):
            kind.in_advance(db, jobs.caller_of(job), job)
        return transaction(claim.session, lambda: step(db, claim, kind, job))

    def _failed(self, db: Db, claim: Claim, kind: JobKind | None, error: Exception) -> Job:
        try:
            return failed(db, claim, kind, error)
        except ConnectionFailure:
            raise
        # Thrown by the kind's own tidying up: the job must end even so.
        except Exception:
            log.exception("a failed job was not tidied up", extra=_facts(claim.job))
            return failed(db, claim, None, error)


def _facts(job: Job) -> dict[str, Any]:
    return {"facts": {"job": job.name, "kind": job.kind, "attempts": job.attempts}}


def run(services: Sequence[Service], settings: Settings) -> None:
    """Works on the jobs of all services of this process until SIGTERM or SIGINT."""
    told, stopping = ToldToStop(), threading.Event()
    threads = [
        threading.Thread(target=_work, args=(services, settings, stopping), name=f"jobs-{n}")
        for n in range(settings.number("CRM_JOB_THREADS", 2))
    ]
    for thread in threads:
        thread.start()
    log.info("working on jobs of %s", ", ".join(each.name for each in services))
    told.wait()
    stopping.set()
    for thread in threads:
        thread.join()


def _work(services: Sequence[Service], settings: Settings, stopping: threading.Event) -> None:
    owner = leases.new_owner()
    desks = [Desk(each, each.runtime(settings).db(""), owner) for each in services if each.jobs]
    while not stopping.is_set():
        try:
            # Each service has its turn: one's long job does not keep the other's waiting.
            worked = [desk.work() for desk in desks if not stopping.is_set()]
        # The database is away, most likely; whatever it is, the thread must live.
        except Exception:
            log.exception("no job could be worked on")
            stopping.wait(MONGO_PAUSE_S)
            continue
        if not any(worked):
            stopping.wait(IDLE_S)
