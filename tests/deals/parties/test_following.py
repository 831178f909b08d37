"""Links follow merges of clients and their undoing, and what clients are called."""

from datetime import timedelta
from typing import Any

import pytest

from crm.counterparties.v1 import counterparties_pb2
from crm.counterparties.v1 import events_pb2 as events
from crm.deals.v1 import leads_pb2
from services.deals.leads.following import LINKED
from services.kit.parties.following import Following
from services.kit.parties.party import Party
from services.kit.parties.store import PARTIES, keep
from tests.deals.leads.desk import Leads
from tests.deals.office import Office

# Nobody links anything by an older copy meanwhile.
AT_ONCE = Following(LINKED, timedelta(0))
Client = counterparties_pb2.Counterparty
Pb = Any


def name(office: Office, key: str) -> str:
    return f"counterparties/{office.tenant}-{key}"


def client(office: Office, key: str, version: int, **fields: Any) -> Pb:
    named = {"display_name": key.upper(), "state": Client.STATE_ACTIVE, **fields}
    owner = office.manager_a.user
    return Client(name=name(office, key), owner=owner, etag=f'"{version}"', **named)


def known(office: Office, *keys: str) -> None:
    for key in keys:
        owner = office.manager_a.user
        party = Party(name=name(office, key), display_name=key.upper(), owner=owner, version=1)
        keep(office.db, party, expected=True)


def merged(office: Office, version: int = 2) -> None:
    gone = client(office, "b", version, state=Client.STATE_MERGED, merged_into=name(office, "a"))
    event = events.CounterpartyMerged(
        survivor=client(office, "a", version), merged=[gone], merge=f"merges/{office.tenant}"
    )
    office.tell(event, name(office, "a"), version, "counterparties")


def unmerged(office: Office, version: int = 3) -> None:
    event = events.CounterpartyUnmerged(
        survivor=client(office, "a", version),
        merged=[client(office, "b", version)],
        merge=f"merges/{office.tenant}",
    )
    office.tell(event, name(office, "a"), version, "counterparties")


@pytest.fixture
def mine(office: Office) -> Leads:
    known(office, "a", "b")
    return Leads(office, office.manager_a)


def links(leads: Leads) -> dict[str, tuple[str, str]]:
    found = leads.stub.ListLeads(leads_pb2.ListLeadsRequest()).leads
    return {
        each.display_name: (
            each.counterparty[-1:],
            each.counterparty_display_name,
        )
        for each in found
    }


def test_a_merge_moves_links_and_its_undoing_brings_those_back(office: Office, mine: Leads) -> None:
    for title, key in (("1", "a"), ("2", "b"), ("3", "b")):
        mine.create(title, counterparty=name(office, key))
    merged(office)
    office.work(AT_ONCE)
    assert links(mine) == {"1": ("a", "A"), "2": ("a", "A"), "3": ("a", "A")}
    late = mine.create("4", counterparty=name(office, "b"))
    assert late.counterparty == name(office, "a")
    assert len(office.changes("lead_updated")) == 2
    unmerged(office)
    office.work(AT_ONCE)
    assert links(mine) == {
        "1": ("a", "A"),
        "2": ("b", "B"),
        "3": ("b", "B"),
        "4": ("a", "A"),
    }


def test_an_undoing_that_comes_first_leaves_all_as_it_is(office: Office, mine: Leads) -> None:
    mine.create("1", counterparty=name(office, "b"))
    unmerged(office)
    merged(office)
    office.work(AT_ONCE)
    assert links(mine) == {"1": ("b", "B")}
    assert PARTIES.get(office.db, name(office, "b")).is_active


def test_records_show_what_a_client_is_called_now(office: Office, mine: Leads) -> None:
    lead = mine.create("1", counterparty=name(office, "b"))
    renamed = events.CounterpartyUpdated(
        counterparty=client(office, "b", 2, display_name="Новое имя")
    )
    office.tell(renamed, name(office, "b"), 2, "counterparties")
    office.work(AT_ONCE)
    after = mine.get(lead)
    assert (after.counterparty_display_name, after.etag) == ("Новое имя", lead.etag)
