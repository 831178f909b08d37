"""Decides documents, whoever told of them: payments, and what they put to invoices, together."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import payments_pb2 as pb
from services.deals import amounts
from services.deals.invoices import keeping
from services.deals.invoices import store as invoices
from services.deals.invoices.invoice import Put
from services.deals.invoices.seller import Seller, currency_of
from services.deals.payments import matching, purpose, store
from services.deals.payments.client_bank import Document
from services.deals.payments.matching import Bill, Bills, Decision, Match, Reason
from services.deals.payments.payment import INCOMING, Payment, State, shared
from services.deals.payments.purpose import Purpose, text_key
from services.deals.payments.receiving import READ
from services.deals.payments.rewarding import reward
from services.deals.payments.store import PAYMENTS
from services.kit import changes
from services.kit.caller import EVERYBODY, Caller
from services.kit.changes import Change
from services.kit.mapping import converter
from services.kit.mongo import Db

_message = converter(pb.Payment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who told of the documents."""

    # The accounts that a statement is of.
    stated: Collection[str] = ()
    statement: str = ""
    job: str = ""
    # Of accounting: its key of each document, by the document's index.
    keys: Mapping[int, str] = field(default_factory=dict[int, str])


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
    # By what the same payment is known that the other side told of in other words.
    like: str = ""
    repeats: str = ""


@dataclass(slots=True)
class _Slice:
    """What the documents of a slice are decided with; invoices of each of our firms by itself."""

    own: Mapping[str, Seller]
    source: Source
    bills: dict[tuple[str, str], Bills] = field(default_factory=dict[tuple[str, str], Bills])
    clients: Mapping[str, str] = field(default_factory=dict[str, str])


def decide(db: Db, caller: Caller, source: Source, documents: Sequence[Document]) -> list[Payment]:
    own = {each: seller for seller in invoices.sellers(db) for each in seller.accounts}
    part = _Slice(own, source)
    cases = [_case(document, part) for document in documents]
    if source.keys:
        _mark_told_by_banks(db, cases, part)
    else:
        _mark_repeats(db, cases)
    _fetch_bills(db, part, cases)
    payments = [_payment(case, _match(case, part), part) for case in cases]
    kept = store.insert(db, payments)
    incoming = (each for each in kept if each[0].decision in INCOMING)
    changes.record_many(db, caller, (_received(*each, source.job) for each in incoming))
    keeping.pay(db, caller, _payments_by_invoice(payments), source.job)
    reward(db, caller, [(None, each) for each in payments])
    return payments


def _received(payment: Payment, document: Mapping[str, Any], job: str) -> Change:
    return Change(
        event=events.PaymentReceived(payment=_message(document)),
        after=payment,
        permission=READ,
        visible_to=(EVERYBODY,),
        job=job,
    )


def _case(document: Document, part: _Slice) -> _Case:
    match = matching.direction(document, part.own)
    account = matching.own_account(document, part.own, part.source.stated)
    skipped = match is not None and match.decision is Decision.SKIP
    of_accounting = part.source.keys.get(document.index, "")
    # Without a number much is the same that is not.
    known_by = document if document.number else replace(document, number=of_accounting)
    inn = matching.payer_inn(document)
    return _Case(
        name=PAYMENTS.new_name(),
        document=document,
        account=account,
        # What is not executed yet will come again.
        key="" if skipped else matching.dedup_key(known_by, account),
        inn=inn,
        purpose=purpose.read(document.purpose),
        match=match,
        like="" if match is not None else _like_of(document, part.own[account].name, inn),
    )


def _like_of(document: Document, seller: str, inn: str) -> str:
    day = document.received or document.day
    return like_key(seller, inn, document.number, day, document.amount, document.purpose)


def like_key(seller: str, inn: str, number: str, day: date, amount: int, said: str) -> str:
    """What a bank and accounting have in common of one payment: accounts are often not filled in
    there. Nothing if the payer is not known."""
    parts = (seller, inn, number.lstrip("0") or text_key(said), day.isoformat(), str(amount))
    return "like:" + hashlib.sha256("|".join(parts).encode()).hexdigest() if inn else ""


def _mark_repeats(db: Db, cases: Sequence[_Case]) -> None:
    """Those that are known, from accounting too, or come twice in this very slice."""
    known = store.imported(db, {each for case in cases for each in (case.key, case.like) if each})
    for case in cases:
        if not case.key:
            continue
        # One payment of accounting is one of the bank's.
        case.repeats = known.get(case.key, "") or known.pop(case.like, "")
        if not case.repeats:
            known[case.key] = case.name


def _mark_told_by_banks(db: Db, cases: Sequence[_Case], part: _Slice) -> None:
    """The same the other way round. Two payments of accounting that are only alike are two."""
    known = store.imported(db, {each for case in cases for each in (case.key, case.like) if each})
    alike = _told_by_banks(db, cases, part)
    taken = set(known)
    for case in cases:
        case.repeats = known.get(case.key, "") or alike.pop(case.like, "")
        if case.like in taken:
            case.like = ""
        taken.add(case.like)
        if not case.repeats:
            known[case.key] = case.name


def _told_by_banks(db: Db, cases: Sequence[_Case], part: _Slice) -> dict[str, str]:
    days = {each for case in cases if (each := case.document.received)}
    found: dict[str, str] = {}
    for each in store.incoming_of(db, days):
        seller = part.own.get(each.account)
        if seller is not None and each.pay_date is not None and not each.accounting_key:
            amount = amounts.minor(each.amount)
            key = like_key(
                seller.name, each.payer_inn, each.number, each.pay_date, amount, each.purpose
            )
            found[key] = each.name
    found.pop("", None)
    return found


def _fetch_bills(db: Db, part: _Slice, cases: Sequence[_Case]) -> None:
    """Those named, then all open ones of payers who named none that is."""
    incoming = [case for case in cases if case.match is None and not case.repeats]
    named = {each.key for case in incoming for each in case.purpose.invoices}
    found = invoices.numbered(db, (each.name for each in part.own.values()), named)
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


def _payment(case: _Case, match: Match, part: _Slice) -> Payment:
    document, currency = case.document, currency_of(case.account)
    waits = match.decision is Decision.MANUAL
    of_accounting = part.source.keys.get(document.index, "")
    payment = Payment(
        name=case.name,
        statement=part.source.statement,
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
    if not of_accounting:
        return payment
    return replace(payment, index=0, accounting_key=of_accounting, like_key=case.like)


def _payments_by_invoice(payments: Sequence[Payment]) -> dict[str, list[Put]]:
    """What they put to invoices, in their order."""
    found: defaultdict[str, list[Put]] = defaultdict(list)
    for payment in payments:
        for each in payment.allocations:
            amount = amounts.minor(each.amount)
            found[each.invoice].append(Put(payment.name, payment.pay_date, amount))
    return found
