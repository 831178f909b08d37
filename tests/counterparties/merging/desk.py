"""What tests of merging do again and again."""

from collections.abc import Mapping
from typing import Any

from crm.counterparties.v1 import contacts_pb2, merges_pb2_grpc, notes_pb2
from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.counterparties.v1 import merges_pb2 as merges
from services.kit.caller import Caller
from tests.counterparties.office import Office


def stub(office: Office, caller: Caller | None = None) -> Any:
    return office.door.stub(merges_pb2_grpc.MergeServiceStub, caller or office.admin)


def merge(
    office: Office,
    survivor: pb.Counterparty,
    *others: pb.Counterparty,
    caller: Caller | None = None,
    choices: Mapping[str, str] | None = None,
    **more: Any,
) -> merges.Merge:
    return stub(office, caller).MergeCounterparties(
        merges.MergeCounterpartiesRequest(
            survivor=survivor.name,
            merged=[other.name for other in others],
            choices=[
                merges.FieldChoice(field=field, source=source)
                for field, source in (choices or {}).items()
            ],
            **more,
        )
    )


def undo(office: Office, made: merges.Merge, caller: Caller | None = None) -> merges.Merge:
    return stub(office, caller).UndoMerge(merges.UndoMergeRequest(name=made.name))


def card(office: Office, name: str, caller: Caller | None = None) -> pb.Counterparty:
    request = pb.GetCounterpartyRequest(name=name)
    return office.counterparties(caller or office.admin).GetCounterparty(request)


def contact(office: Office, client: pb.Counterparty, **fields: Any) -> contacts_pb2.Contact:
    return office.contacts(office.admin).CreateContact(
        contacts_pb2.CreateContactRequest(
            contact=contacts_pb2.Contact(counterparty=client.name, **fields)
        )
    )


def contacts_of(office: Office, name: str) -> list[str]:
    request = contacts_pb2.ListContactsRequest(counterparty=name)
    found = office.contacts(office.admin).ListContacts(request)
    return [each.display_name for each in found.contacts]


def note(office: Office, client: str, text: str) -> notes_pb2.Note:
    request = notes_pb2.CreateNoteRequest(note=notes_pb2.Note(counterparty=client, text=text))
    return office.notes(office.admin).CreateNote(request)


def notes_of(office: Office, name: str) -> list[str]:
    found = office.notes(office.admin).ListNotes(notes_pb2.ListNotesRequest(counterparty=name))
    return [each.text for each in found.notes]


def update(office: Office, name: str, **fields: Any) -> pb.Counterparty:
    request = pb.UpdateCounterpartyRequest(counterparty=pb.Counterparty(name=name, **fields))
    return office.counterparties(office.admin).UpdateCounterparty(request)


def phone(number: str, extension: str = "") -> pb.Phone:
    return pb.Phone(number=number, extension=extension)


def base_of(office: Office) -> dict[str, Any]:
    """All that is stored of the records, versions and times aside."""
    aside = dict.fromkeys(("version", "update_time"), 0)
    return {
        document["_id"]: document
        for collection in ("counterparties", "contacts", "notes")
        for document in office.db.bound(collection).find({}, aside)
    }
