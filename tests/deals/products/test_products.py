"""Products, kinds of prices and rates of VAT as a tenant keeps them; lines without a deal."""

import uuid
from typing import Any

from google.type import date_pb2

from crm.deals.v1 import products_pb2 as pb
from crm.deals.v1 import products_pb2_grpc
from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import tenants_pb2
from services.deals.products.store import PRODUCTS
from services.kit.caller import Caller
from tests.deals.office import Office, refused
from tests.deals.products.shop import Shop, day
from tests.deals.sales import money

Pb = Any


def test_a_tenant_begins_with_the_rates_of_the_law_and_kinds_of_prices(
    office: Office, other_office: Office
) -> None:
    tenant = tenants_pb2.Tenant(name=f"tenants/{office.tenant}", language="en")
    office.tell(identity.TenantCreated(tenant=tenant), tenant.name)
    shop = Shop(office)
    assert [each.display_name for each in shop.price_lists()] == ["Retail prices", "Wholesale"]
    held = {each.code for each in shop.rates(on_date=day(2026, 1, 1))}
    assert held == {"22", "10", "0", "none", "5", "7", "22/122", "10/110", "5/105", "7/107"}
    assert [each.code for each in shop.rates()][:3] == ["22", "20", "18"]
    assert len(office.changes("vat_rate_created")) == 14
    assert Shop(other_office).price_lists()[0].display_name == "Розничные цены"


def test_rates_of_a_kind_hold_one_at_a_time(office: Office) -> None:
    shop = Shop(office)
    rates = {each.code: each for each in shop.rates()}
    draft = pb.VatRate(kind=pb.VatRate.KIND_GENERAL, code="25", percent=25)
    draft.from_date.CopyFrom(day(2030, 1, 1))
    with refused() as refusal:
        shop.stub.CreateVatRate(pb.CreateVatRateRequest(vat_rate=draft))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "VAT_RATE_OVERLAPS")
    ended = pb.VatRate(name=rates["22"].name, to_date=day(2029, 12, 31), etag=rates["22"].etag)
    shop.stub.UpdateVatRate(pb.UpdateVatRateRequest(vat_rate=ended))
    made = shop.stub.CreateVatRate(pb.CreateVatRateRequest(vat_rate=draft))
    assert (made.display_name, made.base) == ("25 %", 0)
    assert shop.rates(on_date=day(2030, 1, 1))[0].code == "25"
    reopened = pb.UpdateVatRateRequest(vat_rate=pb.VatRate(name=rates["22"].name))
    reopened.update_mask.paths.append("to_date")
    with refused() as refusal:
        shop.stub.UpdateVatRate(reopened)
    assert refusal.reason == "VAT_RATE_OVERLAPS"
    wrong = pb.VatRate(kind=pb.VatRate.KIND_REDUCED_CALCULATED, code="x", percent=10, base=100)
    with refused() as refusal:
        shop.stub.CreateVatRate(pb.CreateVatRateRequest(vat_rate=wrong))
    assert ("base", "NUMBER_OUT_OF_RANGE") in refusal.fields


def test_products_are_kept_and_found(office: Office) -> None:
    shop = Shop(office)
    retail = shop.price_lists()[0]
    request = pb.CreateProductRequest(
        product=pb.Product(
            display_name=" Насос  К-80 ",
            code="N-80/1",
            prices=[pb.Price(price_list=retail.name, amount=money(100))],
        ),
        request_id=str(uuid.uuid4()),
    )
    pump = shop.stub.CreateProduct(request)
    assert pump == shop.stub.CreateProduct(request)
    assert (pump.display_name, pump.unit) == ("Насос К-80", "796")
    assert (pump.kind, pump.vat) == (pb.Product.KIND_GOODS, pb.VatRate.KIND_GENERAL)
    valve = shop.product("Вентиль")
    assert shop.titles() == ["Вентиль", "Насос К-80"]
    assert shop.titles(query="насос") == shop.titles(query="n801") == ["Насос К-80"]
    assert shop.stub.GetProduct(pb.GetProductRequest(name=pump.name)) == pump
    shop.update(valve, archived=True)
    assert shop.titles() == ["Насос К-80"]
    assert shop.titles(show_archived=True) == ["Вентиль", "Насос К-80"]
    with refused() as refusal:
        shop.product("Другой", code="n-80/1")
    assert (refusal.code, refusal.reason) == ("ALREADY_EXISTS", "PRODUCT_CODE_TAKEN")
    twice = [pb.Price(price_list=retail.name, amount=money(1))] * 2
    for wrong, reason in (
        ({"unit": "шт"}, "UNIT_FORMAT"),
        ({"prices": twice}, "PRICE_TWICE"),
        ({"prices": [pb.Price(price_list="priceLists/x", amount=money(1))]}, "PRICE_LIST_UNKNOWN"),
        ({"prices": [pb.Price(price_list=retail.name, amount=money(1, "USD"))]}, "CURRENCY_MIXED"),
        ({"prices": [pb.Price(price_list=retail.name, amount=money(-1))]}, "MONEY_FORMAT"),
    ):
        with refused() as refusal:
            shop.update(pump, **wrong)
        assert refusal.reason == reason
    with refused() as refusal:
        update = pb.UpdatePriceListRequest(price_list=pb.PriceList(name=retail.name))
        update.price_list.currency = "USD"
        shop.stub.UpdatePriceList(update)
    assert refusal.reason == "FIELD_IMMUTABLE"


def test_lists_of_products_are_read_from_their_indexes(office: Office) -> None:
    shop = Shop(office)
    for at in range(5):
        shop.product(f"Труба {at}")
    raw = PRODUCTS.raw(office.db)
    named = raw.explain(
        {"archived": False}, sort=[("name_key", 1), ("_id", 1)], hint="tenant_1_name_key"
    )
    assert "SORT" not in str(named["queryPlanner"]["winningPlan"])
    assert shop.titles(query="труба 3") == ["Труба 3"]
    first = shop.stub.ListProducts(pb.ListProductsRequest(page_size=2))
    more = pb.ListProductsRequest(page_size=2, page_token=first.next_page_token)
    titles = [each.display_name for each in shop.stub.ListProducts(more).products]
    assert titles == ["Труба 2", "Труба 3"]


def test_lines_are_priced_without_a_deal(office: Office) -> None:
    shop = Shop(office)
    retail = shop.price_lists()[0]
    pump = shop.product("Насос", prices=[pb.Price(price_list=retail.name, amount=money(122))])
    lines = [
        pb.DealLine(product=pump.name, quantity="2"),
        pb.DealLine(display_name="Монтаж", quantity="1", price=money(1220), discount_percent="10"),
    ]
    manager = Shop(office, office.manager_a)
    answer = manager.priced(lines, retail.name)
    assert (answer.net_total, answer.vat_total) == (money(1100), money(242))
    assert answer.gross_total == money(1342)
    assert [each.price_source for each in answer.lines] == ["PRICE_LIST", "MANUAL"]
    old = manager.priced(lines, retail.name, shipment_date=day(2025, 5, 5))
    assert [each.vat_code for each in old.lines] == ["20", "20"]
    with refused() as refusal:
        manager.priced([*lines, pb.DealLine(product=pump.name)], "priceLists/none")
    assert refusal.fields == (
        ("price_list", "PRICE_LIST_UNKNOWN"),
        ("lines[2].quantity", "FIELD_REQUIRED"),
    )


def test_a_reader_changes_nothing(office: Office) -> None:
    reader = Caller(
        tenant=office.tenant,
        user="users/reader",
        display_name="r",
        grants={"products.read": ("*",)},
    )
    shop = Shop(office, reader)
    assert shop.price_lists()
    with refused() as refusal:
        shop.product("Насос")
    assert refusal.code == "PERMISSION_DENIED"
    stub: Pb = office.door.stub(products_pb2_grpc.ProductServiceStub, reader)
    with refused() as refusal:
        stub.GetProduct(pb.GetProductRequest(name="products/none"))
    assert refusal.code == "NOT_FOUND"
    assert date_pb2.Date() == stub.ListVatRates(pb.ListVatRatesRequest()).vat_rates[0].to_date
