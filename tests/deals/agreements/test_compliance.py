"""Each way to break an agreement, and what differs from the standard one (pure)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.deals.agreements import compliance
from services.deals.agreements.agreement import Agreement, Kind, State
from services.deals.agreements.compliance import Circumstances
from services.deals.agreements.terms import ItemTerm, Terms, differences, filled
from services.deals.deal import Deal
from services.deals.loyalty.program import Kind as LoyaltyKind
from services.deals.loyalty.program import LoyaltyProgram, LoyaltyTier
from services.deals.products.line import DealLine
from services.deals.products.payment_stage import Event, PaymentStage
from services.kit.copying import replace
from services.kit.money import Money

TODAY = date(2026, 11, 22)
ON_CREDIT = (PaymentStage(percent=100, event=Event.SHIPMENT, days=30),)
PREPAID = (PaymentStage(percent=100, event=Event.INVOICE, days=5),)


def roubles(amount: str) -> Money:
    return Money(Decimal(amount), "RUB")


def line(price: str = "100", percent: str = "0", source: str = "MANUAL") -> DealLine:
    return DealLine(
        product="products/p",
        quantity="1",
        applied_price=roubles(price),
        applied_discount_percent=percent,
        discount_source=source,
    )


TERMS = Terms(
    price_list="priceLists/opt",
    payment_schedule=ON_CREDIT,
    delivery_days=5,
    discount_percent="3",
    max_discount_percent="10",
    items=(ItemTerm(product="products/p", price=roubles("90"), discount_percent="12"),),
    min_amount=roubles("50"),
    credit_limit=roubles("1000"),
    contract_required=True,
)
AGREEMENT = Agreement(
    name="agreements/a",
    display_name="Опт",
    kind=Kind.STANDARD,
    state=State.APPROVED,
    segments=("segments/opt",),
    from_date=date(2026, 1, 1),
    to_date=date(2026, 12, 31),
    terms=TERMS,
)
DEAL = Deal(
    name="deals/d",
    display_name="Насосы",
    counterparty="counterparties/c",
    price_list="priceLists/opt",
    payment_schedule=ON_CREDIT,
    delivery_days=5,
    contract_number="7",
    shipment_date=date(2026, 12, 1),
    lines=(line(),),
    gross_total=roubles("100"),
)
KNOWN = Circumstances(today=TODAY, segments=("segments/opt",))


def broken(agreement: Agreement = AGREEMENT, deal: Deal = DEAL, known: Any = KNOWN) -> list[str]:
    found = compliance.violations(agreement, deal, known)
    return [f"{each.path} {each.code}" for each in found]


def test_who_keeps_to_it_breaks_nothing() -> None:
    assert broken() == []
    nothing_said = replace(DEAL, payment_schedule=(), delivery_days=0, price_list="", lines=())
    assert broken(deal=replace(nothing_said, gross_total=None)) == []
    assert compliance.holds(AGREEMENT, "counterparties/c", KNOWN)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"lines": (line("89.99"),)}, "lines[0].price PRICE"),
        ({"lines": (line(), line(percent="12.5"))}, "lines[1].discount_percent DISCOUNT"),
        ({"price_list": "priceLists/retail"}, "price_list PRICE_LIST"),
        ({"payment_schedule": PREPAID}, "payment_schedule PAYMENT"),
        ({"delivery_days": 4}, "delivery_days DELIVERY"),
        ({"gross_total": roubles("49.99")}, "amount AMOUNT"),
        ({"gross_total": roubles("1000.01")}, "payment_schedule CREDIT"),
        ({"contract_number": ""}, "contract_number CONTRACT"),
    ],
)
def test_each_way_a_deal_breaks_it(changed: dict[str, Any], expected: str) -> None:
    assert broken(deal=replace(DEAL, **changed)) == [expected]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"state": State.SUBMITTED}, "agreement NOT_APPROVED"),
        ({"state": State.TERMINATED}, "agreement NOT_APPROVED"),
        ({"to_date": date(2026, 11, 21)}, "agreement EXPIRED"),
        ({"from_date": date(2026, 11, 23)}, "agreement EXPIRED"),
        ({"segments": ("segments/other",)}, "agreement FOREIGN"),
        ({"kind": Kind.INDIVIDUAL, "counterparty": "counterparties/x"}, "agreement FOREIGN"),
    ],
)
def test_an_agreement_that_does_not_hold(changed: dict[str, Any], expected: str) -> None:
    agreement = replace(AGREEMENT, **changed)
    assert broken(agreement) == [expected]
    assert not compliance.holds(agreement, DEAL.counterparty, KNOWN)


def test_debts_count_and_loyalty_stays_within_its_limit_by_itself() -> None:
    owing = replace(KNOWN, owed=90_001)
    assert broken(known=owing) == ["payment_schedule CREDIT"]
    assert broken(deal=replace(DEAL, lines=(line(percent="99", source="LOYALTY"),))) == []
    cheap = replace(KNOWN, list_prices={"products/p": roubles("150")})
    without = replace(AGREEMENT, terms=replace(TERMS, items=()))
    assert broken(without, known=cheap) == ["lines[0].price PRICE"]


def test_another_currency_is_no_way_round_it() -> None:
    dollars = Money(Decimal(500), "USD")
    in_dollars = replace(DEAL, lines=(replace(line(), applied_price=dollars),), gross_total=dollars)
    found = ["lines[0].price PRICE", "amount AMOUNT", "payment_schedule CREDIT"]
    assert broken(deal=in_dollars) == found


def test_what_an_individual_one_does_not_say_is_as_in_its_standard_one() -> None:
    own = filled(Terms(delivery_days=2, items=()), TERMS)
    assert own == replace(TERMS, delivery_days=2)
    other = replace(own, items=(ItemTerm(product="products/q", price=roubles("5")),))
    found = [(d.field, d.standard_value, d.value) for d in differences(TERMS, other)]
    assert found == [
        ("delivery_days", "5", "2"),
        ("items[products/p].price", "90.00 RUB", ""),
        ("items[products/p].discount_percent", "12", ""),
        ("items[products/q].price", "", "5.00 RUB"),
    ]
    assert list(differences(TERMS, TERMS)) == []


def test_tiers_of_loyalty() -> None:
    tiers = [LoyaltyTier(turnover=roubles(t), percent=p) for t, p in (("0", "1"), ("1000", "5"))]
    program = LoyaltyProgram(
        name="loyaltyPrograms/l",
        display_name="Свои",
        kind=LoyaltyKind.DISCOUNT,
        tiers=tuple(tiers),
    ).tidy()
    assert not list(program.problems(None))
    assert [program.percent(Decimal(t)) for t in ("0", "999.99", "1000", "5000")] == [1, 1, 5, 5]
    assert program.since(date(2026, 1, 31)) == date(2025, 1, 28)
    wrong = replace(program, tiers=tuple(reversed(tiers)))
    assert [each.reason for each in wrong.problems(None)] == ["TIERS_NOT_RISING"]
    assert program.is_for([])
    assert not replace(program, paused=True).is_for([])
    assert not replace(program, segments=("segments/a",)).is_for(["segments/b"])
