"""Decides the documents of a statement, slice by slice: one transaction with its invoices each."""

import itertools
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, BinaryIO, cast

from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import payments_pb2 as pb
from services.deals import amounts
from services.deals.invoices import keeping
from services.deals.invoices import store as invoices
from services.deals.invoices.invoice import Put
from services.deals.invoices.seller import Seller, currency_of
from services.deals.payments import matching, purpose, store
from services.deals.payments.client_bank import Document, Reading
from services.deals.payments.matching import Bill, Bills, Decision, Match, Reason
from services.deals.payments.payment import INCOMING, Payment, State, shared
from services.deals.payments.purpose import Purpose
from services.deals.payments.receiving import JOB, READ
from services.deals.payments.statement import Statement
from services.deals.payments.store import PAYMENTS, STATEMENTS, StatementPart
from services.kit import changes, clock, files, jobs
from services.kit.caller import EVERYBODY, Caller
from services.kit.changes import Change
from services.kit.jobs import Counts, Job, JobKind
from services.kit.mapping import converter, to_proto
from services.kit.mongo import Db

SLICE, PAUSE = 500, timedelta(seconds=0.2)
_message = converter(pb.Payment)
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
    """cursor: `run` and the part of the file to be decided next."""

    kind = JOB

    def prepare(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        """Takes the file apart. What a crash left of an earlier run is of another run."""
        run, count = uuid.uuid4().hex, 0
        store.forget_parts(db, job.subject)
        documents = iter(Reading(cast(BinaryIO, files.read(db, job.subject))))
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
        decisions = _decide(db, caller, job, statement, documents) if documents else []
        saved = STATEMENTS.replace(db, statement.matched(decisions, done=done))
        if done:
            store.forget_parts(db, statement.name)
            _tell(db, caller, statement, saved, job)
        counts = replace(job.counts, changed=job.counts.changed + len(documents))
        state = jobs.State.DONE if done else job.state
        return replace(job, state=state, counts=counts, cursor={"run": run, "n": n + 1})

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
    kept = store.insert(db, payments)
    changes.record_many(
        db, caller, (_received(*each, job) for each in kept if each[0].decision in INCOMING)
    )
    keeping.pay(db, caller, _payments_by_invoice(payments), job.name)
    return [each.decision for each in payments]


def _received(payment: Payment, document: Mapping[str, Any], job: Job) -> Change:
    return Change(
        event=events.PaymentReceived(payment=_message(document)),
        after=payment,
        permission=READ,
        visible_to=(EVERYBODY,),
        job=job.name,
    )


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
    """Those named, then all open ones of payers who named none that is."""
    incoming = [case for case in cases if case.match is None and not case.repeats]
    named = {each.key for case in incoming for each in case.purpose.invoices}
    found = invoices.numbered(db, named)
    paying = {(each["buyer_inn"], each["number_key"]) for each in found if each["left"]}
    inns = {
        case.inn
        for case in incoming
        if case.inn and not any((case.inn, n.key) in paying for n in case.purpose.invoices)
    }
    found = list({each["_id"]: each for each in (*found, *invoices.open_of(db, inns))}.values())
    part.clients = {inn: each["counterparty"] for each in found if (inn := each["buyer_inn"])}
    part.clients |= invoices.buyers(db, inns - part.clients.keys())
    by_place: defaultdict[tuple[str, str], list[Bill]] = defaultdict(list)
    for each in found:
        by_place[each["seller"], each["total"]["currency"]].append(_bill(each))
    for account, seller in part.own.items():
        place = (seller.name, currency_of(account))
        if place not in part.bills:
            part.bills[place] = Bills.of(by_place[place], part.clients)


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
        # Whose money it is: told once, or his turnover would grow with each statement that repeats.
        counterparty=part.clients.get(case.inn, "") if match.decision in INCOMING else "",
        dedup_key=case.key,
    )


def _payments_by_invoice(payments: Sequence[Payment]) -> dict[str, list[Put]]:
    """What they put to invoices, in their order."""
    found: defaultdict[str, list[Put]] = defaultdict(list)
    for payment in payments:
        for each in payment.allocations:
            amount = amounts.minor(each.amount)
            found[each.invoice].append(Put(payment.name, payment.pay_date, amount))
    return found


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
