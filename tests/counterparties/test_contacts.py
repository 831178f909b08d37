"""Contacts, notes and segments through their real doors."""

import uuid

import pytest

from crm.counterparties.v1 import contacts_pb2, notes_pb2, segments_pb2
from crm.counterparties.v1 import counterparties_pb2 as pb
from tests.counterparties.office import Office, refused


def add_contact(office: Office, counterparty: str, **fields: object) -> contacts_pb2.Contact:
    contact = contacts_pb2.Contact(counterparty=counterparty, **fields)  # type: ignore[arg-type]
    return office.contacts(office.manager_a).CreateContact(
        contacts_pb2.CreateContactRequest(contact=contact)
    )


def test_a_contact_is_named_after_the_person(office: Office) -> None:
    client = office.create(office.manager_a, "Ромашка")
    created = add_contact(
        office,
        client.name,
        person_name=pb.PersonName(family_name="Кузнецова", given_name="Дарья"),
        phones=[pb.Phone(number="89123456789")],
    )
    assert created.display_name == "Кузнецова Дарья"
    assert created.counterparty_display_name == "Ромашка"
    assert created.phones[0].number == "+79123456789"
    with refused() as refusal:
        add_contact(office, client.name, phones=[pb.Phone(number="1")])
    assert set(refusal.fields) == {
        ("display_name", "FIELD_REQUIRED"),
        ("phones[0].number", "PHONE_FORMAT"),
    }
    with refused() as refusal:
        add_contact(office, "counterparties/none", display_name="Анна")
    assert refusal.reason == "COUNTERPARTY_UNKNOWN"


@pytest.mark.parametrize("query", ["кузн", "нецов", "345-67-89", "dasha@"])
def test_contacts_are_found_by(office: Office, query: str) -> None:
    client = office.create(office.manager_a)
    add_contact(
        office,
        client.name,
        display_name="Кузнецова",
        phones=[pb.Phone(number="+79123456789")],
        emails=[pb.Email(address="dasha@d.ru")],
    )
    add_contact(office, client.name, display_name="Другой")
    stub = office.contacts(office.manager_a)
    for where in ({}, {"counterparty": client.name}):
        request = contacts_pb2.ListContactsRequest(query=query, **where)  # type: ignore[arg-type]
        assert [c.display_name for c in stub.ListContacts(request).contacts] == ["Кузнецова"]


def test_contacts_come_page_by_page(office: Office) -> None:
    client = office.create(office.manager_a)
    for name in ("Вера", "Анна", "Борис"):
        add_contact(office, client.name, display_name=name)
    stub = office.contacts(office.manager_a)
    first = stub.ListContacts(contacts_pb2.ListContactsRequest(page_size=2))
    rest = stub.ListContacts(
        contacts_pb2.ListContactsRequest(page_size=2, page_token=first.next_page_token)
    )
    names = [contact.display_name for contact in (*first.contacts, *rest.contacts)]
    assert names == ["Анна", "Борис", "Вера"]
    assert rest.next_page_token == ""


def test_contacts_follow_their_client_to_the_recycle_bin_and_back(office: Office) -> None:
    client = office.create(office.manager_a)
    stays = add_contact(office, client.name, display_name="Анна")
    gone = add_contact(office, client.name, display_name="Борис")
    contacts, clients = office.contacts(office.manager_a), office.counterparties(office.manager_a)
    contacts.DeleteContact(contacts_pb2.DeleteContactRequest(name=gone.name))
    clients.DeleteCounterparty(pb.DeleteCounterpartyRequest(name=client.name))
    listed = contacts.ListContacts(contacts_pb2.ListContactsRequest())
    assert list(listed.contacts) == []
    with refused() as refusal:
        contacts.UndeleteContact(contacts_pb2.UndeleteContactRequest(name=stays.name))
    assert refusal.reason == "DELETED_UNCHANGEABLE"
    clients.UndeleteCounterparty(pb.UndeleteCounterpartyRequest(name=client.name))
    listed = contacts.ListContacts(contacts_pb2.ListContactsRequest())
    assert [contact.name for contact in listed.contacts] == [stays.name]
    contacts.UndeleteContact(contacts_pb2.UndeleteContactRequest(name=gone.name))
    listed = contacts.ListContacts(contacts_pb2.ListContactsRequest())
    assert len(listed.contacts) == 2


def test_a_contact_is_changed_by_mask_and_etag(office: Office) -> None:
    client = office.create(office.manager_a, "Ромашка")
    contact = add_contact(office, client.name, display_name="Анна", job_title="Директор")
    stub = office.contacts(office.manager_a)
    request = contacts_pb2.UpdateContactRequest(
        contact=contacts_pb2.Contact(name=contact.name, decision_maker=True, etag=contact.etag),
        update_mask={"paths": ["decision_maker", "job_title"]},
    )
    changed = stub.UpdateContact(request)
    assert (changed.decision_maker, changed.job_title) == (True, "")
    with refused() as refusal:
        stub.UpdateContact(request)
    assert refusal.reason == "STALE_ETAG"
    clients = office.counterparties(office.manager_a)
    clients.UpdateCounterparty(
        pb.UpdateCounterpartyRequest(
            counterparty=pb.Counterparty(name=client.name, display_name="Лютик")
        )
    )
    shown = stub.GetContact(contacts_pb2.GetContactRequest(name=contact.name))
    assert shown.counterparty_display_name == "Лютик"


def test_the_same_request_creates_one_contact(office: Office) -> None:
    client = office.create(office.manager_a)
    request = contacts_pb2.CreateContactRequest(
        contact=contacts_pb2.Contact(counterparty=client.name, display_name="Анна"),
        request_id=str(uuid.uuid4()),
    )
    stub = office.contacts(office.manager_a)
    assert stub.CreateContact(request) == stub.CreateContact(request)


def test_notes_are_their_authors(office: Office) -> None:
    client = office.create(office.manager_a)
    mine, heads = office.notes(office.manager_a), office.notes(office.head_a)
    note = mine.CreateNote(
        notes_pb2.CreateNoteRequest(note=notes_pb2.Note(counterparty=client.name, text=" кофе "))
    )
    assert (note.text, note.author_display_name) == ("кофе", "manager-a")
    pinned = heads.UpdateNote(
        notes_pb2.UpdateNoteRequest(note=notes_pb2.Note(name=note.name, pinned=True))
    )
    assert pinned.pinned
    with refused() as refusal:
        heads.UpdateNote(
            notes_pb2.UpdateNoteRequest(note=notes_pb2.Note(name=note.name, text="чай"))
        )
    assert refusal.reason == "NOT_THE_AUTHOR"
    with refused() as refusal:
        heads.DeleteNote(notes_pb2.DeleteNoteRequest(name=note.name))
    assert refusal.reason == "NOT_THE_AUTHOR"
    mine.CreateNote(
        notes_pb2.CreateNoteRequest(note=notes_pb2.Note(counterparty=client.name, text="вторая"))
    )
    listed = heads.ListNotes(notes_pb2.ListNotesRequest(counterparty=client.name))
    assert [each.text for each in listed.notes] == ["вторая", "кофе"]
    mine.DeleteNote(notes_pb2.DeleteNoteRequest(name=note.name))
    with refused() as refusal:
        mine.GetNote(notes_pb2.GetNoteRequest(name=note.name))
    assert refusal.code == "NOT_FOUND"
    with refused() as refusal:
        mine.CreateNote(
            notes_pb2.CreateNoteRequest(note=notes_pb2.Note(counterparty=client.name, text="  "))
        )
    assert refusal.fields == (("text", "FIELD_REQUIRED"),)


def test_segment_names_are_unique_whatever_their_case(office: Office, other_office: Office) -> None:
    stub = office.segments(office.admin)

    def create(name: str) -> segments_pb2.Segment:
        return stub.CreateSegment(
            segments_pb2.CreateSegmentRequest(segment=segments_pb2.Segment(display_name=name))
        )

    wholesale = create("Опт")
    assert wholesale.color == "gray"
    with refused() as refusal:
        create("ОПТ")
    assert (refusal.code, refusal.reason) == ("ALREADY_EXISTS", "SEGMENT_NAME_TAKEN")
    retail = create("Розница")
    with refused() as refusal:
        stub.UpdateSegment(
            segments_pb2.UpdateSegmentRequest(
                segment=segments_pb2.Segment(name=retail.name, display_name="опт")
            )
        )
    assert refusal.reason == "SEGMENT_NAME_TAKEN"
    with refused() as refusal:
        stub.CreateSegment(
            segments_pb2.CreateSegmentRequest(
                segment=segments_pb2.Segment(display_name="X", color="pink")
            )
        )
    assert refusal.fields == (("color", "COLOR_UNKNOWN"),)
    listed = stub.ListSegments(segments_pb2.ListSegmentsRequest()).segments
    assert [each.display_name for each in listed] == ["Опт", "Розница"]
    others = other_office.segments(other_office.admin)
    assert list(others.ListSegments(segments_pb2.ListSegmentsRequest()).segments) == []


def test_a_segment_in_use_stays(office: Office) -> None:
    stub = office.segments(office.admin)
    segment = stub.CreateSegment(
        segments_pb2.CreateSegmentRequest(segment=segments_pb2.Segment(display_name="Опт"))
    )
    client = office.create(office.manager_a, segments=[segment.name])
    with refused() as refusal:
        stub.DeleteSegment(segments_pb2.DeleteSegmentRequest(name=segment.name))
    assert refusal.reason == "SEGMENT_IN_USE"
    office.counterparties(office.manager_a).UpdateCounterparty(
        pb.UpdateCounterpartyRequest(
            counterparty=pb.Counterparty(name=client.name), update_mask={"paths": ["segments"]}
        )
    )
    stub.DeleteSegment(segments_pb2.DeleteSegmentRequest(name=segment.name))
    with refused() as refusal:
        stub.GetSegment(segments_pb2.GetSegmentRequest(name=segment.name))
    assert refusal.code == "NOT_FOUND"
