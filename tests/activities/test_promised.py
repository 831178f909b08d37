"""Works that stages of deals ask for are planned once, by whoever takes care of the deal."""

import pytest
from google.type import date_pb2

from crm.activities.v1 import works_pb2 as pb
from crm.deals.v1 import events_pb2 as deals
from tests.activities.desk import Desk
from tests.activities.test_works import facts

PLAN = "stage-1/work-1"


def planned(desk: Desk, executor: str, key: str = "meeting") -> None:
    promised = deals.PlannedDealWork(
        plan=PLAN,
        key=key,
        display_name="Показать насос",
        due_date=date_pb2.Date(year=2026, month=12, day=7),
    )
    event = deals.WorksPlanned(
        deal=desk.deal,
        executor=executor,
        counterparty=desk.client,
        works=[promised],
        deal_display_name="Насосы для дома",
    )
    desk.office.tell(event, desk.deal, 3, "deals")


def works_of(desk: Desk) -> list[pb.Work]:
    listed = desk.works(desk.office.admin).ListWorks(pb.ListWorksRequest(link=desk.deal))
    return list(listed.works)


def test_a_stage_plans_its_works_once(desk: Desk) -> None:
    me = desk.office.manager_a
    planned(desk, me.user)
    planned(desk, me.user)
    (work,) = works_of(desk)
    assert (work.display_name, work.action_key, work.owner) == (
        "Показать насос",
        "meeting",
        me.user,
    )
    assert (work.when.start_date.day, work.counterparty) == (7, desk.client)
    assert work.subject_display_name == "Насосы для дома"
    (fact,) = facts(desk)
    assert (fact.plan, fact.subject, list(fact.also)) == (PLAN, desk.deal, [desk.client])


@pytest.mark.parametrize("executor", ["", "users/stranger"])
def test_what_nobody_known_does_waits_for_somebody(desk: Desk, executor: str) -> None:
    planned(desk, executor, key="unheard_of")
    (work,) = works_of(desk)
    assert (work.owner, work.action_key, work.display_name) == ("", "call", "Показать насос")
