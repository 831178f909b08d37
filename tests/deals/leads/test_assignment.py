"""The rules choose owners: who fits, in turn, while there is room; and say how they came to it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from google.type import money_pb2

from crm.deals.v1 import leads_pb2 as pb
from services.deals.leads import assigning
from tests.deals.handing_over.leaver import AT_ONCE, leaves
from tests.deals.leads.desk import Leads
from tests.deals.office import Office, refused

CHOSEN, NOT_HIS_TURN, FULL, INACTIVE = (
    *(pb.LeadAssignment.VERDICT_CHOSEN, pb.LeadAssignment.VERDICT_NOT_HIS_TURN),
    *(pb.LeadAssignment.VERDICT_FULL, pb.LeadAssignment.VERDICT_INACTIVE),
)


QUEUE = pb.ListLeadsRequest(owner=["users/none"])


@pytest.fixture
def head(office: Office) -> Leads:
    return Leads(office, office.admin)


def verdicts(assignment: Any) -> list[tuple[str, int]]:
    return [(each.display_name, each.verdict) for each in assignment.candidates]


def test_the_first_rule_that_fits_decides_and_says_why(office: Office, head: Leads) -> None:
    a, b = office.manager_a.user, office.manager_b.user
    dear = money_pb2.Money(units=1_000_000, currency_code="RUB")
    head.rule((a, 0), title="Юг", territories=["краснодар"], position=1)
    head.rule((a, 0), title="Дорогие", min_amount=dear, position=2)
    head.rule((b, 0), title="Остальные", sources=["Сайт"], position=3)
    south = head.create(assign=True, territory="Краснодарский край", source="звонок")
    assert (south.owner, south.owner_display_name) == (a, "manager-a")
    other = head.create(assign=True, territory="Казань", source="сайт")
    assert other.owner == b
    (log,) = head.log(other)
    assert (log.rule_display_name, log.owner_display_name) == ("Остальные", "manager-b")
    assert [(each.rule_display_name, each.condition) for each in log.passed] == [
        ("Юг", "territories"),
        ("Дорогие", "min_amount"),
    ]
    assert Leads(office, office.manager_b).titles() == ["Насосы"]
    assert len(office.changes("lead_assigned")) == 2


def test_they_take_turns_while_they_have_room(office: Office, head: Leads) -> None:
    a, b = office.manager_a.user, office.manager_b.user
    head.rule((a, 2), (b, 3))
    owners = [head.create(str(at), assign=True).owner for at in range(6)]
    assert owners == [a, b, a, b, b, ""]
    (log,) = head.log(head.stub.ListLeads(QUEUE).leads[0])
    assert {each.verdict for each in log.candidates} == {FULL}
    assert [(each.open_leads, each.capacity) for each in log.candidates] == [(2, 2), (3, 3)]
    assert [each.condition for each in log.passed] == ["candidates"]


def test_who_waits_is_looked_at_again_when_there_is_room(office: Office, head: Leads) -> None:
    a = office.manager_a.user
    head.rule((a, 1))
    first, second = head.create("1", assign=True), head.create("2", assign=True)
    assert (first.owner, second.owner) == (a, "")
    assigning.retry(office.db)
    assert head.titles(owner=["users/none"]) == ["2"]
    head.reject(first)
    assigning.retry(office.db)
    assert head.get(second).owner == a
    assert len(head.log(second)) == 2
    with refused() as refusal:
        head.stub.AssignLead(pb.AssignLeadRequest(name=second.name))
    assert refusal.reason == "LEAD_HAS_OWNER"


def test_whom_no_rule_fits_keeps_nobody_from_his_turn(office: Office, head: Leads) -> None:
    strange = [head.create(f"x{at}", assign=True, source="?").name for at in range(3)]
    head.rule((office.manager_a.user, 0), sources=["сайт"])
    waits = head.create("1", assign=True, source="сайт")
    assert waits.owner == office.manager_a.user
    assigning.retry(office.db)
    assert {each.name for each in head.stub.ListLeads(QUEUE).leads} == set(strange)


def test_many_at_once_are_shared_evenly_and_never_above_capacity(
    office: Office, head: Leads
) -> None:
    a, b, c = office.manager_a.user, office.manager_b.user, office.head_a.user
    head.rule((a, 2), (b, 3), (c, 20))
    with ThreadPoolExecutor(8) as pool:
        owners = list(pool.map(lambda _: head.create(assign=True).owner, range(12)))
    assert {user: owners.count(user) for user in (a, b, c)} == {a: 2, b: 3, c: 7}


def test_who_left_gets_nothing_and_segments_are_the_clients(office: Office, head: Leads) -> None:
    office.announce(office.manager_b, 2, disabled=True)
    head.rule((office.manager_b.user, 0), (office.manager_a.user, 0), position=1)
    head.rule((office.head_a.user, 0), segments=["segments/vip"], position=0, title="VIP")
    lead = head.create(assign=True)
    (log,) = head.log(lead)
    assert verdicts(log) == [("manager-b", INACTIVE), ("manager-a", CHOSEN)]
    assert [each.condition for each in log.passed] == ["segments"]


def test_the_queue_is_seen_where_it_came_in(office: Office) -> None:
    mine = Leads(office, office.manager_a)
    lead = mine.create(assign=True)
    queue = {"owner": ["users/none"]}
    assert mine.get(lead).owner == ""
    assert Leads(office, office.head_a).titles(**queue) == ["Насосы"]
    assert Leads(office, office.manager_b).titles(**queue) == []
    taken = Leads(office, office.head_a).update(lead, owner=office.manager_a.user)
    assert taken.owner == office.manager_a.user
    assigning.retry(office.db)
    assert len(mine.log(lead)) == 1


def test_the_log_is_seen_by_whoever_sees_the_lead_now(office: Office, head: Leads) -> None:
    a, b = office.manager_a, office.manager_b
    head.rule((a.user, 0))
    lead = head.create(assign=True)

    def see_it() -> list[str]:
        found: list[str] = []
        for each in (office.head_a, a, b):
            answer = Leads(office, each).stub.ListAssignments(pb.ListAssignmentsRequest())
            found += [each.display_name for _ in answer.assignments]
        return found

    assert see_it() == ["head-a", "manager-a"]
    moved = replace(a, org_path=b.org_path)
    office.announce(moved, 2)
    office.work()
    assert see_it() == ["manager-a"]
    head.update(lead, participants=[b.user])
    assert see_it() == ["manager-a", "manager-b"]
    head.update(lead, "participants", "owner", owner=office.head_a.user)
    assert see_it() == ["head-a"]
    leaves(office, office.head_a, b.user)
    office.work(AT_ONCE)
    assert see_it() == ["manager-b"]
