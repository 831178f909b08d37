"""The job that gives open works to others, such as those of somebody who fell ill; undone, works
untouched since go back.
"""

from collections.abc import Sequence

from services.activities.handing_over.estates import WORKS_ESTATE
from services.activities.mass.chosen import Chosen, ChosenWorks
from services.activities.mass.distribution import Distribution, DistributionNobody, Way
from services.activities.mass.loads import minutes_of
from services.activities.mass.planned import people_for
from services.activities.when import today
from services.activities.work import Work
from services.kit import clock, jobs
from services.kit.bulk import ChangedRow, Result, RowResult
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.jobs import Job
from services.kit.mongo import Db
from services.kit.owned import owned_by
from services.kit.people import find_people
from services.kit.person import NOBODY, Person

KIND = "reassign_works"
# Who has least to do within them gets more.
_DAYS = 14
_Pairs = list[tuple[Work, Work]]


def start(db: Db, caller: Caller, chosen: Chosen, given: Distribution, request_id: str) -> Job:
    tidy = given.tidy(caller.user)
    if tidy.way is Way.OWNER:
        text = "Say to whom: evenly to several, to one, or to nobody yet."
        raise DistributionNobody(text, field="distribution.way")
    params = {**chosen.params(), "way": tidy.way, "users": list(tidy.users)}
    people_for(db, caller, tidy.users)
    return jobs.start(db, caller, KIND, params=params, request_id=request_id)


class ReassignWorks(ChosenWorks):
    kind = KIND

    def change(self, db: Db, caller: Caller, job: Job, names: Sequence[str]) -> list[RowResult]:
        works, results = self.still_open(db, caller, names)
        given = Distribution(way=Way(job.params["way"]), users=tuple(job.params["users"]))
        people = find_people(db, given.users)
        active = tuple(each for each in given.users if each in people and people[each].active)
        if given.users and not active:
            gone = [_row(each.name, Result.FAILED, "OWNER_INACTIVE") for each in works]
            return [*gone, *results]
        load = minutes_of(db, active, today(clock.now(), caller.tenant_time_zone), _DAYS)
        shared = replace(given, users=active).shared([""] * len(works), load, 30)
        pairs: _Pairs = []
        for work, user in zip(works, shared, strict=True):
            if work.owner == user:
                results.append(_row(work.name, Result.SKIPPED, "NOTHING_TO_DO"))
            else:
                pairs.append((work, _given(work, people.get(user, NOBODY))))
                before = {"owner": work.owner}
                results.append(RowResult(subject=work.name, result=Result.CHANGED, before=before))
        WORKS_ESTATE.save(db, caller, pairs, job.name)
        return results

    def restore(
        self, db: Db, caller: Caller, job: Job, rows: Sequence[ChangedRow]
    ) -> list[RowResult]:
        """Who has left meanwhile gets nothing back."""
        works, results = self.still_mine(db, caller, rows)
        people = find_people(db, sorted({row.before["owner"] for row in rows} - {""}))
        pairs: _Pairs = []
        for row in rows:
            work, owner = works.get(row.subject), row.before["owner"]
            if work is None:
                continue
            if owner and (owner not in people or not people[owner].active):
                results.append(_row(work.name, Result.KEPT, "OWNER_INACTIVE"))
                continue
            pairs.append((work, _given(work, people.get(owner, NOBODY))))
            results.append(_row(work.name, Result.UNDONE))
        WORKS_ESTATE.save(db, caller, pairs, job.name)
        return results


def _given(work: Work, owner: Person) -> Work:
    """`WORKS_ESTATE` does the rest: the days of the new executor, the units of nobody's work."""
    others = tuple(each for each in work.participants if each != owner.name)
    if not owner.name:
        return replace(work, owner="", participants=others)
    return owned_by(replace(work, participants=others), owner)


def _row(subject: str, result: Result, reason: str = "") -> RowResult:
    return RowResult(subject=subject, result=result, reason=reason)
