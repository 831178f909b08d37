"""The job that cancels the open works of a campaign that ended; undone, they are open again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import works_pb2 as pb
from services.activities import store
from services.activities.access import ASSIGN
from services.activities.actions.stating import stated
from services.activities.store import WORKS
from services.activities.work import READ, State, Work
from services.kit import changes, clock, jobs
from services.kit.bulk import PORTION, BulkJob, ChangedRow, Result, RowResult
from services.kit.caller import Caller
from services.kit.changes import Change
from services.kit.jobs import Job
from services.kit.mapping import to_proto
from services.kit.mongo import Db

KIND = "cancel_campaign_works"


def start(db: Db, caller: Caller, root: str, subject: str) -> Job:
    return jobs.start(db, caller, KIND, params={"root": root}, subject=subject)


class CancelCampaignWorks(BulkJob):
    kind = KIND
    collection = WORKS
    slice_rows = 200
    rest = 0.3

    def select(
        self,
        db: Db,
        caller: Caller,  # noqa: ARG002
        params: Mapping[str, Any],
    ) -> Iterator[Sequence[str]]:
        where = {"parent": params["root"], "state": State.OPEN.value}
        found = WORKS.raw(db).stream(where, {"_id": 1}, hint="tenant_1_parent")
        names = [str(each["_id"]) for each in found]
        for at in range(0, len(names), PORTION):
            yield names[at : at + PORTION]

    def change(self, db: Db, caller: Caller, job: Job, names: Sequence[str]) -> list[RowResult]:
        found = WORKS.select(db, {"_id": {"$in": list(names)}, "state": State.OPEN.value})
        mine = [each for each in found if caller.may(ASSIGN, each.visible_to)]
        by, now = (caller.user, caller.display_name), clock.now()
        _save(db, caller, job, [(each, each.cancelled("", by, now)) for each in mine])
        return [RowResult(subject=each.name, result=Result.CHANGED) for each in mine]

    def restore(
        self, db: Db, caller: Caller, job: Job, rows: Sequence[ChangedRow]
    ) -> list[RowResult]:
        found = WORKS.select(db, {"_id": {"$in": [row.subject for row in rows]}})
        mine = [each for each in found if caller.may(ASSIGN, each.visible_to)]
        _save(db, caller, job, [(each, each.reopened()) for each in mine])
        return [RowResult(subject=each.name, result=Result.UNDONE) for each in mine]


def _save(db: Db, caller: Caller, job: Job, pairs: Sequence[tuple[Work, Work]]) -> None:
    rows: list[Change] = []
    for (before, _), saved in zip(pairs, store.save_many(db, pairs), strict=True):
        kind = events.WorkCancelled if saved.state is State.CANCELLED else events.WorkReopened
        news = kind(work=to_proto(saved, pb.Work))
        told = Change(event=news, before=before, after=saved, permission=READ, job=job.name)
        rows += [told, *stated(before, saved)]
    changes.record_many(db, caller, rows)
