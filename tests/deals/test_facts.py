"""What other services state: judged by, shown, planned here first; in whatever order it comes."""

import threading
from datetime import UTC, datetime
from typing import Any

from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import funnels_pb2
from services.deals.facts.fact import Fact, FactKind, FactState, name_of
from services.deals.facts.keeping import keep
from services.kit import changes
from services.kit.mongo import Db, transactional
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


def test_of_two_works_told_at_once_none_is_overlooked(office: Office) -> None:
    sales = Sales(office, office.manager_a)
    deal = sales.create()
    told = {"reference": "works/1", "display_name": "Позвонить", **WORK}
    state_fact(office, deal, 1, state="FACT_STATE_OPEN", **told)
    first, second = threading.Event(), threading.Event()
    tries: list[int] = []

    def fact(reference: str, version: int, state: FactState) -> Fact:
        kind, name = FactKind.WORK, name_of(deal.name, reference)
        about = {"subject": deal.name, "reference": reference, "version": version}
        return Fact(name=name, kind=kind, state=state, display_name=reference, **about)

    @transactional
    def open_another(db: Db) -> None:
        keep(db, fact("works/2", 1, FactState.OPEN))
        first.set()
        second.wait(30)

    @transactional
    def close_one(db: Db) -> None:
        tries.append(1)
        if len(tries) > 1:
            # It has come upon the other one.
            second.set()
        keep(db, fact("works/1", 2, FactState.PLUS))

    other = threading.Thread(target=open_another, args=(office.db,))
    other.start()
    assert first.wait(30)
    close_one(office.db)
    second.set()
    other.join()
    assert sales.get(deal).next_work.display_name == "works/2"


def test_one_fact_may_be_about_several_records(office: Office) -> None:
    sales = Sales(office, office.manager_a)
    deal, other = sales.create(), sales.create()
    also = ["counterparties/1", other.name]
    state_fact(office, deal, also=also, state="FACT_STATE_OPEN", display_name="Звонок", **WORK)
    for each in (deal, other):
        assert sales.get(each).next_work.display_name == "Звонок"
