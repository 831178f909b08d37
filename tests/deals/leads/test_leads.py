"""Leads: made, found, changed, shared, rejected, opened again, thrown away and taken back."""

import uuid
from dataclasses import replace

from google.type import money_pb2

from crm.deals.v1 import leads_pb2 as pb
from crm.deals.v1 import qualification_pb2
from services.deals.leads.access import READ
from services.deals.leads.listing import Listing, plan
from services.deals.leads.store import LEADS
from services.kit import lists
from services.kit.caller import Caller
from tests.deals.leads.desk import Leads
from tests.deals.office import Office, refused

OPEN, REJECTED, DELETED = (
    *(pb.Lead.STATE_OPEN, pb.Lead.STATE_REJECTED),
    pb.Lead.STATE_DELETED,
)


def test_what_a_site_sends_is_kept_as_it_was_typed(office: Office) -> None:
    mine = Leads(office, office.manager_a)
    budget = money_pb2.Money(units=5000, currency_code="RUB")
    demand = qualification_pb2.Demand(text="насосы", months=[5, 3])
    lead = mine.create(
        "  Насосы   для дачи ",
        source="сайт",
        campaign="весна",
        first_touch=qualification_pb2.Touch(utm_source="yandex", utm_campaign="brand"),
        last_touch=qualification_pb2.Touch(referrer=" "),
        phones=["8 (916) 123-45-67", "спросить Петра"],
        emails=["Ivan@Example.RU"],
        qualification=qualification_pb2.Qualification(
            budget=budget, touch_days=14, demands=[demand], category="A", lifetime_value=budget
        ),
    )
    assert lead.display_name == "Насосы для дачи"
    assert list(lead.phones) == ["+79161234567", "спросить Петра"]
    assert list(lead.emails) == ["ivan@example.ru"]
    assert (lead.first_touch.utm_source, lead.HasField("last_touch")) == ("yandex", False)
    assert list(lead.qualification.demands[0].months) == [3, 5]
    assert (lead.state, lead.owner, lead.owner_display_name) == (
        *(OPEN, office.manager_a.user),
        "manager-a",
    )
    assert lead.status
    assert mine.get(lead) == lead
    (row,) = office.changes("lead_created")
    assert row["subject"] == lead.name
    for query in ("дач", "916 123-45", "+7 916", "ivan@ex", "89161234567"):
        assert mine.titles(query=query) == ["Насосы для дачи"], query
    assert mine.titles(query="спб") == []


def test_the_same_request_creates_once(office: Office) -> None:
    mine = Leads(office, office.manager_a)
    lead = pb.Lead(display_name="А")
    request = pb.CreateLeadRequest(lead=lead, request_id=str(uuid.uuid4()))
    assert mine.stub.CreateLead(request) == mine.stub.CreateLead(request)
    assert mine.titles() == ["А"]


def test_a_lead_may_wait_for_whoever_takes_it(office: Office) -> None:
    leads = Leads(office, office.head_a)
    assert leads.create("Моя").owner == office.head_a.user
    waiting = leads.create("Ничья", owner="users/none")
    assert (waiting.owner, list(waiting.org_path)) == ("", list(office.head_a.org_path))
    assert leads.titles(owner=["users/none"]) == ["Ничья"]
    taken = leads.update(waiting, owner="users/me")
    assert taken.owner == office.head_a.user
    assert leads.update(taken, owner="users/none").owner == ""
    # Whose it is among the clerks of another branch, nobody is told.
    assert not Leads(office, office.manager_b).titles(owner=["users/none"])


def test_who_takes_part_sees_it_at_once_and_does_not_take_it_over(
    office: Office, other_office: Office
) -> None:
    mine, theirs = Leads(office, office.manager_a), Leads(office, office.manager_b)
    lead = mine.create()
    assert Leads(office, office.head_a).titles() == ["Насосы"]
    assert not Leads(other_office, other_office.admin).titles()
    with refused() as refusal:
        theirs.get(lead)
    assert refusal.code == "NOT_FOUND"
    mine.update(lead, participants=[office.manager_b.user])
    assert theirs.titles() == ["Насосы"]
    theirs.update(lead, comment="Помогаю")
    with refused() as refusal:
        theirs.update(lead, owner=office.manager_b.user)
    assert refusal.reason == "OWNER_NOT_YOURS"
    mine.update(lead, "participants")
    assert not theirs.titles()
    assert len(office.changes("lead_updated")) == 3


def test_all_that_is_wrong_is_told_together(office: Office) -> None:
    mine = Leads(office, office.manager_a)
    with refused() as refusal:
        mine.create(" ", status="leadStatuses/none", participants=["users/none"])
    assert set(refusal.fields) == {
        ("display_name", "FIELD_REQUIRED"),
        ("status", "STATUS_UNKNOWN"),
        ("participants[0]", "PARTICIPANT_UNKNOWN"),
    }
    with refused() as refusal:
        mine.create(counterparty="counterparties/none")
    assert refusal.fields == (("counterparty", "COUNTERPARTY_UNKNOWN"),)


def test_a_lead_is_rejected_with_a_reason_and_opened_by_right_only(office: Office) -> None:
    mine = Leads(office, office.manager_a)
    lead = mine.create()
    with refused() as refusal:
        mine.reject(lead, "Другое")
    assert (refusal.reason, refusal.fields[0][0]) == ("COMMENT_REQUIRED", "comment")
    with refused() as refusal:
        mine.reject(lead, comment="ы" * 1001)
    assert refusal.fields == (("comment", "TEXT_TOO_LONG"),)
    with refused() as refusal:
        mine.stub.RejectLead(pb.RejectLeadRequest(name=lead.name, reason="lossReasons/none"))
    assert refusal.reason == "LOSS_REASON_UNKNOWN"
    rejected = mine.reject(lead, "Другое", "Передумал")
    assert (rejected.state, rejected.reject_comment) == (REJECTED, "Передумал")
    assert rejected.HasField("close_time")
    for again in (lambda: mine.reject(lead), lambda: mine.update(lead, comment="!")):
        with refused() as refusal:
            again()
        assert refusal.reason == "LEAD_CLOSED"
    assert (mine.titles(), mine.titles(state=[REJECTED])) == ([], ["Насосы"])
    weak = _without(office.manager_a, "leads.reopen")
    with refused() as refusal:
        Leads(office, weak).reopen(lead)
    assert refusal.code == "PERMISSION_DENIED"
    opened = mine.reopen(lead)
    assert (opened.state, opened.round, opened.reject_reason) == (OPEN, 1, "")
    with refused() as refusal:
        mine.reopen(lead)
    assert refusal.reason == "LEAD_OPEN"


def test_a_lead_goes_to_the_bin_and_comes_back(office: Office) -> None:
    mine = Leads(office, office.manager_a)
    lead = mine.create()
    gone = mine.stub.DeleteLead(pb.DeleteLeadRequest(name=lead.name, etag=lead.etag))
    assert (gone.state, mine.titles(), mine.titles(state=[DELETED])) == (DELETED, [], ["Насосы"])
    with refused() as refusal:
        mine.stub.DeleteLead(pb.DeleteLeadRequest(name=lead.name))
    assert refusal.reason == "ALREADY_DELETED"
    back = mine.stub.UndeleteLead(pb.UndeleteLeadRequest(name=lead.name))
    assert (back.state, back.HasField("delete_time")) == (OPEN, False)
    with refused() as stale:
        mine.update(lead, etag=lead.etag, comment="!")
    assert stale.reason == "STALE_ETAG"


def test_lists_are_narrowed_and_paged(office: Office) -> None:
    mine = Leads(office, office.manager_a)
    statuses = [mine.create(title, source="сайт").status for title in ("А", "Б", "В")]
    mine.create("Г", source="звонок")
    assert mine.titles(source=["сайт"], order_by="create_time") == ["А", "Б", "В"]
    assert mine.titles(status=[statuses[0]], owner=["users/me"]) == ["Г", "В", "Б", "А"]
    assert mine.titles(owner=["users/none"]) == []
    first = mine.stub.ListLeads(pb.ListLeadsRequest(page_size=3))
    rest = mine.stub.ListLeads(pb.ListLeadsRequest(page_token=first.next_page_token))
    assert [each.display_name for each in (*first.leads, *rest.leads)] == ["Г", "В", "Б", "А"]
    count = mine.stub.CountLeads(pb.CountLeadsRequest(filter=pb.ListLeadsRequest(source=["сайт"])))
    assert (count.count, count.capped) == (3, False)


def test_every_list_is_led_by_an_index_and_sorted_by_it(office: Office) -> None:
    mine = Leads(office, office.manager_a)
    for number in range(30):
        mine.create(f"Лид {number}", source="сайт", phones=[f"+7916{number:07}"])
    head = office.head_a
    for listing in (
        Listing(),
        Listing(order_by="create_time", state=("OPEN", "REJECTED")),
        Listing(owner=("users/me", "users/none")),
        Listing(org_unit="orgUnits/a", source=("сайт",)),
    ):
        found = plan(listing, head.user, head.keys(READ))
        assert found.order is not None
        explained = LEADS.raw(office.db).explain(
            found.filter, sort=found.order.sort, limit=10, hint=found.hint
        )
        stages = str(explained["queryPlanner"]["winningPlan"])
        assert "COLLSCAN" not in stages, listing
        assert "'SORT'" not in stages, listing
    asked = plan(Listing(query="9160000003"), head.user, head.keys(READ))
    search = lists.better(office.db, LEADS, asked)
    ran = LEADS.raw(office.db).explain(search.filter, hint=search.hint)["executionStats"]
    assert ran["totalDocsExamined"] <= 2
    # What few came by likewise, whatever else is asked for.
    mine.create("Лид", source="выставка", campaign="осень")
    for few in ({"source": ("выставка", "Выставка")}, {"campaign": ("осень",)}):
        asked = plan(Listing(**few, owner=("users/me",)), head.user, ("*",))
        found = lists.better(office.db, LEADS, asked)
        assert found.index in few
        ran = LEADS.raw(office.db).explain(found.filter, hint=found.hint)["executionStats"]
        assert ran["totalDocsExamined"] <= 1
    assert mine.titles(campaign=["осень"], source=["выставка", ""]) == ["Лид"]
    # A word that many have is met in the order of the list: nothing is sorted for its page.
    common = plan(Listing(query="лид"), head.user, head.keys(READ))
    assert common.index == "visible_by_create_time"
    found = LEADS.raw(office.db).explain(
        common.filter, sort=[("create_time", -1), ("_id", -1)], limit=5, hint=common.hint
    )
    assert "'SORT'" not in str(found["queryPlanner"]["winningPlan"])
    assert found["executionStats"]["totalDocsExamined"] <= 6


def test_what_may_be_the_same_is_hinted_at(office: Office) -> None:
    mine, theirs = Leads(office, office.manager_a), Leads(office, office.manager_b)
    first = mine.create("Насосы", phones=["+79161234567"], company_name="ООО «Ромашка»")
    draft = pb.Lead(display_name="?", phones=["8 916 123 45 67"])
    request = pb.FindLeadDuplicatesRequest(lead=draft)
    (seen,) = mine.stub.FindLeadDuplicates(request).duplicates
    assert (seen.name, list(seen.keys), seen.score) == (first.name, ["phone"], 90)
    (hidden,) = theirs.stub.FindLeadDuplicates(request).duplicates
    assert (hidden.name, hidden.display_name, hidden.score) == ("", "", 90)
    itself = pb.FindLeadDuplicatesRequest(lead=first)
    assert not mine.stub.FindLeadDuplicates(itself).duplicates


def _without(caller: Caller, permission: str) -> Caller:
    grants = {key: value for key, value in caller.grants.items() if key != permission}
    return replace(caller, grants=grants)
