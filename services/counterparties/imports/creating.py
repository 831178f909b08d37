"""The job that makes counterparties of good rows, or writes rows into the clients they repeat."""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from google.protobuf.message import Message

from crm.counterparties.v1 import contacts_pb2, counterparties_pb2
from crm.counterparties.v1 import events_pb2 as events
from services.counterparties import store as base
from services.counterparties.actions import owning, segmenting
from services.counterparties.consents import ledger
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty
from services.counterparties.imports import clients, desk, store
from services.counterparties.imports.ahead import Ahead, outside
from services.counterparties.imports.checking import cells_of, judge_again
from services.counterparties.imports.import_run import Import
from services.counterparties.imports.judging import Judge, Names, Outcome
from services.counterparties.imports.row import Verdict
from services.counterparties.imports.updating import target_of, update_clients
from services.kit import changes, clock, jobs
from services.kit.caller import Caller
from services.kit.changes import Change
from services.kit.jobs import Job, JobKind
from services.kit.mapping import converter
from services.kit.mongo import Collection, Db

BATCH = 250
SLICE_S = 0.6
# Each client has dozens of keys all over its indexes, and an uncommitted key pins its page: with
# more of them a small store would have no room left to work in.
MOST_A_SLICE = 500
READ = "counterparties.read"
# What was undone may be wanted after all: it counts as waiting.
CREATABLE = (Verdict.VALID, Verdict.UNDONE)
Document = dict[str, Any]
Made = TypeVar("Made", Counterparty, Contact)
_to_counterparty = converter(counterparties_pb2.Counterparty)
_to_contact = converter(contacts_pb2.Contact)


class CreateClients(JobKind):
    """params: the numbers of the rows, or all valid ones; cursor: the last number, and whether a
    row turned out to be a duplicate meanwhile."""

    kind = desk.CREATE_JOB

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        imported = store.IMPORTS.find(db, job.subject)
        if imported is None:
            return replace(job, state=jobs.State.DONE)
        number, done = job.cursor.get("number", 0), 0
        until = time.monotonic() + SLICE_S
        with Ahead() as ahead:
            work = _Work(db, caller.acting("IMPORT"), imported, job.name, ahead)
            while True:
                # Nothing else changes rows while they are being created.
                rows = outside(_next, db, imported, job, number)
                if not rows:
                    break
                work.do(rows)
                number, done = rows[-1]["number"], done + len(rows)
                if done >= MOST_A_SLICE or time.monotonic() > until:
                    break
        turned = job.cursor.get("turned", False) or work.turned
        return self._save(db, caller, imported, job, work, done, number, turned, not rows)

    def ended(self, db: Db, caller: Caller, job: Job) -> None:
        desk.fail_after(db, caller, job)

    def _save(
        self,
        db: Db,
        caller: Caller,
        imported: Import,
        job: Job,
        work: "_Work",
        done: int,
        number: int,
        turned: bool,
        ended: bool,
    ) -> Job:
        after = replace(imported, counts=imported.counts.plus(work.counted))
        if ended and turned:
            # What a row let go by becoming a duplicate may make others good.
            desk.check_again(db, caller, imported, after)
        else:
            desk.save_progress(db, caller, imported, after.at_rest() if ended else after, job)
        total = job.counts.total + done
        counts = replace(job.counts, total=total, changed=job.counts.changed + work.made)
        if ended:
            return replace(job, state=jobs.State.DONE, counts=counts)
        return replace(job, counts=counts, cursor={"number": number, "turned": turned})


def _next(db: Db, imported: Import, job: Job, number: int) -> list[Document]:
    if "numbers" not in job.params:
        return store.rows_after(db, imported.name, number, BATCH, CREATABLE)
    wanted = [each for each in job.params["numbers"] if each > number][:BATCH]
    found = store.rows_of_numbers(db, imported.name, wanted)
    good = [row for row in found if row["verdict"] in CREATABLE]
    # A portion of rows that have changed since must not look like the end.
    return good or (_next(db, imported, job, wanted[-1]) if wanted else [])


class _Work:
    """What one slice does, and what came of it."""

    def __init__(self, db: Db, caller: Caller, imported: Import, job: str, ahead: Ahead) -> None:
        self._db = db
        self._ahead = ahead
        self._caller = caller
        self._import = imported
        self._job = job
        self._judge = Judge(db, caller, imported, ahead=True)
        self._owner = desk.owner_of(db, caller, imported)
        self.counted: Counter[str] = Counter()
        self.made = 0
        self.turned = False

    def do(self, rows: Sequence[Document]) -> None:
        """The base may have changed since the rows were judged: so they are judged once more."""
        outcomes = self._judge.verdicts([cells_of(row) for row in rows], Names())
        good = [o for o in outcomes if o.verdict is Verdict.VALID]
        bad = {o.number for o in outcomes} - {o.number for o in good}
        names = {row["number"]: row["_id"] for row in rows}
        self._create([o for o in good if not target_of(o)], names)
        updating = [o for o in good if target_of(o)]
        if bad or updating:
            self._ahead.wait()
        if bad:
            turned = [row for row in rows if row["number"] in bad]
            judge = Judge(self._db, self._caller, self._import)
            self.counted.update(judge_again(self._db, judge, turned, Names()))
            self.turned = True
        if updating:
            self._update(updating, names)

    def _create(self, outcomes: Sequence[Outcome], names: Mapping[int, str]) -> None:
        if not outcomes:
            return
        now = clock.now()
        made = [self._client(each, now) for each in outcomes]
        contacts = [
            contact
            for each, client in zip(outcomes, made, strict=True)
            if (contact := self._contact(each, client, now)) is not None
        ]
        kept = _Kept(self._db, base.COUNTERPARTIES, made, _client_created, self._job)
        kept_contacts = _Kept(self._db, base.CONTACTS, contacts, _contact_created, self._job)
        rows = [
            (names[each.number], {"verdict": Verdict.CREATED.value, "counterparty": client.name})
            for each, client in zip(outcomes, made, strict=True)
        ]
        self._ahead.write(self._write, (kept, kept_contacts), rows)
        self._count("created", len(made))

    def _write(
        self, kept: tuple["_Kept[Counterparty]", "_Kept[Contact]"], rows: Sequence[Any]
    ) -> None:
        for each in kept:
            store.insert_made(self._db, each.collection, each.documents)
        told = [change for each in kept for change in each.told]
        changes.record_many(self._db, self._caller, told)
        made = [(None, client) for client in kept[0].entities]
        ledger.note_field(self._db, self._caller, made, document=self._import.name)
        store.set_rows(self._db, rows)

    def _client(self, outcome: Outcome, now: datetime) -> Counterparty:
        name = base.COUNTERPARTIES.new_name()
        client = clients.client_of(outcome.draft, self._import, self._owner, name, now)
        fitted = segmenting.fitted(self._db, client)
        if self._import.owner:
            return fitted
        return owning.through_segments(self._db, self._caller, fitted)

    def _contact(self, outcome: Outcome, client: Counterparty, now: datetime) -> Contact | None:
        return clients.contact_of(outcome.draft, client, base.CONTACTS.new_name(), now)

    def _update(self, outcomes: Sequence[Outcome], names: Mapping[int, str]) -> None:
        found = update_clients(self._db, self._caller, outcomes, names, self._job)
        for kind, count in found.items():
            self._count(kind, count)

    def _count(self, kind: str, count: int) -> None:
        self.counted["waiting"] -= count
        self.counted[kind] += count
        if kind != "duplicates":
            self.made += count


class _Kept(Generic[Made]):
    """New entities as they are stored; each event is made of the document stored."""

    def __init__(
        self,
        db: Db,
        collection: Collection[Made],
        entities: Sequence[Made],
        event: Callable[[Document], Message],
        job: str,
    ) -> None:
        self.collection = collection
        self.entities = entities
        self.documents = [collection.document(db, each) for each in entities]
        self.told = [
            Change(event=event(document), after=entity, permission=READ, job=job)
            for entity, document in zip(entities, self.documents, strict=True)
        ]


def _client_created(document: Document) -> Message:
    return events.CounterpartyCreated(counterparty=_to_counterparty(document))


def _contact_created(document: Document) -> Message:
    return events.ContactCreated(contact=_to_contact(document))
