"""The job that cancels open works that are not needed any more; undone, they are open again."""

from collections.abc import Sequence

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import works_pb2 as pb
from services.activities import store
from services.activities.actions.stating import stated
from services.activities.mass.chosen import Chosen, ChosenWorks
from services.activities.work import READ, State, Work, sound
from services.kit import changes, clock, jobs
from services.kit.bulk import ChangedRow, Result, RowResult
from services.kit.caller import Caller
from services.kit.changes import Change
from services.kit.jobs import Job
from services.kit.mapping import to_proto
from services.kit.mongo import Db

KIND = "cancel_works"


def start(db: Db, caller: Caller, chosen: Chosen, comment: str, request_id: str) -> Job:
    params = {**chosen.params(), "comment": sound(comment)}
    return jobs.start(db, caller, KIND, params=params, request_id=request_id)


class CancelWorks(ChosenWorks):
    kind = KIND

    def change(self, db: Db, caller: Caller, job: Job, names: Sequence[str]) -> list[RowResult]:
        mine, refused = self.still_open(db, caller, names)
        by, now = (caller.user, caller.display_name), clock.now()
        comment = job.params.get("comment", "")
        _save(db, caller, job, [(each, each.cancelled(comment, by, now)) for each in mine])
        return [*(RowResult(subject=each.name, result=Result.CHANGED) for each in mine), *refused]

    def restore(
        self, db: Db, caller: Caller, job: Job, rows: Sequence[ChangedRow]
    ) -> list[RowResult]:
        mine, refused = self.still_mine(db, caller, rows)
        _save(db, caller, job, [(each, each.reopened()) for each in mine.values()])
        return [*(RowResult(subject=each, result=Result.UNDONE) for each in mine), *refused]


def _save(db: Db, caller: Caller, job: Job, pairs: Sequence[tuple[Work, Work]]) -> None:
    rows: list[Change] = []
    for (before, _), saved in zip(pairs, store.save_many(db, pairs), strict=True):
        kind = events.WorkCancelled if saved.state is State.CANCELLED else events.WorkReopened
        news = kind(work=to_proto(saved, pb.Work))
        told = Change(event=news, before=before, after=saved, permission=READ, job=job.name)
        rows += [told, *stated(before, saved)]
    changes.record_many(db, caller, rows)
