"""A manager of one branch never meets the other branch's clients; a tenant never another's."""

import uuid
from collections.abc import Callable

import pytest

from crm.counterparties.v1 import contacts_pb2, notes_pb2
from crm.counterparties.v1 import counterparties_pb2 as pb
from services.kit import jobs
from services.kit.caller import Caller
from tests.counterparties.office import Office, refused
from tests.counterparties.test_export import exported


@pytest.fixture
def client_of_b(office: Office) -> pb.Counterparty:
    created = office.create(
        office.manager_b, "Секретный клиент", phones=[pb.Phone(number="+78467124764")]
    )
    office.contacts(office.manager_b).CreateContact(
        contacts_pb2.CreateContactRequest(
            contact=contacts_pb2.Contact(counterparty=created.name, display_name="Секретарь")
        )
    )
    office.notes(office.manager_b).CreateNote(
        notes_pb2.CreateNoteRequest(
            note=notes_pb2.Note(counterparty=created.name, text="любит кофе")
        )
    )
    return created


def strangers(office: Office, other_office: Office) -> list[Caller]:
    return [office.manager_a, office.head_a, other_office.admin]


def test_the_other_branch_sees_nothing_anywhere(
    office: Office, other_office: Office, client_of_b: pb.Counterparty
) -> None:
    for stranger in strangers(office, other_office):
        for query in ("", "секрет", "8467124764", "712-47-64"):
            assert office.listed(stranger, query=query) == []
        assert office.listed(stranger, owner=[office.manager_b.user]) == []
        assert office.listed(stranger, org_unit="orgUnits/b") == []
        assert office.listed(stranger, kind=["KIND_LEGAL"], order_by="create_time") == []
        counted = office.counterparties(stranger).CountCounterparties(
            pb.CountCounterpartiesRequest(exact=True)
        )
        assert counted.count == 0
        chosen = office.counterparties(stranger).SelectCounterparties(
            pb.SelectCounterpartiesRequest()
        )
        assert chosen == pb.SelectCounterpartiesResponse()
        assert len(exported(office, stranger)) == 1
        contacts = office.contacts(stranger)
        for request in ({}, {"query": "секр"}, {"counterparty": client_of_b.name}):
            found = contacts.ListContacts(contacts_pb2.ListContactsRequest(**request))
            assert list(found.contacts) == []


def test_what_a_stranger_names_is_not_found(
    office: Office, other_office: Office, client_of_b: pb.Counterparty
) -> None:
    contact = office.contacts(office.manager_b).ListContacts(contacts_pb2.ListContactsRequest())
    note = office.notes(office.manager_b).ListNotes(
        notes_pb2.ListNotesRequest(counterparty=client_of_b.name)
    )
    for stranger in strangers(office, other_office):
        for call in calls(office, stranger, client_of_b, contact.contacts[0], note.notes[0]):
            with refused() as refusal:
                call()
            assert refusal.code == "NOT_FOUND"


def calls(
    office: Office,
    stranger: Caller,
    client: pb.Counterparty,
    contact: contacts_pb2.Contact,
    note: notes_pb2.Note,
) -> list[Callable[[], object]]:
    clients, contacts, notes = (
        office.counterparties(stranger),
        office.contacts(stranger),
        office.notes(stranger),
    )
    named = {"name": client.name}
    changed = pb.Counterparty(name=client.name, comment="x")
    return [
        lambda: clients.GetCounterparty(pb.GetCounterpartyRequest(**named)),
        lambda: clients.UpdateCounterparty(pb.UpdateCounterpartyRequest(counterparty=changed)),
        lambda: clients.DeleteCounterparty(pb.DeleteCounterpartyRequest(**named)),
        lambda: clients.UndeleteCounterparty(pb.UndeleteCounterpartyRequest(**named)),
        lambda: contacts.GetContact(contacts_pb2.GetContactRequest(name=contact.name)),
        lambda: contacts.DeleteContact(contacts_pb2.DeleteContactRequest(name=contact.name)),
        lambda: notes.GetNote(notes_pb2.GetNoteRequest(name=note.name)),
        lambda: notes.DeleteNote(notes_pb2.DeleteNoteRequest(name=note.name)),
        lambda: notes.ListNotes(notes_pb2.ListNotesRequest(counterparty=client.name)),
    ]


def test_a_repeated_request_id_shows_no_strangers_client(office: Office) -> None:
    request = pb.CreateCounterpartyRequest(
        counterparty=pb.Counterparty(display_name="Чужой", kind=pb.Counterparty.KIND_LEGAL),
        request_id=str(uuid.uuid4()),
    )
    office.counterparties(office.manager_b).CreateCounterparty(request)
    with refused() as refusal:
        office.counterparties(office.manager_a).CreateCounterparty(request)
    assert refusal.code == "ALREADY_EXISTS"


def test_heads_and_participants_see_it(office: Office) -> None:
    office.create(office.manager_a, "Первый")
    office.create(office.manager_b, "Второй", participants=[office.manager_a.user])
    assert office.listed(office.head_a) == ["Первый"]
    assert office.listed(office.manager_a) == ["Второй", "Первый"]
    assert office.listed(office.manager_b) == ["Второй"]
    assert office.listed(office.admin) == ["Второй", "Первый"]


def test_who_sees_but_may_not_change_is_told_so(office: Office) -> None:
    created = office.create(office.manager_a)
    grants = {**office.head_a.grants, "counterparties.update": (office.head_a.user,)}
    reader = Caller(tenant=office.tenant, user=office.head_a.user, grants=grants)
    with refused() as refusal:
        office.counterparties(reader).UpdateCounterparty(
            pb.UpdateCounterpartyRequest(
                counterparty=pb.Counterparty(name=created.name, comment="x")
            )
        )
    assert refusal.code == "PERMISSION_DENIED"


def test_a_participant_works_on_a_client_but_takes_and_gives_it_not(office: Office) -> None:
    created = office.create(office.manager_b, participants=[office.manager_a.user])

    def change(caller: Caller, **fields: object) -> pb.Counterparty:
        changed = pb.Counterparty(name=created.name, **fields)  # type: ignore[arg-type]
        return office.counterparties(caller).UpdateCounterparty(
            pb.UpdateCounterpartyRequest(counterparty=changed)
        )

    for owner in ("users/me", office.head_a.user):
        with refused() as refusal:
            change(office.manager_a, owner=owner)
        assert (refusal.code, refusal.reason) == ("PERMISSION_DENIED", "OWNER_NOT_YOURS")
    change(office.manager_a, comment="звонил", owner=office.manager_b.user)
    job = office.counterparties(office.manager_a).BulkUpdateCounterparties(
        pb.BulkUpdateCounterpartiesRequest(names=[created.name], owner=office.manager_a.user)
    )
    office.work()
    assert jobs.JOBS.get(office.db, job.name).counts.failed == 1
    assert change(office.manager_b, owner=office.manager_a.user).owner == office.manager_a.user


def test_a_new_owner_takes_the_contacts_along(office: Office) -> None:
    created = office.create(office.manager_a, "Клиент")
    office.contacts(office.manager_a).CreateContact(
        contacts_pb2.CreateContactRequest(
            contact=contacts_pb2.Contact(counterparty=created.name, display_name="Анна")
        )
    )
    changed = office.counterparties(office.admin).UpdateCounterparty(
        pb.UpdateCounterpartyRequest(
            counterparty=pb.Counterparty(name=created.name, owner=office.manager_b.user)
        )
    )
    assert changed.owner_display_name == "manager-b"
    told = office.changes("counterparty_updated")[0]
    assert office.manager_a.user in told["visible_to"]
    assert office.manager_b.user in told["visible_to"]
    request = contacts_pb2.ListContactsRequest()
    assert list(office.contacts(office.manager_a).ListContacts(request).contacts) == []
    assert len(office.contacts(office.manager_b).ListContacts(request).contacts) == 1
