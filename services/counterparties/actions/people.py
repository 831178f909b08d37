"""Keeps the local copy of the tenant's people, and has stamped anew what they own."""

from dataclasses import replace

from services.counterparties import stamps, store
from services.kit import clock, jobs
from services.kit.caller import Caller
from services.kit.mongo import Db, transactional
from services.kit.people import PEOPLE, keep_person
from services.kit.person import Person

RESTAMP = "restamp_counterparties"


@transactional
def remember(db: Db, caller: Caller, person: Person) -> None:
    """Newer news only. If he moved or was renamed, all he owns is stamped anew."""
    known = PEOPLE.find(db, person.name)
    if known is not None and known.version >= person.version:
        return
    if not _must_restamp(db, known, person):
        keep_person(db, _as_waiting_as(known, person))
        return
    waiting = replace(person, restamp_time=clock.now(), restamp_lanes=stamps.LANES)
    keep_person(db, waiting)
    stamps.meet_at_restamps(db)
    # One job a lane for all who wait: a branch that moves brings hundreds at once.
    for lane in stamps.LANES:
        if not store.is_job_active(db, RESTAMP, {"lane": lane}):
            jobs.start(db, caller, RESTAMP, params={"lane": lane})


def _must_restamp(db: Db, known: Person | None, person: Person) -> bool:
    if known is None:
        # Somebody may have created records while the news of himself was on its way.
        return stamps.owns_any(db, person.name)
    return (known.display_name, known.org_path) != (person.display_name, person.org_path)


def _as_waiting_as(known: Person | None, person: Person) -> Person:
    if known is None:
        return person
    return replace(person, restamp_time=known.restamp_time, restamp_lanes=known.restamp_lanes)
