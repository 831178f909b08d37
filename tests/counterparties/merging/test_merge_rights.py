"""Who may be merged, and by whom: people, contacts, rights."""

from typing import Any

import pytest

from crm.counterparties.v1 import contacts_pb2, custom_fields_pb2, custom_fields_pb2_grpc
from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.counterparties.v1 import merges_pb2 as merges
from services.kit.caller import Caller
from tests.counterparties.merging.desk import (
    base_of,
    card,
    contact,
    contacts_of,
    merge,
    phone,
    stub,
    undo,
)
from tests.counterparties.office import GOOD_INN, Office, refused, restricted


def a_person(office: Office, name: str, **fields: Any) -> pb.Counterparty:
    return office.create(office.admin, name, kind="KIND_INDIVIDUAL", **fields)


EMAIL, PHONE = pb.Email(address="family@mail.ru"), phone("+79161234567")


@pytest.mark.parametrize(
    ("one", "other", "certain"),
    [
        ({"emails": [EMAIL]}, {"emails": [EMAIL]}, False),
        ({"emails": [EMAIL], "phones": [PHONE]}, {"emails": [EMAIL], "phones": [PHONE]}, True),
        ({"phones": [PHONE], "birth_date": {"year": 1980, "month": 1, "day": 1}},
         {"phones": [PHONE], "birth_date": {"year": 2005, "month": 1, "day": 1}}, False),
        ({}, {}, False),
    ],
)  # fmt: skip
def test_people_are_not_merged_on_an_email_alone(
    office: Office, one: dict[str, Any], other: dict[str, Any], certain: bool
) -> None:
    survivor, merged = a_person(office, "Иванов", **one), a_person(office, "Иванов И.", **other)
    if not certain:
        with refused() as refusal:
            merge(office, survivor, merged)
        assert refusal.reason == "PERSONS_UNCONFIRMED"
        preview = merge(office, survivor, merged, validate_only=True)
        assert [doubt.name for doubt in preview.doubts] == [merged.name]
    made = merge(office, survivor, merged, confirm_persons=not certain)
    assert made.survivor == survivor.name


def test_contacts_are_merged_and_taken_apart(office: Office) -> None:
    client, elsewhere = office.create(office.admin, "А"), office.create(office.admin, "Б")
    one = contact(office, client, display_name="Иванов Иван", emails=[EMAIL])
    other = contact(office, elsewhere, display_name="Иванов", phones=[PHONE], emails=[EMAIL])
    before = base_of(office)
    request = merges.MergeContactsRequest(survivor=one.name, merged=[other.name])
    with refused() as refusal:
        stub(office).MergeContacts(request)
    assert refusal.reason == "PERSONS_UNCONFIRMED"
    request.confirm_persons = True
    made = stub(office).MergeContacts(request)
    assert [p.number for p in made.contact.phones] == ["+79161234567"]
    assert contacts_of(office, elsewhere.name) == []
    found = office.contacts(office.admin).GetContact(
        contacts_pb2.GetContactRequest(name=other.name)
    )
    assert found.name == one.name
    undo(office, made)
    assert base_of(office) == before


def test_who_merges_needs_the_right_on_each(office: Office) -> None:
    own = office.create(office.manager_a, "Мой")
    foreign = office.create(office.manager_b, "Чужой")
    with refused() as refusal:
        merge(office, own, foreign, caller=office.manager_a)
    assert refusal.code == "NOT_FOUND"
    shared = office.create(office.manager_b, "Общий", participants=[office.manager_a.user])
    grants = {k: v for k, v in office.manager_a.grants.items() if k != "counterparties.merge"}
    without = Caller(tenant=office.tenant, user=office.manager_a.user, grants=grants)
    with refused() as refusal:
        merge(office, own, shared, caller=without)
    assert refusal.code == "PERMISSION_DENIED"
    made = merge(office, own, shared, caller=office.manager_a)
    with refused() as refusal:
        stub(office, office.manager_b).GetMerge(merges.GetMergeRequest(name=made.name))
    assert refusal.code == "NOT_FOUND"


def test_hidden_fields_are_merged_without_being_shown(office: Office) -> None:
    own = office.create(office.manager_a, "А")
    account = pb.BankAccount(account="40702810900000000001", bic="044525225")
    other = office.create(office.manager_a, "Б", inn=GOOD_INN)
    office.db.bound("counterparties").update_one(
        {"_id": other.name},
        {"$set": {"bank_accounts": [{"account": account.account, "bic": account.bic,
                                      "correspondent_account": "", "bank_name": ""}]}},
    )  # fmt: skip
    caller = restricted(office.manager_a, ("bank_accounts", "", "NONE"), ("inn", "", "READ"))
    with refused() as refusal:
        merge(office, own, other, caller=caller, choices={"inn": other.name})
    assert refusal.reason == "FIELD_READ_ONLY"
    made = merge(office, own, other, caller=caller)
    assert list(made.counterparty.bank_accounts) == []
    assert list(made.counterparty.hidden_fields) == ["bank_accounts"]
    assert [a.account for a in card(office, own.name).bank_accounts] == [account.account]


def test_a_merge_shows_nobody_what_he_could_not_see_before(office: Office) -> None:
    account = pb.BankAccount(account="40702810400000000225", bic="044525225")
    existing = office.create(
        office.manager_a, "А", market_state="MARKET_STATE_EXISTING", inn=GOOD_INN, kpp="770701001"
    )
    potential = office.create(office.manager_a, "Б", bank_accounts=[account])
    caller = restricted(office.manager_a, ("bank_accounts", "POTENTIAL", "NONE"))
    for survivor, merged in ((existing, potential), (potential, existing)):
        with refused() as refusal:
            merge(office, survivor, merged, caller=caller)
        assert refusal.reason == "FIELD_READ_ONLY"
        assert refusal.metadata is not None
        assert refusal.metadata["fields"] == "bank_accounts"
    merge(office, existing, potential)


def test_fields_of_the_tenant_are_merged_one_by_one(office: Office) -> None:
    definitions = office.door.stub(custom_fields_pb2_grpc.CustomFieldServiceStub, office.admin)
    for key in ("colour", "size", "smell"):
        definitions.CreateCustomField(
            custom_fields_pb2.CreateCustomFieldRequest(
                custom_field=custom_fields_pb2.CustomField(
                    resource="RESOURCE_COUNTERPARTY",  # type: ignore[arg-type]
                    key=key,
                    display_name=key,
                    type="TYPE_TEXT",  # type: ignore[arg-type]
                )
            )
        )
    survivor = office.create(office.admin, "А", custom_fields={"colour": "red", "smell": "none"})
    other = office.create(office.admin, "Б", custom_fields={"colour": "blue", "size": "XL"})
    before = base_of(office)
    made = merge(office, survivor, other, choices={"custom_fields.colour": other.name})
    expected = {"colour": "blue", "size": "XL", "smell": "none"}
    assert dict(made.counterparty.custom_fields) == expected
    undo(office, made)
    assert base_of(office) == before
