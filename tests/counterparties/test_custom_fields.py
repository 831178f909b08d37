"""Fields that a tenant defines itself: definitions, values, filters, the audit trail."""

from collections.abc import Mapping
from typing import Any

import pytest
from google.protobuf import field_mask_pb2

from crm.audit.v1 import audit_pb2, audit_pb2_grpc
from crm.counterparties.v1 import contacts_pb2, custom_fields_pb2_grpc
from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.counterparties.v1 import custom_fields_pb2 as fields_pb
from services.counterparties.custom_fields import filters
from services.kit import structs
from services.kit.caller import Caller
from tests.counterparties.office import Office, a_company, refused, restricted

F = fields_pb.CustomField
Values = Mapping[str, Any]


def stub(office: Office) -> Any:
    return office.door.stub(custom_fields_pb2_grpc.CustomFieldServiceStub, office.admin)


def define(office: Office, key: str, kind: str, **about: Any) -> F:
    sent = F(**{"resource": "RESOURCE_COUNTERPARTY", "display_name": key.title(), **about})
    sent.key, sent.type = key, F.Type.Value(f"TYPE_{kind}")
    if kind.endswith("LIST") and not sent.options:
        sent.options.extend(fields_pb.CustomFieldOption(label=label) for label in ("Да", "Нет"))
    return stub(office).CreateCustomField(fields_pb.CreateCustomFieldRequest(custom_field=sent))


def create(office: Office, values: Values, caller: Caller | None = None, **fields: Any) -> Any:
    fields["custom_fields"] = structs.written(values)
    return office.create(caller or office.admin, **fields)


def patch(office: Office, name: str, values: Values, *paths: str) -> Any:
    sent = pb.Counterparty(name=name, custom_fields=structs.written(values))
    mask = field_mask_pb2.FieldMask(paths=paths or ["custom_fields"])
    return office.counterparties(office.admin).UpdateCounterparty(
        pb.UpdateCounterpartyRequest(counterparty=sent, update_mask=mask)
    )


def values_of(message: Any) -> dict[str, Any]:
    return structs.read(message.custom_fields)


def all_types(office: Office) -> None:
    for kind in ("TEXT", "NUMBER", "MONEY", "DATE", "LIST", "MULTI_LIST", "BOOLEAN", "LINK"):
        define(office, kind.lower(), kind, filterable=True)


GOOD: Values = {
    "text": "Текст",
    "number": 12.5,
    "money": {"amount": "1500.00", "currency": "RUB"},
    "date": "2026-11-22",
    "list": "da",
    "multi_list": ["net", "da"],
    "boolean": False,
    "link": "https://example.ru/a?b=c",
}


def test_a_value_of_each_type_comes_back_as_it_was(office: Office) -> None:
    all_types(office)
    made = create(office, GOOD)
    assert values_of(made) == GOOD
    again = office.counterparties(office.admin).GetCounterparty(
        pb.GetCounterpartyRequest(name=made.name)
    )
    assert values_of(again) == GOOD
    page = office.counterparties(office.admin).ListCounterparties(pb.ListCounterpartiesRequest())
    assert values_of(page.counterparties[0]) == GOOD


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("text", 5, "CUSTOM_TEXT"),
        ("number", "5", "CUSTOM_NUMBER"),
        ("number", True, "CUSTOM_NUMBER"),
        ("money", "5", "CUSTOM_MONEY"),
        ("money", {"amount": "1.005", "currency": "RUB"}, "CUSTOM_MONEY"),
        ("money", {"amount": "NaN", "currency": "RUB"}, "CUSTOM_MONEY"),
        ("money", {"amount": "1", "currency": "руб"}, "CUSTOM_MONEY"),
        ("date", "2026-02-30", "CUSTOM_DATE"),
        ("list", "other", "CUSTOM_OPTION"),
        ("multi_list", "da", "CUSTOM_OPTION"),
        ("multi_list", ["da", "other"], "CUSTOM_OPTION"),
        ("boolean", "true", "CUSTOM_BOOLEAN"),
        ("link", "javascript:alert(1)", "CUSTOM_LINK"),
        ("unknown", "x", "CUSTOM_FIELD_UNKNOWN"),
    ],
)
def test_a_wrong_value_is_refused_by_its_path(
    office: Office, key: str, value: Any, reason: str
) -> None:
    all_types(office)
    with refused() as refusal:
        create(office, {key: value})
    assert refusal.fields == ((f"custom_fields.{key}", reason),)


def test_a_change_merges_by_key_and_null_clears(office: Office) -> None:
    all_types(office)
    name = create(office, GOOD).name
    changed = values_of(patch(office, name, {"text": "Иной", "date": None}))
    assert changed == {**{k: v for k, v in GOOD.items() if k != "date"}, "text": "Иной"}
    one = patch(office, name, {"number": 1, "text": "не назван"}, "custom_fields.number")
    assert values_of(one)["number"] == 1
    assert values_of(one)["text"] == "Иной"
    assert "list" not in values_of(patch(office, name, {}, "custom_fields.list"))


def test_the_audit_trail_tells_each_key(office: Office) -> None:
    all_types(office)
    name = create(office, GOOD).name
    patch(office, name, {"text": "Иной", "number": None})
    (row,) = office.changes("counterparty_updated")
    assert row["subject"] == name
    assert {each["field"]: (each["old"], each["new"]) for each in row["changes"]} == {
        "custom_fields.text": ("Текст", "Иной"),
        "custom_fields.number": (12.5, None),
    }


def test_what_is_required_is_asked_of_new_clients_only(office: Office) -> None:
    old = create(office, {})
    define(office, "source", "TEXT", required=True)
    define(office, "hobby", "TEXT", required=True, kinds=["KIND_INDIVIDUAL"])
    with refused() as refusal:
        create(office, {})
    assert refusal.fields == (("custom_fields.source", "FIELD_REQUIRED"),)
    client = create(office, {"source": "Выставка"})
    with refused() as refusal:
        patch(office, client.name, {"source": None})
    assert refusal.fields == (("custom_fields.source", "FIELD_REQUIRED"),)
    sent = pb.Counterparty(name=old.name, comment="Изменён")
    office.counterparties(office.admin).UpdateCounterparty(
        pb.UpdateCounterpartyRequest(counterparty=sent)
    )


def test_a_field_of_other_kinds_is_refused(office: Office) -> None:
    define(office, "hobby", "TEXT", kinds=["KIND_INDIVIDUAL"])
    with refused() as refusal:
        create(office, {"hobby": "Рыбалка"})
    assert refusal.fields == (("custom_fields.hobby", "CUSTOM_FIELD_NOT_FOR_KIND"),)
    create(office, {"hobby": "Рыбалка"}, kind="KIND_INDIVIDUAL")


FILTERS = [
    ("text:eq:ТЕКСТ", True),
    ("text:eq:иное", False),
    ("text:contains:екс", True),
    ("text:set", True),
    ("text:unset", False),
    ("number:eq:12.5", True),
    ("number:ge:12.4", True),
    ("number:ge:12.6", False),
    ("number:ge:-3", True),
    ("number:le:100", True),
    ("number:le:-100", False),
    ("money:ge:1000", True),
    ("money:ge:1000 USD", False),
    ("money:le:1500", True),
    ("date:ge:2026-11-22", True),
    ("date:le:2026-11-21", False),
    ("list:eq:da", True),
    ("list:any_of:net,da", True),
    ("list:eq:net", False),
    ("multi_list:eq:net", True),
    ("boolean:eq:false", True),
    ("boolean:eq:true", False),
    ("link:contains:EXAMPLE", True),
]


def test_lists_are_filtered_by_any_type(office: Office) -> None:
    all_types(office)
    create(office, GOOD, display_name="С полями")
    create(office, {}, display_name="Без полей")
    for condition, is_found in FILTERS:
        found = office.listed(office.admin, custom=[condition])
        expected = ["Без полей"] if condition.endswith("unset") else ["С полями"] * is_found
        assert found == expected, condition
    both = office.listed(office.admin, custom=["number:ge:12", "number:le:13", "list:eq:da"])
    assert both == ["С полями"]
    assert office.listed(office.admin, custom=["number:ge:13", "number:le:12"]) == []
    assert office.listed(office.manager_b, custom=["list:eq:da"]) == []
    answer = office.counterparties(office.admin).CountCounterparties(
        pb.CountCounterpartiesRequest(filter={"custom": ["list:eq:da"]})  # type: ignore[arg-type]
    )
    assert answer.count == 1


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("nothing:eq:1", "CUSTOM_FIELD_UNKNOWN"),
        ("plain:eq:1", "CUSTOM_FIELD_NOT_FILTERABLE"),
        ("size:contains:1", "CUSTOM_FILTER_OP"),
        ("size", "CUSTOM_FILTER_OP"),
        ("size:ge:many", "CUSTOM_FILTER_VALUE"),
        ("size:ge:inf", "CUSTOM_FILTER_VALUE"),
    ],
)
def test_a_wrong_filter_is_refused(office: Office, condition: str, reason: str) -> None:
    define(office, "size", "NUMBER", filterable=True)
    define(office, "plain", "NUMBER")
    with refused() as refusal:
        office.listed(office.admin, custom=[condition])
    assert refusal.fields == (("custom[0]", reason),)


def test_a_hidden_value_is_neither_shown_nor_found_by(office: Office) -> None:
    all_types(office)
    create(office, GOOD, display_name="С полями")
    nosy = restricted(office.admin, ("custom_fields", "", "NONE"))
    assert office.listed(nosy, custom=["list:eq:da"]) == []
    page = office.counterparties(nosy).ListCounterparties(pb.ListCounterpartiesRequest())
    assert not page.counterparties[0].HasField("custom_fields")
    with refused() as refusal:
        create(office, GOOD, caller=nosy)
    assert refusal.reason == "FIELD_READ_ONLY"


def test_what_was_there_before_is_found_once_indexed(office: Office) -> None:
    field = define(office, "size", "NUMBER")
    names = [create(office, {"size": n}, display_name=f"К {n}").display_name for n in (1, 2, 3)]
    sent = F(name=field.name, filterable=True)
    stub(office).UpdateCustomField(fields_pb.UpdateCustomFieldRequest(custom_field=sent))
    office.work()
    assert office.listed(office.admin, custom=["size:ge:2"]) == names[1:]


def test_values_of_contacts(office: Office) -> None:
    define(office, "nick", "TEXT", resource="RESOURCE_CONTACT")
    client = office.create(office.admin)
    contact = contacts_pb2.Contact(
        counterparty=client.name,
        display_name="Иван",
        custom_fields=structs.written({"nick": "Ваня"}),
    )
    made = office.contacts(office.admin).CreateContact(
        contacts_pb2.CreateContactRequest(contact=contact)
    )
    assert values_of(made) == {"nick": "Ваня"}
    made.custom_fields.CopyFrom(structs.written({"nick": None, "size": 1}))
    with refused() as refusal:
        office.contacts(office.admin).UpdateContact(
            contacts_pb2.UpdateContactRequest(
                contact=made, update_mask={"paths": ["custom_fields"]}
            )  # type: ignore[arg-type]
        )
    assert refusal.fields == (("custom_fields.size", "CUSTOM_FIELD_UNKNOWN"),)


# --- definitions -------------------------------------------------------------------------------


def test_options_get_ids_and_are_archived_not_left_out(office: Office) -> None:
    field = define(office, "tier", "LIST", options=[{"label": "Очень горячий"}, {"label": "Ё!"}])
    assert [option.id for option in field.options] == ["ochen_goryachiy", "e"]
    client = create(office, {"tier": "e"})
    sent = F(name=field.name, options=[field.options[0]])
    request = fields_pb.UpdateCustomFieldRequest(custom_field=sent)
    with refused() as refusal:
        stub(office).UpdateCustomField(request)
    assert refusal.fields == (("options", "OPTION_LEFT_OUT"),)
    field.options[1].archived = True
    stub(office).UpdateCustomField(fields_pb.UpdateCustomFieldRequest(custom_field=field))
    with refused() as refusal:
        create(office, {"tier": "e"})
    assert refusal.fields == (("custom_fields.tier", "CUSTOM_OPTION"),)
    # Who has it keeps it.
    assert values_of(patch(office, client.name, {"tier": "e"})) == {"tier": "e"}


def test_key_and_type_never_change(office: Office) -> None:
    field = define(office, "size", "NUMBER")
    sent = F(name=field.name, key="other", type="TYPE_TEXT")  # type: ignore[arg-type]
    with refused() as refusal:
        stub(office).UpdateCustomField(fields_pb.UpdateCustomFieldRequest(custom_field=sent))
    assert set(refusal.fields) == {("key", "CUSTOM_FIELD_FIXED"), ("type", "CUSTOM_FIELD_FIXED")}
    with refused() as refusal:
        define(office, "size", "TEXT")
    assert refusal.reason == "CUSTOM_FIELD_KEY_TAKEN"
    define(office, "size", "TEXT", resource="RESOURCE_CONTACT")
    with refused() as refusal:
        define(office, "Размер", "TEXT")
    assert refusal.fields == (("key", "CUSTOM_FIELD_KEY_FORMAT"),)


def test_a_field_in_use_is_archived_and_restored_not_deleted(office: Office) -> None:
    field = define(office, "size", "NUMBER")
    client = create(office, {"size": 5})
    with refused() as refusal:
        stub(office).DeleteCustomField(fields_pb.DeleteCustomFieldRequest(name=field.name))
    assert refusal.reason == "CUSTOM_FIELD_IN_USE"
    stub(office).ArchiveCustomField(fields_pb.ArchiveCustomFieldRequest(name=field.name))
    with refused() as refusal:
        patch(office, client.name, {"size": 6})
    assert refusal.fields == (("custom_fields.size", "CUSTOM_FIELD_ARCHIVED"),)
    listed = stub(office).ListCustomFields(fields_pb.ListCustomFieldsRequest())
    assert not listed.custom_fields
    stub(office).RestoreCustomField(fields_pb.RestoreCustomFieldRequest(name=field.name))
    assert values_of(patch(office, client.name, {"size": 6})) == {"size": 6}
    patch(office, client.name, {"size": None})
    stub(office).DeleteCustomField(fields_pb.DeleteCustomFieldRequest(name=field.name))
    with refused() as refusal:
        patch(office, client.name, {"size": 7})
    assert refusal.fields == (("custom_fields.size", "CUSTOM_FIELD_UNKNOWN"),)


def test_fields_stand_in_the_order_asked_for(office: Office) -> None:
    names = [define(office, key, "TEXT").name for key in ("a", "b", "c")]
    stub(office).ReorderCustomFields(
        fields_pb.ReorderCustomFieldsRequest(
            resource="RESOURCE_COUNTERPARTY",  # type: ignore[arg-type]
            names=[names[2], names[0]],
        )
    )
    listed = stub(office).ListCustomFields(fields_pb.ListCustomFieldsRequest())
    assert [field.key for field in listed.custom_fields] == ["c", "a", "b"]


def test_ten_fields_of_a_resource_can_be_filtered_by(office: Office) -> None:
    for number in range(10):
        define(office, f"f{number}", "TEXT", filterable=True)
    with refused() as refusal:
        define(office, "f10", "TEXT", filterable=True)
    assert refusal.reason == "CUSTOM_FIELDS_TOO_MANY_FILTERABLE"


def test_only_who_may_defines_fields(office: Office) -> None:
    manager = office.door.stub(custom_fields_pb2_grpc.CustomFieldServiceStub, office.manager_a)
    define(office, "size", "NUMBER")
    assert len(manager.ListCustomFields(fields_pb.ListCustomFieldsRequest()).custom_fields) == 1
    stranger = Caller(
        tenant=office.tenant,
        user=office.manager_a.user,
        display_name="x",
        grants={"counterparties.read": ("*",)},
    )
    sent = fields_pb.CreateCustomFieldRequest(
        custom_field=F(key="x", display_name="x", type="TYPE_TEXT", resource="RESOURCE_CONTACT")  # type: ignore[arg-type]
    )
    with refused() as refusal:
        office.door.stub(custom_fields_pb2_grpc.CustomFieldServiceStub, stranger).CreateCustomField(
            sent
        )
    assert refusal.code == "PERMISSION_DENIED"


def test_another_tenant_has_its_own_fields(office: Office, other_office: Office) -> None:
    define(office, "size", "NUMBER")
    with refused() as refusal:
        other_office.counterparties(other_office.admin).CreateCounterparty(
            pb.CreateCounterpartyRequest(
                counterparty=a_company(custom_fields=structs.written({"size": 1}))
            )
        )
    assert refusal.fields == (("custom_fields.size", "CUSTOM_FIELD_UNKNOWN"),)


def test_index_keys_of_numbers_sort_as_numbers() -> None:
    numbers = [-1e15, -2.5, -1, -0.1, 0, 0.1, 1, 2, 10, 1e15]
    keys = [filters.index_keys({"n": number}, {"n"})[0] for number in numbers]
    assert keys == sorted(keys)


def test_no_is_a_value_in_the_audit_trail(office: Office) -> None:
    define(office, "vip", "BOOLEAN")
    client = create(office, {"vip": True})
    patch(office, client.name, {"vip": False})
    audit = office.door.stub(audit_pb2_grpc.AuditServiceStub, office.admin)
    request = audit_pb2.ListAuditEntriesRequest(parent="audit/counterparties", subject=client.name)
    (change,) = audit.ListAuditEntries(request).entries[0].changes
    assert (change.field, change.old_value, change.new_value) == (
        "custom_fields.vip",
        "true",
        "false",
    )
