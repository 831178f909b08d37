"""An invoice [счёт на оплату]: what a buyer owes us, and how much of it he has paid (pure)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from services.deals import amounts
from services.deals.invoices.number import number_key
from services.kit.copying import replace
from services.kit.errors import AlreadyExists, FailedPrecondition, Violation
from services.kit.money import Money
from services.kit.texts import LONGEST_TOPIC, line, line_problems, required

LONGEST_NAME, MOST_SHOWN = 500, 100
# What it copies of its client -> what he calls that.
COPIES: Mapping[str, str] = {"buyer_inn": "inn"}
_INN = re.compile(r"\d{10}|\d{12}", re.ASCII)
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2200, 1, 1)


class InvoiceNumberTaken(AlreadyExists):
    reason = "INVOICE_NUMBER_TAKEN"


class InvoicePaid(FailedPrecondition):
    """What payments are put to says whom they are from and in what."""

    reason = "INVOICE_PAID"


class InvoiceCancelled(FailedPrecondition):
    reason = "INVOICE_CANCELLED"


class State(StrEnum):
    OPEN = "OPEN"
    PARTLY_PAID = "PARTLY_PAID"
    PAID = "PAID"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicePayment:
    payment: str
    pay_date: date | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceAccounting:
    """What became of it in accounting, in the words of the exchange."""

    state: str = ""
    number: str = ""
    sync_time: datetime | None = None
    error_reason: str = ""


class Put(NamedTuple):
    """What a payment puts to an invoice, in hundredths; below 0: takes back."""

    payment: str
    day: date | None
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    name: str
    number: str = ""
    issue_date: date | None = None
    seller: str = ""
    deal: str = ""
    deal_display_name: str = ""
    counterparty: str = ""
    buyer_display_name: str = ""
    buyer_inn: str = ""
    buyer_kpp: str = ""
    total: Money | None = None
    prior_payment: Money | None = None
    paid: Money | None = None
    balance: Money | None = None
    state: State = State.OPEN
    due_date: date | None = None
    payments: tuple[InvoicePayment, ...] = ()
    # Of all payments put to it since it is here, in hundredths.
    received: int = 0
    owner: str = ""
    owner_display_name: str = ""
    org_path: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    cancel_comment: str = ""
    paid_time: datetime | None = None
    accounting: InvoiceAccounting | None = None
    # Whether what it says has changed since the exchange with accounting looked at it.
    unsent: bool = True
    creator: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    visible_to: tuple[str, ...] = ()
    stamp_version: int = 0
    version: int = 0

    @property
    def key(self) -> str:
        return number_key(self.number)

    @property
    def currency(self) -> str:
        return self.total.currency if self.total else amounts.ROUBLES

    @property
    def left(self) -> int:
        """To be paid yet, in hundredths."""
        return self.left_without(0)

    def left_without(self, amount: int) -> int:
        """If so much of what was put to it is taken back."""
        if self.state is State.CANCELLED:
            return 0
        return max(0, amounts.minor(self.total) - amounts.minor(self.paid) + amount)

    def tidy(self) -> "Invoice":
        return replace(
            self,
            number=line(self.number),
            buyer_display_name=line(self.buyer_display_name),
            buyer_inn="".join(self.buyer_inn.split()),
            buyer_kpp="".join(self.buyer_kpp.split()),
            total=amounts.tidy(self.total),
            prior_payment=amounts.tidy(self.prior_payment),
        )

    def problems(self) -> Iterator[Violation]:
        """All that is wrong with a tidied one."""
        for field, longest in (("number", LONGEST_TOPIC), ("buyer_display_name", LONGEST_NAME)):
            yield from line_problems(field, getattr(self, field), longest)
        yield from line_problems("buyer_kpp", self.buyer_kpp, 20)
        if self.number and not any(each.isdigit() for each in self.number):
            yield Violation("number", "INVOICE_NUMBER_FORMAT", "A number has a digit.")
        if self.buyer_inn and not _INN.fullmatch(self.buyer_inn):
            yield Violation("buyer_inn", "INN_LENGTH", "10 digits, or 12 of a person.")
        # Made up when it is entered; what is cleared later could not be matched with payments.
        yield from (
            required(field) for field in ("number", "issue_date") if not getattr(self, field)
        )
        for field in ("issue_date", "due_date"):
            day: date | None = getattr(self, field)
            if day is not None and not _FIRST_DAY <= day <= _LAST_DAY:
                yield Violation(field, "DATE_OUT_OF_RANGE", "Correct the year.")
        yield from self._money_problems()

    def _money_problems(self) -> Iterator[Violation]:
        if self.total is None or not self.total.amount:
            yield required("total")
            return
        yield from amounts.problems("total", self.total)
        if self.prior_payment is None:
            return
        yield from amounts.problems("prior_payment", self.prior_payment)
        if self.prior_payment.currency != self.total.currency:
            yield Violation("prior_payment", "CURRENCY_MIXED", "Of the total's currency.")
        elif self.prior_payment.amount > self.total.amount:
            text = "Not more than the total: the rest is an advance."
            yield Violation("prior_payment", "NUMBER_OUT_OF_RANGE", text)

    # --- what becomes of it ---

    def settled(self, now: datetime) -> "Invoice":
        """With what is paid of it."""
        if self.state is State.CANCELLED:
            return self
        paid = amounts.minor(self.prior_payment) + self.received
        left = max(0, amounts.minor(self.total) - paid)
        state = State.PAID if not left else State.PARTLY_PAID if paid else State.OPEN
        return replace(
            self,
            paid=amounts.of_minor(paid, self.currency),
            balance=amounts.of_minor(left, self.currency),
            state=state,
            paid_time=(self.paid_time or now) if state is State.PAID else None,
        )

    def with_payments(self, puts: Iterable[Put], now: datetime) -> "Invoice":
        """Of each payment one part is kept: what it puts now, instead of what it put before."""
        payments, received = list(self.payments), self.received
        for put in puts:
            received += put.amount
            if put.amount > 0:
                amount = amounts.of_minor(put.amount, self.currency)
                part = InvoicePayment(payment=put.payment, pay_date=put.day, amount=amount)
                payments.append(part)
            else:
                payments = [each for each in payments if each.payment != put.payment]
        shown = tuple(payments[-MOST_SHOWN:])
        return replace(self, payments=shown, received=received).settled(now)

    def cancelled(self, comment: str) -> "Invoice":
        self.require_not_cancelled()
        if amounts.minor(self.paid):
            raise InvoicePaid(f"Something of {self.name} is paid", name=self.name)
        nothing = Money(Decimal(0), self.currency)
        return replace(
            self, state=State.CANCELLED, balance=nothing, cancel_comment=comment.strip()[:1000]
        )

    def require_not_cancelled(self) -> None:
        if self.state is State.CANCELLED:
            raise InvoiceCancelled(f"{self.name} is cancelled", name=self.name)

    def require_may_become(self, values: Mapping[str, object], after: "Invoice") -> None:
        """Refuses to change whom the payments of a paid one were from, or in what."""
        self.require_not_cancelled()
        if not self.received:
            return
        same = ("seller", "buyer_inn", "currency")
        moved = any(getattr(self, field) != getattr(after, field) for field in same)
        paid = amounts.minor(after.prior_payment) + self.received
        if moved or (values and paid > amounts.minor(after.total)):
            raise InvoicePaid(f"Something of {self.name} is paid", name=self.name)
