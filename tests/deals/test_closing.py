"""Deals are won and lost, with their reasons, and opened again by right."""

from dataclasses import replace
from typing import Any

import pytest

from crm.deals.v1 import deals_pb2 as pb
from services.kit import changes
from tests.deals.office import Office, refused
from tests.deals.sales import STRICT, Sales, funnel, loss_reasons, money, state_fact


def told(office: Office, kind: str) -> Any:
    (row,) = office.changes(kind)
    return changes.event(row)


def test_a_strict_deal_is_won_at_its_end_alone(office: Office) -> None:
    strict = funnel(office, "Новая", "Договор", win_conditions={"fields": ["contract_number"]})
    sales = Sales(office, office.manager_a)
    deal = sales.create(funnel=strict.name, amount=money(100))
    with refused() as refusal:
        sales.win(deal)
    assert refusal.reason == "STAGE_CONDITIONS_UNMET"
    assert [reason for _, reason in refusal.fields] == ["NEED_STAGE", "NEED_FIELD"]
    sales.move(deal, strict.stages[1].id)
    assert sales.check(deal) == [("FIELD", "contract_number")]
    sales.update(deal, contract_number="12-А")
    assert sales.check(deal) == []
    won = sales.win(deal, "Подписали")
    assert (won.state, won.probability, won.weighted_amount) == (
        pb.Deal.STATE_WON,
        100,
        money(100),
    )
    assert sales.moves(deal)[0].state == pb.Deal.STATE_WON
    assert told(office, "deal_won").deal.name == deal.name
    for change in (lambda: sales.win(deal), lambda: sales.move(deal, strict.stages[0].id)):
        with refused() as refusal:
            change()
        assert refusal.reason == "DEAL_CLOSED"


def test_a_deal_is_lost_anywhere_with_a_reason_that_may_ask_for_a_comment(office: Office) -> None:
    sales = Sales(office, office.manager_a)
    deal = sales.create(amount=money(100))
    reasons = loss_reasons(office)
    for reason, problem in (
        ("lossReasons/none", ("reason", "LOSS_REASON_UNKNOWN")),
        (reasons["Спам"], ("reason", "LOSS_REASON_UNKNOWN")),
        (reasons["Другое"], ("comment", "COMMENT_REQUIRED")),
    ):
        with refused() as refusal:
            sales.lose(deal, reason)
        assert refusal.fields == (problem,)
    with refused() as refusal:
        sales.lose(deal, reasons["Дорого"], "ы" * 1001)
    assert refusal.fields == (("comment", "TEXT_TOO_LONG"),)
    lost = sales.lose(deal, reasons["Дорого"], "Дешевле у соседей")
    assert (lost.state, lost.stage, lost.probability) == (pb.Deal.STATE_LOST, deal.stage, 0)
    assert (lost.loss_reason, lost.loss_comment) == (reasons["Дорого"], "Дешевле у соседей")
    event = told(office, "deal_lost")
    assert (event.stage_display_name, event.loss_reason_display_name) == ("Новая", "Дорого")


def test_only_by_right_is_a_closed_deal_opened_again(office: Office) -> None:
    manager = office.manager_a
    unable = {name: keys for name, keys in manager.grants.items() if name != "deals.reopen"}
    sales = Sales(office, manager)
    deal = sales.lose(sales.create(), loss_reasons(office)["Дорого"])
    with refused() as refusal:
        Sales(office, replace(manager, grants=unable)).reopen(deal)
    assert refusal.code == "PERMISSION_DENIED"
    opened = Sales(office, office.head_a).reopen(deal)
    assert (opened.state, opened.stage, opened.loss_reason) == (pb.Deal.STATE_OPEN, deal.stage, "")
    assert opened.probability == 10
    # Whoever moves it now is told who brought it here.
    assert opened.stage_change_user == office.head_a.user
    with refused() as refusal:
        sales.reopen(deal)
    assert refusal.reason == "DEAL_OPEN"


@pytest.mark.parametrize("way", ["reopen", "undelete"])
def test_a_strict_deal_comes_back_only_where_its_conditions_hold(office: Office, way: str) -> None:
    strict = funnel(office, "Новая", ("Встреча", {"works": ["meeting"]}), kind=STRICT)
    sales = Sales(office, office.manager_a)
    deal = sales.create(funnel=strict.name)
    state_fact(office, deal, kind="FACT_KIND_WORK", key="meeting", state="FACT_STATE_PLUS")
    sales.move(deal, strict.stages[1].id)
    if way == "reopen":
        sales.lose(deal, loss_reasons(office)["Дорого"])
    else:
        sales.delete(deal)
    state_fact(office, deal, 2, kind="FACT_KIND_WORK", key="meeting", state="FACT_STATE_WITHDRAWN")
    with refused() as refusal:
        getattr(sales, way)(deal)
    assert refusal.reason == "STAGE_CONDITIONS_UNMET"
    state_fact(office, deal, 3, kind="FACT_KIND_WORK", key="meeting", state="FACT_STATE_PLUS")
    assert getattr(sales, way)(deal).stage == strict.stages[1].id


def test_exact_counts_sum_up(office: Office) -> None:
    sales = Sales(office, office.manager_a)
    for amount in (money(10), money(5), money(7, "USD"), None):
        sales.create(amount=amount)
    request = pb.CountDealsRequest(exact=True)
    answer = sales.stub.CountDeals(request)
    assert (answer.count, list(answer.amounts)) == (4, [money(15), money(7, "USD")])
    assert sales.stub.CountDeals(pb.CountDealsRequest()).count == 4
