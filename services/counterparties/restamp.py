"""The job that stamps records anew when their owners moved in the organisation or were renamed.

Owner's name, units and visibility are copies in each record, so that lists need no join; this job
keeps them right. The counterparties of a slice are stamped in advance of its transaction, which
does their contacts and whatever counterparty an edit kept from being stamped. Records that old
transactions stamped behind its back are looked for once more when those must have ended.
"""

import time
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from services.counterparties import stamps
from services.counterparties.actions.people import RESTAMP
from services.counterparties.counterparty import State
from services.kit import clock
from services.kit.caller import Caller
from services.kit.jobs import Counts, Job, JobKind
from services.kit.jobs import State as JobState
from services.kit.mongo import Db
from services.kit.people import RECENT_S, find_people
from services.kit.person import Person

# Small enough for a small cache: Mongo rolls a transaction back that fills it.
SLICE = 1000
# Within which a transaction that used an old copy has ended (the copy may be RECENT_S old).
SETTLED = timedelta(seconds=RECENT_S + 2)
PAUSE_S = 0.3


class Place(NamedTuple):
    """In what a person owns: the state of the records, and (create_time, name) of the last one."""

    state: State
    after: list[object]


class Restamp(JobKind):
    """cursor: the person at work and the place in what he owns; those done, for the second look."""

    kind = RESTAMP

    def in_advance(self, db: Db, caller: Caller, job: Job) -> None:  # noqa: ARG002
        person = stamps.next_to_restamp(db, job.params["lane"])
        if person is not None:
            stamps.restamp(db, person, _next(db, job, person, _place(job, person)))

    def step(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        person = stamps.next_to_restamp(db, job.params["lane"])
        if person is not None:
            return _first_look(db, job, person)
        if not job.cursor.get("done"):
            stamps.meet_at_restamps(db)
            return replace(job, state=JobState.DONE)
        return _second_look(db, job)


def _place(job: Job, person: Person) -> Place:
    cursor = job.cursor
    if (cursor.get("person"), cursor.get("version")) != (person.name, person.version):
        return Place(State.ACTIVE, [])
    return Place(State(cursor["state"]), cursor["after"])


def _next(db: Db, job: Job, person: Person, place: Place) -> list[stamps.Document]:
    lane = job.params["lane"]
    return stamps.next_owned(db, person.name, lane, place.state, place.after, SLICE)


def _first_look(db: Db, job: Job, person: Person) -> Job:
    place = _place(job, person)
    found = _next(db, job, person, place)
    stamps.restamp(db, person, found)
    stamps.restamp_contacts_of(db, person, found)
    counts = _with(job.counts, len(found))
    if len(found) == SLICE:
        place = Place(place.state, [found[-1]["create_time"], found[-1]["_id"]])
    elif place.state is State.ACTIVE:
        place = Place(State.DELETED, [])
    else:
        stamps.restamped(db, person, job.params["lane"])
        done = [*job.cursor.get("done", ()), person.name]
        return replace(
            job, cursor={"done": done, "settle_time": clock.now() + SETTLED}, counts=counts
        )
    at = {"person": person.name, "version": person.version, "state": place.state.value}
    return replace(job, cursor={**job.cursor, **at, "after": place.after}, counts=counts)


def _second_look(db: Db, job: Job) -> Job:
    remaining = (job.cursor["settle_time"] - clock.now()).total_seconds()
    if remaining > 0:
        # Outside of this slice's snapshot: the look itself is the next slice's.
        time.sleep(min(remaining, PAUSE_S))
        return job
    stamps.meet_at_restamps(db)
    name, *others = job.cursor["done"]
    person = find_people(db, [name])[name]
    late = stamps.left_behind(db, person, job.params["lane"], SLICE)
    stamps.restamp(db, person, late)
    stamps.restamp_contacts_of(db, person, late)
    done = [name, *others] if len(late) == SLICE else others
    state = job.state if done else JobState.DONE
    return replace(job, cursor={**job.cursor, "done": done}, state=state)


def _with(counts: Counts, changed: int) -> Counts:
    return replace(counts, total=counts.total + changed, changed=counts.changed + changed)
