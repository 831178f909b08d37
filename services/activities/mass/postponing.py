"""The job that moves open works to another day, each as long as it was and at the hours it had;
undone, works untouched since go back.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import works_pb2 as pb
from services.activities import store
from services.activities.actions.stating import stated
from services.activities.mass.chosen import Chosen, ChosenWorks
from services.activities.when import When, in_range
from services.activities.work import READ, Work, sound
from services.kit import changes, jobs
from services.kit.bulk import ChangedRow, Result, RowResult
from services.kit.caller import Caller
from services.kit.changes import Change
from services.kit.copying import replace
from services.kit.errors import InvalidArgument
from services.kit.jobs import Job
from services.kit.mapping import to_proto
from services.kit.mongo import Db
from services.kit.texts import required

KIND = "postpone_works"
_Pairs = list[tuple[Work, Work]]


def start(
    db: Db, caller: Caller, chosen: Chosen, day: date | None, comment: str, request_id: str
) -> Job:
    if day is None:
        raise InvalidArgument.of([required("start_date")])
    if problems := [*in_range("start_date", day)]:
        raise InvalidArgument.of(problems)
    params = {**chosen.params(), "day": day.isoformat(), "comment": sound(comment)}
    return jobs.start(db, caller, KIND, params=params, request_id=request_id)


class PostponeWorks(ChosenWorks):
    kind = KIND

    def change(self, db: Db, caller: Caller, job: Job, names: Sequence[str]) -> list[RowResult]:
        mine, results = self.still_open(db, caller, names)
        day, comment = date.fromisoformat(job.params["day"]), job.params["comment"]
        pairs: _Pairs = []
        for work in mine:
            after = moved(work, work.when.beginning_on(day) if work.when else None, comment)
            if after.due_time == work.due_time:
                reason = "NOTHING_TO_DO"
                results.append(RowResult(subject=work.name, result=Result.SKIPPED, reason=reason))
                continue
            pairs.append((work, after))
            results.append(
                RowResult(subject=work.name, result=Result.CHANGED, before=_before(work))
            )
        _save(db, caller, job, pairs)
        return results

    def restore(
        self, db: Db, caller: Caller, job: Job, rows: Sequence[ChangedRow]
    ) -> list[RowResult]:
        works, refused = self.still_mine(db, caller, rows)
        pairs: _Pairs = []
        for row in rows:
            if work := works.get(row.subject):
                back = moved(work, _before_it(work, row.before), row.before["comment"])
                pairs.append((work, replace(back, postponed=row.before["postponed"])))
        _save(db, caller, job, pairs)
        undone = [RowResult(subject=before.name, result=Result.UNDONE) for before, _ in pairs]
        return [*undone, *refused]


def moved(work: Work, when: When | None, comment: str) -> Work:
    """Its deadline, if it has one of its own, moves as far as its end."""
    if work.when is None or when is None:
        return work
    later = when.ends() - work.when.ends()
    deadline = work.deadline_time + later if work.deadline_time else None
    return work.moved(when, deadline, comment).tidy(when.time_zone, when.time_zone).watched()


def _before(work: Work) -> Mapping[str, Any]:
    first = work.when.days()[0].isoformat() if work.when else ""
    start = work.when.start_time if work.when else None
    return {
        "day": first,
        # The clock of the other day may have left its hour out.
        "start_time": start,
        "comment": work.comment,
        "postponed": work.postponed,
    }


def _before_it(work: Work, before: Mapping[str, Any]) -> When | None:
    back = work.when.beginning_on(date.fromisoformat(before["day"])) if work.when else None
    start = before.get("start_time")
    if back is None or start is None or back.start_time is None or back.end_time is None:
        return back
    return replace(back, start_time=start, end_time=start + (back.end_time - back.start_time))


def _save(db: Db, caller: Caller, job: Job, pairs: _Pairs) -> None:
    rows: list[Change] = []
    for (before, _), saved in zip(pairs, store.save_many(db, pairs), strict=True):
        was = to_proto(before, pb.Work).when
        news = events.WorkPostponed(work=to_proto(saved, pb.Work), previous_when=was)
        told = Change(event=news, before=before, after=saved, permission=READ, job=job.name)
        rows += [told, *stated(before, saved)]
    changes.record_many(db, caller, rows)
