"""What a deal sells, for how much, and whether it keeps to its agreement.

Lines are priced anew when something changes that prices depend on, and else never: a price that was
told to a client does not move because somebody wrote a comment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.deals.agreements import compliance, keeping, standing, store
from services.deals.agreements.agreement import Agreement
from services.deals.agreements.compliance import AgreementViolation, Circumstances
from services.deals.agreements.terms import Terms
from services.deals.deal import AgreementOverride, Deal
from services.deals.products import pricing, selling
from services.deals.products.line import DealLine
from services.deals.products.pricing import NO_DISCOUNT, NO_LINES, Discount, Priced, Prices
from services.kit import clock
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition, FieldRequired, Violation
from services.kit.money import Money
from services.kit.mongo import Db
from services.kit.parties import store as parties

OVERRIDE = "agreements.override"
LONGEST_COMMENT = 1000
# What prices depend on beside the lines.
_PRICED_BY = ("price_list", "agreement", "counterparty", "shipment_date", "expected_close_date")
# What else an agreement is about.
_JUDGED_BY = ("payment_schedule", "delivery_days", "contract_number")
# What a deal takes from the agreement that it begins to go by.
_TAKEN = ("price_list", "payment_schedule", "delivery_days")


class AgreementViolated(FailedPrecondition):
    """It breaks its agreement, and nobody with the right to has let it."""

    reason = "AGREEMENT_VIOLATED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """A draft with its lines priced, what is wrong about them, and how it breaks its agreement."""

    deal: Deal
    problems: Sequence[Violation] = ()
    # None: nothing changed that an agreement is about.
    violations: tuple[AgreementViolation, ...] | None = None


def sold(db: Db, caller: Caller, draft: Deal, before: Deal | None) -> Sold:
    """Of a tidy draft."""
    draft = replace(draft, lines=tuple(each.asked.tidy() for each in draft.lines))
    agreement = store.AGREEMENTS.find(db, draft.agreement) if draft.agreement else None
    if draft.agreement and not _may_be_named(caller, agreement, draft, before):
        text = f"There is no {draft.agreement}: choose another one."
        return Sold(deal=draft, problems=[Violation("agreement", "AGREEMENT_UNKNOWN", text)])
    if before is None or draft.agreement != before.agreement:
        draft = _by_agreement(draft, agreement)
    again = before is None or not _same(draft, before, _PRICED_BY) or _lines_differ(draft, before)
    if not again and before is not None and _same(draft, before, _JUDGED_BY):
        deal = _with(draft, _as_before(before))
        return Sold(deal=deal, problems=_amount_problems(deal, draft.amount, before))
    if not (draft.lines or draft.price_list or agreement):
        return Sold(deal=_with(draft, NO_LINES), violations=())
    prices = _prices(db, caller, draft, agreement)
    found = list(selling.problems(draft.lines, draft.price_list, prices)) if again else []
    if found:
        return Sold(deal=draft, problems=found)
    kept = None if again or before is None else _as_before(before)
    deal = _with(draft, kept or pricing.priced(draft.lines, prices))
    broken = () if agreement is None else _broken(db, caller, deal, agreement, prices)
    problems = _amount_problems(deal, draft.amount, before)
    return Sold(deal=deal, problems=problems, violations=broken)


def let(db: Db, caller: Caller, sale: Sold, deal: Deal, before: Deal | None) -> Deal:
    """The stamped deal, unless it breaks its agreement: then only who may, lets it, and says why.

    What somebody let pass, or what others brought about since, keeps nobody from working on."""
    known = before.agreement_override if before else None
    if sale.violations is None:
        return replace(deal, agreement_override=known)
    already = _already(db, caller, before) if sale.violations and before else set[object]()
    new = [each for each in sale.violations if _same_again(each, deal) not in already]
    if not new:
        return replace(deal, agreement_override=known if sale.violations else None)
    asked = deal.agreement_override
    if asked is None or asked == known:
        violations = [
            Violation(each.path, f"AGREEMENT_{each.code}", f"{each.actual} is not {each.allowed}")
            for each in new
        ]
        text = "It breaks its agreement"
        raise AgreementViolated(text, violations=violations, agreement=deal.agreement)
    caller.require_for(OVERRIDE, deal.visible_to)
    comment = asked.comment.strip()[:LONGEST_COMMENT]
    if not comment:
        raise FieldRequired("Say why it may.", field="override_comment")
    override = AgreementOverride(
        user=caller.user,
        user_display_name=caller.display_name,
        time=clock.now(),
        comment=comment,
        codes=tuple(dict.fromkeys(each.code.value for each in sale.violations)),
    )
    return replace(deal, agreement_override=override)


def shipping_day(deal: Deal) -> date | None:
    """Whose VAT it is."""
    return deal.shipment_date or deal.expected_close_date


# --- agreements ----------------------------------------------------------------------------------


def holding(db: Db, caller: Caller, deal: Deal) -> bool:
    """It names an agreement that deals with its client may go by today."""
    agreement = store.AGREEMENTS.find(db, deal.agreement) if deal.agreement else None
    if agreement is None:
        return False
    known = Circumstances(today=selling.today(caller), segments=_segments(db, deal))
    return compliance.holds(agreement, deal.counterparty, known)


def _may_be_named(
    caller: Caller, agreement: Agreement | None, draft: Deal, before: Deal | None
) -> bool:
    if before is not None and before.agreement == draft.agreement:
        return True
    return agreement is not None and keeping.may_see(caller, agreement)


def _by_agreement(draft: Deal, agreement: Agreement | None) -> Deal:
    if agreement is None:
        return draft
    terms = agreement.agreed
    taken = {each: getattr(draft, each) or getattr(terms, each) for each in _TAKEN}
    return replace(draft, **taken)


def _prices(db: Db, caller: Caller, deal: Deal, agreement: Agreement | None) -> Prices:
    prices = selling.known_prices(db, caller, deal.lines, deal.price_list, shipping_day(deal))
    terms = agreement.agreed if agreement else None
    items = terms.items if terms else ()
    return replace(
        prices,
        agreed_prices={each.product: each.price for each in items if each.price},
        agreed_discounts={
            each.product: Decimal(each.discount_percent) for each in items if each.discount_percent
        },
        discount=_discount(db, caller, deal, terms),
    )


def _discount(db: Db, caller: Caller, deal: Deal, terms: Terms | None) -> Discount:
    """The greater of what was agreed on and what the client has earned, within the limit."""
    given = Decimal(terms.discount_percent or 0) if terms else Decimal(0)
    best = Discount(given, pricing.AGREEMENT) if given else NO_DISCOUNT
    if deal.counterparty and deal.lines:
        today, segments = selling.today(caller), _segments(db, deal)
        earned = standing.discount(db, deal.counterparty, segments, today)
        if earned > best.percent:
            best = Discount(earned, pricing.LOYALTY)
    most = terms.max_discount_percent if terms else ""
    return Discount(min(best.percent, Decimal(most)), best.source) if most else best


def _segments(db: Db, deal: Deal) -> tuple[str, ...]:
    client = parties.find(db, deal.counterparty) if deal.counterparty else None
    return client.segments if client else ()


def _broken(
    db: Db, caller: Caller, deal: Deal, agreement: Agreement, prices: Prices
) -> tuple[AgreementViolation, ...]:
    limit = agreement.agreed.credit_limit
    known = Circumstances(
        today=selling.today(caller),
        segments=_segments(db, deal),
        owed=_owed(db, deal, limit) if limit and deal.counterparty else 0,
        list_prices=_list_prices(agreement, prices),
    )
    return compliance.violations(agreement, deal, known)


def _owed(db: Db, deal: Deal, limit: Money) -> int:
    return store.owed(db, deal.counterparty, limit.currency, deal.name)


def _list_prices(agreement: Agreement, prices: Prices) -> Mapping[str, Money]:
    of = agreement.agreed.price_list
    listed = {each.name: each.price(of, prices.day) for each in prices.products.values()}
    return {name: price for name, price in listed.items() if price}


def _already(db: Db, caller: Caller, before: Deal) -> set[object]:
    """How the deal breaks it as it is."""
    agreement = store.AGREEMENTS.find(db, before.agreement) if before.agreement else None
    if agreement is None:
        return set()
    prices = _prices(db, caller, before, agreement)
    broken = _broken(db, caller, before, agreement, prices)
    return {_same_again(each, before) for each in broken}


def _same_again(violation: AgreementViolation, deal: Deal) -> object:
    """A line is the same wherever it stands."""
    line = deal.lines[violation.line].asked if violation.line >= 0 else None
    return (violation.code, violation.allowed, violation.actual, deal.agreement, line)


# --- sums ----------------------------------------------------------------------------------------


def _same(draft: Deal, before: Deal, fields: Sequence[str]) -> bool:
    return all(getattr(draft, field) == getattr(before, field) for field in fields)


def _lines_differ(draft: Deal, before: Deal) -> bool:
    asked: tuple[DealLine, ...] = tuple(each.asked for each in before.lines)
    return draft.lines != asked


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
