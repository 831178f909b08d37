"""Values of the audit trail put back, by the rights and checks of an update."""

from typing import Any

from google.type import date_pb2, money_pb2

from crm.audit.v1 import audit_pb2, audit_pb2_grpc
from crm.counterparties.v1 import contacts_pb2, history_pb2_grpc
from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.counterparties.v1 import history_pb2 as history
from services.kit.caller import Caller
from tests.counterparties.office import Office


def entries(
    office: Office, subject: str, caller: Caller | None = None, **more: Any
) -> list[audit_pb2.AuditEntry]:
    stub = office.door.stub(audit_pb2_grpc.AuditServiceStub, caller or office.admin)
    request = audit_pb2.ListAuditEntriesRequest(
        parent="audit/counterparties", subject=subject, **more
    )
    return list(stub.ListAuditEntries(request).entries)


def restore(
    office: Office, name: str, change: str, *fields: str, caller: Caller | None = None, **more: Any
) -> history.RestoreValuesResponse:
    stub = office.door.stub(history_pb2_grpc.HistoryServiceStub, caller or office.admin)
    request = history.RestoreValuesRequest(name=name, change=change, fields=fields, **more)
    return stub.RestoreValues(request)


def update(
    office: Office, client: pb.Counterparty, *paths: str, caller: Caller | None = None, **to: Any
) -> pb.Counterparty:
    request = pb.UpdateCounterpartyRequest(counterparty=pb.Counterparty(name=client.name, **to))
    request.update_mask.paths.extend(paths or to)
    return office.counterparties(caller or office.admin).UpdateCounterparty(request)


def card(office: Office, name: str) -> pb.Counterparty:
    request = pb.GetCounterpartyRequest(name=name)
    return office.counterparties(office.admin).GetCounterparty(request)


def refusals(answer: history.RestoreValuesResponse) -> dict[str, str]:
    return {each.field: each.reason for each in answer.values}


def test_every_kind_of_value_comes_back(office: Office) -> None:
    before = office.create(
        office.admin,
        "Ромашка",
        phones=[{"number": "+74951234567", "extension": "12", "kind": "KIND_WORK"}],
        capital=money_pb2.Money(units=10, nanos=500_000_000, currency_code="RUB"),
        registration_date=date_pb2.Date(year=2001, month=2, day=3),
        roles=["ROLE_CLIENT"],
        headcount=7,
        marketing_consent="CONSENT_GRANTED",
        comment="длинный " * 2000,
    )
    fields = ("phones", "capital", "registration_date", "roles", "headcount")
    more = ("marketing_consent", "comment")
    update(office, before, *fields, *more)
    change = entries(office, before.name)[0]
    assert {each.field for each in change.changes} == {*fields, *more}

    look = restore(office, before.name, change.name, validate_only=True)
    assert refusals(look) == dict.fromkeys((*fields, *more), "")
    assert (look.change, len(entries(office, before.name))) == ("", 2)
    shown = {each.field: (each.current_value, each.restored_value) for each in look.values}
    assert shown["capital"] == ("", '{"amount": "10.500000000", "currency": "RUB"}')

    done = restore(office, before.name, change.name, etag=look.etag)
    after = card(office, before.name)
    for field in (*fields, *more):
        assert getattr(after, field) == getattr(before, field), field
    made = entries(office, before.name)[0]
    assert (made.name, made.restored_change, done.etag) == (done.change, change.name, after.etag)
    assert office.changes("counterparty_updated")[-1]["restored"] == change.name

    # What was restored is undone the same way.
    restore(office, before.name, done.change)
    undone = card(office, before.name)
    assert (undone.headcount, list(undone.phones), undone.comment) == (0, [], "")


def test_one_field_comes_back_and_others_stay(office: Office) -> None:
    client = office.create(office.admin, territory="Москва", industry="Торговля")
    update(office, client, territory="Тула", industry="Связь")
    change = entries(office, client.name)[0]
    restore(office, client.name, change.name, "territory")
    after = card(office, client.name)
    assert (after.territory, after.industry) == ("Москва", "Связь")
    assert entries(office, client.name, field="industry") == [change]
    assert len(entries(office, client.name, field="territory")) == 2
    by_nobody = entries(office, client.name, user=office.head_a.user)
    assert by_nobody == []


def test_a_contact_is_restored_by_the_same_call(office: Office) -> None:
    client = office.create(office.admin)
    contacts = office.contacts(office.admin)
    person = contacts.CreateContact(
        contacts_pb2.CreateContactRequest(
            contact=contacts_pb2.Contact(
                counterparty=client.name, display_name="Иван", job_title="Директор"
            )
        )
    )
    request = contacts_pb2.UpdateContactRequest(contact=contacts_pb2.Contact(name=person.name))
    request.update_mask.paths.append("job_title")
    contacts.UpdateContact(request)
    change = entries(office, person.name)[0]
    done = restore(office, person.name, change.name)
    after = contacts.GetContact(contacts_pb2.GetContactRequest(name=person.name))
    assert (after.job_title, after.etag) == ("Директор", done.etag)
    assert entries(office, person.name)[0].restored_change == change.name
