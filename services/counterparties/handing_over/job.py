"""The job that hands a leaver's clients over, until none is left.

Begun by identity's UserOffboarded. Who writes while somebody leaves may not know it yet (copies of
people are up to RECENT_S old): so the job looks again when such writes must have ended.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import Any

import msgspec

from services.counterparties import store
from services.counterparties.actions import counterparties as actions
from services.counterparties.actions.references import UPDATE
from services.counterparties.counterparty import Counterparty
from services.counterparties.handing_over import store as rows
from services.counterparties.handing_over.plan import HandOver
from services.kit import clock, jobs
from services.kit.bulk import BulkJob, ChangedRow, Result, RowResult
from services.kit.caller import Caller
from services.kit.errors import PermissionDenied
from services.kit.jobs import Job, State
from services.kit.mongo import Db, transactional
from services.kit.owned import owned_by
from services.kit.people import find_people
from services.kit.person import Person
from services.kit.recent import SETTLED

KIND = "hand_over_counterparties"
PAUSE_S = 0.3


@transactional
def start(db: Db, caller: Caller, plan: HandOver, hand_over: str) -> Job:
    """`hand_over` is the same for an event that comes again, and so is the job."""
    return jobs.start(
        db,
        caller,
        KIND,
        params=msgspec.to_builtins(plan),
        subject=plan.user,
        request_id=hand_over,
    )


class HandOverCounterparties(BulkJob):
    kind = KIND
    collection = store.COUNTERPARTIES

    def __init__(self, settled: timedelta = SETTLED) -> None:
        self._settled = settled

    def select(
        self,
        db: Db,
        caller: Caller,  # noqa: ARG002 - what there is of him goes, whoever began it
        params: Mapping[str, Any],
    ) -> Iterator[Sequence[str]]:
        found = iter(dict.fromkeys(rows.names_of(db, params["user"])))
        while portion := list(islice(found, rows.PORTION)):
            yield portion

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        after = super().step(db, caller, job)
        return self._look_again(db, after) if after.state is State.DONE else after

    def change(self, db: Db, caller: Caller, job: Job, names: Sequence[str]) -> list[RowResult]:
        plan = msgspec.convert(job.params, HandOver)
        found = store.by_names(db, names, {})
        owners = [client.owner for client in found.values() if client.owner]
        people = find_people(db, [*plan.people, *owners])
        pairs = [
            (found[name], plan.without(job.cursor["n"] + n, found[name], people))
            for n, name in enumerate(names)
            if name in found
        ]
        changed = [(before, after) for before, after in pairs if after != before]
        actions.replace_many(db, caller, changed, job.name)
        return [_result(before, after) for before, after in pairs]

    def restore(
        self, db: Db, caller: Caller, job: Job, rows: Sequence[ChangedRow]
    ) -> list[RowResult]:
        """Only if he is back; by the present rights of who undoes it."""
        user = msgspec.convert(job.params, HandOver).user
        found = store.by_names(db, [row.subject for row in rows], {})
        people = find_people(db, [user, *(row.before["owner"] for row in rows)])
        back = people.get(user, Person(name=user, active=False))
        results: list[RowResult] = []
        pairs: list[tuple[Counterparty, Counterparty]] = []
        for row in rows:
            current = found.get(row.subject)
            if current is None:
                continue
            reason = "" if back.active else "OWNER_INACTIVE"
            if not caller.may(UPDATE, current.visible_to):
                reason = PermissionDenied.reason
            if reason:
                results.append(RowResult(subject=row.subject, result=Result.KEPT, reason=reason))
                continue
            owner = people.get(row.before["owner"], Person(name=row.before["owner"]))
            guests = tuple(row.before["participants"])
            pairs.append((current, owned_by(replace(current, participants=guests), owner)))
            results.append(RowResult(subject=row.subject, result=Result.UNDONE))
        actions.replace_many(db, caller, pairs, job.name)
        return results

    def _look_again(self, db: Db, job: Job) -> Job:
        """The list is done; for what was written by those who did not know, another slice."""
        running = replace(job, state=State.RUNNING)
        settle_time = job.cursor.get("settle_time")
        if settle_time is None:
            cursor = {**job.cursor, "settle_time": clock.now() + self._settled}
            return replace(running, cursor=cursor)
        remaining = (settle_time - clock.now()).total_seconds()
        if remaining > 0:
            # Outside of this slice's snapshot: the look itself is the next slice's.
            time.sleep(min(remaining, PAUSE_S))
            return running
        left = list(dict.fromkeys(rows.names_of(db, job.params["user"])))
        fresh = rows.not_in(db, job, left)
        if not fresh:
            return job
        rows.add_rows(db, job, fresh, clock.now() + timedelta(days=self.undo_days + 1))
        counts = replace(job.counts, total=job.counts.total + len(fresh))
        return replace(running, counts=counts, cursor={**job.cursor, "settle_time": None})


def _result(before: Counterparty, after: Counterparty) -> RowResult:
    if after == before:
        return RowResult(subject=before.name, result=Result.SKIPPED, reason="NO_CHANGE")
    kept = {"owner": before.owner, "participants": list(before.participants)}
    return RowResult(subject=before.name, result=Result.CHANGED, before=kept)
