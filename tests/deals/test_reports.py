"""Reports: the funnel by stages and managers, the forecast by months; over what one may see."""

from typing import Any

from google.type import date_pb2

from crm.deals.v1 import reports_pb2 as pb
from crm.deals.v1 import reports_pb2_grpc as pb_grpc
from services.kit import clock
from services.kit.caller import Caller
from tests.deals.office import Office
from tests.deals.sales import MANUAL, Sales, funnel, loss_reasons, money

Pb = Any


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
