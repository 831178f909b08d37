"""Keeps the local copy of the tenant's people, and has stamped anew what they own."""

from dataclasses import replace

from services.counterparties import stamps, store
from services.counterparties.person import Person
from services.kit import clock, jobs
from services.kit.caller import Caller
from services.kit.mongo import Db, transactional

RESTAMP = "restamp_counterparties"


@transactional
def remember(db: Db, caller: Caller, person: Person) -> None:
    """Newer news only. If he moved or was renamed, all he owns is stamped anew."""
    known = store.PEOPLE.find(db, person.name)
    if known is not None and known.version >= person.version:
        return
    if not _must_restamp(db, known, person):
        waiting = known.restamp_time if known else None
        store.keep_person(db, replace(person, restamp_time=waiting))
        return
    store.keep_person(db, replace(person, restamp_time=clock.now()))
    stamps.meet_at_restamps(db)
    # One job for all who wait: a branch that moves brings hundreds at once.
    if not store.is_job_active(db, RESTAMP):
        jobs.start(db, caller, RESTAMP, params={})


def _must_restamp(db: Db, known: Person | None, person: Person) -> bool:
    if known is None:
        # Somebody may have created records while the news of himself was on its way.
        return bool(stamps.next_owned(db, person.name, (), 1))
    return (known.display_name, known.org_path) != (person.display_name, person.org_path)
