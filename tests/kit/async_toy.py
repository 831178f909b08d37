"""Two services just big enough to try events and jobs on, and their processes.

`counterparties` tells of segments and has jobs; `listener` hears of them. As a program:
`python tests/kit/async_toy.py <service|all> <role>`.
"""

# ruff: noqa: ARG002
import sys

if __name__ == "__main__" and sys.argv[2:3] == ["events"]:
    import services.kit.event_runner  # noqa: F401

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from crm.counterparties.v1 import events_pb2, segments_pb2
from services.kit import changes, clock, runner
from services.kit.bulk import BulkJob, ChangedRow, Result, RowResult
from services.kit.caller import Caller, system
from services.kit.errors import FailedPrecondition
from services.kit.events import Envelope, EventWorker, every, on
from services.kit.jobs import Counts, Job, JobKind, State
from services.kit.mongo import Collection, Db, transactional
from services.kit.service import Service

RETRY_MS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    name: str
    display_name: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0


THINGS: Collection[Thing] = Collection("things", Thing)


@transactional
def tell(
    db: Db, display_name: str, *, subject: str, version: int = 1, request_id: str = ""
) -> None:
    """Say that a segment was created; what the listener does depends on its display name."""
    event = events_pb2.SegmentCreated(
        segment=segments_pb2.Segment(name=subject, display_name=display_name)
    )
    caller = replace(system(db.tenant), request_id=request_id)
    changes.record(db, caller, event, subject=subject, version=version, visible_to=("*",))


class Listener(EventWorker):
    name = "listener"

    @on(events_pb2.SegmentCreated)
    def note(self, db: Db, event: events_pb2.SegmentCreated, envelope: Envelope) -> None:
        text = event.segment.display_name
        if text == "broken":
            raise ValueError("this one never works")
        if text == "slow":
            Path(os.environ["TOY_BEGUN"]).touch()
            time.sleep(1.5)
        heard(db, text, envelope)

    @on(events_pb2.SegmentUpdated, every=True)
    def count(self, db: Db, event: events_pb2.SegmentUpdated, envelope: Envelope) -> None:
        heard(db, event.segment.display_name, envelope)

    @on(
        events_pb2.SegmentDeleted,
        concerns=lambda _, envelope, __: envelope.subject == "segments/mine",
    )
    def note_mine(self, db: Db, event: events_pb2.SegmentDeleted, envelope: Envelope) -> None:
        heard(db, event.segment.display_name, envelope)

    @every(0.5)
    def tick(self) -> None:
        db = self.db_of("north")
        db.bound("ticks").insert_one({"time": clock.now()})


def heard(db: Db, text: str, envelope: Envelope) -> None:
    note = {"text": text, "event": envelope.id, "version": envelope.version}
    db.bound("heard").insert_one({**note, "time": clock.now(), "told": envelope.time})


class NotThis(FailedPrecondition):
    reason = "TOY_NOT_THIS"


def hold(numbers: Iterable[int]) -> None:
    """What a process does that is going to be killed at this number: nothing more."""
    if int(os.environ.get("TOY_HOLD_AT", "-1")) in numbers:
        Path(os.environ["TOY_BEGUN"]).touch()
        time.sleep(600)


class CountJob(JobKind):
    """Writes the numbers below `params.upto`, `params.by` a slice, taking `params.pause` each."""

    kind = "count"
    rest = 1000.0

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        n, upto, by = job.cursor.get("n", 0), job.params["upto"], job.params.get("by", 10)
        numbers = range(n, min(n + by, upto))
        if numbers:
            rows = [{"job": job.name, "n": each} for each in numbers]
            db.bound("numbers").insert_many(rows)
        if job.params.get("broken_at") in numbers:
            raise ValueError("broken on purpose")
        if job.params.get("refused_at") in numbers:
            raise NotThis("refused on purpose")
        hold(numbers)
        time.sleep(job.params.get("pause", 0))
        done = numbers.stop >= upto
        return replace(
            job,
            cursor={"n": numbers.stop},
            counts=Counts(total=upto, changed=numbers.stop),
            state=State.DONE if done else job.state,
        )

    def ended(self, db: Db, caller: Caller, job: Job) -> None:
        db.bound("numbers").insert_one({"job": job.name, "n": -1})
        if job.params.get("ends_badly"):
            raise ValueError("broken even in tidying up")


class RenameJob(BulkJob):
    kind = "rename"
    collection = THINGS
    slice_rows = 10

    def select(self, db: Db, caller: Caller, params: Mapping[str, Any]) -> Iterator[Sequence[str]]:
        yield [document["_id"] for document in THINGS.raw(db).find({}, {"_id": 1})]

    def change(self, db: Db, caller: Caller, job: Job, names: Sequence[str]) -> list[RowResult]:
        found = THINGS.select(db, {"_id": {"$in": names}})
        results = [self._rename(db, job, thing) for thing in found]
        hold([int(name.rpartition("/")[2]) for name in names])
        return results

    def _rename(self, db: Db, job: Job, thing: Thing) -> RowResult:
        if thing.display_name == "fixed":
            return RowResult(subject=thing.name, result=Result.SKIPPED, reason="FIXED")
        THINGS.replace(db, replace(thing, display_name=job.params["to"]))
        before = {"display_name": thing.display_name}
        return RowResult(subject=thing.name, result=Result.CHANGED, before=before)

    def restore(
        self, db: Db, caller: Caller, job: Job, rows: Sequence[ChangedRow]
    ) -> list[RowResult]:
        for row in rows:
            THINGS.replace(db, replace(THINGS.get(db, row.subject), **row.before))
        return [RowResult(subject=row.subject, result=Result.UNDONE) for row in rows]


SERVICES = {
    "counterparties": Service(
        name="counterparties",
        servicers=[],
        collections=[THINGS],
        jobs=[CountJob(), RenameJob()],
    ),
    "listener": Service(name="listener", servicers=[], events=Listener),
}


def load(name: str) -> list[Service]:
    return list(SERVICES.values()) if name == "all" else [SERVICES[name]]


if __name__ == "__main__":
    sys.exit(runner.main(sys.argv[1:], load, RETRY_MS))
