"""Whom deals are linked to: asked for in the caller's name, followed through names and merges."""

from dataclasses import replace
from typing import Any

import pytest

from crm.counterparties.v1 import counterparties_pb2, counterparties_pb2_grpc
from crm.counterparties.v1 import events_pb2 as events
from services.deals.actions.deals import update
from services.kit.caller import Access
from services.kit.parties.party import PartyUnknown
from services.kit.testing_door import Door
from tests.deals.office import Office, refused
from tests.deals.sales import Sales
from tests.deals.test_boards import Boards

Client = counterparties_pb2.Counterparty


def client(door: Door, office: Office, title: str) -> Any:
    stub: Any = door.stub(counterparties_pb2_grpc.CounterpartyServiceStub, office.manager_a)
    draft = Client(display_name=title, kind=Client.KIND_LEGAL, inn="7707083893")
    request = counterparties_pb2.CreateCounterpartyRequest(counterparty=draft)
    return stub.CreateCounterparty(request)


def test_a_deal_knows_its_client_and_follows_his_name(office: Office, clients_door: Door) -> None:
    made = client(clients_door, office, "ООО Ромашка")
    sales = Sales(office, office.manager_a)
    deal = sales.create(counterparty=made.name)
    assert (deal.counterparty_display_name, deal.counterparty_inn) == ("ООО Ромашка", made.inn)
    assert sales.titles(query="ромаш") == sales.titles(counterparty=made.name) == ["Насосы"]
    boards = Boards(office, office.manager_a)
    assert boards.get().columns[0].cards[0].counterparty_display_name == "ООО Ромашка"
    renamed = Client()
    renamed.CopyFrom(made)
    renamed.display_name, renamed.etag = "АО Василёк", '"2"'
    event = events.CounterpartyUpdated(counterparty=renamed)
    office.tell(event, made.name, 2, "counterparties")
    office.work()
    shown = sales.get(deal)
    assert (shown.counterparty_display_name, shown.etag) == ("АО Василёк", deal.etag)
    assert sales.titles(query="васил") == ["Насосы"]
    assert not sales.titles(query="ромаш")
    assert boards.get().columns[0].cards[0].counterparty_display_name == "АО Василёк"


def test_others_clients_are_nobodys_business(office: Office, clients_door: Door) -> None:
    made = client(clients_door, office, "ООО Ромашка")
    with refused() as refusal:
        Sales(office, office.manager_b).create(counterparty=made.name)
    assert refusal.fields == (("counterparty", "COUNTERPARTY_UNKNOWN"),)
    assert not office.changes("deal_created")


def test_what_a_client_keeps_from_somebody_a_deal_does_not_tell_him(
    office: Office, clients_door: Door
) -> None:
    made = client(clients_door, office, "ООО Ромашка")
    sales = Sales(office, office.manager_a)
    deal = sales.create(counterparty=made.name)
    rights = (Access("counterparties", "inn", "", "MASKED"),)
    partly = Sales(office, replace(office.manager_a, field_rights=rights))
    assert deal.counterparty_inn == made.inn
    (listed,) = partly.found()
    for shown in (listed, partly.get(deal), partly.update(deal, comment="!")):
        assert (shown.counterparty_inn, shown.counterparty_display_name) == ("", "ООО Ромашка")
    assert sales.found()[0].counterparty_inn == made.inn


def test_nobody_is_linked_who_was_not_asked_for(office: Office, clients_door: Door) -> None:
    made = client(clients_door, office, "ООО Ромашка")
    deal = Sales(office, office.manager_a).create(counterparty=made.name)
    sales = Sales(office, office.admin)
    # Who sends the client along need not ask for him; meanwhile somebody else takes him out.
    sales.update(deal, "counterparty")
    with pytest.raises(PartyUnknown):
        update(office.db, office.admin, deal.name, "", {"counterparty": made.name})
    assert not sales.get(deal).counterparty
