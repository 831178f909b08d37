"""What other services state: judged by, shown, planned here first; in whatever order it comes."""

from datetime import UTC, datetime
from typing import Any

from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import funnels_pb2
from services.kit import changes
from tests.deals.office import Office
from tests.deals.sales import MANUAL, Sales, funnel, state_fact

WORK: dict[str, Any] = {"kind": "FACT_KIND_WORK", "key": "meeting"}


def test_works_and_documents_of_other_services_open_stages(office: Office) -> None:
    asks = {"works": ["Meeting "], "documents": ["offer"]}
    strict = funnel(office, "Новая", ("Встреча", asks))
    sales = Sales(office, office.manager_a)
    deal = sales.create(funnel=strict.name)
    stage = strict.stages[1].id
    assert sales.check(deal, stage) == [("DOCUMENT", "offer"), ("WORK", "meeting")]
    state_fact(office, deal, state="FACT_STATE_MINUS", **WORK)
    assert ("WORK", "meeting") in sales.check(deal, stage)
    state_fact(office, deal, 2, state="FACT_STATE_PLUS", **WORK)
    state_fact(
        office,
        deal,
        reference="documents/1",
        kind="FACT_KIND_DOCUMENT",
        key="offer",
        state="FACT_STATE_PLUS",
    )
    assert sales.check(deal, stage) == []
    # Old news that come late change nothing.
    state_fact(office, deal, 1, state="FACT_STATE_WITHDRAWN", **WORK)
    assert sales.move(deal, stage).stage == stage
    assert {each.reference for each in sales.facts(deal)} == {"works/1", "documents/1"}


def test_the_work_due_first_is_shown_and_is_no_change_of_the_deal(office: Office) -> None:
    sales = Sales(office, office.manager_a)
    deal = sales.create()
    for number, day in ((1, 9), (2, 3)):
        state_fact(
            office,
            deal,
            reference=f"works/{number}",
            state="FACT_STATE_OPEN",
            display_name=f"Звонок {number}",
            due_time=datetime(2027, 1, day, tzinfo=UTC),
            **WORK,
        )
    shown = sales.get(deal)
    assert (shown.next_work.reference, shown.next_work.display_name) == ("works/2", "Звонок 2")
    assert shown.etag == deal.etag
    assert not sales.titles(without_work=True)
    state_fact(office, deal, 2, reference="works/2", state="FACT_STATE_PLUS", **WORK)
    assert sales.get(deal).next_work.reference == "works/1"


def test_a_stage_plans_its_works_and_whoever_keeps_them_takes_their_place(office: Office) -> None:
    work = funnels_pb2.PlannedWork(key="meeting", display_name="Встреча", due_days=2)
    second = funnels_pb2.Stage(display_name="Встреча", works=[work])
    request = funnels_pb2.CreateFunnelRequest(
        funnel=funnels_pb2.Funnel(
            display_name="Опт",
            kind=MANUAL,
            stages=[funnels_pb2.Stage(display_name="Новая"), second],
        )
    )
    made = office.funnels(office.admin).CreateFunnel(request)
    sales = Sales(office, office.manager_a)
    deal = sales.create(funnel=made.name)
    assert not sales.facts(deal)
    moved = sales.move(deal, made.stages[1].id)
    assert (moved.next_work.display_name, moved.next_work.reference) == ("Встреча", "")
    (row,) = office.changes("works_planned")
    (planned,) = changes.event(row).works
    assert isinstance(changes.event(row), events.WorksPlanned)
    state_fact(office, deal, state="FACT_STATE_OPEN", plan=planned.plan, **WORK)
    assert [each.reference for each in sales.facts(deal)] == ["works/1"]
    assert sales.get(deal).next_work.reference == "works/1"
