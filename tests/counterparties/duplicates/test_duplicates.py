"""Duplicates through the service's own door: found while typing, refused, queued, dismissed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from crm.counterparties.v1 import contacts_pb2, counterparties_pb2
from crm.counterparties.v1 import counterparties_pb2 as cp
from crm.counterparties.v1 import duplicates_pb2 as pb
from services.counterparties.duplicates import scanning, store, trail
from services.counterparties.store import COUNTERPARTIES
from services.kit.caller import Caller
from services.kit.jobs import JobKind
from tests.counterparties.office import GOOD_INN, Office, a_company, refused, restricted

OGRN = "1027700132195"
# Names of changes tell no more than the second they were made in.
SETTLED = timedelta(seconds=-10)
PHONE, MAIL = "+78432901122", "zakaz77@romashka.ru"
KEYS = pb.DuplicateReason.Key


def phone(number: str = PHONE, extension: str = "") -> cp.Phone:
    return cp.Phone(number=number, extension=extension)


def found(office: Office, caller: Caller, display_name: str = "", **fields: Any) -> Any:
    contacts = fields.pop("contacts", ())
    draft = counterparties_pb2.Counterparty(display_name=display_name, kind="KIND_LEGAL", **fields)
    request = pb.FindDuplicatesRequest(counterparty=draft, contacts=contacts)
    return office.duplicates(caller).FindDuplicates(request).candidates


def reasons(candidate: Any) -> list[str]:
    return [KEYS.Name(each.key).removeprefix("KEY_") for each in candidate.reasons]


def queue(office: Office, caller: Caller, **request: Any) -> list[Any]:
    answer = office.duplicates(caller).ListDuplicatePairs(pb.ListDuplicatePairsRequest(**request))
    return list(answer.duplicate_pairs)


def scan(office: Office, *kinds: JobKind) -> None:
    office.duplicates(office.admin).ScanDuplicates(pb.ScanDuplicatesRequest())
    office.work(*kinds)


@pytest.fixture
def twins(office: Office) -> tuple[cp.Counterparty, cp.Counterparty]:
    """One client entered twice, in branch A."""
    return (
        office.create(office.head_a, "ООО «Ромашка»", phones=[phone()]),
        office.create(office.head_a, "Pомашка", phones=[phone("8 (843) 290-11-22")]),
    )


# --- while typing ------------------------------------------------------------------------------


def test_a_draft_is_known_by_its_name_however_written(office: Office) -> None:
    there = office.create(office.manager_a, "ООО «Ёлочные Рамашки»")
    (candidate,) = found(office, office.manager_a, "АО Елочные ромашки")
    assert candidate.counterparty.name == there.name
    assert reasons(candidate) == ["NAME_SIMILAR"]


def test_a_draft_is_known_by_telephone_typed_anyhow(office: Office) -> None:
    there = office.create(office.manager_a, "ООО «Лютик»", phones=[phone()])
    (candidate,) = found(office, office.manager_a, phones=[phone("8 843 290-11-22")])
    assert candidate.counterparty.name == there.name
    assert candidate.reasons[0].value == PHONE


def test_a_draft_is_known_by_a_contact_and_a_contact_by_a_draft(office: Office) -> None:
    there = office.create(office.manager_a, "ООО «Лютик»")
    office.contacts(office.manager_a).CreateContact(
        contacts_pb2.CreateContactRequest(
            contact=contacts_pb2.Contact(
                counterparty=there.name, display_name="Анна", emails=[cp.Email(address=MAIL)]
            )
        )
    )
    person = contacts_pb2.Contact(emails=[cp.Email(address=MAIL.upper())])
    (candidate,) = found(office, office.manager_a, contacts=[person])
    assert candidate.counterparty.name == there.name
    assert candidate.reasons[0].contact


def test_half_a_draft_is_no_error(office: Office) -> None:
    assert not found(office, office.manager_a, "О", inn="77", phones=[phone("8 84")])


def test_a_client_is_no_duplicate_of_itself(office: Office) -> None:
    mine = office.create(office.manager_a, "ООО «Лютик»", phones=[phone()])
    assert not found(office, office.manager_a, "Лютик", name=mine.name, phones=[phone()])


def test_an_invisible_client_is_only_a_hint(office: Office) -> None:
    office.create(office.manager_b, "ООО «Ромашка»", inn=GOOD_INN, phones=[phone()])
    (candidate,) = found(office, office.manager_a, inn=GOOD_INN, phones=[phone()])
    assert candidate.hidden
    assert not candidate.HasField("counterparty")
    assert {each.value for each in candidate.reasons} == {""}
    assert candidate.strong


def test_what_rests_on_a_hidden_field_is_not_told(office: Office) -> None:
    office.create(office.manager_a, "ООО «Ромашка»", phones=[phone()])
    blind = restricted(office.manager_a, ("phones", "", "NONE"))
    assert not found(office, blind, phones=[phone()])
    masked = restricted(office.manager_a, ("phones", "", "MASKED"))
    (candidate,) = found(office, masked, phones=[phone()])
    assert candidate.reasons[0].value == ""
    assert "•" in candidate.counterparty.phones[0].number


def test_another_tenant_is_never_told_of(office: Office, other_office: Office) -> None:
    other_office.create(other_office.admin, "ООО «Ромашка»", inn=GOOD_INN, phones=[phone()])
    assert not found(office, office.admin, "Ромашка", inn=GOOD_INN, phones=[phone()])


# --- refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize("fields", [{"inn": GOOD_INN, "kpp": "770701001"}, {"ogrn": OGRN}])
def test_a_second_client_by_law_is_refused(office: Office, fields: dict[str, str]) -> None:
    there = office.create(office.manager_a, **fields)
    with refused() as refusal:
        office.create(office.manager_a, **fields)
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "DUPLICATE_FOUND")
    assert refusal.metadata is not None
    assert refusal.metadata["candidates"] == there.name


def test_the_refusal_does_not_name_what_the_caller_may_not_see(office: Office) -> None:
    office.create(office.manager_b, inn=GOOD_INN)
    with refused() as refusal:
        office.create(office.manager_a, inn=GOOD_INN)
    assert refusal.metadata == {"candidates": "", "hidden": "1", "may_bypass": "true"}


def test_a_branch_is_no_second_client(office: Office) -> None:
    office.create(office.manager_a, inn=GOOD_INN, kpp="770701001", ogrn=OGRN)
    assert office.create(office.manager_a, inn=GOOD_INN, kpp="165543001", ogrn=OGRN).name
    (candidate,) = found(office, office.manager_a, inn=GOOD_INN, kpp="540143001")[:1]
    assert reasons(candidate) == ["BRANCH"]
    assert not candidate.strong


def test_a_bypass_leaves_a_mark_and_a_line_of_audit(office: Office) -> None:
    there = office.create(office.manager_a, inn=GOOD_INN)
    made = office.counterparties(office.manager_a).CreateCounterparty(
        cp.CreateCounterpartyRequest(counterparty=a_company(inn=GOOD_INN), bypass_duplicates=True)
    )
    assert made.duplicates_bypass.user == office.manager_a.user
    assert list(made.duplicates_bypass.candidates) == [there.name]
    (line,) = office.changes("duplicate_warning_bypassed")
    assert line["subject"] == made.name
    assert line["audit"]


def test_a_bypass_needs_its_right(office: Office) -> None:
    office.create(office.manager_a, inn=GOOD_INN)
    grants = dict(office.manager_a.grants)
    del grants["counterparties.bypass_duplicates"]
    with refused() as refusal:
        office.counterparties(replace(office.manager_a, grants=grants)).CreateCounterparty(
            cp.CreateCounterpartyRequest(
                counterparty=a_company(inn=GOOD_INN), bypass_duplicates=True
            )
        )
    assert refusal.reason == "DUPLICATE_FOUND"
    assert refusal.metadata is not None
    assert refusal.metadata["may_bypass"] == "false"


def test_a_change_of_requisites_is_looked_at_and_no_other(office: Office) -> None:
    office.create(office.manager_a, inn=GOOD_INN)
    other = office.create(office.manager_a)
    clients = office.counterparties(office.manager_a)
    change = cp.Counterparty(name=other.name, inn=GOOD_INN)
    with refused() as refusal:
        clients.UpdateCounterparty(cp.UpdateCounterpartyRequest(counterparty=change))
    assert refusal.reason == "DUPLICATE_FOUND"
    bypassed = clients.UpdateCounterparty(
        cp.UpdateCounterpartyRequest(counterparty=change, bypass_duplicates=True)
    )
    renamed = cp.Counterparty(name=other.name, display_name="Иначе")
    again = clients.UpdateCounterparty(cp.UpdateCounterpartyRequest(counterparty=renamed))
    assert again.duplicates_bypass == bypassed.duplicates_bypass
    assert len(office.changes("duplicate_warning_bypassed")) == 1


def test_the_same_request_sent_twice_is_no_duplicate(office: Office) -> None:
    request = cp.CreateCounterpartyRequest(
        counterparty=a_company(inn=GOOD_INN), request_id="8b6d7f2e-6f0c-4d0c-9a51-0d7a2f6f1f10"
    )
    clients = office.counterparties(office.manager_a)
    made = [clients.CreateCounterparty(request).name for _ in range(2)]
    assert made[0] == made[1]


# --- the queue ---------------------------------------------------------------------------------


def test_a_scan_fills_the_queue_once(office: Office, twins: Any) -> None:
    office.create(office.head_a, "ООО «Василёк»", phones=[phone("+78432901133")])
    scan(office)
    (pair,) = queue(office, office.head_a)
    assert {pair.first, pair.second} == {twin.name for twin in twins}
    assert pair.first_counterparty.phones[0].number == PHONE
    assert pair.score == 80
    scan(office)
    assert [each.etag for each in queue(office, office.head_a)] == [pair.etag]
    assert len(office.changes("duplicate_pair_found")) == 1


def test_a_pair_is_seen_by_who_sees_both(office: Office) -> None:
    office.create(office.manager_a, "ООО «Ромашка»", phones=[phone()])
    office.create(office.manager_b, "ООО «Ромашка»", phones=[phone()])
    scan(office)
    (pair,) = queue(office, office.admin)
    assert not queue(office, office.head_a)
    assert not queue(office, office.manager_b)
    with refused() as refusal:
        office.duplicates(office.head_a).GetDuplicatePair(
            pb.GetDuplicatePairRequest(name=pair.name)
        )
    assert refusal.code == "NOT_FOUND"
    counts = [
        office.duplicates(caller).CountDuplicatePairs(pb.CountDuplicatePairsRequest()).count
        for caller in (office.admin, office.head_a)
    ]
    assert counts == [1, 0]


@pytest.mark.usefixtures("twins")
def test_a_dismissed_pair_stays_dismissed_until_reopened(office: Office) -> None:
    scan(office)
    (pair,) = queue(office, office.head_a)
    pairs = office.duplicates(office.head_a)
    dismissed = pairs.DismissDuplicatePair(
        pb.DismissDuplicatePairRequest(name=pair.name, etag=pair.etag)
    )
    assert dismissed.dismisser_display_name == "head-a"
    scan(office)
    assert not queue(office, office.head_a)
    assert len(queue(office, office.head_a, state="STATE_DISMISSED")) == 1
    with refused() as refusal:
        pairs.DismissDuplicatePair(pb.DismissDuplicatePairRequest(name=pair.name))
    assert refusal.reason == "DUPLICATE_PAIR_NOT_OPEN"
    pairs.ReopenDuplicatePair(pb.ReopenDuplicatePairRequest(name=pair.name))
    assert len(queue(office, office.head_a)) == 1
    with refused() as refusal:
        pairs.ReopenDuplicatePair(pb.ReopenDuplicatePairRequest(name=pair.name))
    assert refusal.reason == "DUPLICATE_PAIR_NOT_DISMISSED"
    told = [row["type"] for row in office.changes() if row["type"].startswith("duplicate_")]
    assert told == ["duplicate_pair_found", "duplicate_pair_dismissed", "duplicate_pair_reopened"]


def test_a_scan_goes_on_where_it_was(office: Office) -> None:
    for number in range(4):
        for _ in range(2):
            office.create(
                office.head_a, f"ООО «Ромашка {number}»", phones=[phone(f"+7843290110{number}")]
            )
    scan(office, scanning.FindDuplicates(size=2))
    assert len(queue(office, office.head_a)) == 4


def test_what_a_crowd_has_tells_nothing(office: Office) -> None:
    for name, count in (("ООО «Ромашка»", store.CROWD + 9), ("ООО «Лютик»", 2)):
        made = office.create(office.head_a, name, phones=[phone()])
        raw = COUNTERPARTIES.raw(office.db)
        (alike,) = raw.find({"_id": made.name})
        raw.insert_many({**alike, "_id": COUNTERPARTIES.new_name()} for _ in range(count - 1))
    # So few at a time that the others' question would be answered by the crowd alone.
    scan(office, scanning.FindDuplicates(size=3))
    (pair,) = queue(office, office.head_a)
    assert pair.first_counterparty.display_name == "ООО «Лютик»"


# --- the watch ---------------------------------------------------------------------------------


@pytest.fixture
def watched(office: Office) -> Office:
    """With the base looked through already."""
    look(office)
    return office


def look(office: Office) -> None:
    """Without the pauses that spare a running system."""
    scanning.watch(office.db, settled=SETTLED)
    office.work(scanning.WatchDuplicates(settled=SETTLED, pause=timedelta(0)))


def test_what_changes_comes_into_the_queue_by_itself(watched: Office) -> None:
    trail.keep_mark(watched.db, trail.present_mark()._replace(change=_long_ago()))
    one = watched.create(watched.head_a, "ООО «Ромашка»", phones=[phone()])
    other = watched.create(watched.head_a, "ООО «Лютик»", phones=[phone()])
    look(watched)
    assert not queue(watched, watched.head_a)
    clients = watched.counterparties(watched.head_a)
    clients.UpdateCounterparty(
        cp.UpdateCounterpartyRequest(
            counterparty=cp.Counterparty(name=other.name, display_name="Ромашка")
        )
    )
    look(watched)
    (pair,) = queue(watched, watched.head_a, counterparty=one.name)
    assert {pair.first, pair.second} == {one.name, other.name}
    clients.DeleteCounterparty(cp.DeleteCounterpartyRequest(name=one.name))
    assert not queue(watched, watched.head_a)
    look(watched)
    assert not store.pairs_of(watched.db, [one.name])


def test_a_contact_brings_its_client_into_the_queue(watched: Office) -> None:
    trail.keep_mark(watched.db, trail.present_mark()._replace(change=_long_ago()))
    watched.create(watched.head_a, "ООО «Ромашка»", phones=[phone()])
    there = watched.create(watched.head_a, "Ромашка")
    look(watched)
    (weak,) = queue(watched, watched.head_a)
    watched.contacts(watched.head_a).CreateContact(
        contacts_pb2.CreateContactRequest(
            contact=contacts_pb2.Contact(
                counterparty=there.name, display_name="Анна", phones=[phone()]
            )
        )
    )
    look(watched)
    (pair,) = queue(watched, watched.head_a)
    assert pair.score > weak.score


def test_an_idle_watch_leaves_no_jobs_behind(watched: Office) -> None:
    trail.keep_mark(watched.db, trail.present_mark()._replace(change=_long_ago()))
    for _ in range(3):
        watched.create(watched.head_a, "ООО «Ромашка»", phones=[phone()])
        look(watched)
    ended = watched.db.bound("jobs").count({"kind": scanning.WATCH})
    assert ended == 1


def _long_ago() -> Any:
    from bson import ObjectId  # noqa: PLC0415

    return ObjectId("000000000000000000000000")
