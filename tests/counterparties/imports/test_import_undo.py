"""An import taken back: what it made goes, what was added to since stays."""

import pytest

from crm.counterparties.v1 import (
    consents_pb2,
    consents_pb2_grpc,
    contacts_pb2,
    counterparties_pb2,
    notes_pb2,
)
from crm.counterparties.v1 import imports_pb2 as pb
from tests.counterparties.imports import files
from tests.counterparties.imports.files import INNS, a_csv, clients, create_all
from tests.counterparties.office import Office, refused

HEAD = ("Наименование", "ИНН", "Телефон", "E-mail")
A, B, C = INNS[:3]


def people_of(office: Office, client: str) -> list[str]:
    request = contacts_pb2.ListContactsRequest(counterparty=client)
    found = office.contacts(office.admin).ListContacts(request).contacts
    return [each.display_name for each in found]


def test_the_policy_update_fills_clients_and_the_undo_puts_them_back(office: Office) -> None:
    old = office.create(
        office.admin,
        "Старое имя",
        inn=A,
        comment="важное",
        phones=[counterparties_pb2.Phone(number="+78002000600")],
    )
    made = files.staged(
        office,
        office.admin,
        a_csv(
            (*HEAD, "Контактное лицо"),
            ("Новое имя", A, "88002000601", "", "Анна Ким"),
            ("Ещё раз", A, "", "", ""),
        ),
        duplicate_policy="DUPLICATE_POLICY_UPDATE",
    )
    assert files.verdicts(office, office.admin, made.name) == ["VALID", "DUPLICATE"]
    done = create_all(office, office.admin, made)
    assert (done.counts.updated, done.counts.created, done.counts.duplicates) == (1, 0, 1)
    get = counterparties_pb2.GetCounterpartyRequest(name=old.name)
    now = office.counterparties(office.admin).GetCounterparty(get)
    assert (now.display_name, now.comment) == ("Новое имя", "важное")
    assert [each.number for each in now.phones] == ["+78002000600", "+78002000601"]
    assert people_of(office, old.name) == ["Анна Ким"]
    office.imports(office.admin).UndoImport(pb.UndoImportRequest(name=made.name))
    office.work()
    back = office.counterparties(office.admin).GetCounterparty(get)
    assert (back.display_name, len(back.phones)) == ("Старое имя", 1)
    assert people_of(office, old.name) == []
    assert files.verdicts(office, office.admin, made.name) == ["UNDONE", "DUPLICATE"]


@pytest.mark.parametrize("which", ["named", "all"])
def test_an_undo_keeps_what_was_changed_since(office: Office, which: str) -> None:
    made = files.staged(office, office.admin, a_csv(HEAD, ("А", A, "", ""), ("Б", B, "", "")))
    create_all(office, office.admin, made)
    first = files.rows(office, office.admin, made.name)[0].counterparty
    office.counterparties(office.admin).UpdateCounterparty(
        counterparties_pb2.UpdateCounterpartyRequest(
            counterparty=counterparties_pb2.Counterparty(name=first, comment="звонили")
        )
    )
    office.imports(office.admin).UndoImport(pb.UndoImportRequest(name=made.name))
    office.work()
    now = files.now(office, office.admin, made.name)
    assert now.state == pb.Import.STATE_UNDONE
    assert (now.counts.created, now.counts.waiting) == (1, 1)
    assert files.verdicts(office, office.admin, made.name) == ["KEPT", "UNDONE"]
    assert clients(office, office.admin) == ["А"]
    with refused() as refusal:
        office.imports(office.admin).UndoImport(pb.UndoImportRequest(name=made.name))
    assert refusal.reason == "IMPORT_NOTHING_TO_UNDO"
    # What was taken back can be made again.
    wanted = [f"{made.name}/rows/2"] if which == "named" else []
    office.imports(office.admin).CreateImportedCounterparties(
        pb.CreateImportedCounterpartiesRequest(
            name=made.name, rows=wanted, all_valid=which == "all"
        )
    )
    office.work()
    assert clients(office, office.admin) == ["А", "Б"]


def test_an_undo_keeps_a_client_that_anything_was_added_to(office: Office) -> None:
    made = files.staged(office, office.admin, a_csv(HEAD, ("А", A, "", ""), ("Б", B, "", "")))
    create_all(office, office.admin, made)
    first = files.rows(office, office.admin, made.name)[0].counterparty
    note = notes_pb2.Note(counterparty=first, text="Любит рыбалку")
    office.notes(office.admin).CreateNote(notes_pb2.CreateNoteRequest(note=note))
    office.imports(office.admin).UndoImport(pb.UndoImportRequest(name=made.name))
    office.work()
    assert files.verdicts(office, office.admin, made.name) == ["KEPT", "UNDONE"]


def test_an_undo_takes_clients_back_that_came_with_a_consent(office: Office) -> None:
    head = (*HEAD, "Согласие на рассылку")
    made = files.staged(
        office, office.admin, a_csv(head, ("А", A, "", "", "да"), ("Б", B, "", "", "нет"))
    )
    create_all(office, office.admin, made)
    second = files.rows(office, office.admin, made.name)[1].counterparty
    consents = office.door.stub(consents_pb2_grpc.ConsentServiceStub, office.admin)
    own = consents.ListConsents(consents_pb2.ListConsentsRequest(person=second)).consents[0]
    # Somebody says that he read it in that file: this one is not the import's.
    said = consents_pb2.Consent(
        person=second,
        purpose=own.purpose,
        channels=own.channels,
        status="STATUS_REFUSED",  # type: ignore[arg-type]
        method="METHOD_PAPER",  # type: ignore[arg-type]
        evidence=own.evidence,
    )
    consents.CreateConsent(consents_pb2.CreateConsentRequest(consent=said))
    office.imports(office.admin).UndoImport(pb.UndoImportRequest(name=made.name))
    office.work()
    assert files.verdicts(office, office.admin, made.name) == ["UNDONE", "KEPT"]
    assert clients(office, office.admin) == ["Б"]
