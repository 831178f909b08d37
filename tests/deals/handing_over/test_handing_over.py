"""Who leaves, leaves nothing behind: leads, deals, invoices and agreements go to others."""

from typing import Any

import pytest

from crm.deals.v1 import boards_pb2, boards_pb2_grpc, hand_overs_pb2_grpc
from crm.deals.v1 import hand_overs_pb2 as hand_overs
from crm.identity.v1 import offboarding_pb2
from services.deals.leads.store import LEADS
from services.deals.store import DEALS
from services.kit import jobs
from services.kit.caller import Caller
from services.kit.parties import store as parties
from services.kit.parties.party import Party
from tests.deals.agreements.test_agreements import INDIVIDUAL, Terms
from tests.deals.handing_over.leaver import AT_ONCE, job, leaves, left_with, owners
from tests.deals.leads.desk import Leads
from tests.deals.office import Office, person, refused
from tests.deals.payments import desk as money_desk
from tests.deals.sales import Sales, money

INN = "7707083893"


@pytest.fixture
def client(office: Office) -> Party:
    known = Party(
        name=f"counterparties/{office.tenant}-1",
        display_name="Ромашка",
        inn=INN,
        owner=office.manager_a.user,
        participants=(office.manager_b.user,),
        segments=("segments/retail",),
        version=1,
    )
    parties.keep(office.db, known, expected=True)
    return known


def test_nothing_keeps_him(office: Office, client: Party) -> None:
    a, b = office.manager_a, office.manager_b
    deals, leads = Sales(office, a), Leads(office, a)
    deal = deals.create("Насосы", participants=[b.user], amount=money(100))
    won = deals.win(deals.create("Выигранная"))
    binned = deals.delete(deals.create("Лишняя"))
    leads.create("Лид", participants=[b.user])
    leads.reject(leads.create("Спам"))
    shared = Leads(office, b).create("Чужой", participants=[a.user])
    others = Sales(office, b).create("Своя")
    money_desk.seller(office, [])
    bill = money_desk.invoice(office, a, deal=deal.name, total=money(100))
    standard = Terms(office).approved()
    Terms(office, a).create("Особое", INDIVIDUAL, counterparty=client.name, standard=standard.name)

    name = leaves(office, a, b.user)
    office.work(AT_ONCE)

    done = job(office, name)
    assert (done.state, done.counts.total, done.counts.changed) == (jobs.State.DONE, 8, 8)
    assert left_with(office, a.user) == []
    assert {each for kind in owners(office).values() for each in kind} == {"manager-b", ""}
    now = Sales(office, b).get(deal)
    assert (list(now.participants), list(now.org_path)) == ([], list(b.org_path))
    for each in (won, binned):
        assert DEALS.get(office.db, each.name).owner == b.user
    assert list(Leads(office, b).get(shared).participants) == []
    assert DEALS.get(office.db, others.name).version == 1
    assert money_desk.now(office, bill.name).owner == b.user
    # Standard agreements are nobody's own.
    assert Terms(office, b).get(standard).state == standard.state
    # The board adds up anew.
    stub = office.door.stub(boards_pb2_grpc.BoardServiceStub, b)
    columns = stub.GetBoard(boards_pb2.GetBoardRequest(name="boards/default")).columns
    assert sum(each.count for each in columns) == 2
    told = {e["subject"]: e["changes"] for e in office.changes("deal_updated") if e["job"] == name}
    assert told.keys() == {deal.name, won.name, binned.name}
    assert told[won.name] == [{"field": "owner", "old": a.user, "new": b.user}]


def test_the_preview_counts_what_he_would_leave(office: Office) -> None:
    a, b = office.manager_a, office.manager_b
    deals, leads = Sales(office, a), Leads(office, a)
    deal = deals.create()
    deals.win(deals.create())
    leads.reject(leads.create())
    leads.create()
    leads.create()
    money_desk.seller(office, [])
    money_desk.invoice(office, a, deal=deal.name, buyer_display_name="Р", total=money(1))
    Sales(office, b).create(participants=[a.user])

    def preview(caller: Caller) -> dict[str, int]:
        stub = office.door.stub(hand_overs_pb2_grpc.SalesHandOverServiceStub, caller)
        request = hand_overs.PreviewSalesHandOverRequest(user=a.user)
        return {field.name: n for field, n in stub.PreviewSalesHandOver(request).ListFields()}

    left = {"open_leads": 2, "open_deals": 1, "open_invoices": 1, "closed": 2, "participating": 1}
    assert preview(office.admin) == left
    # As far as one sees.
    assert preview(b) == {"participating": 1}
    leaves(office, a, office.head_a.user)
    office.work(AT_ONCE)
    assert preview(office.admin) == {}


def test_several_share_each_kind_evenly_and_invoices_go_with_their_deals(office: Office) -> None:
    a, b, head = office.manager_a, office.manager_b, office.head_a
    gone = person(office.tenant, "gone", ("orgUnits/root",), ())
    office.announce(gone)
    office.announce(gone, 2, disabled=True)
    money_desk.seller(office, [])
    deals = [Sales(office, a).create(f"№ {n}") for n in range(6)]
    for _ in range(4):
        Leads(office, a).create()
    for deal in deals:
        money_desk.invoice(
            office, a, deal=deal.name, buyer_display_name="Ромашка", total=money(100)
        )
    leaves(office, a, b.user, gone.user, head.user, rule="ROUND_ROBIN")
    office.work(AT_ONCE)
    found = owners(office)
    for kind, count in (("deals", 3), ("leads", 2), ("invoices", 3)):
        assert found[kind].count("manager-b") == found[kind].count("head-a") == count
    assert found["deals"] == found["invoices"]


def test_a_segment_of_the_client_decides_first(office: Office, client: Party) -> None:
    sales = Sales(office, office.manager_a)
    sales.create("Розница", counterparty=client.name)
    sales.create("Без клиента")
    by_segment = offboarding_pb2.SegmentSuccessor(
        segment="segments/retail", successor=office.head_a.user
    )
    leaves(office, office.manager_a, office.manager_b.user, rule="SEGMENT", segments=[by_segment])
    office.work(AT_ONCE)
    assert owners(office)["deals"] == ["head-a", "manager-b"]


def test_who_did_not_know_yet_leaves_nothing_to_him_either(office: Office) -> None:
    a, b = office.manager_a, office.manager_b
    Sales(office, a).create()
    lead = Leads(office, b).create("Поздний")
    name = leaves(office, a, b.user)
    worker = office.desk(AT_ONCE)
    while "settle_time" not in job(office, name).cursor:
        assert worker.work()
    # Between the frozen list and the second look, two who went by an older copy of him.
    late = Leads(office, b).convert(lead)
    for collection, record in ((DEALS, late.name), (LEADS, lead.name)):
        collection.raw(office.db).update_one({"_id": record}, {"$set": {"owner": a.user}})
    office.work(AT_ONCE)
    assert job(office, name).counts.total == 3
    assert left_with(office, a.user) == []


def test_nobody_gives_him_anything_any_more(office: Office) -> None:
    a, b = office.manager_a, office.manager_b
    deal, lead = Sales(office, b).create(), Leads(office, b).create()
    leaves(office, a, b.user)
    office.work(AT_ONCE)
    named: tuple[dict[str, Any], ...] = ({"owner": a.user}, {"participants": [a.user]})
    for fields in named:
        for change in (
            lambda f=fields: Sales(office, office.admin).create(**f),
            lambda f=fields: Sales(office, office.admin).update(deal, **f),
            lambda f=fields: Leads(office, office.admin).create(**f),
            lambda f=fields: Leads(office, office.admin).update(lead, **f),
        ):
            with refused() as refusal:
                change()
            assert refusal.fields[0][1] in ("OWNER_INACTIVE", "PARTICIPANT_INACTIVE")
    assert left_with(office, a.user) == []


def test_back_again_he_gets_his_back_unless_somebody_worked_on_it(office: Office) -> None:
    a, b = office.manager_a, office.manager_b
    deal = Sales(office, a).create(participants=[office.head_a.user])
    touched = Sales(office, a).create("Дальше")
    lead = Leads(office, a).create()
    name = leaves(office, a, b.user)
    office.work(AT_ONCE)
    Sales(office, b).update(touched, comment="Звонил")
    jobs.undo(office.db, office.admin, name)
    office.work(AT_ONCE)
    # He is not back yet.
    assert (job(office, name).counts.undone, job(office, name).counts.kept) == (0, 3)
    office.announce(a, 3)
    again = leaves(office, b, a.user)
    office.work(AT_ONCE)
    office.announce(b, 3)
    jobs.undo(office.db, office.admin, again)
    office.work(AT_ONCE)
    assert job(office, again).counts.undone == 3
    assert {each for kind in owners(office).values() for each in kind} == {"manager-b"}
    now = Sales(office, b).get(deal)
    assert list(now.participants) == [office.head_a.user]
    assert Leads(office, b).get(lead).owner == b.user
