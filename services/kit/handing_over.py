"""Hands what somebody who leaves has over to others, until nothing is left.

Begun by identity's UserOffboarded (`kit.people_events`). Who writes while somebody leaves may not
know it yet (copies of people are up to RECENT_S old): so the job looks again when such writes must
have ended.
"""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple, TypeVar

import msgspec

from services.kit import clock, jobs
from services.kit.bulk import BulkJob, ChangedRow, Result, RowResult, versions_in
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import PermissionDenied
from services.kit.estates import PORTION, Estate
from services.kit.jobs import JOB_ROWS, Job, State
from services.kit.mongo import Db, transactional
from services.kit.owned import Owned, OwnerLeft, owned_by, stamped_anew
from services.kit.people import find_people
from services.kit.person import Person
from services.kit.recent import SETTLED

PAUSE_S = 0.3
T = TypeVar("T", bound=Owned)


class Place(NamedTuple):
    """What of a record the rules look at: the how manieth it is, and see `Estate`."""

    n: int
    segments: Sequence[str] = ()
    heir: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who takes over; a job's parameters. What the rules differ in is only whom they name."""

    user: str
    successors: tuple[str, ...] = ()
    # segment -> who takes over what is of it
    segments: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def people(self) -> Sequence[str]:
        return (*self.successors, *self.segments.values())

    def successor(self, n: int, segments: Sequence[str], able: Collection[str]) -> str:
        """Of the n-th record; nobody if all those named have left as well."""
        by_segment = (self.segments.get(segment, "") for segment in segments)
        chosen = next((name for name in by_segment if name in able), "")
        left = [name for name in self.successors if name in able]
        return chosen or (left[n % len(left)] if left else "")

    def without(self, record: T, place: Place, people: Mapping[str, Person]) -> T:
        """As it is without the leaver, be he its owner or a participant."""
        owner = record.owner
        if owner == self.user:
            able = {name for name in self.people if name in people and people[name].active}
            owner = place.heir
            if owner not in able:
                owner = self.successor(place.n, place.segments, able)
        kept = tuple(each for each in record.participants if each not in (self.user, owner))
        return stamped_anew(replace(record, owner=owner, participants=kept), people)


def kind_in(service: str) -> str:
    return f"hand_over_{service}"


@transactional
def start(db: Db, caller: Caller, plan: Plan, hand_over: str) -> Job:
    """`hand_over` is the same for an event that comes again, and so is the job."""
    return jobs.start(
        db,
        caller,
        kind_in(db.service),
        params=msgspec.to_builtins(plan),
        subject=plan.user,
        request_id=hand_over,
    )


class HandOver(BulkJob):
    def __init__(
        self, service: str, estates: Sequence[Estate[Any]], settled: timedelta = SETTLED
    ) -> None:
        self.kind = kind_in(service)
        self._estates, self._settled = estates, settled

    def select(
        self,
        db: Db,
        caller: Caller,  # noqa: ARG002 - what there is of him goes, whoever began it
        params: Mapping[str, Any],
    ) -> Iterator[Sequence[str]]:
        found = iter(self._names_of(db, params["user"]))
        while portion := list(islice(found, PORTION)):
            yield portion

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        after = super().step(db, caller, job)
        return self._look_again(db, after) if after.state is State.DONE else after

    def change(self, db: Db, caller: Caller, job: Job, names: Sequence[str]) -> list[RowResult]:
        plan = msgspec.convert(job.params, Plan)
        results: list[RowResult] = []
        for estate in self._estates:
            found = estate.find(db, names)
            if not found:
                continue
            records = list(found.values())
            places = _places(db, estate, records, job.cursor["n"], names)
            people = find_people(db, [*plan.people, *(r.owner for r in records if r.owner)])
            pairs = [(each, plan.without(each, places[each.name], people)) for each in records]
            changed = [(before, after) for before, after in pairs if after != before]
            estate.save(db, caller, changed, job.name)
            results += [_result(before, after) for before, after in pairs]
        return results

    def restore(
        self, db: Db, caller: Caller, job: Job, rows: Sequence[ChangedRow]
    ) -> list[RowResult]:
        """Only if he is back; by the present rights of who undoes it."""
        user = msgspec.convert(job.params, Plan).user
        people = find_people(db, [user, *(row.before["owner"] for row in rows)])
        is_back = people.get(user, Person(name=user, active=False)).active
        results: list[RowResult] = []
        for estate in self._estates:
            found = estate.find(db, [row.subject for row in rows])
            mine = [(row, found[row.subject]) for row in rows if row.subject in found]
            pairs: list[tuple[Any, Any]] = []
            for row, current in mine:
                reason = "" if is_back else OwnerLeft.reason
                if not caller.may(estate.permission, current.visible_to):
                    reason = PermissionDenied.reason
                kept = Result.KEPT if reason else Result.UNDONE
                results.append(RowResult(subject=row.subject, result=kept, reason=reason))
                if not reason:
                    pairs.append((current, _put_back(current, row, people)))
            estate.save(db, caller, pairs, job.name)
        return results

    def versions(self, db: Db, names: Sequence[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for estate in self._estates:
            found |= versions_in(db, estate.collection, names)
        return found

    def _names_of(self, db: Db, user: str) -> dict[str, None]:
        return dict.fromkeys(name for each in self._estates for name in each.names_of(db, user))

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
        left = list(self._names_of(db, job.params["user"]))
        fresh = _not_in(db, job, left)
        if not fresh:
            return job
        _add_rows(db, job, fresh, clock.now() + timedelta(days=self.undo_days + 1))
        counts = replace(job.counts, total=job.counts.total + len(fresh))
        return replace(running, counts=counts, cursor={**job.cursor, "settle_time": None})


def _places(
    db: Db, estate: Estate[Any], records: Sequence[Owned], first: int, names: Sequence[str]
) -> dict[str, Place]:
    segments, heirs = estate.segments(db, records), estate.heirs(db, records)
    counted = {name: first + n for n, name in enumerate(names)}
    return {
        each.name: Place(counted[each.name], segments.get(each.name, ()), heirs.get(each.name, ""))
        for each in records
    }


def _put_back(current: Any, row: ChangedRow, people: Mapping[str, Person]) -> Any:
    owner = people.get(row.before["owner"], Person(name=row.before["owner"]))
    return owned_by(replace(current, participants=tuple(row.before["participants"])), owner)


def _result(before: Owned, after: Owned) -> RowResult:
    if after == before:
        return RowResult(subject=before.name, result=Result.SKIPPED, reason="NO_CHANGE")
    kept = {"owner": before.owner, "participants": list(before.participants)}
    return RowResult(subject=before.name, result=Result.CHANGED, before=kept)


def _not_in(db: Db, job: Job, names: list[str]) -> list[str]:
    """Those that the job has not come across."""
    mine = {"job": job.name, "run": job.cursor["run"], "subject": {"$in": names}}
    known = {row["subject"] for row in JOB_ROWS.raw(db).find(mine, {"subject": 1})}
    return [name for name in names if name not in known]


def _add_rows(db: Db, job: Job, names: list[str], expire_time: datetime) -> None:
    """Behind those of the frozen list."""
    row = {"job": job.name, "run": job.cursor["run"], "result": "", "expire_time": expire_time}
    first = job.counts.total
    JOB_ROWS.raw(db).insert_many(
        [{**row, "n": first + n, "subject": name} for n, name in enumerate(names)]
    )
