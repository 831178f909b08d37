"""The job that plans many works, slice by slice; undone, works untouched since are deleted."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import works_pb2 as pb
from services.activities import store as works
from services.activities.access import DELETE
from services.activities.actions.stating import stated
from services.activities.mass import store
from services.activities.mass.planned import Planned
from services.activities.mass.row import MassRow
from services.activities.store import LINKS, WORKS
from services.activities.whereabouts import zone_names
from services.activities.work import READ, Work
from services.kit import changes, clock, jobs
from services.kit.bulk import BulkJob, ChangedRow, Result, RowResult
from services.kit.caller import Caller
from services.kit.changes import Change
from services.kit.copying import replace
from services.kit.jobs import Job
from services.kit.mapping import from_document, to_document, to_proto
from services.kit.mongo import Db
from services.kit.owned import owned_by, unowned
from services.kit.parties import store as parties
from services.kit.parties.party import Party
from services.kit.people import known_people
from services.kit.person import NOBODY, Person

KIND = "create_works"
_NAMES = uuid.UUID("5b0f3f9e-7d53-4a53-9b0b-2a64a1a5a9c7")


def start(db: Db, caller: Caller, plan: Planned, request_id: str) -> Job:
    """Freezes what is planned, and queues the job that makes works of it. The same request finds
    the job it started."""
    number = request_id or str(uuid.uuid4())
    found = jobs.JOBS.find(db, f"jobs/{db.service}/{number}")
    if found is not None and (found.creator, found.kind) == (caller.user, KIND):
        return found
    return queue(db, caller, plan.template, frozen(db, plan, number), number)


def frozen(db: Db, plan: Planned, number: str) -> str:
    """Where the job finds its rows. Outside of transactions: they may be many."""
    place = f"{number}|{uuid.uuid4().hex[:8]}"
    store.freeze(
        db,
        [
            replace(each, name=each.name or _name(place, n), job=place, n=n)
            for n, each in enumerate(plan.rows)
        ],
    )
    return place


def queue(db: Db, caller: Caller, template: Work, rows: str, number: str, subject: str = "") -> Job:
    params = {"work": to_document(template), "rows": rows}
    return jobs.start(db, caller, KIND, params=params, subject=subject, request_id=number)


def _name(place: str, n: int) -> str:
    return f"{WORKS.id}/{uuid.uuid5(_NAMES, f'{place}|{n}')}"


class CreateWorks(BulkJob):
    kind = KIND
    collection = WORKS
    # Ten thousand at most, and within twenty seconds: larger slices, shorter rests than of changes.
    slice_rows = 400
    rest = 0.3

    def select(
        self,
        db: Db,
        caller: Caller,  # noqa: ARG002
        params: Mapping[str, Any],
    ) -> Iterator[Sequence[str]]:
        return store.names(db, params["rows"])

    def change(self, db: Db, caller: Caller, job: Job, names: Sequence[str]) -> list[RowResult]:
        template = from_document(Work, job.params["work"])
        rows = _renamed(db, store.rows(db, names))
        people = known_people(db, caller, sorted({each.owner for each in rows if each.owner}))
        active = {name: person for name, person in people.items() if person.active}
        zones = zone_names(db, (NOBODY, *active.values()), caller.tenant_time_zone)
        owners = [active.get(each.owner, NOBODY) for each in rows]
        drafts = [
            _work(caller, template, each, owner, zones[owner.name])
            for each, owner in zip(rows, owners, strict=True)
        ]
        made = works.insert_many(db, drafts)
        told: list[Change] = []
        for each in made:
            news = events.WorkCreated(work=to_proto(each, pb.Work))
            told += [
                Change(event=news, after=each, permission=READ, job=job.name),
                *stated(None, each),
            ]
        changes.record_many(db, caller, told)
        store.forget(db, names)
        return [RowResult(subject=each.name, result=Result.CHANGED) for each in made]

    def restore(
        self, db: Db, caller: Caller, job: Job, rows: Sequence[ChangedRow]
    ) -> list[RowResult]:
        """By the present rights of who undoes it: works he may delete, or planned himself."""
        found = WORKS.select(db, {"_id": {"$in": [row.subject for row in rows]}})
        pairs = [
            (each, each.deleted(clock.now()))
            for each in found
            if each.creator == caller.user or caller.may(DELETE, each.visible_to)
        ]
        told: list[Change] = []
        for (before, _), saved in zip(pairs, works.save_many(db, pairs), strict=True):
            news = events.WorkDeleted(work=to_proto(saved, pb.Work))
            told += [
                Change(event=news, before=before, after=saved, permission=READ, job=job.name),
                *stated(before, saved),
            ]
        changes.record_many(db, caller, told)
        return [RowResult(subject=before.name, result=Result.UNDONE) for before, _ in pairs]


def _renamed(db: Db, rows: Sequence[MassRow]) -> list[MassRow]:
    """What they are about may have become another one, or another name, since they were listed."""
    about = {name for row in rows for field in LINKS if (name := getattr(row, field))}
    known = parties.find_many(db, [*about])
    now = {name: _present(db, each) for name, each in known.items() if each.version}
    found: list[MassRow] = []
    for row in rows:
        changed: dict[str, str] = {}
        for field in LINKS:
            if party := now.get(getattr(row, field)):
                changed |= {field: party.name, f"{field}_display_name": party.display_name}
        found.append(replace(row, **changed))
    return found


def _present(db: Db, party: Party) -> Party:
    return party if party.is_active else parties.find(db, party.name) or party


def _work(caller: Caller, template: Work, row: MassRow, owner: Person, zone: str) -> Work:
    """Who left meanwhile leaves it to the undistributed."""
    draft = replace(
        template,
        name=row.name,
        subject=row.subject,
        subject_display_name=row.subject_display_name,
        counterparty=row.counterparty,
        counterparty_display_name=row.counterparty_display_name,
        contact=row.contact,
        contact_display_name=row.contact_display_name,
        based_on=row.based_on,
        chain=row.chain,
        owner=owner.name,
        when=row.when,
    )
    tidy = draft.tidy(zone, zone).watched()
    if owner.name:
        return owned_by(tidy, owner)
    return unowned(tidy, caller.org_path, tidy.creator)
