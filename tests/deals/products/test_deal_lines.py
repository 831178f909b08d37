"""Lines of a deal: priced as it is settled, its amount their total, by the day of shipment."""

from typing import Any

from crm.deals.v1 import deals_pb2 as deals
from crm.deals.v1 import products_pb2 as pb
from tests.deals.office import Office, refused
from tests.deals.products.shop import Shop, day
from tests.deals.sales import Sales, funnel, money

Pb = Any
AFTER_SHIPMENT, AFTER_CONTRACT = pb.PaymentStage.EVENT_SHIPMENT, pb.PaymentStage.EVENT_CONTRACT


class Sale:
    """A manager with a pump that costs 122 with VAT."""

    def __init__(self, office: Office) -> None:
        self.shop = Shop(office)
        self.retail = self.shop.price_lists()[0].name
        price = pb.Price(price_list=self.retail, amount=money(122))
        self.pump = self.shop.product("Насос", prices=[price])
        self.sales = Sales(office, office.manager_a)

    def line(self, quantity: str = "2", **fields: Any) -> Pb:
        return pb.DealLine(product=self.pump.name, quantity=quantity, **fields)

    def deal(self, **fields: Any) -> Pb:
        sold: dict[str, Any] = {"lines": [self.line()], "price_list": self.retail, **fields}
        return self.sales.create(**sold)


def test_lines_make_the_amount(office: Office) -> None:
    sale = Sale(office)
    deal = sale.deal(shipment_date=day(2026, 12, 1))
    (line,) = deal.lines
    assert (line.display_name, line.unit, line.vat_code) == ("Насос", "796", "22")
    assert (deal.net_total, deal.vat_total, deal.gross_total) == (money(200), money(44), money(244))
    assert deal.amount == deal.gross_total
    assert sale.sales.get(deal).weighted_amount.units == 24
    # What was read is sent back: nothing changes, and no price becomes one of its own.
    again = sale.sales.update(deal, lines=list(deal.lines), comment="Звонил")
    assert again.lines == deal.lines
    more = sale.sales.update(deal, lines=[*deal.lines, sale.line("1", discount_percent="50")])
    assert more.amount == money(305)
    assert [each.discount_source for each in more.lines] == ["", "MANUAL"]
    assert sale.sales.found()[0].lines == deals.Deal().lines
    assert office.changes("deal_updated")[-1]["version"] == 3
    empty = sale.sales.update(deal, "lines")
    assert not empty.lines
    assert not empty.HasField("gross_total")
    assert empty.amount == money(305)


def test_another_day_another_rate_and_nothing_else_prices_anew(office: Office) -> None:
    sale = Sale(office)
    deal = sale.deal(shipment_date=day(2026, 1, 1))
    dearer = pb.Price(price_list=sale.retail, amount=money(1220))
    sale.shop.update(sale.pump, prices=[dearer])
    assert sale.sales.update(deal, comment="Ждёт").amount == money(244)
    older = sale.sales.update(deal, shipment_date=day(2025, 12, 31))
    assert (older.lines[0].vat_code, older.amount) == ("20", money(2440))
    assert older.vat_total.units == 406


def test_what_does_not_fit_is_refused_by_field(office: Office) -> None:
    sale = Sale(office)
    for fields, wrong in (
        ({"lines": [sale.line("0")]}, ("lines[0].quantity", "NUMBER_OUT_OF_RANGE")),
        ({"price_list": ""}, ("lines[0].price", "PRICE_MISSING")),
        ({"price_list": "priceLists/x"}, ("price_list", "PRICE_LIST_UNKNOWN")),
        ({"lines": [pb.DealLine(product="products/x", quantity="1")]}, ("lines[0].product", "")),
        ({"lines": [sale.line()] * 201}, ("lines", "TOO_MANY")),
        ({"amount": money(1)}, ("amount", "AMOUNT_OF_LINES")),
        (
            {"payment_schedule": [pb.PaymentStage(percent=99, event=AFTER_SHIPMENT)]},
            ("payment_schedule", "SCHEDULE_NOT_WHOLE"),
        ),
    ):
        with refused() as refusal:
            sale.deal(**fields)
        field, reason = wrong
        assert (refusal.code, refusal.fields[0][0]) == ("INVALID_ARGUMENT", field)
        assert refusal.fields[0][1] == (reason or "PRODUCT_UNKNOWN")
    deal = sale.deal(amount=money(244))
    with refused() as refusal:
        sale.sales.update(deal, amount=money(300))
    assert refusal.reason == "AMOUNT_OF_LINES"


def test_a_stage_may_ask_for_lines_and_for_when_it_is_paid(office: Office) -> None:
    sale = Sale(office)
    asked = {"fields": ["lines", "payment_schedule"]}
    strict = funnel(office, "Новая", ("Условия", asked))
    deal = sale.sales.create(funnel=strict.name)
    second = strict.stages[1].id
    with refused() as refusal:
        sale.sales.move(deal, second)
    assert [field for field, _ in refusal.fields] == ["lines", "payment_schedule"]
    parts = [
        pb.PaymentStage(percent=30, event=AFTER_CONTRACT, days=5),
        pb.PaymentStage(percent=70, event=AFTER_SHIPMENT, days=30),
    ]
    terms = deals.Deal(lines=[sale.line()], price_list=sale.retail, payment_schedule=parts)
    moved = sale.sales.move(deal, second, sets=terms)
    assert (moved.stage, moved.amount) == (second, money(244))
    assert list(moved.payment_schedule) == parts
    with refused() as refusal:
        sale.sales.update(deal, "lines")
    assert refusal.reason == "STAGE_CONDITIONS_UNMET"
