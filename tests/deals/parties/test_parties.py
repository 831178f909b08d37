"""Whom leads and deals may be linked to: known by a copy, else asked for in the caller's name."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import grpc
import pytest

from crm.counterparties.v1 import (
    contacts_pb2,
    contacts_pb2_grpc,
    counterparties_pb2,
    counterparties_pb2_grpc,
)
from crm.counterparties.v1 import events_pb2 as events
from services.kit.caller import Access, Caller
from services.kit.errors import NotFound
from services.kit.parties import store
from services.kit.parties.asking import party
from services.kit.parties.party import Party, PartyUnknown
from services.kit.parties.reading import of_contact, of_counterparty
from services.kit.testing_door import Door
from tests.deals.office import Office

Client = counterparties_pb2.Counterparty
Pb = Any


class Clients:
    """The client base as one caller sees it, and what it would tell of its clients."""

    def __init__(self, door: Door, office: Office, caller: Caller) -> None:
        self._stub = door.stub(counterparties_pb2_grpc.CounterpartyServiceStub, caller)
        self._people = door.stub(contacts_pb2_grpc.ContactServiceStub, caller)
        self._office = office
        self.asked: list[str] = []

    def create(self, name: str, **fields: Any) -> Pb:
        client = Client(display_name=name, kind=Client.KIND_LEGAL, **fields)
        request = counterparties_pb2.CreateCounterpartyRequest(counterparty=client)
        return self._stub.CreateCounterparty(request)

    def update(self, client: Pb, **fields: Any) -> Pb:
        draft = Client(name=client.name, **fields)
        request = counterparties_pb2.UpdateCounterpartyRequest(counterparty=draft)
        request.update_mask.paths.extend(fields)
        return self._stub.UpdateCounterparty(request)

    def delete(self, client: Pb) -> Pb:
        request = counterparties_pb2.DeleteCounterpartyRequest(name=client.name)
        return self._stub.DeleteCounterparty(request)

    def person(self, client: Pb, name: str) -> Pb:
        person = contacts_pb2.Contact(counterparty=client.name, display_name=name)
        return self._people.CreateContact(contacts_pb2.CreateContactRequest(contact=person))

    def tell(self, kind: Any, client: Pb) -> None:
        event = kind(counterparty=client)
        version = int(client.etag.strip('"'))
        self._office.tell(event, client.name, version, "counterparties")

    def ask(self, name: str) -> Party:
        self.asked.append(name)
        try:
            if name.startswith("contacts/"):
                return of_contact(
                    self._people.GetContact(contacts_pb2.GetContactRequest(name=name))
                )
            request = counterparties_pb2.GetCounterpartyRequest(name=name)
            return of_counterparty(self._stub.GetCounterparty(request))
        except grpc.RpcError as error:
            raise NotFound(str(error)) from error


As = Callable[[Caller], Clients]


@pytest.fixture
def clients(clients_door: Door, office: Office) -> As:
    return lambda caller: Clients(clients_door, office, caller)


def test_who_is_not_known_yet_is_asked_for_once(office: Office, clients: As) -> None:
    mine = clients(office.manager_a)
    made = mine.create("ООО Ромашка", territory="Казань")
    for _ in range(2):
        found = party(office.db, office.manager_a, made.name, mine.ask)
        assert (found.display_name, found.territory) == ("ООО Ромашка", "Казань")
    # The second time its changes were news already.
    assert mine.asked == [made.name] * 2


def test_a_copy_follows_its_original_and_nobody_elses_is_kept(office: Office, clients: As) -> None:
    mine = clients(office.manager_a)
    made, other = mine.create("ООО Ромашка"), mine.create("ООО Василёк")
    party(office.db, office.manager_a, made.name, mine.ask)
    renamed = mine.update(made, display_name="АО Ромашка")
    mine.tell(events.CounterpartyUpdated, renamed)
    mine.tell(events.CounterpartyUpdated, made)  # late: it is older
    mine.tell(events.CounterpartyUpdated, other)
    assert party(office.db, office.manager_a, made.name, mine.ask).display_name == "АО Ромашка"
    assert store.PARTIES.find(office.db, other.name) is None
    mine.tell(events.CounterpartyDeleted, mine.delete(renamed))
    with pytest.raises(PartyUnknown) as refused:
        party(office.db, office.manager_a, made.name, mine.ask, "counterparty")
    assert (refused.value.reason, refused.value.field) == ("COUNTERPARTY_UNKNOWN", "counterparty")


def test_news_between_question_and_answer_are_not_lost(office: Office, clients: As) -> None:
    mine = clients(office.manager_a)
    made = mine.create("ООО Ромашка")

    def ask_slowly(name: str) -> Party:
        answer = mine.ask(name)
        mine.tell(events.CounterpartyUpdated, mine.update(made, display_name="АО Ромашка"))
        return answer

    party(office.db, office.manager_a, made.name, ask_slowly)
    assert party(office.db, office.manager_a, made.name, mine.ask).display_name == "АО Ромашка"


def test_others_clients_are_nobodys_business(office: Office, clients: As) -> None:
    made = clients(office.manager_a).create("ООО Ромашка")
    theirs = clients(office.manager_b)
    for _ in range(2):  # known here the second time
        with pytest.raises(PartyUnknown):
            party(office.db, office.manager_b, made.name, theirs.ask)
        party(office.db, office.manager_a, made.name, clients(office.manager_a).ask)
    for wrong in ("users/x", "counterparties/none", "contacts/none"):
        with pytest.raises(PartyUnknown):
            party(office.db, office.manager_b, wrong, theirs.ask)
    assert not store.PARTIES.select(office.db, {"version": 0})


def test_a_contact_is_known_with_where_he_works(office: Office, clients: As) -> None:
    mine = clients(office.manager_a)
    person = mine.person(mine.create("ООО Ромашка"), "Иванов Иван")
    found = party(office.db, office.manager_a, person.name, mine.ask)
    assert (found.display_name, found.counterparty) == ("Иванов Иван", person.counterparty)
    assert store.find(office.db, person.counterparty) is not None
    with pytest.raises(PartyUnknown) as refused:
        party(office.db, office.manager_b, person.name, clients(office.manager_b).ask)
    assert refused.value.reason == "CONTACT_UNKNOWN"


def test_what_one_is_not_shown_is_asked_for_again_by_who_is(office: Office, clients: As) -> None:
    hidden = Access("counterparties", "inn", "", "NONE")
    blind = replace(office.manager_a, field_rights=(hidden,))
    made = clients(office.manager_a).create("ООО Ромашка", inn="7707083893")
    assert party(office.db, blind, made.name, clients(blind).ask).inn == ""
    mine = clients(office.manager_a)
    assert party(office.db, office.manager_a, made.name, mine.ask).inn == "7707083893"
    assert party(office.db, blind, made.name, mine.ask).inn == "7707083893"
