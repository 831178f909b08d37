"""What a deal sells, and for how much: its lines are priced anew when something changes that prices
depend on, and else never."""

from datetime import date

from services.deals.deal import Deal
from services.deals.products import pricing, selling
from services.deals.products.line import DealLine
from services.deals.products.pricing import NO_LINES, Priced
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import Violation
from services.kit.money import Money
from services.kit.mongo import Db

# What prices depend on beside the lines.
_PRICED_BY = ("price_list", "counterparty", "shipment_date", "expected_close_date")


def priced(
    db: Db, caller: Caller, draft: Deal, before: Deal | None
) -> tuple[Deal, list[Violation]]:
    """A tidy draft with its lines priced, and with what is wrong about them."""
    lines = tuple(each.asked.tidy() for each in draft.lines)
    if before is not None and _same(draft, lines, before):
        deal = _with(draft, _as_before(before))
        return deal, list(_amount_problems(deal, draft.amount, before))
    if not lines and not draft.price_list:
        return _with(draft, NO_LINES), []
    prices = selling.known_prices(db, caller, lines, draft.price_list, shipping_day(draft))
    found = list(selling.problems(lines, draft.price_list, prices))
    if found:
        return replace(draft, lines=lines), found
    deal = _with(draft, pricing.priced(lines, prices))
    return deal, list(_amount_problems(deal, draft.amount, before))


def shipping_day(deal: Deal) -> date | None:
    """Whose VAT it is."""
    return deal.shipment_date or deal.expected_close_date


def _same(draft: Deal, lines: tuple[DealLine, ...], before: Deal) -> bool:
    asked = tuple(each.asked for each in before.lines)
    return lines == asked and all(
        getattr(draft, field) == getattr(before, field) for field in _PRICED_BY
    )


def _with(deal: Deal, sums: Priced) -> Deal:
    return replace(
        deal,
        lines=sums.lines,
        net_total=sums.net_total,
        vat_total=sums.vat_total,
        gross_total=sums.gross_total,
        amount=sums.gross_total or deal.amount,
    )


def _as_before(deal: Deal) -> Priced:
    return Priced(
        lines=deal.lines,
        net_total=deal.net_total,
        vat_total=deal.vat_total,
        gross_total=deal.gross_total,
    )


def _amount_problems(deal: Deal, sent: Money | None, before: Deal | None) -> list[Violation]:
    """With lines, another amount than theirs is somebody's mistake."""
    unsaid = (None, deal.gross_total, before.amount if before else None)
    if deal.gross_total is None or sent in unsaid:
        return []
    text = f"Its lines come to {deal.gross_total.amount}: change those."
    return [Violation("amount", "AMOUNT_OF_LINES", text)]
