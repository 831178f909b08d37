"""Decides the documents of a statement, slice by slice: one transaction with its invoices each."""

import itertools
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, BinaryIO, cast

from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import payments_pb2 as pb
from services.deals.payments import store
from services.deals.payments.client_bank import Document, Reading
from services.deals.payments.deciding import Source, decide
from services.deals.payments.matching import Decision
from services.deals.payments.receiving import JOB, READ
from services.deals.payments.statement import Statement
from services.deals.payments.store import STATEMENTS, StatementPart
from services.kit import changes, clock, files, jobs
from services.kit.caller import EVERYBODY, Caller
from services.kit.jobs import Counts, Job, JobKind
from services.kit.mapping import to_proto
from services.kit.mongo import Db

SLICE, PAUSE = 500, timedelta(seconds=0.2)
_DAYS = ("day", "received", "written_off")


class MatchStatement(JobKind):
    """cursor: `run` and the part of the file to be decided next."""

    kind = JOB

    def prepare(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        """Takes the file apart. What a crash left of an earlier run is of another run."""
        run, count = uuid.uuid4().hex, 0
        store.forget_parts(db, job.subject)
        documents = iter(Reading(cast(BinaryIO, files.read(db, job.params["file"]))))
        for n in itertools.count():
            kept = [_kept(each) for each in itertools.islice(documents, SLICE)]
            if not kept:
                break
            name, count = store.PARTS.new_name(), count + len(kept)
            part = StatementPart(
                name=name, statement=job.subject, run=run, n=n, documents=tuple(kept)
            )
            store.keep_part(db, part)
        return replace(job, cursor={"run": run, "n": 0}, counts=Counts(total=count))

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        statement = STATEMENTS.get(db, job.subject)
        if not store.is_first(db, statement):
            # They are matched in the order in which they came, or a repeat would come before what
            # it repeats.
            return replace(job, next_time=clock.now() + PAUSE)
        run, n = job.cursor["run"], job.cursor["n"]
        part = store.part(db, statement.name, run, n)
        documents = [_document(each) for each in part.documents] if part else []
        done = len(documents) < SLICE
        decisions = _decided(db, caller, job, statement, documents) if documents else []
        saved = STATEMENTS.replace(db, statement.matched(decisions, done=done))
        if done:
            # It tells of people, and nobody needs it any more.
            files.delete(db, job.params["file"])
            store.forget_parts(db, statement.name)
            _tell(db, caller, statement, saved, job)
        counts = replace(job.counts, changed=job.counts.changed + len(documents))
        state = jobs.State.DONE if done else job.state
        return replace(job, state=state, counts=counts, cursor={"run": run, "n": n + 1})

    def ended(self, db: Db, caller: Caller, job: Job) -> None:
        statement = STATEMENTS.find(db, job.subject)
        files.delete(db, job.params["file"])
        store.forget_parts(db, job.subject)
        if statement is not None:
            reason = job.error_reason or "STOPPED"
            saved = STATEMENTS.replace(db, statement.failed(reason))
            _tell(db, caller, statement, saved, job)


def _decided(
    db: Db, caller: Caller, job: Job, statement: Statement, documents: Sequence[Document]
) -> list[Decision]:
    stated = {each.account for each in statement.accounts}
    source = Source(stated=stated, statement=statement.name, job=job.name)
    return [each.decision for each in decide(db, caller, source, documents)]


def _tell(db: Db, caller: Caller, before: Statement, after: Statement, job: Job) -> None:
    event = events.StatementUpdated(statement=to_proto(after, pb.Statement))
    about = {"before": before, "after": after, "job": job.name}
    changes.record(db, caller, event, permission=READ, visible_to=(EVERYBODY,), **about)


# --- documents of a file that wait ---------------------------------------------------------------


def _kept(document: Document) -> dict[str, Any]:
    row: dict[str, Any] = {key: getattr(document, key) for key in Document.__slots__}
    for key in _DAYS:
        row[key] = row[key].isoformat() if row[key] else None
    return row


def _document(row: Mapping[str, Any]) -> Document:
    said = {key: row[key] for key in Document.__slots__}
    for key in _DAYS:
        said[key] = date.fromisoformat(said[key]) if said[key] else None
    return Document(**said)
