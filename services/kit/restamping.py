"""Keeps the local copies of people, and stamps anew what they own when they move or are renamed.

The job: the records of a slice are stamped in advance of its transaction, which does what follows
them and whatever record an edit kept from being stamped. Records that old transactions stamped
behind its back are looked for once more when those must have ended.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from services.kit import clock, jobs, people, stamps
from services.kit.bound import Document
from services.kit.caller import Caller
from services.kit.jobs import Counts, Job, JobKind, State
from services.kit.mongo import Db, transactional
from services.kit.person import Person
from services.kit.recent import SETTLED
from services.kit.stamps import LANES, Stamped

# Small enough for a small cache: Mongo rolls a transaction back that fills it.
SLICE = 1000
PAUSE_S = 0.3


def kind_in(service: str) -> str:
    return f"restamp_{service}"


@transactional
def remember(db: Db, caller: Caller, person: Person, stamped: Sequence[Stamped]) -> None:
    """Newer news only. If he moved or was renamed, all he owns is stamped anew."""
    known = people.PEOPLE.find(db, person.name)
    if known is not None and known.version >= person.version:
        return
    if not _must_restamp(db, known, person, stamped):
        people.keep_person(db, _as_waiting_as(known, person))
        return
    people.keep_person(db, replace(person, restamp_time=clock.now(), restamp_lanes=LANES))
    people.meet_at_restamps(db)
    # One job a lane for all who wait: a branch that moves brings hundreds at once.
    kind = kind_in(db.service)
    for lane in LANES:
        busy = {"active": True, "kind": kind, "params.lane": lane}
        if not jobs.JOBS.raw(db).count(busy, 1):
            jobs.start(db, caller, kind, params={"lane": lane})


def _must_restamp(db: Db, known: Person | None, person: Person, stamped: Sequence[Stamped]) -> bool:
    if known is None:
        # Somebody may have created records while the news of himself was on its way.
        return any(stamps.owns_any(db, each, person.name) for each in stamped)
    return (known.display_name, known.org_path) != (person.display_name, person.org_path)


def _as_waiting_as(known: Person | None, person: Person) -> Person:
    if known is None:
        return person
    return replace(person, restamp_time=known.restamp_time, restamp_lanes=known.restamp_lanes)


class Place(NamedTuple):
    """In what a person owns: which records, as numbered by `_parts`, and (create_time, name) of
    the last one."""

    part: int
    after: list[object]


class Restamp(JobKind):
    """cursor: the person at work and the place in what he owns; those done, for the second look."""

    def __init__(self, service: str, stamped: Sequence[Stamped]) -> None:
        self.kind = kind_in(service)
        self._stamped = stamped
        self._parts = [(each, state) for each in stamped for state in each.states]

    def in_advance(self, db: Db, caller: Caller, job: Job) -> None:  # noqa: ARG002
        person = people.next_to_restamp(db, job.params["lane"])
        if person is not None:
            place = _place(job, person)
            found = self._next(db, job, person, place)
            stamps.restamp(db, self._parts[place.part][0], person, found)

    def step(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        person = people.next_to_restamp(db, job.params["lane"])
        if person is not None:
            return self._first_look(db, job, person)
        if not job.cursor.get("done"):
            people.meet_at_restamps(db)
            return replace(job, state=State.DONE)
        return self._second_look(db, job)

    def _next(self, db: Db, job: Job, person: Person, place: Place) -> list[Document]:
        stamped, state = self._parts[place.part]
        lane = job.params["lane"]
        return stamps.next_owned(db, stamped, person.name, lane, state, place.after, SLICE)

    def _first_look(self, db: Db, job: Job, person: Person) -> Job:
        place = _place(job, person)
        found = self._next(db, job, person, place)
        _renew(db, self._parts[place.part][0], person, found)
        counts = _with(job.counts, len(found))
        if len(found) == SLICE:
            place = Place(place.part, [found[-1]["create_time"], found[-1]["_id"]])
        elif place.part + 1 < len(self._parts):
            place = Place(place.part + 1, [])
        else:
            people.restamped(db, person, job.params["lane"])
            done = [*job.cursor.get("done", ()), person.name]
            cursor = {"done": done, "settle_time": clock.now() + SETTLED}
            return replace(job, cursor=cursor, counts=counts)
        at = {"person": person.name, "version": person.version, "part": place.part}
        return replace(job, cursor={**job.cursor, **at, "after": place.after}, counts=counts)

    def _second_look(self, db: Db, job: Job) -> Job:
        remaining = (job.cursor["settle_time"] - clock.now()).total_seconds()
        if remaining > 0:
            # Outside of this slice's snapshot: the look itself is the next slice's.
            time.sleep(min(remaining, PAUSE_S))
            return job
        people.meet_at_restamps(db)
        name, *others = job.cursor["done"]
        person = people.find_people(db, [name])[name]
        is_more = False
        for each in self._stamped:
            late = stamps.left_behind(db, each, person, job.params["lane"], SLICE)
            _renew(db, each, person, late)
            is_more |= len(late) == SLICE
        done = [name, *others] if is_more else others
        state = job.state if done else State.DONE
        return replace(job, cursor={**job.cursor, "done": done}, state=state)


def _place(job: Job, person: Person) -> Place:
    cursor = job.cursor
    if (cursor.get("person"), cursor.get("version")) != (person.name, person.version):
        return Place(0, [])
    # A job that an earlier release began has no part: from where it is, nothing is left out.
    return Place(cursor.get("part", 0), cursor["after"])


def _renew(db: Db, stamped: Stamped, person: Person, found: Sequence[Document]) -> None:
    stamps.restamp(db, stamped, person, found)
    stamped.follow(db, person, found)


def _with(counts: Counts, changed: int) -> Counts:
    return replace(counts, total=counts.total + changed, changed=counts.changed + changed)
