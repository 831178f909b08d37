"""The registry through the service's door, against a peer that speaks the vendor's protocol."""

import json
import logging
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import grpc
import pytest
from google.protobuf import field_mask_pb2

from crm.counterparties.v1 import counterparties_pb2, registry_pb2_grpc
from crm.counterparties.v1 import registry_pb2 as pb
from services.counterparties.registry import store
from services.kit import clock
from services.kit.caller import Caller
from tests.counterparties.office import Office, refused
from tests.counterparties.registry.conftest import with_registry
from tests.counterparties.registry.test_answers import CASES, folded
from tests.peers import dadata as peer

ACTIVE, BRANCHES, LIQUIDATED, UNKNOWN = "7799906431", "7799755920", "5999012614", "7799674460"
Stub = Any


def registry(office: Office, caller: Caller | None = None) -> Stub:
    asking = with_registry(caller or office.admin)
    return office.door.stub(registry_pb2_grpc.RegistryServiceStub, asking)


def choose(office: Office, provider: str = "DADATA", key: str = peer.KEY, **more: Any) -> Stub:
    stub = registry(office)
    settings = pb.RegistrySettings(provider=f"PROVIDER_{provider}", **more)  # type: ignore[arg-type]
    mask = field_mask_pb2.FieldMask(paths=["provider", *more])
    stub.UpdateRegistrySettings(
        pb.UpdateRegistrySettingsRequest(settings=settings, update_mask=mask)
    )
    if key:
        stub.SetRegistryKey(pb.SetRegistryKeyRequest(api_key=key))
    return stub


def look_up(stub: Stub, inn: str = ACTIVE, kpp: str = "", ogrn: str = "") -> pb.LookUpPartyResponse:
    return stub.LookUpParty(pb.LookUpPartyRequest(inn=inn, kpp=kpp, ogrn=ogrn))


def settings(stub: Stub) -> pb.RegistrySettings:
    return stub.GetRegistrySettings(pb.GetRegistrySettingsRequest())


@pytest.fixture
def asking(office: Office, vendor: peer.Behaviour) -> Stub:  # noqa: ARG001
    return choose(office)


@pytest.mark.parametrize("provider", ["DADATA", "OFFLINE"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_every_provider_fills_the_form_as_expected(
    office: Office, vendor: peer.Behaviour, case: dict[str, Any], provider: str
) -> None:
    # The peer answers as the files do, whatever KPP is asked for.
    file = peer.ANSWERS / f"{case['query']['query']}.json"
    found = json.loads(file.read_text("utf-8"))["suggestions"]
    vendor.instead = {case["query"]["query"]: found}
    stub = choose(office, provider)
    answer = look_up(stub, case["query"]["query"], case["query"].get("kpp", ""))
    form = {
        field.name: getattr(answer.form, field.name) if answer.form.HasField(field.name) else None
        for field in answer.form.DESCRIPTOR.fields
    }
    assert answer.found is case["found"]
    assert answer.choices == case["choices"]
    assert (folded(form) if answer.HasField("form") else None) == folded(case["form"])
    assert list(answer.warnings) == sorted(case["warnings"])
    assert answer.must_confirm is case["must_confirm"]


def test_without_a_provider_check_digits_alone_speak(office: Office) -> None:
    stub = registry(office)
    assert settings(stub).state == pb.RegistrySettings.STATE_CHECKSUM_ONLY
    with refused() as refusal:
        look_up(stub)
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "REGISTRY_NOT_CONFIGURED")
    good = stub.CheckParty(pb.CheckPartyRequest(inn=ACTIVE, kpp="779901001"))
    assert good.verdict == pb.CheckPartyResponse.VERDICT_GOOD
    assert good.source == pb.CheckPartyResponse.SOURCE_CHECKSUM
    assert good.registry_reason == "REGISTRY_NOT_CONFIGURED"
    bad = stub.CheckParty(pb.CheckPartyRequest(inn="7799906432"))
    assert (list(bad.reasons), bad.verdict) == (["INN_CHECKSUM"], 3)


@pytest.mark.parametrize(
    ("inn", "kpp", "verdict", "reasons"),
    [
        (ACTIVE, "779901001", "GOOD", []),
        (ACTIVE, "", "GOOD", []),
        (ACTIVE, "770001001", "DOUBTFUL", ["KPP_MISMATCH"]),
        (ACTIVE, "77000", "BAD", ["KPP_FORMAT"]),
        (BRANCHES, "669943002", "GOOD", []),
        ("6399920599", "", "DOUBTFUL", ["DISQUALIFIED", "UNRELIABLE"]),
        (LIQUIDATED, "", "BAD", ["LIQUIDATED"]),
        (UNKNOWN, "", "BAD", ["NOT_FOUND"]),
        ("639922590781", "", "GOOD", []),
        ("639922590781", "639901001", "BAD", ["KPP_KIND"]),
        ("77999064", "", "BAD", ["INN_LENGTH"]),
    ],
)
def test_inn_and_kpp_are_checked_against_the_registry(
    asking: Stub, inn: str, kpp: str, verdict: str, reasons: list[str]
) -> None:
    checked = asking.CheckParty(pb.CheckPartyRequest(inn=inn, kpp=kpp))
    assert pb.CheckPartyResponse.Verdict.Name(checked.verdict) == f"VERDICT_{verdict}"
    assert list(checked.reasons) == reasons


def test_the_key_goes_to_the_vendor_and_nowhere_else(
    office: Office, vendor: peer.Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stub = choose(office)
    look_up(stub)
    path, body, given = vendor.asked[-1]
    assert (path, given) == ("/suggestions/api/4_1/rs/findById/party", f"Token {peer.KEY}")
    assert body["query"] == ACTIVE
    vendor.key = "another-key-of-the-vendor"
    with refused() as refusal:
        look_up(stub, BRANCHES)
    db = office.db
    everywhere = [
        str(settings(stub)),
        str(refusal),
        caplog.text,
        str(office.changes()),
        *(str(db.bound(each.id).find({})) for each in store.ALL),
    ]
    assert not any(peer.KEY in text for text in everywhere)
    assert settings(stub).key_present


def test_answers_of_a_day_are_kept_per_tenant(
    office: Office, vendor: peer.Behaviour, asking: Stub, registry_door: Any
) -> None:
    first, again = look_up(asking), look_up(asking)
    assert first == again
    assert len(vendor.asked) == 1
    now = settings(asking)
    assert (now.requests_today, now.kept_answers_today, now.errors_today) == (1, 1, 0)
    other = choose(Office.opened(registry_door))
    look_up(other)
    assert len(vendor.asked) == 2
    indexes = office.db.client[office.db.database][store.ANSWERS.id].index_information()
    assert indexes["expire_time"]["expireAfterSeconds"] == 0


@pytest.mark.parametrize(
    ("status", "reason", "code", "state"),
    [
        (401, "REGISTRY_KEY_REFUSED", "FAILED_PRECONDITION", "BROKEN"),
        (403, "REGISTRY_KEY_OR_LIMIT", "FAILED_PRECONDITION", "PAUSED"),
        (402, "REGISTRY_LIMIT_REACHED", "FAILED_PRECONDITION", "PAUSED"),
    ],
)
def test_a_refusal_of_the_vendor_is_terminal_until_something_changes(
    vendor: peer.Behaviour, asking: Stub, status: int, reason: str, code: str, state: str
) -> None:
    vendor.statuses, vendor.for_ever = [status], True
    for _ in range(3):
        with refused() as refusal:
            look_up(asking)
        assert (refusal.code, refusal.reason) == (code, reason)
    assert len(vendor.asked) == 1
    now = settings(asking)
    assert now.last_error_reason == reason
    assert pb.RegistrySettings.State.Name(now.state) == f"STATE_{state}"
    # A person may try at once; a new key is asked with at once.
    assert asking.TestRegistry(pb.TestRegistryRequest()).reason == reason
    assert len(vendor.asked) == 2
    vendor.statuses = []
    asking.SetRegistryKey(pb.SetRegistryKeyRequest(api_key=peer.KEY))
    assert look_up(asking).found
    assert settings(asking).state == pb.RegistrySettings.STATE_READY


def test_the_days_limit_is_told_from_a_wrong_key(vendor: peer.Behaviour, asking: Stub) -> None:
    vendor.daily_limit = 1
    look_up(asking)
    with refused() as refusal:
        look_up(asking, BRANCHES)
    assert refusal.reason == "REGISTRY_LIMIT_REACHED"
    assert settings(asking).pause_time.seconds > time.time()
    # What is kept answers nevertheless.
    assert look_up(asking).found


@pytest.mark.parametrize("statuses", [[429], [500, 503], [429, 429]])
def test_passing_failures_are_repeated_with_pauses(
    vendor: peer.Behaviour, asking: Stub, statuses: list[int]
) -> None:
    vendor.statuses = list(statuses)
    assert look_up(asking).found
    assert len(vendor.asked) == len(statuses) + 1


@pytest.mark.parametrize(
    ("status", "reason", "code", "asked"),
    [
        (429, "REGISTRY_TOO_FAST", "RESOURCE_EXHAUSTED", 3),
        (500, "REGISTRY_UNAVAILABLE", "UNAVAILABLE", 3),
        (400, "REGISTRY_REQUEST_REFUSED", "FAILED_PRECONDITION", 1),
        (413, "REGISTRY_REQUEST_REFUSED", "FAILED_PRECONDITION", 1),
        (302, "REGISTRY_BAD_ANSWER", "UNAVAILABLE", 1),
    ],
)
def test_lasting_failures_have_reasons(
    vendor: peer.Behaviour, asking: Stub, status: int, reason: str, code: str, asked: int
) -> None:
    vendor.statuses, vendor.for_ever = [status], True
    with refused() as refusal:
        look_up(asking)
    assert (refusal.code, refusal.reason) == (code, reason)
    assert len(vendor.asked) == asked


@pytest.mark.parametrize(
    "garbage", [b"<html>", b"[]", b'{"suggestions": 5}', b"\xff\xfe", b"[" * 100_000]
)
def test_garbage_is_no_answer(vendor: peer.Behaviour, asking: Stub, garbage: bytes) -> None:
    vendor.garbage = garbage
    with refused() as refusal:
        look_up(asking)
    assert refusal.reason == "REGISTRY_BAD_ANSWER"


def test_odd_suggestions_do_no_harm(vendor: peer.Behaviour, asking: Stub) -> None:
    odd: list[Any] = [None, 5, {"data": None}, {"data": {"inn": ACTIVE, "name": 5, "state": []}}]
    vendor.instead = {ACTIVE: [*odd, {"data": {"inn": ACTIVE, "capital": {"$x.y": 10**40}}}]}
    answer = look_up(asking)
    assert (answer.found, answer.choices) == (True, 2)


def test_another_inn_than_asked_fills_nothing(vendor: peer.Behaviour, asking: Stub) -> None:
    file = json.loads((peer.ANSWERS / f"{BRANCHES}.json").read_text("utf-8"))
    vendor.instead = {ACTIVE: file["suggestions"]}
    answer = look_up(asking)
    assert (answer.found, answer.HasField("form"), list(answer.warnings)) == (
        False,
        False,
        ["inn_mismatch"],
    )


@pytest.mark.parametrize("trickle", [False, True], ids=["silent", "trickling"])
def test_a_slow_vendor_holds_nobody_longer_than_the_deadline(
    vendor: peer.Behaviour, asking: Stub, trickle: bool
) -> None:
    # Neither ends while somebody asks.
    vendor.seconds, vendor.trickle = (0.0, True) if trickle else (600.0, False)
    with refused() as refusal:
        look_up(asking)
    assert (refusal.code, refusal.reason) == ("UNAVAILABLE", "REGISTRY_UNAVAILABLE")


def test_a_dead_vendor_blocks_no_other_call(
    office: Office, vendor: peer.Behaviour, asking: Stub
) -> None:
    vendor.seconds = 600.0
    inns = [case["query"]["query"] for case in CASES]

    def ask(inn: str) -> str:
        with refused() as refusal:
            look_up(asking, inn)
        return refusal.reason

    with ThreadPoolExecutor(16) as pool:
        asked = [pool.submit(ask, inn) for inn in inns[:16]]
        while sum(each.done() for each in asked) < 12:
            time.sleep(0.01)
        office.listed(office.admin)
        waiting = sum(not each.done() for each in asked)
        reasons = Counter(each.result() for each in asked)
    # Four questions were under way; all others were sent back at once.
    assert (waiting, len(vendor.asked)) == (4, 4)
    assert reasons == {"REGISTRY_UNAVAILABLE": 4, "REGISTRY_BUSY": 12}
    # The circuit is open now: the refusal comes without a question.
    assert ask(inns[17]) == "REGISTRY_UNAVAILABLE"
    assert len(vendor.asked) == 4
    # So the check of INN and KPP goes on by digits.
    checked = asking.CheckParty(pb.CheckPartyRequest(inn=ACTIVE))
    assert checked.source == pb.CheckPartyResponse.SOURCE_CHECKSUM


def test_a_branch_that_does_not_exist_leads_to_the_company(
    vendor: peer.Behaviour, asking: Stub
) -> None:
    answer = look_up(asking, ACTIVE, "990001001")
    assert answer.form.kpp == "779901001"
    assert [body.get("kpp") for _, body, _ in vendor.asked] == ["990001001", None]


def test_the_kept_answer_of_a_company_serves_its_branches(
    vendor: peer.Behaviour, asking: Stub
) -> None:
    whole = look_up(asking, BRANCHES)
    assert [option.branch_type for option in whole.options] == [
        "MAIN",
        "BRANCH",
        "BRANCH",
        "BRANCH",
    ]
    branch = look_up(asking, BRANCHES, whole.options[2].kpp)
    assert branch.form.kpp == whole.options[2].kpp
    assert list(branch.warnings) == ["branch", "branches"]
    assert len(vendor.asked) == 1


def test_companies_are_found_by_ogrn_and_suggested_by_name(asking: Stub) -> None:
    assert look_up(asking, "", ogrn="1057799416542").form.inn == ACTIVE
    found = asking.SuggestParties(pb.SuggestPartiesRequest(text="тихий омут")).parties
    assert [each.inn for each in found] == [ACTIVE]
    with refused() as refusal:
        asking.SuggestParties(pb.SuggestPartiesRequest(text="ти"))
    assert refusal.fields == (("text", "REGISTRY_TEXT"),)


@pytest.mark.parametrize("number", ["", "12", "77999064310", "abc"])
def test_a_question_must_be_a_number(asking: Stub, number: str) -> None:
    with refused() as refusal:
        look_up(asking, number)
    assert refusal.fields == (("inn", "REGISTRY_QUERY"),)


def test_settings_are_guarded_and_audited(office: Office, vendor: peer.Behaviour) -> None:  # noqa: ARG001
    stub = choose(office, watch=True, watch_daily_portion=7)
    told = office.changes("registry_settings_updated")
    assert len(told) == 2
    assert "sealed_key" not in str(told[1]["changes"])
    with refused() as refusal:
        choose(office, watch_daily_portion=0)
    assert refusal.fields == (("watch_daily_portion", "REGISTRY_PORTION"),)
    with refused() as refusal:
        stub.SetRegistryKey(pb.SetRegistryKeyRequest(api_key="short\r\nX: y"))
    assert refusal.reason == "REGISTRY_KEY_FORMAT"
    assert "short" not in str(refusal)
    reader = office.door.stub(
        registry_pb2_grpc.RegistryServiceStub, with_registry(office.manager_a, "read")
    )
    assert settings(reader).watch_daily_portion == 7
    with pytest.raises(grpc.RpcError) as denied:
        reader.TestRegistry(pb.TestRegistryRequest())
    assert denied.value.code() is grpc.StatusCode.PERMISSION_DENIED
    with pytest.raises(grpc.RpcError) as denied:
        office.door.stub(registry_pb2_grpc.RegistryServiceStub, office.manager_a).LookUpParty(
            pb.LookUpPartyRequest(inn=ACTIVE)
        )
    assert denied.value.code() is grpc.StatusCode.PERMISSION_DENIED


def an_hour_later(office: Office) -> None:
    asked = clock.now() - timedelta(hours=1)
    store.ANSWERS.raw(office.db).update_many({}, {"$set": {"ask_time": asked}})


def test_a_client_keeps_what_the_registry_says_of_it(
    office: Office, vendor: peer.Behaviour, asking: Stub
) -> None:
    client = office.create(office.admin, inn=LIQUIDATED)
    look_up(asking, LIQUIDATED)

    def refresh() -> counterparties_pb2.Counterparty:
        return asking.RefreshRegistry(pb.RefreshRegistryRequest(name=client.name))

    entry = refresh().registry
    # What the form was filled from just now is not asked again.
    assert len(vendor.asked) == 1
    assert (entry.status, entry.liquidation_date.year) == ("LIQUIDATED", 2024)
    told = office.changes("counterparty_registry_changed")
    assert [change["subject"] for change in told] == [client.name]
    an_hour_later(office)
    again = refresh()
    assert len(vendor.asked) == 2
    assert len(office.changes("counterparty_registry_changed")) == 1
    assert again.registry.check_time.ToDatetime() >= entry.check_time.ToDatetime()
    # The registry forgets nobody: an empty answer later is a bad day of its own.
    vendor.instead = {LIQUIDATED: []}
    an_hour_later(office)
    assert refresh().registry.status == "LIQUIDATED"


def test_nobody_refreshes_what_he_may_not_see(office: Office, asking: Stub) -> None:  # noqa: ARG001
    client = office.create(office.manager_a, inn=ACTIVE)
    with refused() as refusal:
        registry(office, office.manager_b).RefreshRegistry(
            pb.RefreshRegistryRequest(name=client.name)
        )
    assert refusal.code == "NOT_FOUND"
