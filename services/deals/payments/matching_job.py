"""Decides the documents of a statement, slice by slice: one transaction with its invoices each."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, BinaryIO, cast

from bson import ObjectId

from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import payments_pb2 as pb
from services.deals import amounts
from services.deals.invoices import keeping
from services.deals.invoices import store as invoices
from services.deals.invoices.invoice import Invoice
from services.deals.invoices.seller import Seller, currency_of
from services.deals.payments import matching, purpose, store
from services.deals.payments.client_bank import Document, Reading
from services.deals.payments.matching import Bill, Bills, Decision, Match, Reason
from services.deals.payments.payment import Payment, State, shared
from services.deals.payments.purpose import Purpose
from services.deals.payments.receiving import JOB, READ
from services.deals.payments.statement import Statement
from services.deals.payments.store import PAYMENTS, STATEMENTS
from services.kit import changes, clock, files, jobs
from services.kit.caller import EVERYBODY, Caller
from services.kit.changes import Change
from services.kit.jobs import Counts, Job, JobKind
from services.kit.mapping import to_proto
from services.kit.mongo import Db

SLICE, PORTION = 500, 1000
_DAYS = ("day", "received", "written_off")


@dataclass(slots=True)
class _Case:
    """A document with what is known of it before it is decided."""

    name: str
    document: Document
    account: str
    key: str
    inn: str
    purpose: Purpose
    match: Match | None
    repeats: str = ""


@dataclass(slots=True)
class _Slice:
    """What the documents of a slice are decided with; invoices of each of our firms by itself."""

    own: Mapping[str, Seller]
    stated: Collection[str]
    bills: dict[tuple[str, str], Bills] = field(default_factory=dict[tuple[str, str], Bills])
    clients: Mapping[str, str] = field(default_factory=dict[str, str])


class MatchStatement(JobKind):
    """cursor: `run` and the index of the last document decided."""

    kind = JOB

    def prepare(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        """Takes the file apart. What a crash left of an earlier run is of another run."""
        run, count = uuid.uuid4().hex, 0
        store.forget_rows(db, job.subject)
        rows: list[dict[str, Any]] = []
        for document in Reading(cast(BinaryIO, files.read(db, job.subject))):
            rows.append(_row(job.subject, run, document))
            count += 1
            if len(rows) == PORTION:
                store.insert_rows(db, rows)
                rows = []
        if rows:
            store.insert_rows(db, rows)
        return replace(job, cursor={"run": run, "index": 0}, counts=Counts(total=count))

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        statement = STATEMENTS.get(db, job.subject)
        run, index = job.cursor["run"], job.cursor["index"]
        documents = [
            _document(row) for row in store.rows_after(db, statement.name, run, index, SLICE)
        ]
        done = len(documents) < SLICE
        decisions = _decide(db, caller, job, statement, documents) if documents else []
        saved = STATEMENTS.replace(db, statement.matched(decisions, done=done))
        if done:
            store.forget_rows(db, statement.name)
            _tell(db, caller, statement, saved, job)
        counts = replace(job.counts, changed=job.counts.changed + len(documents))
        state = jobs.State.DONE if done else job.state
        last = documents[-1].index if documents else index
        return replace(job, state=state, counts=counts, cursor={"run": run, "index": last})

    def ended(self, db: Db, caller: Caller, job: Job) -> None:
        statement = STATEMENTS.find(db, job.subject)
        if statement is not None:
            reason = job.error_reason or "STOPPED"
            saved = STATEMENTS.replace(db, statement.failed(reason))
            _tell(db, caller, statement, saved, job)


def _decide(
    db: Db, caller: Caller, job: Job, statement: Statement, documents: Sequence[Document]
) -> list[Decision]:
    own = {each: seller for seller in invoices.sellers(db) for each in seller.accounts}
    part = _Slice(own, {each.account for each in statement.accounts})
    cases = [_case(document, part) for document in documents]
    _mark_repeats(db, cases)
    _fetch_bills(db, part, cases)
    payments = [_payment(case, _match(case, part), part, statement) for case in cases]
    kept = PAYMENTS.insert_many(db, payments)
    changes.record_many(
        db,
        caller,
        (
            Change(
                event=events.PaymentReceived(payment=to_proto(each, pb.Payment)),
                after=each,
                permission=READ,
                visible_to=(EVERYBODY,),
                job=job.name,
            )
            for each in kept
            if each.decision in (Decision.AUTO, Decision.MANUAL)
        ),
    )
    keeping.pay(db, caller, _paid(db, kept), job.name)
    return [each.decision for each in kept]


def _case(document: Document, part: _Slice) -> _Case:
    match = matching.direction(document, part.own)
    account = matching.own_account(document, part.own, part.stated)
    skipped = match is not None and match.decision is Decision.SKIP
    return _Case(
        name=PAYMENTS.new_name(),
        document=document,
        account=account,
        # What is not executed yet will come again.
        key="" if skipped else matching.dedup_key(document, account),
        inn=matching.payer_inn(document),
        purpose=purpose.read(document.purpose),
        match=match,
    )


def _mark_repeats(db: Db, cases: Sequence[_Case]) -> None:
    """Those that are known, or come twice in this very slice."""
    known = store.imported(db, {case.key for case in cases if case.key})
    for case in cases:
        if not case.key:
            continue
        case.repeats = known.get(case.key, "")
        if not case.repeats:
            known[case.key] = case.name


def _fetch_bills(db: Db, part: _Slice, cases: Sequence[_Case]) -> None:
    """All that these payments may be for, in two reads."""
    incoming = [case for case in cases if case.match is None and not case.repeats]
    inns = {case.inn for case in incoming if case.inn}
    if not incoming:
        return
    keys = {named.key for case in incoming for named in case.purpose.invoices}
    by_place: dict[tuple[str, str], list[Bill]] = {}
    for found in invoices.bills(db, inns, keys):
        place = (found["seller"], found["total"]["currency"])
        by_place.setdefault(place, []).append(_bill(found))
    part.clients = invoices.buyers(db, inns)
    for seller in part.own.values():
        for currency in {currency_of(account) for account in seller.accounts}:
            place = (seller.name, currency)
            part.bills[place] = Bills.of(by_place.get(place, ()), part.clients)


def _bill(found: Mapping[str, Any]) -> Bill:
    return Bill(
        name=found["_id"],
        number=found["number"],
        key=found["number_key"],
        day=date.fromisoformat(found["issue_date"]),
        buyer_inn=found["buyer_inn"],
        balance=found["left"],
    )


def _match(case: _Case, part: _Slice) -> Match:
    if case.repeats:
        return Match(decision=Decision.DUPLICATE, reason=Reason.ALREADY_IMPORTED)
    if case.match is not None:
        return case.match
    bills = part.bills[part.own[case.account].name, currency_of(case.account)]
    match = matching.decide(case.document.amount, case.inn, case.purpose, bills)
    bills.settle(match.shares)
    return match


def _payment(case: _Case, match: Match, part: _Slice, statement: Statement) -> Payment:
    document, currency = case.document, currency_of(case.account)
    waits = match.decision is Decision.MANUAL
    return Payment(
        name=case.name,
        statement=statement.name,
        index=document.index,
        number=document.number,
        pay_date=document.received or document.written_off or document.day,
        amount=amounts.of_minor(document.amount, currency),
        account=case.account,
        payer_display_name=document.payer[:500],
        payer_inn=case.inn,
        payer_account=document.payer_account,
        purpose=document.purpose,
        decision=match.decision,
        reason=match.reason or "",
        state=State.OPEN if waits else State.DONE,
        allocations=tuple(shared(each, currency) for each in match.shares),
        advance=amounts.of_minor(match.advance, currency),
        proposals=tuple(shared(each, currency) for each in match.proposals),
        duplicate_of=case.repeats,
        counterparty=part.clients.get(case.inn, "") if case.match is None else "",
        dedup_key=case.key,
    )


def _paid(db: Db, kept: Sequence[Payment]) -> list[tuple[Invoice, Invoice]]:
    """Invoices with what these payments put to them: (before, after)."""
    names = [each.invoice for payment in kept for each in payment.allocations]
    before = invoices.many(db, names) if names else {}
    after, now = dict(before), clock.now()
    for payment in kept:
        for each in payment.allocations:
            amount = amounts.minor(each.amount)
            invoice = after[each.invoice]
            after[each.invoice] = invoice.paid_by(payment.name, payment.pay_date, amount, now)
    return [(before[name], after[name]) for name in before]


def _tell(db: Db, caller: Caller, before: Statement, after: Statement, job: Job) -> None:
    event = events.StatementUpdated(statement=to_proto(after, pb.Statement))
    about = {"before": before, "after": after, "job": job.name}
    changes.record(db, caller, event, permission=READ, visible_to=(EVERYBODY,), **about)


# --- rows of a file that waits -------------------------------------------------------------------


def _row(statement: str, run: str, document: Document) -> dict[str, Any]:
    row: dict[str, Any] = {key: getattr(document, key) for key in Document.__slots__}
    for key in _DAYS:
        row[key] = row[key].isoformat() if row[key] else None
    return {"_id": ObjectId(), "statement": statement, "run": run, **row}


def _document(row: Mapping[str, Any]) -> Document:
    said = {key: row[key] for key in Document.__slots__}
    for key in _DAYS:
        said[key] = date.fromisoformat(said[key]) if said[key] else None
    return Document(**said)
