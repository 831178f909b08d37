"""An invoice of ours as the paper that accounting is to have (pure)."""

import hashlib
from collections.abc import Sequence
from decimal import Decimal

from services.deals import amounts
from services.deals.accounting import link as links
from services.deals.accounting.port import Buyer, BuyerMissing, Paper, PaperLine
from services.deals.invoices.invoice import Invoice, State
from services.deals.products.line import DealLine

COMMENT = "CRM"


def subject_of_buyer(tenant: str, invoice: Invoice) -> str:
    if invoice.counterparty:
        return invoice.counterparty
    return links.buyer_subject(
        tenant, invoice.buyer_inn, invoice.buyer_kpp, invoice.buyer_display_name
    )


def buyer(tenant: str, invoice: Invoice) -> Buyer:
    """As the invoice names him."""
    name = invoice.buyer_display_name or invoice.buyer_inn
    if not name:
        raise BuyerMissing("The invoice names no buyer: fill in his name and INN")
    return Buyer(
        key=links.key_of(tenant, subject_of_buyer(tenant, invoice)),
        display_name=name,
        inn=invoice.buyer_inn,
        kpp=invoice.buyer_kpp,
        is_person=len(invoice.buyer_inn) == 12,
    )


def paper(
    tenant: str, invoice: Invoice, organization: str, sold: Sequence[DealLine], comment: str
) -> Paper:
    """`sold`: lines of its deal, which are the invoice's if they come to as much."""
    total = amounts.minor(invoice.total)
    lines = [_line(each) for each in sold]
    if not lines or sum(each.amount for each in lines) != total:
        text = invoice.deal_display_name or f"Оплата по счёту № {invoice.number}"
        lines = [PaperLine(text=text, price=total, amount=total)]
    assert invoice.issue_date is not None  # noqa: S101 - each invoice has one once it is kept
    return Paper(
        key=links.key_of(tenant, invoice.name),
        number=invoice.number,
        day=invoice.issue_date,
        organization=organization,
        buyer=buyer(tenant, invoice),
        currency=invoice.currency,
        total=total,
        lines=tuple(lines),
        comment=comment,
        cancelled=invoice.state is State.CANCELLED,
    )


def _line(sold: DealLine) -> PaperLine:
    """At the price that, times the quantity, is what it comes to with VAT."""
    gross, quantity = amounts.minor(sold.gross), Decimal(sold.quantity or 1)
    return PaperLine(
        text=sold.display_name,
        quantity=sold.quantity or "1",
        price=int((gross / quantity).quantize(Decimal(1))),
        amount=gross,
        vat=sold.vat_code,
        vat_amount=amounts.minor(sold.vat_amount),
    )


def digest(draft: Paper | Buyer) -> str:
    """Of two that are alike, the second need not be sent."""
    return hashlib.sha256(repr(draft).encode()).hexdigest()
