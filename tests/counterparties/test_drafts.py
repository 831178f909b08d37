"""Drafts are their owner's alone, and become a client once, with its contacts or not at all."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from google.protobuf import json_format, struct_pb2

from crm.counterparties.v1 import (
    contacts_pb2,
    counterparties_pb2_grpc,
    drafts_pb2,
    drafts_pb2_grpc,
)
from crm.counterparties.v1 import counterparties_pb2 as pb
from services.counterparties.drafts import store
from services.kit.caller import Caller
from tests.counterparties.office import GOOD_INN, Office, Pb, a_company, refused


def drafts(office: Office, caller: Caller) -> Pb:
    return office.door.stub(drafts_pb2_grpc.DraftServiceStub, caller)


def in_browser(office: Office, caller: Caller) -> Pb:
    stub = counterparties_pb2_grpc.CounterpartyServiceStub
    return office.door.stub(stub, caller, **{"x-source": "UI"})


def struct(values: dict[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(values, struct_pb2.Struct())


def save(office: Office, caller: Caller, name: str = "", **fields: Any) -> Pb:
    content = struct(fields.pop("content", {"inn": GOOD_INN}))
    draft = drafts_pb2.CounterpartyDraft(
        name=name or f"counterpartyDrafts/{uuid.uuid4()}", content=content, **fields
    )
    return drafts(office, caller).UpdateCounterpartyDraft(
        drafts_pb2.UpdateCounterpartyDraftRequest(counterparty_draft=draft, allow_missing=True)
    )


def listed(office: Office, caller: Caller, **request: Any) -> list[str]:
    answer = drafts(office, caller).ListCounterpartyDrafts(
        drafts_pb2.ListCounterpartyDraftsRequest(**request)
    )
    return [each.display_name for each in answer.counterparty_drafts]


def register(office: Office, caller: Caller, **asked: Any) -> pb.Counterparty:
    return drafts(office, caller).RegisterCounterparty(
        drafts_pb2.RegisterCounterpartyRequest(**asked)
    )


def people_of(office: Office, caller: Caller, client: str) -> list[str]:
    answer = office.contacts(caller).ListContacts(
        contacts_pb2.ListContactsRequest(counterparty=client)
    )
    return [each.display_name for each in answer.contacts]


ANNA = contacts_pb2.Contact(
    person_name=pb.PersonName(family_name="Орлова", given_name="Анна"),
    phones=[pb.Phone(number="89123456789")],
)
BORIS = contacts_pb2.Contact(display_name="Борис", emails=[pb.Email(address="b@b.ru")])


def test_a_draft_is_kept_and_comes_back_as_it_was(office: Office) -> None:
    content = {"kind": "LEGAL", "phones": [{"number": "+7"}], "headcount": 12, "capital": None}
    me = office.manager_a
    saved = save(office, me, display_name=" Ромашка ", step="contacts", content=content)
    found = drafts(office, me).GetCounterpartyDraft(
        drafts_pb2.GetCounterpartyDraftRequest(name=saved.name)
    )
    assert found == saved
    assert json_format.MessageToDict(found.content) == content
    assert (found.display_name, found.step) == ("Ромашка", "contacts")
    kept_for = found.expire_time.ToDatetime() - found.update_time.ToDatetime()
    assert timedelta(days=89) < kept_for <= timedelta(days=90)


def test_drafts_are_listed_last_changed_first_and_without_content(office: Office) -> None:
    me = office.manager_a
    first, _ = save(office, me, display_name="Первый"), save(office, me, display_name="Второй")
    assert listed(office, me) == ["Второй", "Первый"]
    save(office, me, first.name, display_name="Первый")
    assert listed(office, me) == ["Первый", "Второй"]
    page = drafts(office, me).ListCounterpartyDrafts(
        drafts_pb2.ListCounterpartyDraftsRequest(page_size=1)
    )
    assert not page.counterparty_drafts[0].HasField("content")
    assert listed(office, me, page_token=page.next_page_token) == ["Второй"]


def test_nobody_else_sees_or_touches_a_draft(office: Office, other_office: Office) -> None:
    mine = save(office, office.manager_a, display_name="Тайна")
    same_name = replace(other_office.manager_a, user=office.manager_a.user)
    for stranger, where in (
        (office.admin, office),
        (office.head_a, office),
        (office.manager_b, office),
        (same_name, other_office),
    ):
        stub = drafts(where, stranger)
        assert listed(where, stranger) == []
        with refused() as refusal:
            stub.GetCounterpartyDraft(drafts_pb2.GetCounterpartyDraftRequest(name=mine.name))
        assert refusal.reason == "NOT_FOUND"
        with refused() as refusal:
            save(where, stranger, mine.name, display_name="Моё")
        assert refusal.code == "NOT_FOUND"
        with refused() as refusal:
            stub.DeleteCounterpartyDraft(drafts_pb2.DeleteCounterpartyDraftRequest(name=mine.name))
        assert refusal.code == "NOT_FOUND"
        with refused() as refusal:
            register(where, stranger, counterparty=a_company(), draft=mine.name)
        assert refusal.reason == "DRAFT_GONE"
        assert where.listed(stranger, query="Ромашка") == []
    assert listed(office, office.manager_a) == ["Тайна"]


def test_another_device_does_not_overwrite_what_it_has_not_read(office: Office) -> None:
    me = office.manager_a
    begun = save(office, me, display_name="Начат дома")
    save(office, me, begun.name, etag=begun.etag, display_name="Дополнен в офисе")
    with refused() as refusal:
        save(office, me, begun.name, etag=begun.etag, display_name="Снова дома")
    assert refusal.reason == "STALE_ETAG"
    drafts(office, me).DeleteCounterpartyDraft(
        drafts_pb2.DeleteCounterpartyDraftRequest(name=begun.name)
    )
    with refused() as refusal:
        save(office, me, begun.name, etag=begun.etag, display_name="Из мёртвых")
    assert refusal.code == "NOT_FOUND"
    assert listed(office, me) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"comment": "я" * 40_000}, "DRAFT_TOO_LARGE"),
        ({"$where": 1}, "DRAFT_CONTENT"),
        ({"a.b": 1}, "DRAFT_CONTENT"),
        ({"headcount": 1e300}, "DRAFT_CONTENT"),
    ],
)
def test_a_draft_is_bounded(office: Office, content: dict[str, Any], reason: str) -> None:
    with refused() as refusal:
        save(office, office.manager_a, content=content)
    assert refusal.fields == (("content", reason),)


def test_a_draft_is_not_endlessly_deep_and_has_a_name_of_its_own(office: Office) -> None:
    deep: dict[str, Any] = {}
    for _ in range(20):
        deep = {"in": deep}
    with refused() as refusal:
        save(office, office.manager_a, content=deep)
    assert refusal.reason == "DRAFT_CONTENT"
    with refused() as refusal:
        save(office, office.manager_a, "counterpartyDrafts/../x")
    assert refusal.reason == "DRAFT_NAME_FORMAT"


def test_drafts_leave_no_trace_in_the_audit_trail(office: Office) -> None:
    before = len(office.changes())
    save(office, office.manager_a)
    assert len(office.changes()) == before


def test_mongo_deletes_drafts_nobody_touches(office: Office) -> None:
    indexes = office.db.client[office.db.database][store.DRAFTS.id].index_information()
    assert indexes["expire_time"]["expireAfterSeconds"] == 0
    plan = office.db.client[office.db.database].command(
        {
            "explain": {
                "find": store.DRAFTS.id,
                "filter": {"tenant": office.tenant, "owner": office.manager_a.user},
                "sort": {"update_time": -1, "_id": -1},
            },
            "verbosity": "queryPlanner",
        }
    )
    assert "SORT" not in str(plan["queryPlanner"]["winningPlan"]).replace("SORT_KEY", "")
    assert "tenant_1_owner" in str(plan["queryPlanner"]["winningPlan"])


def test_a_client_its_contacts_and_the_end_of_its_draft_are_one(office: Office) -> None:
    me = office.manager_a
    draft = save(office, me)
    client = register(
        office, me, counterparty=a_company("Василёк"), contacts=[ANNA, BORIS], draft=draft.name
    )
    assert people_of(office, me, client.name) == ["Борис", "Орлова Анна"]
    assert listed(office, me) == []
    stored = office.contacts(me).ListContacts(
        contacts_pb2.ListContactsRequest(counterparty=client.name)
    )
    assert {each.counterparty_display_name for each in stored.contacts} == {"Василёк"}
    kinds = [change["type"] for change in office.changes()]
    assert kinds == ["counterparty_created", "contact_created", "contact_created"]


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_kept(office: Office) -> None:
    me = office.manager_a
    draft = save(office, me)
    nameless = contacts_pb2.Contact(phones=[pb.Phone(number="1")])
    with refused() as refusal:
        register(
            office,
            me,
            counterparty=pb.Counterparty(kind=pb.Counterparty.KIND_LEGAL, inn="7707083894"),
            contacts=[ANNA, nameless],
            draft=draft.name,
        )
    assert set(refusal.fields) == {
        ("counterparty.display_name", "FIELD_REQUIRED"),
        ("counterparty.inn", "INN_CHECKSUM"),
        ("contacts[1].display_name", "FIELD_REQUIRED"),
        ("contacts[1].phones[0].number", "PHONE_FORMAT"),
    }
    assert len(listed(office, me)) == 1
    assert office.listed(me) == []
    assert office.changes() == []


def test_a_draft_that_is_gone_takes_the_client_with_it(office: Office) -> None:
    me = office.manager_a
    with refused() as refusal:
        register(
            office,
            me,
            counterparty=a_company(),
            contacts=[ANNA],
            draft=f"counterpartyDrafts/{uuid.uuid4()}",
        )
    assert refusal.reason == "DRAFT_GONE"
    assert office.listed(me) == []
    assert office.changes() == []


def test_the_same_request_twice_registers_once(office: Office) -> None:
    me, request_id = office.manager_a, str(uuid.uuid4())
    draft = save(office, me)
    asked = {
        "counterparty": a_company(inn=GOOD_INN),
        "contacts": [ANNA],
        "draft": draft.name,
        "request_id": request_id,
    }
    first = register(office, me, **asked)
    assert register(office, me, **asked) == first
    assert people_of(office, me, first.name) == ["Орлова Анна"]
    assert office.listed(me) == [first.display_name]


def test_a_duplicate_by_law_is_registered_by_right_and_with_a_mark(office: Office) -> None:
    me = office.manager_a
    there = office.create(me, inn=GOOD_INN, kpp="770701001")
    draft = save(office, me)
    asked: dict[str, Any] = {
        "counterparty": a_company(inn=GOOD_INN, kpp="770701001"),
        "contacts": [ANNA],
        "draft": draft.name,
    }
    with refused() as refusal:
        register(office, me, **asked)
    assert refusal.reason == "DUPLICATE_FOUND"
    assert len(listed(office, me)) == 1
    made = register(office, me, **asked, bypass_duplicates=True)
    assert list(made.duplicates_bypass.candidates) == [there.name]
    assert listed(office, me) == []


def test_a_browser_enters_without_the_wizard_by_right_only(office: Office) -> None:
    able = office.manager_a
    held = {k: v for k, v in able.grants.items() if k != "counterparties.expert_create"}
    unable = replace(able, grants=held)
    request = pb.CreateCounterpartyRequest(counterparty=a_company("Экспертный"))
    assert in_browser(office, able).CreateCounterparty(request).display_name == "Экспертный"
    with refused() as refusal:
        in_browser(office, unable).CreateCounterparty(request)
    assert refusal.code == "PERMISSION_DENIED"
    assert register(office, unable, counterparty=a_company("По шагам")).display_name == "По шагам"
    # Programs always know what they do.
    assert office.create(unable, "Программный").display_name == "Программный"
