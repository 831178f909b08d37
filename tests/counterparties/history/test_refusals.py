"""What cannot be put back says why, field by field; what is hidden never leaks."""

from dataclasses import replace

from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.counterparties.v1 import custom_fields_pb2, custom_fields_pb2_grpc, segments_pb2
from tests.counterparties.history.test_restoring import (
    card,
    entries,
    refusals,
    restore,
    update,
)
from tests.counterparties.merging import desk
from tests.counterparties.office import GOOD_INN, Office, refused, restricted


def test_all_or_none_and_each_reason_by_field(office: Office) -> None:
    segments = office.segments(office.admin)
    segment = segments.CreateSegment(
        segments_pb2.CreateSegmentRequest(segment=segments_pb2.Segment(display_name="Опт"))
    )
    client = office.create(
        office.admin,
        owner=office.manager_a.user,
        participants=[office.manager_b.user],
        segments=[segment.name],
        territory="Тула",
    )
    update(
        office,
        client,
        *("owner", "participants", "segments", "territory"),
        owner=office.admin.user,
        territory="Казань",
    )
    office.announce(office.manager_a, version=2, disabled=True)
    office.announce(office.manager_b, version=2, disabled=True)
    segments.DeleteSegment(segments_pb2.DeleteSegmentRequest(name=segment.name))
    change = entries(office, client.name)[0].name

    look = restore(office, client.name, change, validate_only=True)
    wanted = {
        "owner": "OWNER_INACTIVE",
        "participants": "PARTICIPANT_INACTIVE",
        "segments": "SEGMENT_UNKNOWN",
        "territory": "",
    }
    assert refusals(look) == wanted
    with refused() as refusal:
        restore(office, client.name, change, "owner", "territory", "inn")
    assert set(refusal.fields) == {("owner", "OWNER_INACTIVE"), ("inn", "FIELD_NOT_IN_CHANGE")}
    assert card(office, client.name).territory == "Казань"
    # Without fields: all that can be.
    done = restore(office, client.name, change)
    assert refusals(done) == {"territory": ""}
    again = restore(office, client.name, change, "territory", validate_only=True)
    assert refusals(again) == {"territory": "SAME_ALREADY"}


def test_custom_values_come_back_key_by_key_while_their_options_live(office: Office) -> None:
    stub = office.door.stub(custom_fields_pb2_grpc.CustomFieldServiceStub, office.admin)

    def define(key: str, kind: str, **more: object) -> custom_fields_pb2.CustomField:
        return stub.CreateCustomField(
            custom_fields_pb2.CreateCustomFieldRequest(
                custom_field=custom_fields_pb2.CustomField(
                    resource="RESOURCE_COUNTERPARTY",
                    key=key,
                    display_name=key,
                    type=kind,
                    **more,  # type: ignore[arg-type]
                )
            )
        )

    listed = define(
        "grade", "TYPE_LIST", options=[{"id": "a", "label": "А"}, {"id": "b", "label": "Б"}]
    )
    money = define("budget", "TYPE_MONEY")
    first, second = (option.id for option in listed.options)
    client = office.create(office.admin)
    values = {listed.key: first, money.key: {"amount": "10.50", "currency": "RUB"}}
    update(office, client, "custom_fields", custom_fields=values)
    update(office, client, "custom_fields", custom_fields={listed.key: second, money.key: None})
    change = entries(office, client.name)[0].name
    own, other = f"custom_fields.{listed.key}", f"custom_fields.{money.key}"
    assert refusals(restore(office, client.name, change, validate_only=True)) == {
        own: "",
        other: "",
    }
    listed.options[0].archived = True
    request = custom_fields_pb2.UpdateCustomFieldRequest(custom_field=listed)
    request.update_mask.paths.append("options")
    stub.UpdateCustomField(request)
    look = restore(office, client.name, change, validate_only=True)
    assert refusals(look) == {own: "CUSTOM_OPTION", other: ""}
    restore(office, client.name, change, other)
    after = card(office, client.name).custom_fields
    assert after[money.key]["amount"] == "10.50"
    assert after[listed.key] == second


def test_requisites_of_a_double_and_of_an_existing_client_stay(office: Office) -> None:
    first = office.create(office.admin, inn=GOOD_INN, kpp="773601001")
    update(office, first, "inn", "kpp")
    office.create(office.admin, inn=GOOD_INN, kpp="773601001")
    change = entries(office, first.name)[0].name
    look = restore(office, first.name, change, validate_only=True)
    assert refusals(look)["inn"] == "DUPLICATE_FOUND"

    other = office.create(office.admin)
    update(office, other, inn="7736050003")
    change = entries(office, other.name)[0].name
    update(office, other, market_state="MARKET_STATE_EXISTING")
    look = restore(office, other.name, change, validate_only=True)
    assert refusals(look) == {"inn": "REQUISITES_MISSING"}


def test_what_is_hidden_or_masked_is_neither_shown_nor_found_nor_put_back(office: Office) -> None:
    client = office.create(
        office.manager_a, phones=[{"number": "+74951234567"}], kpp="773601001", territory="Тула"
    )
    update(office, client, "phones", "kpp", "territory")
    change = entries(office, client.name)[0].name
    reader = restricted(office.manager_a, ("phones", "", "MASKED"), ("kpp", "POTENTIAL", "NONE"))
    shown = entries(office, client.name, reader)[0]
    assert [each.field for each in shown.changes] == ["territory"]
    for field in ("phones", "kpp"):
        assert entries(office, client.name, reader, field=field) == []
        look = restore(office, client.name, change, field, caller=reader, validate_only=True)
        value = look.values[0]
        assert (value.reason, value.current_value, value.restored_value) == (
            "FIELD_HIDDEN",
            "",
            "",
        )
    look = restore(office, client.name, change, caller=reader, validate_only=True)
    assert [each.field for each in look.values] == ["territory"]
    # Whether it changed at all is hidden too.
    untouched = office.create(office.manager_a, territory="Тула")
    update(office, untouched, territory="Омск")
    other = entries(office, untouched.name)[0].name
    look = restore(office, untouched.name, other, "phones", caller=reader, validate_only=True)
    assert refusals(look) == {"phones": "FIELD_HIDDEN"}
    only_reads = restricted(office.manager_a, ("territory", "", "READ"))
    look = restore(office, client.name, change, "territory", caller=only_reads, validate_only=True)
    assert refusals(look) == {"territory": "FIELD_READ_ONLY"}
    assert look.values[0].restored_value == '"Тула"'


def test_rights_versions_and_strange_entries(office: Office, other_office: Office) -> None:
    client = office.create(office.manager_a, territory="Тула")
    before = card(office, client.name)
    update(office, client, territory="Омск")
    change = entries(office, client.name)[0].name
    stranger = other_office.create(other_office.admin, territory="Тула")
    for name, entry, caller, code in (
        (client.name, change, office.manager_b, "NOT_FOUND"),
        (client.name, change, other_office.admin, "NOT_FOUND"),
        (stranger.name, change, other_office.admin, "NOT_FOUND"),
        (office.create(office.admin).name, change, office.admin, "NOT_FOUND"),
        (client.name, "audit/counterparties/zzz", office.admin, "NOT_FOUND"),
        (client.name, "", office.admin, "NOT_FOUND"),
        ("segments/x", change, office.admin, "NOT_FOUND"),
        ("", change, office.admin, "NOT_FOUND"),
    ):
        with refused() as refusal:
            restore(office, name, entry, caller=caller)
        assert refusal.code == code
    with refused() as refusal:
        restore(office, client.name, change, etag=before.etag)
    assert refusal.reason == "STALE_ETAG"
    reader = replace(
        office.manager_b,
        grants={
            "counterparties.read": ("*",),
            "counterparties.update": (office.manager_b.user,),
        },
    )
    look = restore(office, client.name, change, caller=reader, validate_only=True)
    assert refusals(look) == {"territory": "PERMISSION_DENIED"}
    with refused() as refusal:
        restore(office, client.name, change, caller=reader)
    assert refusal.fields == (("territory", "PERMISSION_DENIED"),)
    created = entries(office, client.name)[-1].name
    with refused() as refusal:
        restore(office, client.name, created)
    assert refusal.reason == "NOTHING_TO_RESTORE"
    office.counterparties(office.admin).DeleteCounterparty(
        pb.DeleteCounterpartyRequest(name=client.name)
    )
    look = restore(office, client.name, change, validate_only=True)
    assert refusals(look) == {"territory": "DELETED_UNCHANGEABLE"}
    deletion = entries(office, client.name)[0].name
    look = restore(office, client.name, deletion, validate_only=True)
    assert set(refusals(look).values()) == {"FIELD_NOT_RESTORABLE"}


def test_what_became_another_one_is_put_back_there_alone(office: Office) -> None:
    survivor, other = office.create(office.admin), office.create(office.admin, territory="Тула")
    update(office, other, territory="Омск")
    change = entries(office, other.name)[0].name
    desk.merge(office, survivor, other)
    with refused() as refusal:
        restore(office, other.name, change)
    assert refusal.code == "NOT_FOUND"
