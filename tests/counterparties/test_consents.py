"""The ledger of consents: what counts, how the field and merges go with it, what proves it."""

import json
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from crm.counterparties.v1 import consents_pb2 as pb
from crm.counterparties.v1 import consents_pb2_grpc as pb_grpc
from crm.counterparties.v1 import contacts_pb2, counterparties_pb2, merges_pb2, merges_pb2_grpc
from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import tenants_pb2
from services.counterparties.consents import ledger, store
from services.counterparties.consents.consent import Consent, Method, Status
from services.kit import clock
from services.kit.caller import Caller
from tests.counterparties.office import Office, refused

PHONE, SMS, EMAIL = pb.CONSENT_CHANNEL_PHONE, pb.CONSENT_CHANNEL_SMS, pb.CONSENT_CHANNEL_EMAIL
GRANTED = counterparties_pb2.Counterparty.CONSENT_GRANTED
REFUSED = counterparties_pb2.Counterparty.CONSENT_REFUSED
NOTHING = counterparties_pb2.Counterparty.CONSENT_UNSPECIFIED
SAID = ("consent_given", "consent_withdrawn")


def consents(office: Office, caller: Caller | None = None) -> Any:
    return office.door.stub(pb_grpc.ConsentServiceStub, caller or office.admin)


def purposes(office: Office) -> dict[str, pb.ConsentPurpose]:
    found = consents(office).ListConsentPurposes(pb.ListConsentPurposesRequest())
    return {pb.ConsentPurpose.Kind.Name(p.kind)[5:]: p for p in found.consent_purposes}


def said(office: Office, person: str, status: str, *channels: int, **more: Any) -> pb.Consent:
    consent = {
        "person": person,
        "purpose": purposes(office)["ADVERTISING"].name,
        "status": f"STATUS_{status}",
        "channels": channels,
        "method": "METHOD_PAPER",
        **more,
    }
    caller = consent.pop("caller", office.admin)
    request = pb.CreateConsentRequest(consent=pb.Consent(**consent))
    return consents(office, caller).CreateConsent(request)


def standing(office: Office, person: str, kind: str = "ADVERTISING") -> Mapping[int, str]:
    answer = consents(office).SummarizeConsents(pb.SummarizeConsentsRequest(person=person))
    purpose = purposes(office)[kind].name
    name = pb.ConsentStanding.State.Name
    return {s.channel: name(s.state)[6:] for s in answer.standings if s.purpose == purpose}


def field(office: Office, name: str) -> int:
    request = counterparties_pb2.GetCounterpartyRequest(name=name)
    return office.counterparties(office.admin).GetCounterparty(request).marketing_consent


def set_field(office: Office, name: str, value: int) -> None:
    office.counterparties(office.admin).UpdateCounterparty(
        counterparties_pb2.UpdateCounterpartyRequest(
            counterparty=counterparties_pb2.Counterparty(name=name, marketing_consent=value),  # type: ignore[arg-type]
            update_mask={"paths": ["marketing_consent"]},  # type: ignore[arg-type]
        )
    )


def entries(office: Office, person: str) -> list[pb.Consent]:
    answer = consents(office).ListConsents(pb.ListConsentsRequest(person=person))
    return list(answer.consents)


def test_what_was_said_last_counts_for_each_channel(office: Office) -> None:
    client = office.create(office.admin)
    said(office, client.name, "GIVEN", PHONE, EMAIL)
    said(office, client.name, "WITHDRAWN", PHONE)
    # Found on paper a day later: it was said before the withdrawal.
    yesterday = clock.now() - timedelta(days=1)
    said(office, client.name, "GIVEN", PHONE, said_time=yesterday)
    found = standing(office, client.name)
    assert (found[PHONE], found[EMAIL], found[SMS]) == ("WITHDRAWN", "GIVEN", "NONE")
    assert len(entries(office, client.name)) == 3
    assert [row["type"] for row in office.changes() if row["type"] in SAID] == [
        "consent_given",
        "consent_withdrawn",
        "consent_given",
    ]


def test_the_field_of_the_card_shows_the_ledger_and_writes_to_it(office: Office) -> None:
    client = office.create(office.admin, marketing_consent=GRANTED)
    assert standing(office, client.name)[SMS] == "GIVEN"
    said(office, client.name, "WITHDRAWN", PHONE, SMS, EMAIL)
    assert field(office, client.name) == GRANTED, "the messenger is left"
    every = [number for number in pb.ConsentChannel.values() if number]
    said(office, client.name, "WITHDRAWN", *every)
    assert field(office, client.name) == REFUSED
    set_field(office, client.name, GRANTED)
    assert set(standing(office, client.name).values()) == {"GIVEN"}
    set_field(office, client.name, REFUSED)
    assert set(standing(office, client.name).values()) == {"WITHDRAWN"}
    set_field(office, client.name, NOTHING)
    assert set(standing(office, client.name).values()) == {"NONE"}
    told = [(each.status, each.method) for each in entries(office, client.name)]
    assert told[0] == (pb.Consent.STATUS_CLEARED, pb.Consent.METHOD_CARD)
    assert len(told) == 6


def test_the_field_notices_that_a_consent_has_ended(office: Office) -> None:
    client = office.create(office.admin)
    now = clock.now()
    soon = now + timedelta(minutes=1)
    entry = said(office, client.name, "GIVEN", EMAIL, expire_time=soon)
    assert field(office, client.name) == GRANTED
    ledger.follow_expired(office.db)
    assert field(office, client.name) == GRANTED
    # However long nobody has looked.
    ended = {"expire_time": now - timedelta(days=30)}
    office.db.bound("consents").update_one({"_id": entry.name}, {"$set": ended})
    ledger.follow_expired(office.db)
    assert field(office, client.name) == NOTHING
    # And then it is done.
    granted = {"$set": {"marketing_consent": "GRANTED"}}
    office.db.bound("counterparties").update_one({"_id": client.name}, granted)
    ledger.follow_expired(office.db)
    assert field(office, client.name) == GRANTED


def test_consents_that_have_ended_are_found_by_their_own_index(office: Office) -> None:
    client = office.create(office.admin)
    now = clock.now()
    endless = Consent(
        name="",
        person=client.name,
        subject=client.name,
        purpose=store.advertising(office.db),
        status=Status.GIVEN,
        method=Method.PAPER,
        said_time=now - timedelta(days=9),
    )
    ended = {5: now - timedelta(days=1), 7: now + timedelta(days=1)}
    store.CONSENTS.insert_many(
        office.db,
        (
            replace(endless, name=store.CONSENTS.new_name(), expire_time=ended.get(number))
            for number in range(60)
        ),
    )
    where = store.ended_by(office.db, now)
    done = store.CONSENTS.raw(office.db).explain(where)["executionStats"]
    assert (done["nReturned"], done["totalDocsExamined"]) == (1, 1)


def test_a_tenant_begins_with_purposes_once(office: Office, other_office: Office) -> None:
    with ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(lambda _: purposes(office), range(4)))
    assert seen[0].keys() == {"ADVERTISING", "PROCESSING", "TRANSFER"}
    told = office.changes("consent_purpose_created")
    assert {row["subject"] for row in told} == {each.name for each in seen[0].values()}
    assert len(told) == 3
    assert [told[0]["audit"], told[0]["actor"]["user"]] == [True, ""]
    # A new tenant has them before anybody asks.
    tenant = tenants_pb2.Tenant(name=f"tenants/{other_office.tenant}", language="ru")
    other_office.tell(identity.TenantCreated(tenant=tenant), tenant.name, 1)
    assert len(other_office.changes("consent_purpose_created")) == 3


def test_a_field_of_before_the_ledger_counts_and_becomes_an_entry(office: Office) -> None:
    client = office.create(office.admin, marketing_consent=GRANTED)
    office.db.bound("consents").delete_many({"person": client.name})
    assert standing(office, client.name)[SMS] == "GIVEN"
    check = pb.CheckConsentsRequest(names=[client.name], channel=SMS)
    assert consents(office).CheckConsents(check).results[0].allowed
    said(office, client.name, "WITHDRAWN", SMS)
    assert standing(office, client.name)[EMAIL] == "GIVEN", "the rest is not lost"
    assert [each.evidence.submission for each in entries(office, client.name)] == [
        "",
        "marketing_consent",
    ]


def test_a_refusal_of_either_outlives_a_merge_and_an_unmerge(office: Office) -> None:
    names = {"person_name": {"family_name": "Ли", "given_name": "Ян"}}
    one = office.create(office.admin, "Ли Ян", kind="KIND_INDIVIDUAL", **names)
    other = office.create(office.admin, "Ли Ян", kind="KIND_INDIVIDUAL", **names)
    said(office, one.name, "REFUSED", PHONE)
    said(office, other.name, "GIVEN", PHONE, EMAIL)
    merges = office.door.stub(merges_pb2_grpc.MergeServiceStub, office.admin)
    merge = merges.MergeCounterparties(
        merges_pb2.MergeCounterpartiesRequest(
            survivor=other.name, merged=[one.name], confirm_persons=True
        )
    )
    after = standing(office, other.name)
    assert (after[PHONE], after[EMAIL]) == ("REFUSED", "GIVEN"), "the given was said later"
    assert entries(office, one.name)[0].person == other.name, "an alias means its survivor"
    merges.UndoMerge(merges_pb2.UndoMergeRequest(name=merge.name))
    assert standing(office, one.name)[PHONE] == standing(office, other.name)[PHONE] == "REFUSED"
    assert standing(office, one.name)[EMAIL] == "NONE"
    # Whoever asks him again gets an answer that counts.
    said(office, other.name, "GIVEN", PHONE)
    assert standing(office, other.name)[PHONE] == "GIVEN"


def test_a_check_of_many_says_why_not(office: Office) -> None:
    given, withdrawn, silent = (office.create(office.admin) for _ in range(3))
    foreign = office.create(office.manager_b)
    gone = office.create(office.admin, marketing_consent=GRANTED)
    office.counterparties(office.admin).DeleteCounterparty(
        counterparties_pb2.DeleteCounterpartyRequest(name=gone.name)
    )
    said(office, given.name, "GIVEN", SMS)
    said(office, withdrawn.name, "WITHDRAWN", SMS)
    person = office.contacts(office.admin).CreateContact(
        contacts_pb2.CreateContactRequest(
            contact=contacts_pb2.Contact(counterparty=given.name, display_name="Пётр")
        )
    )
    day = timedelta(days=1)
    now = clock.now()
    said(office, person.name, "GIVEN", SMS, said_time=now - 2 * day, expire_time=now - day)
    names = [given.name, withdrawn.name, silent.name, person.name, gone.name, "contacts/none"]
    request = pb.CheckConsentsRequest(names=names, channel=SMS)
    found = consents(office).CheckConsents(request).results
    assert [each.name for each in found] == names
    assert [each.allowed for each in found] == [True, *[False] * 5]
    assert [each.reason for each in found] == [
        *("", "CONSENT_WITHDRAWN", "CONSENT_NONE", "CONSENT_EXPIRED"),
        *("CONSENT_PERSON_UNKNOWN", "CONSENT_PERSON_UNKNOWN"),
    ]
    mine = pb.CheckConsentsRequest(names=[given.name, foreign.name], channel=SMS)
    answer = consents(office, office.manager_b).CheckConsents(mine).results
    assert [each.reason for each in answer] == ["CONSENT_PERSON_UNKNOWN", "CONSENT_NONE"]


def test_texts_have_versions_and_the_proof_holds_the_one_shown(office: Office) -> None:
    client = office.create(office.admin, "<b>Пётр</b>")
    advertising = purposes(office)["ADVERTISING"]
    for text in ("Согласен на рассылку", "Согласен на рассылку и звонки"):
        consents(office).UpdateConsentPurpose(
            pb.UpdateConsentPurposeRequest(
                consent_purpose=pb.ConsentPurpose(name=advertising.name, text=text),
                update_mask={"paths": ["text"]},  # type: ignore[arg-type]
            )
        )
    evidence = {"ip": "203.0.113.5", "page": "https://example.ru/form", "submission": "77"}
    first = said(office, client.name, "GIVEN", SMS, text_version=1, evidence=evidence)
    latest = said(office, client.name, "GIVEN", EMAIL)
    texts = purposes(office)["ADVERTISING"].texts
    assert [first.text_hash, latest.text_hash] == [each.hash for each in texts]

    def exported(file_format: str) -> str:
        request = pb.ExportConsentsRequest(person=client.name, format=file_format)
        return b"".join(p.data for p in consents(office).ExportConsents(request)).decode()

    told = json.loads(exported("json"))
    assert {each["evidence"]["ip"] for each in told["entries"] if each["evidence"]} == {
        "203.0.113.5"
    }
    paper = exported("html")
    assert "Согласен на рассылку и звонки" in paper
    assert texts[0].hash in paper
    assert "<b>" not in paper, "what people write is no code"
    assert len(office.changes("consents_exported")) == 2


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"channels": []}, ("channels", "FIELD_REQUIRED")),
        ({"said_time": clock.now() + timedelta(days=1)}, ("said_time", "MOMENT_IN_FUTURE")),
        ({"method": "METHOD_MERGE"}, ("method", "CONSENT_METHOD")),
        ({"text_version": 9}, ("text_version", "CONSENT_TEXT_UNKNOWN")),
        (
            {"status": "STATUS_REFUSED", "expire_time": clock.now() + timedelta(days=1)},
            ("expire_time", "CONSENT_EXPIRY"),
        ),
        ({"status": "STATUS_CLEARED"}, ("evidence.note", "FIELD_REQUIRED")),
    ],
)
def test_what_nobody_can_have_said_is_refused(
    office: Office, wrong: dict[str, Any], reason: tuple[str, str]
) -> None:
    client = office.create(office.admin)
    values = {"channels": [SMS], "status": "STATUS_GIVEN", "method": "METHOD_PAPER", **wrong}
    purpose = purposes(office)["ADVERTISING"].name
    consent = pb.Consent(person=client.name, purpose=purpose, **values)
    with refused() as refusal:
        consents(office).CreateConsent(pb.CreateConsentRequest(consent=consent))
    assert reason in refusal.fields


def test_who_does_not_see_the_person_knows_of_no_entry(office: Office) -> None:
    client = office.create(office.manager_a)
    entry = said(office, client.name, "GIVEN", SMS, caller=office.manager_a)
    for call in (
        lambda stub: stub.GetConsent(pb.GetConsentRequest(name=entry.name)),
        lambda stub: stub.ListConsents(pb.ListConsentsRequest(person=client.name)),
        lambda stub: stub.SummarizeConsents(pb.SummarizeConsentsRequest(person=client.name)),
        lambda stub: list(stub.ExportConsents(pb.ExportConsentsRequest(person=client.name))),
    ):
        with refused() as refusal:
            call(consents(office, office.manager_b))
        assert refusal.code == "NOT_FOUND"


def test_who_knows_the_name_of_an_entry_does_not_read_it_by_a_request(office: Office) -> None:
    client, own = office.create(office.manager_a), office.create(office.manager_b)
    entry = said(office, client.name, "GIVEN", SMS, caller=office.manager_a)
    theft = pb.CreateConsentRequest(consent=entry, request_id=entry.name.partition("/")[2])
    theft.consent.person = own.name
    with refused() as refusal:
        consents(office, office.manager_b).CreateConsent(theft)
    assert refusal.code == "ALREADY_EXISTS"


def test_the_same_request_notes_once(office: Office) -> None:
    client = office.create(office.admin)
    request = pb.CreateConsentRequest(
        consent=pb.Consent(
            person=client.name,
            purpose=purposes(office)["PROCESSING"].name,
            status=pb.Consent.STATUS_GIVEN,
            method=pb.Consent.METHOD_FORM,
        ),
        request_id=str(uuid.uuid4()),
    )
    first, second = (consents(office).CreateConsent(request) for _ in range(2))
    assert first == second
    assert standing(office, client.name, "PROCESSING") == {0: "GIVEN"}
