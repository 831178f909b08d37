"""For which invoices a payment is (pure): rules in a fixed order, money only where they are sure.

Amounts are in hundredths. A wrong match is worse than none: what is not sure waits at the desk,
with what may be meant.
"""

import hashlib
import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from services.deals.payments.client_bank import Document
from services.deals.payments.purpose import Named, Purpose, text_key

_INN = re.compile(r"ИНН\D{0,3}(\d{12}|\d{10})(?!\d)", re.IGNORECASE)
_MOST_PROPOSALS = 5
_MOST_CHOICES = 200


class Decision(StrEnum):
    AUTO = "AUTO"
    MANUAL = "MANUAL"
    OUTGOING = "OUTGOING"
    INTERNAL = "INTERNAL"
    DUPLICATE = "DUPLICATE"
    SKIP = "SKIP"


class Reason(StrEnum):
    """Why; of MANUAL also what to look at."""

    NUMBER_DATE = "number_date"
    NUMBER_AMOUNT = "number_amount"
    NUMBER_ONLY = "number_only"
    MULTI_SUM = "multi_sum"
    MULTI_MISMATCH = "multi_mismatch"
    AMOUNT_UNIQUE = "amount_unique"
    AMBIGUOUS_AMOUNT = "ambiguous_amount"
    NO_MATCH = "no_match"
    WRONG_PAYER = "wrong_payer"
    THIRD_PARTY = "third_party"
    ALREADY_PAID = "already_paid"
    UNKNOWN_PAYER = "unknown_payer"
    NOT_CUSTOMER = "not_customer"
    ALREADY_IMPORTED = "already_imported"
    NOT_EXECUTED = "not_executed"
    FOREIGN_ACCOUNT = "foreign_account"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """An invoice as far as payments go; with nothing to pay, it is paid or cancelled."""

    name: str
    number: str
    key: str  # number_key(number)
    day: date
    buyer_inn: str
    balance: int


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a payment for an invoice."""

    bill: Bill
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    decision: Decision
    reason: Reason | None = None
    shares: tuple[Share, ...] = ()
    advance: int = 0
    # What may be meant, the likeliest first.
    proposals: tuple[Share, ...] = ()


@dataclass(slots=True)
class Bills:
    """The invoices that some payments may be for, as they stand after the payments before."""

    _by_name: dict[str, Bill] = field(default_factory=dict[str, Bill])
    _by_inn: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    _by_key: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    _buyers: Collection[str] = ()

    @classmethod
    def of(cls, bills: Iterable[Bill], buyers: Collection[str] = ()) -> "Bills":
        """The oldest first. `buyers`: INNs of those who have others, which need no look."""
        made = cls(_buyers=buyers)
        for bill in sorted(bills, key=lambda each: (each.day, each.number, each.name)):
            made._by_name[bill.name] = bill
            made._by_inn.setdefault(bill.buyer_inn, []).append(bill.name)
            made._by_key.setdefault(bill.key, []).append(bill.name)
        return made

    def knows(self, inn: str) -> bool:
        return inn in self._by_inn or inn in self._buyers

    def of_buyer(self, inn: str) -> list[Bill]:
        return [self._by_name[name] for name in self._by_inn.get(inn, ())]

    def of_number(self, key: str) -> list[Bill]:
        return [self._by_name[name] for name in self._by_key.get(key, ())]

    def settle(self, shares: Iterable[Share]) -> None:
        for share in shares:
            bill = self._by_name[share.bill.name]
            self._by_name[bill.name] = replace(bill, balance=bill.balance - share.amount)


# --- which way it went -----------------------------------------------------------------------


def direction(document: Document, own: Collection[str]) -> Match | None:
    """What becomes of a document that is no payment to us; None of one that is."""
    pays, gets = document.payer_account in own, document.recipient_account in own
    if not document.amount or not (document.received or document.written_off):
        return Match(decision=Decision.SKIP, reason=Reason.NOT_EXECUTED)
    if pays:
        return Match(decision=Decision.INTERNAL if gets else Decision.OUTGOING)
    if not gets:
        return Match(decision=Decision.SKIP, reason=Reason.FOREIGN_ACCOUNT)
    if not document.received:
        return Match(decision=Decision.SKIP, reason=Reason.NOT_EXECUTED)
    return None


def own_account(document: Document, own: Collection[str], stated: Collection[str]) -> str:
    """Whose statement tells of it. A transfer between our accounts is told by both banks."""
    pays, gets = document.payer_account in own, document.recipient_account in own
    if pays and gets:
        pays, gets = document.payer_account in stated, document.recipient_account in stated
    if pays == gets:
        return document.recipient_account if document.received else document.payer_account
    return document.payer_account if pays else document.recipient_account


def dedup_key(document: Document, account: str) -> str:
    """What two statements that overlap have in common."""
    parts = (
        *(account, document.payer_account, document.number, document.day.isoformat()),
        *(str(document.amount), text_key(document.purpose)),
    )
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def payer_inn(document: Document) -> str:
    """His INN, also if it stands in his name only."""
    said = "".join(document.payer_inn.split())
    if said.strip("0"):
        return said
    found = _INN.search(document.payer)
    return found[1] if found else ""


# --- for which invoices ----------------------------------------------------------------------


def decide(amount: int, inn: str, purpose: Purpose, bills: Bills) -> Match:
    """Of a payment that came in. Nobody's INN is the INN of those who have none."""
    if not inn or not bills.knows(inn):
        known = bool(inn) and not purpose.invoices
        reason = Reason.NOT_CUSTOMER if known else Reason.UNKNOWN_PAYER
        return _manual(reason, _named(amount, purpose.invoices, bills))
    if purpose.third_party:
        return _manual(Reason.THIRD_PARTY, _named(amount, purpose.invoices, bills))
    if len(purpose.invoices) > 1:
        return _several(amount, inn, purpose.invoices, bills)
    if purpose.invoices:
        return _one(amount, inn, purpose.invoices[0], bills)
    return _by_amount(amount, bills.of_buyer(inn))


def _one(amount: int, inn: str, named: Named, bills: Bills) -> Match:
    numbered = bills.of_number(named.key)
    his = [bill for bill in numbered if bill.buyer_inn == inn]
    if not his:
        if numbered:
            return _manual(Reason.WRONG_PAYER, _filled(amount, numbered))
        return _manual(Reason.NO_MATCH, _likely(amount, bills.of_buyer(inn)))
    dated = [bill for bill in his if bill.day == named.day]
    candidates = dated or his
    still_open = [bill for bill in candidates if bill.balance]
    if not still_open:
        return _manual(Reason.ALREADY_PAID, _likely(amount, bills.of_buyer(inn)))
    if dated and len(still_open) == 1:
        return _sure(Reason.NUMBER_DATE, amount, still_open)
    exact = [bill for bill in still_open if bill.balance == amount]
    if len(exact) == 1:
        return _sure(Reason.NUMBER_AMOUNT, amount, exact)
    return _manual(Reason.NUMBER_ONLY, _alternatives(amount, exact or still_open))


def _several(amount: int, inn: str, named: Sequence[Named], bills: Bills) -> Match:
    choices = [_choices(each, inn, bills) for each in named]
    if not all(choices):
        others = any(bills.of_number(n.key) and not c for n, c in zip(named, choices, strict=True))
        reason = Reason.WRONG_PAYER if others else Reason.MULTI_MISMATCH
        return _manual(reason, _named(amount, named, bills))
    if not any(bill.balance for choice in choices for bill in choice):
        return _manual(Reason.ALREADY_PAID, _likely(amount, bills.of_buyer(inn)))
    exact = list(itertools.islice(_sums(amount, choices), 2))
    if len(exact) == 1:
        return _sure(Reason.MULTI_SUM, amount, exact[0])
    first = [bill for choice in choices for bill in choice[:1]]
    return _manual(Reason.MULTI_MISMATCH, _filled(amount, first))


def _choices(named: Named, inn: str, bills: Bills) -> list[Bill]:
    his = [bill for bill in bills.of_number(named.key) if bill.buyer_inn == inn]
    return [bill for bill in his if bill.day == named.day] or his


def _sums(amount: int, choices: Sequence[Sequence[Bill]]) -> Iterator[tuple[Bill, ...]]:
    """Ways to take one invoice for each number that come to the whole payment."""
    seen: set[frozenset[str]] = set()
    for chosen in itertools.islice(itertools.product(*choices), _MOST_CHOICES):
        names = frozenset(bill.name for bill in chosen)
        whole = len(names) == len(chosen) and sum(bill.balance for bill in chosen) == amount
        if whole and names not in seen:
            seen.add(names)
            yield chosen


def _by_amount(amount: int, his: Sequence[Bill]) -> Match:
    exact = [bill for bill in his if bill.balance == amount]
    if len(exact) == 1:
        return _sure(Reason.AMOUNT_UNIQUE, amount, exact)
    if exact:
        return _manual(Reason.AMBIGUOUS_AMOUNT, _alternatives(amount, exact))
    return _manual(Reason.NO_MATCH, _likely(amount, his))


# --- answers ---------------------------------------------------------------------------------


def _sure(reason: Reason, amount: int, bills: Sequence[Bill]) -> Match:
    shares = _filled(amount, bills)
    advance = amount - sum(share.amount for share in shares)
    return Match(decision=Decision.AUTO, reason=reason, shares=shares, advance=advance)


def _manual(reason: Reason, proposals: Sequence[Share]) -> Match:
    first = tuple(proposals[:_MOST_PROPOSALS])
    return Match(decision=Decision.MANUAL, reason=reason, proposals=first)


def _filled(amount: int, bills: Iterable[Bill]) -> tuple[Share, ...]:
    """One after another, as far as the money goes."""
    shares: list[Share] = []
    for bill in bills:
        taken = min(amount, bill.balance)
        if taken:
            shares.append(Share(bill, taken))
            amount -= taken
    return tuple(shares)


def _alternatives(amount: int, bills: Iterable[Bill]) -> tuple[Share, ...]:
    return tuple(Share(bill, min(amount, bill.balance)) for bill in bills if bill.balance)


def _named(amount: int, named: Sequence[Named], bills: Bills) -> tuple[Share, ...]:
    """Whosever they are."""
    found = [bill for each in named for bill in _dated(bills.of_number(each.key), each.day)]
    return _filled(amount, found)


def _dated(numbered: list[Bill], day: date | None) -> list[Bill]:
    return [bill for bill in numbered if bill.day == day] or numbered


def _likely(amount: int, his: Iterable[Bill]) -> tuple[Share, ...]:
    """His open ones: those of this very sum, then the oldest."""
    ordered = sorted(his, key=lambda bill: bill.balance != amount)
    return _alternatives(amount, ordered)
