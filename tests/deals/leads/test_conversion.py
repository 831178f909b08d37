"""A lead becomes a deal: once, with one client, wherever it breaks off and however often it is
repeated."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import grpc
import pytest

from crm.counterparties.v1 import counterparties_pb2, counterparties_pb2_grpc
from crm.deals.v1 import deals_pb2
from crm.deals.v1 import leads_pb2 as pb
from services.deals.leads.converting import request_of
from services.deals.service import SERVICE
from services.kit.caller import Caller
from services.kit.testing_door import Door, opened
from tests.deals.conftest import PREFIX
from tests.deals.leads.desk import Leads
from tests.deals.leads.link import Link
from tests.deals.office import Office, refused

NewClient = pb.ConvertLeadRequest.NewClient
LEGAL = NewClient(kind=NewClient.KIND_LEGAL)
INN = "7707083893"
Pb = Any


@pytest.fixture
def mine(office: Office) -> Leads:
    return Leads(office, office.manager_a)


def clients(door: Door, caller: Caller) -> list[Pb]:
    stub: Pb = door.stub(counterparties_pb2_grpc.CounterpartyServiceStub, caller)
    request = counterparties_pb2.ListCounterpartiesRequest()
    return list(stub.ListCounterparties(request).counterparties)


def made(leads: Leads, **fields: Any) -> Pb:
    given = {"company_name": "ООО Ромашка", "inn": INN, "person_name": "Иванов Иван"}
    more = {"phones": ["+79161234567"], "interest": "два насоса"}
    return leads.create("Насосы", **{**given, **more, **fields})


def test_the_lead_is_closed_and_the_deal_has_all_that_was_known(
    office: Office, mine: Leads, clients_door: Door
) -> None:
    lead = made(mine, source="сайт", participants=[office.manager_b.user])
    deal = mine.convert(
        lead,
        new_client=LEGAL,
        new_contact=True,
        deal=deals_pb2.Deal(display_name="Насосы для Ромашки"),
    )
    (client,) = clients(clients_door, office.manager_a)
    assert (client.display_name, client.inn) == ("ООО Ромашка", INN)
    assert (deal.counterparty, deal.counterparty_display_name) == (client.name, "ООО Ромашка")
    assert (deal.decision_maker_display_name, deal.lead) == ("Иванов Иван", lead.name)
    assert (deal.display_name, deal.interest, deal.source) == (
        *("Насосы для Ромашки", "два насоса"),
        "сайт",
    )
    assert list(deal.participants) == [office.manager_b.user]
    closed = mine.get(lead)
    assert (closed.state, closed.deal) == (pb.Lead.STATE_CONVERTED, deal.name)
    assert closed.counterparty == client.name
    assert mine.convert(lead).name == deal.name
    assert len(office.changes("lead_converted")) == len(office.changes("deal_created")) == 1
    with refused() as refusal:
        mine.stub.DeleteLead(pb.DeleteLeadRequest(name=lead.name))
    assert refusal.reason == "LEAD_CONVERTED"


def test_a_hundred_at_once_make_one_client_and_one_deal(
    office: Office, mine: Leads, clients_door: Door
) -> None:
    lead = made(mine)
    start = threading.Barrier(100)

    def convert(_: int) -> str:
        start.wait(20)
        return repeated(mine, lead).name

    with ThreadPoolExecutor(100) as pool:
        names = set(pool.map(convert, range(100)))
    assert len(names) == 1
    assert len(clients(clients_door, office.manager_a)) == 1
    assert mine.deal_titles() == ["Насосы"]
    assert len(office.changes("deal_created")) == 1


def repeated(leads: Leads, lead: Pb) -> Pb:
    """As a browser does it: who is told that somebody does not answer asks again."""
    while True:
        try:
            return leads.convert(lead, new_client=LEGAL, new_contact=True)
        except grpc.RpcError as error:
            failed: Any = error
            if failed.code() is not grpc.StatusCode.UNAVAILABLE:
                raise


def test_opened_again_it_becomes_another_deal_of_the_same_client(
    office: Office, mine: Leads, clients_door: Door
) -> None:
    lead = made(mine)
    first = mine.convert(lead, new_client=LEGAL)
    opened_again = mine.reopen(lead)
    assert (opened_again.deal, opened_again.round) == (first.name, 1)
    second = mine.convert(lead, new_client=LEGAL)
    assert second.name != first.name
    assert second.counterparty == first.counterparty
    assert len(clients(clients_door, office.manager_a)) == 1


def test_another_client_has_other_people(mine: Leads) -> None:
    first = mine.convert(made(mine), new_client=LEGAL, new_contact=True)
    other = mine.convert(made(mine, inn="", company_name="ООО Василёк"), new_client=LEGAL)
    lead = mine.create("Ещё", contact=first.decision_maker)
    assert lead.counterparty == first.counterparty
    deal = mine.convert(lead, counterparty=other.counterparty)
    assert (deal.counterparty, deal.decision_maker) == (other.counterparty, "")
    again = mine.convert(mine.create("И ещё", contact=first.decision_maker))
    assert (again.counterparty, again.decision_maker) == (first.counterparty, first.decision_maker)


def test_refusals_come_with_their_reasons(office: Office, mine: Leads) -> None:
    lead = made(mine)
    mine.convert(lead, new_client=LEGAL)
    twin = made(mine)
    with refused() as refusal:
        mine.convert(twin, new_client=LEGAL)
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "DUPLICATE_FOUND")
    wrong = made(mine, inn="123", phones=[])
    with refused() as refusal:
        mine.convert(wrong, new_client=LEGAL)
    assert refusal.code == "INVALID_ARGUMENT"
    assert {field for field, _ in refusal.fields} == {"new_client.inn"}
    with refused() as refusal:
        mine.convert(wrong, new_client=LEGAL, counterparty="counterparties/x")
    assert refusal.reason == "CLIENT_TWICE"
    with refused() as refusal:
        mine.convert(wrong, new_contact=True)
    assert refusal.reason == "CONTACT_WITHOUT_CLIENT"
    weak = {key: value for key, value in mine.caller.grants.items() if key != "deals.create"}
    with refused() as refusal:
        Leads(office, replace(mine.caller, grants=weak)).convert(wrong)
    assert refusal.code == "PERMISSION_DENIED"
    mine.reject(wrong)
    with refused() as refusal:
        mine.convert(wrong)
    assert refusal.reason == "LEAD_REJECTED"


def test_what_another_began_is_finished_by_whoever_repeats_it(
    office: Office, mine: Leads, clients_door: Door
) -> None:
    lead = made(mine, participants=[office.manager_b.user])
    with through(office, clients_door) as (broken, link), suppress(grpc.RpcError):
        link.cut_at(1)
        Leads(broken, office.manager_a).convert(lead, new_client=LEGAL)
    deal = mine.convert(lead, new_client=LEGAL)
    theirs = Leads(office, office.manager_b)
    assert theirs.convert(lead, new_client=LEGAL).name == deal.name
    assert len(clients(clients_door, office.admin)) == 1


@pytest.mark.parametrize("answers", [1, 2])
def test_an_answer_lost_on_the_way_leaves_nothing_twice(
    office: Office, mine: Leads, clients_door: Door, answers: int
) -> None:
    """The connection to counterparties is cut after the client, then after the contact is made."""
    lead = made(mine)
    with through(office, clients_door) as (broken, link):
        link.cut_at(answers)
        with pytest.raises(grpc.RpcError):
            Leads(broken, office.manager_a).convert(lead, new_client=LEGAL, new_contact=True)
        assert link.lost == 1
    assert mine.get(lead).state == pb.Lead.STATE_OPEN
    assert not mine.deal_titles()
    deal = mine.convert(lead, new_client=LEGAL, new_contact=True)
    (client,) = clients(clients_door, office.manager_a)
    assert client.name == f"counterparties/{request_of(office.db, lead.name, 'client')}"
    assert deal.counterparty == client.name
    assert mine.deal_titles() == ["Насосы"]


def test_the_store_may_be_cut_off_at_any_moment(
    office: Office, mine: Leads, clients_door: Door
) -> None:
    with cut_store(office, clients_door) as (broken, link):
        theirs = Leads(broken, office.manager_a)
        for answer in range(1, 9):
            lead = made(mine, inn="", company_name=f"Ромашка {answer}")
            link.cut_at(answer)
            with suppress(grpc.RpcError):
                theirs.convert(lead, new_client=LEGAL)
            link.cut_at(0)
            deal = repeated(mine, lead)
            assert mine.get(lead).deal == deal.name
    assert len(clients(clients_door, office.manager_a)) == 8
    assert len(mine.deal_titles()) == len(office.changes("deal_created")) == 8


@contextmanager
def through(office: Office, clients_door: Door) -> Iterator[tuple[Office, Link]]:
    """The same office, whose deals service reaches counterparties by a link that gets cut."""
    # More than what HTTP/2 says of itself, less than any client.
    with Link(clients_door.address, 200) as link, other(office, clients_door, link.address) as door:
        yield replace(office, door=door), link


@contextmanager
def cut_store(office: Office, clients_door: Door) -> Iterator[tuple[Office, Link]]:
    """The same office, whose deals service reaches its store by such a link."""
    address = office.door.settings.mongo_url("deals").split("//")[1].split("/")[0]
    with Link(address, 1) as link:
        store = f"mongodb://{link.address}/?directConnection=true"
        with other(office, clients_door, clients_door.address, store) as door:
            yield replace(office, door=door), link


@contextmanager
def other(office: Office, clients_door: Door, clients: str, store: str = "") -> Iterator[Door]:
    environ = {
        "CRM_MONGO_URL": store or office.door.settings.mongo_url("deals"),
        "CRM_DATABASE_PREFIX": PREFIX,
        "CRM_COUNTERPARTIES_ADDRESS": clients,
    }
    with opened(SERVICE, environ, clients_door.key) as door:
        yield door


def test_a_deal_is_linked_only_to_whom_the_caller_sees(
    office: Office, mine: Leads, clients_door: Door
) -> None:
    stub: Pb = clients_door.stub(counterparties_pb2_grpc.CounterpartyServiceStub, office.manager_b)
    draft = counterparties_pb2.Counterparty(
        display_name="Чужой", kind=counterparties_pb2.Counterparty.KIND_LEGAL
    )
    theirs = stub.CreateCounterparty(
        counterparties_pb2.CreateCounterpartyRequest(counterparty=draft)
    )
    for deal, problem in (
        (deals_pb2.Deal(counterparty=theirs.name), ("counterparty", "COUNTERPARTY_UNKNOWN")),
        (deals_pb2.Deal(decision_maker="contacts/none"), ("decision_maker", "CONTACT_UNKNOWN")),
    ):
        with refused() as refusal:
            mine.convert(mine.create(), deal=deal)
        assert refusal.fields == (problem,)


def test_who_repeats_a_conversion_is_not_told_what_became_of_the_deal(
    office: Office, mine: Leads
) -> None:
    lead = mine.create()
    deal = mine.convert(lead)
    assert mine.convert(lead) == deal
    handed = deals_pb2.Deal(name=deal.name, owner=office.manager_b.user)
    request = deals_pb2.UpdateDealRequest(deal=handed, update_mask={"paths": ["owner"]})
    Leads(office, office.admin).deals.UpdateDeal(request)
    with refused() as refusal:
        mine.convert(lead)
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "LEAD_CONVERTED")
    assert "Насосы" not in str(refusal)


def test_who_has_left_does_not_keep_a_lead_from_becoming_a_deal(
    office: Office, mine: Leads
) -> None:
    lead = mine.create(participants=[office.manager_b.user, office.head_a.user])
    office.announce(office.manager_b, 2, disabled=True)
    assert list(mine.convert(lead).participants) == [office.head_a.user]


def test_what_is_no_number_or_address_keeps_nobody_from_being_a_client(
    office: Office, mine: Leads, clients_door: Door
) -> None:
    wrong = {"emails": ["a@b", "ok@ya.ru", "a..b@c.ru"], "phones": ["+73000000000", "+79161234567"]}
    lead = made(mine, **wrong)
    mine.convert(lead, new_client=LEGAL, new_contact=True)
    (client,) = clients(clients_door, office.manager_a)
    assert [each.address for each in client.emails] == ["ok@ya.ru"]
    assert [each.number for each in client.phones] == ["+79161234567"]
    assert len(mine.get(lead).emails) == 3
    with refused() as refusal:
        mine.convert(made(mine, inn="123", emails=["a@b"]), new_client=LEGAL)
    assert {field for field, _ in refusal.fields} == {
        "new_client.inn",
        "new_client.emails[0].address",
    }
