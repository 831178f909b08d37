"""The job that stamps records anew when their owners moved in the organisation or were renamed.

Owner's name, units and visibility are copies in each record, so that lists need no join; this job
keeps them right. Updates of single records meet it as write conflicts and are repeated; records
created while it worked are looked for once more when their transactions must have ended.
"""

import time
from dataclasses import replace
from datetime import timedelta

from services.counterparties import stamps, store
from services.counterparties.actions.people import RESTAMP
from services.counterparties.counterparty import State
from services.counterparties.person import Person
from services.kit import clock
from services.kit.caller import Caller
from services.kit.jobs import Counts, Job, JobKind
from services.kit.jobs import State as JobState
from services.kit.mongo import Db

# Small enough for a small cache: Mongo rolls a transaction back that fills it.
SLICE = 500
# Within which a transaction that used an old copy has ended (the copy may be store.RECENT_S old),
# and how far back the second look goes.
SETTLED = timedelta(seconds=store.RECENT_S + 2)
LOOK_BACK = timedelta(minutes=2)
PAUSE_S = 0.3


class Restamp(JobKind):
    """cursor: the person at work and the place in what he owns; those done, for the second look."""

    kind = RESTAMP

    def step(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        person = stamps.next_to_restamp(db, job.params["lane"])
        if person is not None:
            return _first_look(db, job, person)
        if not job.cursor.get("done"):
            stamps.meet_at_restamps(db)
            return replace(job, state=JobState.DONE)
        return _second_look(db, job)


def _first_look(db: Db, job: Job, person: Person) -> Job:
    lane, cursor = job.params["lane"], dict(job.cursor)
    is_same = cursor.get("person") == person.name and cursor.get("version") == person.version
    state = State(cursor["state"]) if is_same else State.ACTIVE
    after = cursor["after"] if is_same else ()
    found = stamps.next_owned(db, person.name, lane, state, after, SLICE)
    stamps.restamp(db, person, found)
    counts = _with(job.counts, len(found))
    if len(found) == SLICE:
        after = [found[-1]["create_time"], found[-1]["_id"]]
    elif state is State.ACTIVE:
        state, after = State.DELETED, []
    else:
        stamps.restamped(db, person, lane)
        done = [*cursor.get("done", ()), [person.name, person.restamp_time]]
        return replace(
            job, cursor={"done": done, "settle_time": clock.now() + SETTLED}, counts=counts
        )
    place = {"person": person.name, "version": person.version, "state": state.value}
    return replace(job, cursor={**cursor, **place, "after": after}, counts=counts)


def _second_look(db: Db, job: Job) -> Job:
    remaining = (job.cursor["settle_time"] - clock.now()).total_seconds()
    if remaining > 0:
        # Outside of this slice's snapshot: the look itself is the next slice's.
        time.sleep(min(remaining, PAUSE_S))
        return job
    stamps.meet_at_restamps(db)
    for name, since in job.cursor["done"]:
        person = store.people(db, [name])[name]
        late = stamps.owned_since(db, name, job.params["lane"], since - LOOK_BACK)
        stamps.restamp(db, person, late)
    return replace(job, cursor={}, state=JobState.DONE)


def _with(counts: Counts, changed: int) -> Counts:
    return replace(counts, total=counts.total + changed, changed=counts.changed + changed)
