"""Reports: the funnel by stages and managers, the forecast by months; over what one may see."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from google.type import date_pb2

from crm.counterparties.v1 import events_pb2 as events
from crm.deals.v1 import deals_pb2, products_pb2
from crm.deals.v1 import reports_pb2 as pb
from crm.deals.v1 import reports_pb2_grpc as pb_grpc
from services.kit import clock
from services.kit.caller import Access, Caller
from services.kit.testing_door import Door
from tests.deals.office import Office
from tests.deals.products.shop import Shop
from tests.deals.sales import MANUAL, Sales, funnel, loss_reasons, money
from tests.deals.test_links import Client, client

Pb = Any
LOST = deals_pb2.Deal.STATE_LOST


def reports(office: Office, caller: Caller) -> Pb:
    return office.door.stub(pb_grpc.DealReportServiceStub, caller)


def numbers(rows: Any) -> list[tuple[int, int, int, int]]:
    return [(each.reached, each.open, each.lost, each.conversion) for each in rows]


def test_the_funnel_tells_how_many_came_how_far_and_where_they_were_lost(office: Office) -> None:
    made = funnel(office, "Новая", "Расчёт", "Договор", kind=MANUAL)
    _, second, third = (stage.id for stage in made.stages)
    a, b = Sales(office, office.manager_a), Sales(office, office.manager_b)
    reason = loss_reasons(office)["Дорого"]
    a.create(funnel=made.name, amount=money(10))
    lost = a.move(a.create(funnel=made.name), second)
    a.lose(lost, reason)
    won = b.move(b.create(funnel=made.name, amount=money(7)), third)
    b.win(won)
    b.move(b.create(funnel=made.name), third)
    a.delete(a.create(funnel=made.name))
    request = pb.ReportFunnelRequest(funnel=made.name)
    whole = reports(office, office.admin).ReportFunnel(request)
    assert numbers(whole.stages) == [(4, 1, 0, 750), (3, 0, 1, 666), (2, 1, 0, 500)]
    assert (whole.open, whole.won, whole.lost, whole.win_rate) == (2, 1, 1, 500)
    assert list(whole.won_amounts) == [money(7)]
    assert list(whole.stages[0].amounts) == [money(10)]
    assert [
        (each.owner_display_name, each.open, each.won, each.lost) for each in whole.managers
    ] == [
        ("manager-a", 1, 0, 1),
        ("manager-b", 1, 1, 0),
    ]
    of_a = reports(office, office.head_a).ReportFunnel(request)
    assert numbers(of_a.stages) == [(2, 1, 0, 500), (1, 0, 1, 0), (0, 0, 0, 0)]
    assert numbers(of_a.managers[0].stages) == numbers(of_a.stages)
    later = date_pb2.Date(year=clock.now().year + 1, month=1, day=1)
    on = pb.ReportFunnelRequest(funnel=made.name, min_create_date=later)
    assert reports(office, office.admin).ReportFunnel(on).open == 0
    on = pb.ReportFunnelRequest(funnel=made.name, owner=[office.manager_b.user])
    assert reports(office, office.admin).ReportFunnel(on).won == 1


def test_by_days_of_creation_as_by_the_ledger(office: Office) -> None:
    sales = Sales(office, office.manager_a)
    sales.create(amount=money(5))
    sales.win(sales.create(amount=money(6)))
    stub = reports(office, office.manager_a)
    of_all = stub.ReportFunnel(pb.ReportFunnelRequest())
    since = date_pb2.Date(year=2020, month=1, day=1)
    assert stub.ReportFunnel(pb.ReportFunnelRequest(min_create_date=since)) == of_all


def test_the_forecast_tells_months_and_what_was_won(office: Office) -> None:
    sales = Sales(office, office.manager_a)
    for month, amount in ((3, 100), (3, 50), (2, 10)):
        day = date_pb2.Date(year=2027, month=month, day=28)
        sales.create(amount=money(amount), expected_close_date=day)
    sales.create(amount=money(1, "USD"))
    sales.win(sales.create(amount=money(9)))
    months = reports(office, office.admin).ReportForecast(pb.ReportForecastRequest()).months
    expected = [(each.month, each.count, list(each.amounts)) for each in months]
    today = clock.now().strftime("%Y-%m")
    assert [row for row in expected if row[1]] == [
        ("2027-02", 1, [money(10)]),
        ("2027-03", 2, [money(150)]),
        ("", 1, [money(1, "USD")]),
    ]
    (now,) = [each for each in months if each.month == today]
    assert list(now.won_amounts) == [money(9)]
    others = reports(office, office.manager_b).ReportForecast(pb.ReportForecastRequest())
    assert not others.months


def test_losses_are_told_by_what_lists_find_their_deals_by(office: Office) -> None:
    made = funnel(office, "Новая", "Расчёт", kind=MANUAL)
    second = made.stages[1].id
    a, b = Sales(office, office.manager_a), Sales(office, office.manager_b)
    reasons = loss_reasons(office)
    dear, rival = reasons["Дорого"], reasons["Выбрали конкурента"]
    pump = Shop(office).product("Насос").name
    lines = [line(10, product=pump), line(5, product=pump), line(3, display_name="Доставка")]
    a.lose(a.create(funnel=made.name, lines=lines), dear)
    a.lose(a.move(a.create(funnel=made.name, amount=money(3)), second), rival)
    b.lose(b.create(funnel=made.name, amount=money(4, "USD")), dear)
    b.create(funnel=made.name, amount=money(100))
    b.win(b.create(funnel=made.name))
    told = losses(office, office.admin, funnel=made.name)
    assert (told.lost, list(told.amounts)) == (3, [money(21), money(4, "USD")])
    assert table(told.stages) == [("Новая", 2, 666), ("Расчёт", 1, 333)]
    assert table(told.reasons) == [("Дорого", 2, 666), ("Выбрали конкурента", 1, 333)]
    assert table(told.managers) == [("manager-a", 2, 666), ("manager-b", 1, 333)]
    # However many lines of it a deal has.
    assert table(told.products) == [("Насос", 1, 333)]
    assert list(told.products[0].amounts) == [money(15)]
    assert [(each.key, each.count) for each in told.months] == [(clock.now().strftime("%Y-%m"), 3)]
    everybody = Sales(office, office.admin)
    for field, rows in (
        ("stage", told.stages),
        ("loss_reason", told.reasons),
        ("owner", told.managers),
        ("product", told.products),
    ):
        for row in rows:
            listed = everybody.found(state=[LOST], funnel=[made.name], **{field: [row.key]})
            assert len(listed) == row.count, (field, row)
    of_a = losses(office, office.head_a, funnel=made.name)
    assert (of_a.lost, table(of_a.managers)) == (2, [("manager-a", 2, 1000)])
    assert losses(office, office.admin, owner=[office.manager_b.user], funnel=made.name).lost == 1


def test_losses_of_a_time_are_those_closed_in_it(office: Office) -> None:
    sales = Sales(office, office.manager_a)
    sales.lose(sales.create(), loss_reasons(office)["Дорого"])
    today = clock.now().astimezone(ZoneInfo(office.admin.tenant_time_zone)).date()
    for first, last, found in (
        (today, today, 1),
        (None, today, 1),
        (today, None, 1),
        (today + timedelta(days=1), None, 0),
        (None, today - timedelta(days=1), 0),
    ):
        days = {"min_close_date": day(first), "max_close_date": day(last)}
        assert losses(office, office.admin, **days).lost == found
        assert len(sales.found(state=[LOST], **days)) == found
    # What is open again is not lost.
    sales.reopen(sales.found(state=[LOST])[0])
    assert losses(office, office.admin).lost == 0


def test_losses_that_were_told_before_are_told_as_they_are_now(office: Office) -> None:
    shop, reasons = Shop(office), loss_reasons(office)
    pump = shop.product("Насос")
    made = funnel(office, "Новая", "Расчёт", kind=MANUAL)
    sales = Sales(office, office.manager_a)
    deal = sales.create(funnel=made.name, lines=[line(10, product=pump.name)])

    def told() -> tuple[int, Any, Any, Any]:
        found = losses(office, office.admin, funnel=made.name)
        return found.lost, table(found.reasons), table(found.products), list(found.amounts)

    assert told() == (0, [], [], [])
    sales.lose(deal, reasons["Дорого"])
    assert told() == (1, [("Дорого", 1, 1000)], [("Насос", 1, 1000)], [money(10)])
    shop.update(pump, display_name="Насос К-20")
    assert told()[2] == [("Насос К-20", 1, 1000)]
    sales.reopen(deal)
    assert told() == (0, [], [], [])
    sales.update(deal, lines=[line(30, product=pump.name)])
    sales.lose(sales.move(deal, made.stages[1].id), reasons["Выбрали конкурента"])
    whole = [("Насос К-20", 1, 1000)]
    assert told() == (1, [("Выбрали конкурента", 1, 1000)], whole, [money(30)])
    stages = losses(office, office.admin, funnel=made.name).stages
    assert [each.count for each in stages] == [0, 1]
    sales.delete(deal)
    assert told() == (0, [], [], [])
    Sales(office, office.admin).undelete(deal)
    assert told()[0] == 1


def test_losses_by_segments_follow_the_clients_segments(office: Office, clients_door: Door) -> None:
    made = client(clients_door, office, "ООО Ромашка")
    sales = Sales(office, office.manager_a)
    reason = loss_reasons(office)["Дорого"]
    sales.lose(sales.create(counterparty=made.name), reason)
    sales.lose(sales.create(), reason)
    assert not losses(office, office.admin).segments
    put = Client()
    put.CopyFrom(made)
    put.segments.extend(["segments/south", "segments/vip"])
    put.etag = '"2"'
    office.tell(events.CounterpartyUpdated(counterparty=put), made.name, 2, "counterparties")
    office.work()
    told = losses(office, office.admin).segments
    assert [(each.key, each.count) for each in told] == [("segments/south", 1), ("segments/vip", 1)]
    assert len(sales.found(state=[LOST], segment=["segments/vip"])) == 1
    rights = (Access("counterparties", "segments", "", "NONE"),)
    assert not losses(office, replace(office.admin, field_rights=rights)).segments


def line(price: int, **fields: Any) -> Pb:
    no_vat = products_pb2.VatRate.KIND_NONE
    return products_pb2.DealLine(quantity="1", price=money(price), vat=no_vat, **fields)


def day(chosen: date | None) -> date_pb2.Date | None:
    return date_pb2.Date(year=chosen.year, month=chosen.month, day=chosen.day) if chosen else None


def losses(office: Office, caller: Caller, **request: Any) -> Pb:
    return reports(office, caller).ReportLosses(pb.ReportLossesRequest(**request))


def table(rows: Any) -> list[tuple[str, int, int]]:
    return [(each.display_name, each.count, each.share) for each in rows]
