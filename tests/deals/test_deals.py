"""Deals: made, found, changed, shared, thrown away and taken back; what is refused, and why."""

import uuid
from typing import Any

import pytest
from google.type import date_pb2

from crm.deals.v1 import deals_pb2 as pb
from crm.deals.v1 import funnels_pb2
from tests.deals.office import Office, refused
from tests.deals.sales import MANUAL, Sales, funnel, money


def test_a_deal_begins_in_the_first_stage_of_the_default_funnel(office: Office) -> None:
    sales = Sales(office, office.manager_a)
    deal = sales.create(
        "  Насосы  для  ТЭЦ ",
        amount=money(1000),
        expected_close_date=date_pb2.Date(year=2026, month=12, day=1),
    )
    default = office.funnels(office.admin).ListFunnels(funnels_pb2.ListFunnelsRequest()).funnels[0]
    assert deal.display_name == "Насосы для ТЭЦ"
    assert (deal.funnel, deal.stage) == (default.name, default.stages[0].id)
    assert (deal.probability, deal.weighted_amount) == (10, money(100))
    assert (deal.owner, deal.owner_display_name) == (office.manager_a.user, "manager-a")
    assert deal.state == pb.Deal.STATE_OPEN
    assert deal.HasField("stuck_time")
    assert sales.get(deal) == deal
    (row,) = office.changes("deal_created")
    assert row["subject"] == deal.name
    (first,) = sales.moves(deal)
    assert (first.from_stage, first.stage, first.user) == ("", deal.stage, office.manager_a.user)


def test_the_same_request_creates_once(office: Office) -> None:
    sales = Sales(office, office.manager_a)
    request = pb.CreateDealRequest(deal=pb.Deal(display_name="А"), request_id=str(uuid.uuid4()))
    assert sales.stub.CreateDeal(request) == sales.stub.CreateDeal(request)
    assert sales.titles() == ["А"]


def test_each_sees_his_own_his_unit_or_where_he_takes_part_at_once(
    office: Office, other_office: Office
) -> None:
    mine, theirs = Sales(office, office.manager_a), Sales(office, office.manager_b)
    deal = mine.create()
    assert Sales(office, office.head_a).titles() == ["Насосы"]
    assert not Sales(other_office, other_office.admin).titles()
    with refused() as refusal:
        theirs.get(deal)
    assert refusal.code == "NOT_FOUND"
    mine.update(deal, participants=[office.manager_b.user])
    assert theirs.titles() == ["Насосы"]
    theirs.update(deal, comment="Помогаю")
    with refused() as refusal:
        theirs.update(deal, owner=office.manager_b.user)
    assert refusal.reason == "OWNER_NOT_YOURS"
    mine.update(deal, "participants")
    assert not theirs.titles()


def test_filters_and_sorts(office: Office) -> None:
    sales = Sales(office, office.manager_a)
    for title, amount, day in (("Альфа", 300, 3), ("Бета", 100, 1), ("Гамма", 200, 2)):
        date = date_pb2.Date(year=2027, month=1, day=day)
        sales.create(title, amount=money(amount), expected_close_date=date)
    sales.create("Дельта")
    assert sales.titles() == ["Дельта", "Гамма", "Бета", "Альфа"]
    assert sales.titles(order_by="amount desc")[:2] == ["Альфа", "Гамма"]
    assert sales.titles(order_by="expected_close_date") == ["Бета", "Гамма", "Альфа", "Дельта"]
    second = date_pb2.Date(year=2027, month=1, day=2)
    assert sales.titles(min_expected_close_date=second, max_expected_close_date=second) == ["Гамма"]
    assert sales.titles(query="гам") == ["Гамма"]
    assert sales.titles(owner=["users/me"], query="бет альф") == []
    assert Sales(office, office.admin).titles(owner=[office.manager_b.user]) == []
    assert len(Sales(office, office.admin).titles(org_unit="orgUnits/a")) == 4
    assert sales.titles(without_work=True, state=[pb.Deal.STATE_WON]) == []
    page = sales.stub.ListDeals(pb.ListDealsRequest(page_size=3))
    rest = sales.found(page_size=3, page_token=page.next_page_token)
    assert [each.display_name for each in rest] == ["Альфа"]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"title": " "}, ("display_name", "FIELD_REQUIRED")),
        ({"funnel": "funnels/none"}, ("funnel", "FUNNEL_UNKNOWN")),
        ({"amount": money(-1)}, ("amount", "MONEY_FORMAT")),
        ({"own_probability": 101}, ("own_probability", "NUMBER_OUT_OF_RANGE")),
        ({"checked_items": ["abc"]}, ("checked_items[0]", "CHECKLIST_ITEM_UNKNOWN")),
        ({"owner": "users/none"}, ("owner", "OWNER_UNKNOWN")),
        ({"participants": ["users/none"]}, ("participants[0]", "PARTICIPANT_UNKNOWN")),
    ],
)
def test_what_is_wrong_is_said_by_field(
    office: Office, fields: dict[str, Any], problem: tuple[str, str]
) -> None:
    with refused() as refusal:
        Sales(office, office.manager_a).create(**fields)
    assert problem in refusal.fields
    assert not office.changes("deal_created")


def test_three_digits_behind_the_point_are_no_money(office: Office) -> None:
    amount = money(1)
    amount.nanos = 5_000_000
    with refused() as refusal:
        Sales(office, office.manager_a).create(amount=amount)
    assert refusal.fields == (("amount", "MONEY_PRECISION"),)


def test_a_stale_change_and_another_funnel_are_refused(office: Office) -> None:
    sales = Sales(office, office.manager_a)
    other = funnel(office, "Новая", kind=MANUAL)
    deal = sales.create()
    sales.update(deal, comment="1")
    with refused() as refusal:
        sales.update(deal, etag=deal.etag, comment="2")
    assert refusal.reason == "STALE_ETAG"
    with refused() as refusal:
        sales.update(deal, funnel=other.name)
    assert refusal.fields == (("funnel", "FIELD_IMMUTABLE"),)


def test_the_recycle_bin_keeps_a_deal_and_gives_it_back(office: Office) -> None:
    sales = Sales(office, office.manager_a)
    deal = sales.create()
    assert sales.delete(deal).state == pb.Deal.STATE_DELETED
    assert not sales.titles()
    assert sales.titles(state=[pb.Deal.STATE_DELETED]) == ["Насосы"]
    with refused() as refusal:
        sales.update(deal, comment="?")
    assert refusal.reason == "DEAL_CLOSED"
    with refused() as refusal:
        sales.delete(deal)
    assert refusal.reason == "ALREADY_DELETED"
    back = sales.undelete(deal)
    assert (back.state, back.stage, back.rank) == (deal.state, deal.stage, deal.rank)
    assert sales.titles() == ["Насосы"]


def test_nobody_asks_for_more_columns_than_there_are(office: Office) -> None:
    many = [str(number) for number in range(40)]
    with refused() as refusal:
        Sales(office, office.manager_a).found(order_by="rank", funnel=many, stage=many)
    assert refusal.fields == (("stage", "TOO_MANY"),)
