"""Deals come from stage to stage: in order, with what stages ask for, one of two at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import grpc

from crm.deals.v1 import deals_pb2 as pb
from crm.deals.v1 import funnels_pb2
from tests.deals.office import Office, refused
from tests.deals.sales import MANUAL, Sales, funnel, money

ASKS_AMOUNT = {"fields": ["amount"]}


def column(office: Office, deal: Any) -> list[str]:
    listed = Sales(office, office.admin).found(
        order_by="rank", funnel=[deal.funnel], stage=[deal.stage]
    )
    return [each.display_name for each in listed]


def test_a_strict_deal_goes_stage_by_stage_and_the_server_says_what_is_missing(
    office: Office,
) -> None:
    strict = funnel(office, "Новая", ("Расчёт", ASKS_AMOUNT), "Договор")
    first, second, third = (stage.id for stage in strict.stages)
    sales = Sales(office, office.manager_a)
    deal = sales.create(funnel=strict.name)
    with refused() as refusal:
        sales.move(deal, third)
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "STAGE_CONDITIONS_UNMET")
    assert refusal.fields == ((f"stage:{second}", "NEED_STAGE"), ("amount", "NEED_FIELD"))
    moved = sales.move(deal, second, from_stage=first, sets=pb.Deal(amount=money(500)))
    assert (moved.stage, moved.amount, moved.probability) == (second, money(500), 20)
    assert sales.move(deal, third).stage == third
    with refused() as refusal:
        sales.update(deal, "amount")
    assert refusal.reason == "STAGE_CONDITIONS_UNMET"
    assert refusal.fields == (("amount", "NEED_FIELD"),)
    assert sales.move(deal, first).stage == first
    sales.update(deal, "amount")
    steps = [(each.from_stage_display_name, each.stage_display_name) for each in sales.moves(deal)]
    assert steps == [
        ("Договор", "Новая"),
        ("Расчёт", "Договор"),
        ("Новая", "Расчёт"),
        ("", "Новая"),
    ]
    (row, *_) = office.changes("deal_stage_changed")
    assert row["version"] == moved_version(moved)


def moved_version(deal: Any) -> int:
    return int(deal.etag.strip('"'))


def test_a_manual_deal_may_skip_and_it_is_noted(office: Office) -> None:
    manual = funnel(office, "Новая", "Расчёт", ("Договор", ASKS_AMOUNT), kind=MANUAL)
    _, second, third = (stage.id for stage in manual.stages)
    sales = Sales(office, office.manager_a)
    deal = sales.create(funnel=manual.name)
    with refused() as refusal:
        sales.move(deal, third)
    assert refusal.fields == (("amount", "NEED_FIELD"),)
    sales.move(deal, third, sets=pb.Deal(amount=money(1)), comment="Клиент спешит")
    (step, _) = sales.moves(deal)
    assert (list(step.skipped), step.comment) == ([second], "Клиент спешит")


def test_cards_keep_the_order_in_which_they_are_put(office: Office) -> None:
    sales = Sales(office, office.manager_a)
    a, b, c = (sales.create(title) for title in "абв")
    assert column(office, a) == ["в", "б", "а"]
    sales.move(a, a.stage)
    assert column(office, a) == ["а", "в", "б"]
    sales.move(b, b.stage, after=a)
    assert column(office, a) == ["а", "б", "в"]
    sales.move(a, a.stage, after=c)
    assert column(office, a) == ["б", "в", "а"]
    assert not [row for row in office.changes("deal_reordered") if row["audit"]]


def test_whoever_comes_second_is_told_who_was_quicker(office: Office) -> None:
    sales, head = Sales(office, office.manager_a), Sales(office, office.head_a)
    deal = sales.create()
    stages = [
        stage.id
        for stage in office.funnels(office.admin)
        .GetFunnel(funnels_pb2.GetFunnelRequest(name=deal.funnel))
        .stages
    ]
    head.move(deal, stages[1], from_stage=stages[0])
    with refused() as refusal:
        sales.move(deal, stages[3], from_stage=stages[0])
    assert (refusal.code, refusal.reason) == ("ABORTED", "DEAL_MOVED_MEANWHILE")
    assert refusal.metadata["user_display_name"] == "head-a"
    assert refusal.metadata["stage"] == stages[1]
    again = head.move(deal, stages[1], from_stage=stages[0])
    assert (again.stage, len(head.moves(deal))) == (stages[1], 2)


def test_later_versions_of_a_funnel_leave_deals_under_way_alone(office: Office) -> None:
    strict = funnel(office, "Новая", "Договор")
    first, second = strict.stages
    sales = Sales(office, office.manager_a)
    deal = sales.create(funnel=strict.name)
    asking = funnels_pb2.Stage(id=second.id, display_name="Договор")
    asking.conditions.fields.append("contract_number")
    draft = funnels_pb2.Funnel(
        name=strict.name,
        stages=[first, asking, funnels_pb2.Stage(display_name="Отгрузка")],
    )
    request = funnels_pb2.UpdateFunnelRequest(funnel=draft)
    request.update_mask.paths.append("stages")
    changed = office.funnels(office.admin).UpdateFunnel(request)
    new = sales.create(funnel=strict.name)
    with refused() as refusal:
        sales.move(new, second.id)
    assert refusal.fields == (("contract_number", "NEED_FIELD"),)
    assert sales.move(deal, second.id).funnel_version == 1
    # A stage that only the new version has: from there on the deal goes by it.
    with refused() as refusal:
        sales.move(deal, changed.stages[2].id)
    assert refusal.fields == (("contract_number", "NEED_FIELD"),)
    moved = sales.move(deal, changed.stages[2].id, sets=pb.Deal(contract_number="7"))
    assert moved.funnel_version == 2
    with refused() as refusal:
        sales.move(deal, "nowhere")
    assert refusal.reason == "STAGE_UNKNOWN"


def test_of_two_who_drag_at_once_one_wins_and_the_other_learns_why(office: Office) -> None:
    people = (Sales(office, office.manager_a), Sales(office, office.head_a))
    deals = [people[0].create(amount=money(1)) for _ in range(6)]
    request = funnels_pb2.GetFunnelRequest(name=deals[0].funnel)
    first, *others = [s.id for s in office.funnels(office.admin).GetFunnel(request).stages]
    start = Barrier(2)

    def drag(sales: Sales, deal: Any, stage: str) -> str:
        start.wait()
        try:
            return sales.move(deal, stage, from_stage=first).stage
        except grpc.RpcError as error:
            return reason_of(error)

    with ThreadPoolExecutor(2) as threads:
        for deal in deals:
            ends = list(threads.map(drag, people, (deal, deal), others[:2]))
            assert ends.count("DEAL_MOVED_MEANWHILE") == 1
            (stage,) = {*ends} - {"DEAL_MOVED_MEANWHILE"}
            assert people[0].get(deal).stage == stage
            assert len(people[0].moves(deal)) == 2


def reason_of(error: grpc.RpcError) -> str:
    with refused() as refusal:
        raise error
    return refusal.reason
