"""What roles hide of a client's fields is hidden everywhere, and cannot be written."""

import pytest

from crm.audit.v1 import audit_pb2, audit_pb2_grpc
from crm.counterparties.v1 import contacts_pb2
from crm.counterparties.v1 import counterparties_pb2 as pb
from services.identity.built_in_roles import built_in
from services.identity.role import BuiltIn
from services.kit import jobs
from services.kit.caller import Caller
from tests.counterparties.office import BRANCH_A, GOOD_INN, Office, refused, restricted


@pytest.fixture
def potential(office: Office) -> pb.Counterparty:
    return office.create(
        office.manager_a,
        "Потенциальный",
        inn=GOOD_INN,
        phones=[pb.Phone(number="+78467124764", extension="12")],
        emails=[pb.Email(address="anna@d.ru")],
    )


@pytest.fixture
def existing(office: Office) -> pb.Counterparty:
    return office.create(
        office.manager_a, "Действующий", inn="7736050003", market_state="MARKET_STATE_EXISTING"
    )


def reader(office: Office) -> Caller:
    return restricted(
        office.manager_a,
        ("inn", "POTENTIAL", "NONE"),
        ("phones", "", "MASKED"),
        ("emails", "", "MASKED"),
        ("comment", "", "READ"),
    )


def test_card_and_list_hide_alike(
    office: Office, potential: pb.Counterparty, existing: pb.Counterparty
) -> None:
    stub = office.counterparties(reader(office))
    card = stub.GetCounterparty(pb.GetCounterpartyRequest(name=potential.name))
    assert card.inn == ""
    assert (card.phones[0].number, card.phones[0].extension) == ("+7 ••• •••-47-64", "")
    assert card.emails[0].address == "a•••@d.ru"
    assert set(card.hidden_fields) == {"inn", "phones", "emails"}
    listed = stub.ListCounterparties(pb.ListCounterpartiesRequest()).counterparties
    assert [each.inn for each in listed] == ["7736050003", ""]
    assert set(listed[1].hidden_fields) == {"inn", "phones", "emails"}
    shown = stub.GetCounterparty(pb.GetCounterpartyRequest(name=existing.name))
    assert shown.inn == "7736050003"


def test_a_remembered_row_is_shown_to_each_by_his_rights(
    office: Office, potential: pb.Counterparty
) -> None:
    for caller, inn in ((office.admin, GOOD_INN), (reader(office), ""), (office.admin, GOOD_INN)):
        stub = office.counterparties(caller)
        listed = stub.ListCounterparties(pb.ListCounterpartiesRequest()).counterparties
        assert [(each.name, each.inn) for each in listed] == [(potential.name, inn)]


def test_a_search_does_not_reveal_what_is_hidden(
    office: Office, potential: pb.Counterparty, existing: pb.Counterparty
) -> None:
    caller = reader(office)
    for query in (GOOD_INN, "7707", "712-47-64", "anna@d.ru", "anna"):
        assert office.listed(caller, query=query) == [], query
    assert office.listed(caller, query=existing.inn) == ["Действующий"]
    assert office.listed(caller, query="потенц") == [potential.display_name]
    # Who types all of a masked number knows it already: this is how an operator finds a caller.
    assert office.listed(caller, query="8 846 712 47 64") == ["Потенциальный"]
    hidden = restricted(office.manager_a, ("phones", "", "NONE"))
    assert office.listed(hidden, query="8 846 712 47 64") == []


def test_what_is_not_writable_is_refused_by_name(
    office: Office, potential: pb.Counterparty
) -> None:
    stub = office.counterparties(reader(office))
    for change in (
        {"inn": "7736050003"},
        {"comment": "x"},
        {"phones": [pb.Phone(number="89123456789")]},
    ):
        with refused() as refusal:
            stub.UpdateCounterparty(
                pb.UpdateCounterpartyRequest(
                    counterparty=pb.Counterparty(name=potential.name, **change)
                )
            )
        assert (refusal.code, refusal.reason) == ("PERMISSION_DENIED", "FIELD_READ_ONLY")
        assert (refusal.metadata or {})["field"] == next(iter(change))
    with refused() as refusal:
        office.create(reader(office), inn=GOOD_INN)
    assert refusal.reason == "FIELD_READ_ONLY"


def test_an_update_keeps_and_does_not_tell_what_is_hidden(
    office: Office, potential: pb.Counterparty
) -> None:
    changed = office.counterparties(reader(office)).UpdateCounterparty(
        pb.UpdateCounterpartyRequest(
            counterparty=pb.Counterparty(name=potential.name, territory="Казань")
        )
    )
    assert changed.inn == ""
    kept = office.counterparties(office.admin).GetCounterparty(
        pb.GetCounterpartyRequest(name=potential.name)
    )
    assert (kept.inn, kept.territory) == (GOOD_INN, "Казань")
    assert kept.phones[0].number == "+78467124764"


def test_a_clients_contacts_are_masked_alike(office: Office, potential: pb.Counterparty) -> None:
    created = office.contacts(office.manager_a).CreateContact(
        contacts_pb2.CreateContactRequest(
            contact=contacts_pb2.Contact(
                counterparty=potential.name,
                display_name="Анна",
                phones=[pb.Phone(number="+79123456789")],
            )
        )
    )
    stub = office.contacts(reader(office))
    shown = stub.GetContact(contacts_pb2.GetContactRequest(name=created.name))
    assert shown.phones[0].number == "+7 ••• •••-67-89"
    assert "phones" in shown.hidden_fields
    request = contacts_pb2.ListContactsRequest(query="345-67-89")
    assert list(stub.ListContacts(request).contacts) == []
    assert len(office.contacts(office.manager_a).ListContacts(request).contacts) == 1


def test_names_cannot_be_hidden(office: Office, potential: pb.Counterparty) -> None:
    caller = restricted(office.manager_a, ("display_name", "", "NONE"))
    assert office.listed(caller) == [potential.display_name]


def test_what_is_always_shown_can_be_kept_from_changes(
    office: Office, potential: pb.Counterparty
) -> None:
    """Else whoever may not see a potential client's requisites makes it an existing one."""
    for access in ("READ", "NONE"):
        caller = restricted(office.manager_a, ("market_state", "", access))
        change = pb.Counterparty(name=potential.name, market_state="MARKET_STATE_EXISTING")
        with refused() as refusal:
            office.counterparties(caller).UpdateCounterparty(
                pb.UpdateCounterpartyRequest(counterparty=change)
            )
        assert refusal.reason == "FIELD_READ_ONLY"


def test_who_may_not_see_a_potential_clients_requisites_does_not_make_it_an_existing_one(
    office: Office,
) -> None:
    """The built-in role of managers, from the market state's right to what it protects."""
    role = built_in(BuiltIn.MANAGER, "roles/manager", "ru")
    said = [(each.field, each.market_state, each.access.value) for each in role.field_rights]
    manager = restricted(office.manager_a, *said)
    client = office.create(office.manager_a, inn=GOOD_INN, kpp="773601001")
    for state in ("EXISTING", "POTENTIAL"):
        change = pb.Counterparty(name=client.name, market_state=f"MARKET_STATE_{state}")
        with refused() as refusal:
            office.counterparties(manager).UpdateCounterparty(
                pb.UpdateCounterpartyRequest(counterparty=change)
            )
        assert (refusal.code, refusal.reason) == ("PERMISSION_DENIED", "FIELD_READ_ONLY")
    job = office.counterparties(manager).BulkUpdateCounterparties(
        pb.BulkUpdateCounterpartiesRequest(
            names=[client.name], market_state="MARKET_STATE_EXISTING"
        )
    )
    office.work()
    assert jobs.JOBS.get(office.db, job.name).counts.failed == 1
    request = pb.GetCounterpartyRequest(name=client.name)
    assert office.counterparties(manager).GetCounterparty(request).kpp == ""
    # The form says how every client begins.
    new = office.create(manager, market_state="MARKET_STATE_POTENTIAL")
    assert new.market_state == pb.Counterparty.MARKET_STATE_POTENTIAL
    # His head turns the client into an existing one, and then he sees it all.
    change = pb.Counterparty(name=client.name, market_state="MARKET_STATE_EXISTING")
    office.counterparties(office.head_a).UpdateCounterparty(
        pb.UpdateCounterpartyRequest(counterparty=change)
    )
    assert office.counterparties(manager).GetCounterparty(request).kpp == "773601001"


def test_a_filter_by_unit_lets_no_search_find_what_is_hidden(
    office: Office, potential: pb.Counterparty
) -> None:
    caller = restricted(office.manager_a, ("inn", "POTENTIAL", "NONE"))
    for unit in (BRANCH_A, "*"):
        assert office.listed(caller, query=GOOD_INN, org_unit=unit) == []
    found = office.listed(office.manager_a, query=GOOD_INN, org_unit=BRANCH_A)
    assert found == [potential.display_name]
    assert office.listed(office.manager_a, query="потен чужое", org_unit=BRANCH_A) == []
    assert office.listed(office.manager_a, query="чу потенциальный", org_unit=BRANCH_A) == []


def test_the_trail_of_a_contact_keeps_what_is_hidden_of_its_client(
    office: Office, potential: pb.Counterparty
) -> None:
    stub = office.contacts(office.manager_a)
    contact = contacts_pb2.Contact(counterparty=potential.name, display_name="Анна")
    created = stub.CreateContact(contacts_pb2.CreateContactRequest(contact=contact))
    change = contacts_pb2.Contact(name=created.name, phones=[pb.Phone(number="+79123456789")])
    stub.UpdateContact(contacts_pb2.UpdateContactRequest(contact=change))
    request = audit_pb2.ListAuditEntriesRequest(parent="audit/counterparties", subject=created.name)
    audit = office.door.stub(audit_pb2_grpc.AuditServiceStub, reader(office))
    for entry in audit.ListAuditEntries(request).entries:
        assert "phones" not in {each.field for each in entry.changes}
