"""A payment [платёж]: one document of a statement, and what became of it (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.deals import amounts
from services.deals.invoices.invoice import Invoice
from services.deals.payments.matching import Decision, Share
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition, InvalidArgument, Violation
from services.kit.money import Money

MOST_ALLOCATIONS, LONGEST_COMMENT = 100, 1000
# Those that came in: the others were never anybody's to put to invoices.
INCOMING = (Decision.AUTO, Decision.MANUAL)


class PaymentNotIncoming(FailedPrecondition):
    reason = "PAYMENT_NOT_INCOMING"


class PaymentAllocated(FailedPrecondition):
    """Release it first."""

    reason = "PAYMENT_ALLOCATED"


class AllocationTooLarge(FailedPrecondition):
    """More than is left of the invoice, or of the payment."""

    reason = "ALLOCATION_TOO_LARGE"


class State(StrEnum):
    OPEN = "OPEN"
    DONE = "DONE"
    DISMISSED = "DISMISSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    invoice: str
    invoice_number: str = ""
    invoice_date: date | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    name: str
    statement: str = ""
    index: int = 0
    number: str = ""
    pay_date: date | None = None
    amount: Money | None = None
    account: str = ""
    payer_display_name: str = ""
    payer_inn: str = ""
    payer_account: str = ""
    purpose: str = ""
    decision: Decision = Decision.MANUAL
    reason: str = ""
    state: State = State.OPEN
    allocations: tuple[Allocation, ...] = ()
    advance: Money | None = None
    proposals: tuple[Allocation, ...] = ()
    duplicate_of: str = ""
    counterparty: str = ""
    comment: str = ""
    # By what the same document of another statement is known; none of what is no payment yet.
    dedup_key: str = ""
    # Of one that accounting told of: its key there, and by what a bank's is known for the same.
    accounting_key: str = ""
    like_key: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    @property
    def currency(self) -> str:
        return self.amount.currency if self.amount else amounts.ROUBLES

    def allocated(self, allocations: Sequence[Allocation], counterparty: str) -> "Payment":
        """The rest is an advance."""
        rest = amounts.minor(self.amount) - _sum(allocations)
        if rest < 0:
            raise AllocationTooLarge(f"More than {self.name} is", name=self.name)
        return replace(
            self,
            allocations=tuple(allocations),
            advance=amounts.of_minor(rest, self.currency),
            counterparty=counterparty or self.counterparty,
            state=State.DONE,
        )

    def released(self, comment: str) -> "Payment":
        self.require_incoming()
        return replace(
            self,
            allocations=(),
            advance=amounts.of_minor(0, self.currency),
            comment=comment.strip()[:LONGEST_COMMENT],
            state=State.OPEN,
        )

    def dismissed(self, comment: str) -> "Payment":
        self.require_incoming()
        if self.state is State.DONE:
            raise PaymentAllocated(f"{self.name} is put to invoices", name=self.name)
        return replace(self, state=State.DISMISSED, comment=comment.strip()[:LONGEST_COMMENT])

    def require_incoming(self) -> None:
        if self.decision not in INCOMING:
            raise PaymentNotIncoming(f"{self.name} is {self.decision}", name=self.name)


def settled(
    asked: Sequence[Allocation], payment: Payment, invoices: Mapping[str, Invoice]
) -> list[Allocation]:
    """What somebody wants to put to invoices, with what they are called; or what is wrong."""
    if problems := list(_problems(asked, payment, invoices)):
        raise InvalidArgument.of(problems)
    for each in asked:
        invoices[each.invoice].require_not_cancelled()
    return [part_of(invoices[each.invoice], amounts.minor(each.amount)) for each in asked]


def part_of(invoice: Invoice, amount: int) -> Allocation:
    return Allocation(
        invoice=invoice.name,
        invoice_number=invoice.number,
        invoice_date=invoice.issue_date,
        amount=amounts.of_minor(amount, invoice.currency),
    )


def shared(share: Share, currency: str) -> Allocation:
    """What the rules made of it."""
    return Allocation(
        invoice=share.bill.name,
        invoice_number=share.bill.number,
        invoice_date=share.bill.day,
        amount=amounts.of_minor(share.amount, currency),
    )


def _problems(
    asked: Sequence[Allocation], payment: Payment, invoices: Mapping[str, Invoice]
) -> Iterator[Violation]:
    if len(asked) > MOST_ALLOCATIONS:
        yield Violation("allocations", "TOO_MANY", f"At most {MOST_ALLOCATIONS}.")
    for at, each in enumerate(asked):
        path = f"allocations[{at}]"
        invoice = invoices.get(each.invoice)
        if invoice is None or any(each.invoice == other.invoice for other in asked[:at]):
            text = "Name each invoice once."
            yield Violation(f"{path}.invoice", "INVOICE_UNKNOWN", text)
        elif not amounts.minor(each.amount):
            yield Violation(f"{path}.amount", "FIELD_REQUIRED", "More than 0.")
        elif {invoice.currency, _currency(each)} != {payment.currency}:
            yield Violation(f"{path}.amount", "CURRENCY_MIXED", "Of the payment's currency.")
        else:
            yield from amounts.problems(f"{path}.amount", each.amount)


def _currency(allocation: Allocation) -> str:
    return allocation.amount.currency or amounts.ROUBLES if allocation.amount else ""


def _sum(allocations: Sequence[Allocation]) -> int:
    return sum(amounts.minor(each.amount) for each in allocations)
