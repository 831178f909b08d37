"""Prices, VAT and totals: the tables of the law, rounding to the kopeck, sums that add up."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deals.products import pricing
from services.deals.products.line import DealLine
from services.deals.products.pricing import Discount, Prices, priced
from services.deals.products.product import Price, PriceList, Product
from services.deals.products.vat import RUSSIAN, VatKind, rate
from services.kit.money import Money

TODAY = date(2026, 11, 22)
WITHIN = Prices(day=TODAY)
ON_TOP = Prices(day=TODAY, price_list=PriceList(name="priceLists/o", display_name="Опт"))


def roubles(text: str) -> Money:
    return Money(Decimal(text), "RUB")


def line(
    price: str, quantity: str = "1", vat: VatKind = VatKind.GENERAL, discount_percent: str = ""
) -> DealLine:
    return DealLine(
        display_name="Н",
        quantity=quantity,
        price=roubles(price),
        vat=vat,
        discount_percent=discount_percent,
    ).tidy()


def sums(done: pricing.Priced) -> tuple[str, ...]:
    totals = (done.net_total, done.vat_total, done.gross_total)
    return tuple(str(each.amount) if each else "" for each in totals)


@pytest.mark.parametrize(
    ("kind", "day", "code"),
    [
        (VatKind.GENERAL, date(2018, 12, 31), "18"),
        (VatKind.GENERAL, date(2019, 1, 1), "20"),
        (VatKind.GENERAL, date(2025, 12, 31), "20"),
        (VatKind.GENERAL, date(2026, 1, 1), "22"),
        (VatKind.GENERAL_CALCULATED, date(2025, 12, 31), "20/120"),
        (VatKind.GENERAL_CALCULATED, date(2026, 1, 1), "22/122"),
        (VatKind.REDUCED, date(2026, 6, 1), "10"),
        (VatKind.REDUCED_CALCULATED, date(2026, 6, 1), "10/110"),
        (VatKind.ZERO, date(2026, 6, 1), "0"),
        (VatKind.NONE, date(2026, 6, 1), "none"),
        (VatKind.SIMPLIFIED_5, date(2026, 6, 1), "5"),
        (VatKind.SIMPLIFIED_7, date(2026, 6, 1), "7"),
        (VatKind.SIMPLIFIED_5_CALCULATED, date(2026, 6, 1), "5/105"),
        (VatKind.SIMPLIFIED_7_CALCULATED, date(2026, 6, 1), "7/107"),
    ],
)
def test_the_rate_is_that_of_the_day(kind: VatKind, day: date, code: str) -> None:
    found = rate(kind, day, RUSSIAN)
    assert found is not None
    assert found.code == code


def test_before_there_was_a_rate_there_is_none() -> None:
    assert rate(VatKind.SIMPLIFIED_5, date(2024, 12, 31), RUSSIAN) is None
    found = pricing.problems(
        "lines", [line("1", vat=VatKind.SIMPLIFIED_5)], Prices(day=date(2024, 1, 1))
    )
    assert [(each.field, each.reason) for each in found] == [("lines[0].vat", "VAT_RATE_MISSING")]


@pytest.mark.parametrize(
    ("prices", "one", "expected"),
    [
        (WITHIN, line("122.00"), ("100.00", "22.00", "122.00")),
        (ON_TOP, line("100.00"), ("100.00", "22.00", "122.00")),
        # Half a kopeck goes up: 0.25 x 22 % = 0.055.
        (ON_TOP, line("0.25"), ("0.25", "0.06", "0.31")),
        (ON_TOP, line("0.05", vat=VatKind.REDUCED), ("0.05", "0.01", "0.06")),
        (WITHIN, line("0.335", "1"), None),
        (WITHIN, line("99.99", "3"), ("245.88", "54.09", "299.97")),
        (WITHIN, line("1000", vat=VatKind.ZERO), ("1000.00", "0.00", "1000.00")),
        (ON_TOP, line("1000", vat=VatKind.NONE), ("1000.00", "0.00", "1000.00")),
        (WITHIN, line("105", vat=VatKind.SIMPLIFIED_5), ("100.00", "5.00", "105.00")),
        (ON_TOP, line("100", vat=VatKind.SIMPLIFIED_7), ("100.00", "7.00", "107.00")),
        # Calculated out of the sum, whatever the prices are.
        (ON_TOP, line("122", vat=VatKind.GENERAL_CALCULATED), ("100.00", "22.00", "122.00")),
        (WITHIN, line("10", "0,125"), ("1.02", "0.23", "1.25")),
        (WITHIN, line("100", discount_percent="7,5"), ("75.82", "16.68", "92.50")),
        (WITHIN, line("100", discount_percent="-10"), ("90.16", "19.84", "110.00")),
        (WITHIN, line("100", discount_percent="100"), ("0.00", "0.00", "0.00")),
    ],
)
def test_a_line_to_the_kopeck(prices: Prices, one: DealLine, expected: object) -> None:
    if expected is None:
        assert [each.reason for each in one.problems("lines[0]")] == ["MONEY_PRECISION"]
        return
    assert sums(priced([one], prices)) == expected


def test_a_rate_of_2025_for_what_is_shipped_then() -> None:
    shipped = Prices(day=date(2025, 12, 31))
    (done,) = priced([line("120")], shipped).lines
    assert (done.vat_code, done.vat_amount, done.net) == ("20", roubles("20.00"), roubles("100.00"))


def test_where_price_and_discount_come_from() -> None:
    retail = PriceList(name="priceLists/r", display_name="Розница", vat_included=True)
    steps = (
        Price(price_list=retail.name, amount=roubles("100")),
        Price(price_list=retail.name, amount=roubles("120"), from_date=date(2026, 7, 1)),
        Price(price_list=retail.name, amount=roubles("130"), from_date=date(2027, 1, 1)),
    )
    pump = Product(name="products/p", display_name="Насос", unit="796", prices=steps)
    prices = Prices(
        day=TODAY,
        products={pump.name: pump},
        price_list=retail,
        discount=Discount(Decimal(5), pricing.LOYALTY),
    )
    asked = DealLine(product=pump.name, quantity="2")
    (listed,) = priced([asked], prices).lines
    assert (listed.display_name, listed.unit, listed.vat) == ("Насос", "796", VatKind.GENERAL)
    assert (listed.applied_price, listed.price) == (roubles("120"), None)
    assert (listed.price_source, listed.discount_source) == ("PRICE_LIST", "LOYALTY")
    assert (listed.applied_discount_percent, listed.gross) == ("5", roubles("228.00"))
    assert listed.asked.price is None
    agreed = Prices(
        day=TODAY,
        products={pump.name: pump},
        price_list=retail,
        agreed_prices={pump.name: roubles("90")},
        agreed_discounts={pump.name: Decimal("2.50")},
    )
    (other,) = priced([asked], agreed).lines
    assert (other.price_source, other.discount_source) == ("AGREEMENT", "AGREEMENT")
    assert (other.applied_price, other.applied_discount_percent) == (roubles("90"), "2.5")
    early = Prices(day=date(2026, 6, 30), products={pump.name: pump}, price_list=retail)
    assert priced([asked], early).lines[0].applied_price == roubles("100")


def test_what_cannot_be_priced_is_named_line_by_line() -> None:
    pump = Product(name="products/p", display_name="Насос")
    dollars = DealLine(display_name="Д", quantity="1", price=Money(Decimal(1), "USD"))
    lines = [
        line("1"),
        DealLine(product="products/none", quantity="1"),
        DealLine(product=pump.name, quantity="1"),
        dollars,
    ]
    found = pricing.problems("lines", lines, Prices(day=TODAY, products={pump.name: pump}))
    assert [(each.field, each.reason) for each in found] == [
        ("lines[1].product", "PRODUCT_UNKNOWN"),
        ("lines[2].price", "PRICE_MISSING"),
        ("lines[3].price", "CURRENCY_MIXED"),
    ]
    for quantity in ("", "0", "-1", "1.2345", "много", "1e3", "99999999999"):
        assert list(DealLine(display_name="x", quantity=quantity).problems("l"))
    for percent in ("x", "100.01", "-1001", "7.555", "1e1"):
        sent = DealLine(display_name="x", quantity="1", discount_percent=percent)
        assert list(sent.problems("l"))


kopecks = st.integers(0, 10**9).map(lambda units: Money(Decimal(units).scaleb(-2), "RUB"))
lines_of_any_kind = st.lists(
    st.builds(
        DealLine,
        display_name=st.just("Н"),
        quantity=st.integers(1, 10**6).map(lambda units: str(Decimal(units).scaleb(-3))),
        price=kopecks,
        discount_percent=st.integers(-10_000, 10_000).map(lambda u: str(Decimal(u).scaleb(-2))),
        vat=st.sampled_from(VatKind),
    ),
    min_size=1,
    max_size=6,
)


@given(lines_of_any_kind, st.sampled_from([WITHIN, ON_TOP]))
def test_totals_are_sums_of_lines_and_lines_add_up(lines: list[DealLine], prices: Prices) -> None:
    assert not list(pricing.problems("lines", lines, prices))
    done = priced(lines, prices)
    cent = Decimal("0.01")
    for asked, each in zip(lines, done.lines, strict=True):
        assert each.net is not None
        assert each.vat_amount is not None
        assert each.gross is not None
        assert asked.price is not None
        assert each.net.amount + each.vat_amount.amount == each.gross.amount
        percent = Decimal(asked.discount_percent)
        exact = asked.price.amount * Decimal(asked.quantity) * (100 - percent) / 100
        stated = each.gross if prices is WITHIN or "/" in each.vat_code else each.net
        assert stated.amount == exact.quantize(cent, ROUND_HALF_UP)
        assert each.asked == asked.asked or each.unit
        assert {part.amount.as_tuple().exponent for part in (each.net, each.gross)} == {-2}
    assert done.net_total is not None
    assert done.vat_total is not None
    assert done.gross_total is not None
    assert done.net_total.amount + done.vat_total.amount == done.gross_total.amount
    assert done.gross_total.amount == sum(e.gross.amount for e in done.lines if e.gross)
    # Priced anew it is the same.
    assert priced([each.asked for each in done.lines], prices) == done
