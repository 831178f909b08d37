"""The job by which open deals follow their client to its new manager.

One for all changes that wait: a bulk change brings thousands. A slice is one transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from services.deals.actions import owning
from services.deals.client_owners import store
from services.deals.client_owners.owner_change import OwnerChange, Told
from services.deals.deal import Deal
from services.kit import clock, copying, jobs
from services.kit.caller import Caller
from services.kit.jobs import Job, JobKind, State
from services.kit.mongo import Db, transactional
from services.kit.owned import owned_by
from services.kit.people import find_people
from services.kit.person import Person

KIND = "follow_client_owners"
# What the trail says of the client whose change of manager this followed.
FOLLOWED = "followed_counterparty"
CLIENTS, DEALS = 50, 200
# News of somebody may come later than what was given to him; who never comes is nobody.
PAUSE, PATIENCE = timedelta(seconds=1), timedelta(minutes=10)


@transactional
def follow(db: Db, caller: Caller, told: Told) -> None:
    store.keep(db, store.of_client(db, told.counterparty).plus(told, clock.now()))
    store.meet(db)
    if not jobs.JOBS.raw(db).count({"active": True, "kind": KIND}, 1):
        jobs.start(db, caller, KIND, params={})


class FollowClientOwners(JobKind):
    """A slice: so many clients, and deals."""

    kind = KIND

    def __init__(self, clients: int = CLIENTS, deals: int = DEALS) -> None:
        self._clients, self._deals = clients, deals

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        now = clock.now()
        waiting = store.waiting(db, self._clients)
        if not waiting:
            store.meet(db)
            return replace(job, state=State.DONE)
        first = waiting[0].due
        if first and first > now:
            return replace(job, next_time=first)
        people = find_people(db, [each.owner for each in waiting])
        moved = 0
        for change in waiting:
            if moved < self._deals and change.due and change.due <= now:
                moved += _followed(db, caller, job, change, people, self._deals - moved, now)
        changed = job.counts.changed + moved
        return replace(job, counts=replace(job.counts, changed=changed, total=changed))


def _followed(
    db: Db,
    caller: Caller,
    job: Job,
    change: OwnerChange,
    people: Mapping[str, Person],
    most: int,
    now: datetime,
) -> int:
    """How many deals went; a client with more of them goes on waiting."""
    owner = people.get(change.owner)
    if owner is None and change.since and now < change.since + PATIENCE:
        store.postpone(db, change, now + PAUSE)
        return 0
    found = store.deals_of(db, change, most) if owner and owner.active else []
    if owner and found:
        by = replace(
            caller,
            user=change.user,
            display_name=change.user_display_name,
            request_id=change.request_id,
        )
        owning.give(db, by, _given(found, owner), job.name, {FOLLOWED: change.counterparty})
    if len(found) < most:
        store.keep(db, change.done())
    return len(found)


def _given(found: Sequence[Deal], owner: Person) -> list[tuple[Deal, Deal]]:
    pairs: list[tuple[Deal, Deal]] = []
    for deal in found:
        guests = tuple(each for each in deal.participants if each != owner.name)
        pairs.append((deal, owned_by(copying.replace(deal, participants=guests), owner)))
    return pairs
