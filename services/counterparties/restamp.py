"""The job that stamps records anew when their owners moved in the organisation or were renamed.

Owner's name, units and visibility are copies in each record, so that lists need no join; this job
keeps them right. Updates of single records meet it as write conflicts and are repeated; records
created while it worked are looked for once more when their transactions must have ended.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.counterparties import stamps, store
from services.counterparties.actions.people import RESTAMP
from services.counterparties.person import Person
from services.kit import clock
from services.kit.caller import Caller
from services.kit.jobs import Counts, Job, JobKind, State
from services.kit.mongo import Db

SLICE = 1500
# Within which a transaction that used an old copy has ended (the copy may be store.RECENT_S old),
# and how far back the second look goes.
SETTLED = timedelta(seconds=store.RECENT_S + 2)
LOOK_BACK = timedelta(minutes=2)
PAUSE_S = 0.3


class Restamp(JobKind):
    """cursor: the person at work and the place in what he owns; those done, for the second look."""

    kind = RESTAMP

    def step(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        person = stamps.next_to_restamp(db)
        if person is not None:
            return _first_look(db, job, person)
        if not job.cursor.get("done"):
            stamps.meet_at_restamps(db)
            return replace(job, state=State.DONE)
        return _second_look(db, job)


def _first_look(db: Db, job: Job, person: Person) -> Job:
    cursor = dict(job.cursor)
    is_same = cursor.get("person") == person.name and cursor.get("version") == person.version
    found = stamps.next_owned(db, person.name, cursor["after"] if is_same else (), SLICE)
    stamps.restamp(db, person, found)
    if len(found) == SLICE:
        last = found[-1]
        place = [last["state"], last["create_time"], last["_id"]]
        cursor |= {"person": person.name, "version": person.version, "after": place}
    else:
        stamps.restamped(db, person)
        done = [*cursor.get("done", ()), [person.name, person.restamp_time]]
        cursor = {"done": done, "settle_time": clock.now() + SETTLED}
    return replace(job, cursor=cursor, counts=_with(job.counts, len(found)))


def _second_look(db: Db, job: Job) -> Job:
    remaining = (job.cursor["settle_time"] - clock.now()).total_seconds()
    if remaining > 0:
        # Outside of this slice's snapshot: the look itself is the next slice's.
        time.sleep(min(remaining, PAUSE_S))
        return job
    stamps.meet_at_restamps(db)
    for name, since in job.cursor["done"]:
        person = store.people(db, [name])[name]
        stamps.restamp(db, person, stamps.owned_since(db, name, since - LOOK_BACK))
    return replace(job, cursor=_nothing_left(), state=State.DONE)


def _nothing_left() -> Mapping[str, Any]:
    return {}


def _with(counts: Counts, changed: int) -> Counts:
    return replace(counts, total=counts.total + changed, changed=counts.changed + changed)
