"""Whether a deal keeps to its agreement, and where it does not (pure)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from services.deals import amounts
from services.deals.agreements.agreement import Agreement, State
from services.deals.agreements.terms import Terms, text
from services.deals.deal import Deal
from services.deals.products import pricing
from services.deals.products.line import DealLine
from services.deals.products.payment_stage import Event
from services.kit.money import Money


class Code(StrEnum):
    NOT_APPROVED = "NOT_APPROVED"
    EXPIRED = "EXPIRED"
    FOREIGN = "FOREIGN"
    PRICE = "PRICE"
    DISCOUNT = "DISCOUNT"
    PRICE_LIST = "PRICE_LIST"
    PAYMENT = "PAYMENT"
    DELIVERY = "DELIVERY"
    AMOUNT = "AMOUNT"
    CREDIT = "CREDIT"
    CONTRACT = "CONTRACT"


# Which field of a deal, or of its line, has to be mended.
FIELDS = {
    Code.NOT_APPROVED: "agreement",
    Code.EXPIRED: "agreement",
    Code.FOREIGN: "agreement",
    Code.PRICE: "price",
    Code.DISCOUNT: "discount_percent",
    Code.PRICE_LIST: "price_list",
    Code.PAYMENT: "payment_schedule",
    Code.DELIVERY: "delivery_days",
    Code.AMOUNT: "amount",
    Code.CREDIT: "payment_schedule",
    Code.CONTRACT: "contract_number",
}
WHOLE_DEAL = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementViolation:
    code: Code
    line: int = WHOLE_DEAL
    allowed: str = ""
    actual: str = ""

    @property
    def path(self) -> str:
        place = FIELDS[self.code]
        return place if self.line == WHOLE_DEAL else f"lines[{self.line}].{place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the deal itself does not tell."""

    today: date
    # The segments of the client.
    segments: tuple[str, ...] = ()
    # What the client owes for other deals, in minor units of the credit limit's currency.
    owed: int = 0
    # What products cost by the agreed kind of prices on that day.
    list_prices: Mapping[str, Money] = field(default_factory=dict[str, Money])


def holds(agreement: Agreement, counterparty: str, known: Circumstances) -> bool:
    """Deals with that client may go by it today."""
    return not any(_standing(agreement, counterparty, known))


def violations(
    agreement: Agreement, deal: Deal, known: Circumstances
) -> tuple[AgreementViolation, ...]:
    return (
        *_standing(agreement, deal.counterparty, known),
        *_line_violations(agreement.agreed, deal, known),
        *_term_violations(agreement.agreed, deal),
        *_sum_violations(agreement.agreed, deal, known),
    )


def _broken(code: Code, allowed: str, actual: str, line: int = WHOLE_DEAL) -> AgreementViolation:
    return AgreementViolation(code=code, line=line, allowed=allowed, actual=actual)


def _standing(
    agreement: Agreement, counterparty: str, known: Circumstances
) -> Iterator[AgreementViolation]:
    if agreement.state is not State.APPROVED:
        yield _broken(Code.NOT_APPROVED, State.APPROVED.value, agreement.state.value)
    if not agreement.holds_on(known.today):
        days = f"{agreement.from_date or ''}..{agreement.to_date or ''}"
        yield AgreementViolation(code=Code.EXPIRED, allowed=days, actual=str(known.today))
    if not agreement.fits(counterparty, known.segments):
        whose = agreement.counterparty_display_name
        yield AgreementViolation(code=Code.FOREIGN, allowed=whose)


def _line_violations(
    terms: Terms, deal: Deal, known: Circumstances
) -> Iterator[AgreementViolation]:
    most = Decimal(terms.max_discount_percent) if terms.max_discount_percent else None
    for at, line in enumerate(deal.lines):
        item = terms.item(line.product)
        agreed = (item.price if item else None) or known.list_prices.get(line.product)
        price = line.applied_price
        if agreed and price and _is_less(price, agreed):
            yield _broken(Code.PRICE, text(agreed), text(price), at)
        own = Decimal(item.discount_percent) if item and item.discount_percent else None
        limit = max(most, own) if most is not None and own is not None else most
        if limit is not None and _discount(line) > limit:
            yield _broken(Code.DISCOUNT, f"{limit.normalize():f}", f"{_discount(line):f}", at)


def _is_less(price: Money, agreed: Money) -> bool:
    """Nobody knows how much another currency is."""
    return price.currency != agreed.currency or price.amount < agreed.amount


def _discount(line: DealLine) -> Decimal:
    """What is given by loyalty stays within the limit by itself."""
    if line.discount_source != pricing.MANUAL:
        return Decimal(-1000)
    return Decimal(line.applied_discount_percent or 0)


def _term_violations(terms: Terms, deal: Deal) -> Iterator[AgreementViolation]:
    if terms.price_list and deal.price_list and deal.price_list != terms.price_list:
        yield _broken(Code.PRICE_LIST, terms.price_list, deal.price_list)
    paid, agreed = deal.payment_schedule, terms.payment_schedule
    if agreed and paid and paid != agreed:
        yield _broken(Code.PAYMENT, text(agreed), text(paid))
    if 0 < deal.delivery_days < terms.delivery_days:
        yield _broken(Code.DELIVERY, str(terms.delivery_days), str(deal.delivery_days))
    # Goods are about to leave, and their papers name the contract.
    if terms.contract_required and deal.shipment_date and not deal.contract_number:
        yield AgreementViolation(code=Code.CONTRACT)


def _sum_violations(terms: Terms, deal: Deal, known: Circumstances) -> Iterator[AgreementViolation]:
    total = deal.gross_total
    if total is None:
        return
    least, limit = terms.min_amount, terms.credit_limit
    if least and _is_less(total, least):
        yield _broken(Code.AMOUNT, text(least), text(total))
    if limit:
        credit = amounts.minor(_on_credit(deal, total))
        if limit.currency == total.currency:
            credit += known.owed
            is_too_much = credit > amounts.minor(limit)
        else:
            # Nobody knows how much that is.
            is_too_much = credit > 0
        if is_too_much:
            owed = amounts.of_minor(credit, total.currency)
            yield _broken(Code.CREDIT, text(limit), text(owed))


def _on_credit(deal: Deal, total: Money) -> Money:
    """What is paid after shipment only."""
    percent = sum(
        each.percent
        for each in deal.payment_schedule
        if each.event is Event.SHIPMENT and each.days >= 0
    )
    return amounts.part(total, min(percent, 100))
