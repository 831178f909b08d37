"""Signing in and out, lock-out, authentication, keys that rotate, the profile."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import grpc
import jwt
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from crm.identity.v1 import sessions_pb2 as pb
from crm.identity.v1 import sessions_pb2_grpc as pb_grpc
from crm.identity.v1 import users_pb2 as users
from crm.identity.v1 import users_pb2_grpc as users_grpc
from services.identity import credential, lockout, store
from services.identity.actions.authentication import Authenticator
from services.identity.actions.key_ring import KeyRing
from services.identity.passes import Passes
from services.identity.signing import Vault
from services.kit import clock, tokens
from services.kit.caller import system
from tests.identity.office import PASSWORD, SECRET_KEY, Building, Office, Person, refusal

Stub = pb_grpc.SessionServiceStub
WRONG = "not the password"


def fail(building: Building, tenant: str, login: str, times: int = 1, **more: str) -> str:
    for _ in range(times):
        with pytest.raises(grpc.RpcError) as refused:
            building.sign_in(tenant, login, WRONG, **more)
    return refusal(refused)


def sessions_of(person: Person) -> list[pb.Session]:
    return list(person.ask(Stub).ListSessions(pb.ListSessionsRequest()).sessions)


def test_signing_in_gives_a_secret_that_is_not_kept(office: Office) -> None:
    session = office.building.sign_in(office.code, "  ADMIN ")
    assert session.name.startswith("sessions/")
    kept = store.SESSIONS.raw(office.building.db(office.code)).find_one({"_id": session.name})
    assert kept is not None
    assert kept["digest"] == credential.digest(session.access_token)
    assert session.access_token not in str(kept)
    told = office.events("user_signed_in")[-1]
    assert told["data"]["session"] == session.name
    assert told["caller"]["user"] == session.user == told["subject"]


def test_every_wrong_part_is_refused_alike(office: Office, other_office: Office) -> None:
    other_office.user("guest", "MANAGER")
    answers = set()
    for tenant, login, password in (
        (office.code, "admin", WRONG),
        (office.code, "nobody", PASSWORD),
        (office.code, "guest", PASSWORD),
        ("no-such-tenant", "admin", PASSWORD),
        ("_installation", "admin", PASSWORD),
    ):
        with pytest.raises(grpc.RpcError) as refused:
            office.building.sign_in(tenant, login, password)
        answers.add((refusal(refused), refused.value.details()))
    assert {reason for reason, _ in answers} == {"UNAUTHENTICATED SIGN_IN_REFUSED"}
    assert len(answers) == 1


def test_an_unknown_login_costs_as_much_work_as_a_wrong_password(office: Office) -> None:
    def seconds(login: str) -> float:
        """Of this process's work, in which the service is: what else runs does not count."""
        began = time.process_time()
        fail(office.building, office.code, login)
        return time.process_time() - began

    # Hashing takes tens of milliseconds; without it the answer would come in two or three.
    known = min(seconds("admin") for _ in range(3))
    unknown = min(seconds(f"nobody{n}") for n in range(3))
    assert unknown > known * 0.5


def test_the_fifth_failure_locks_the_login_even_for_the_right_password(office: Office) -> None:
    building = office.building
    assert fail(building, office.code, "admin", 5) == "UNAUTHENTICATED SIGN_IN_REFUSED"
    with pytest.raises(grpc.RpcError) as refused:
        building.sign_in(office.code, "Admin", PASSWORD)
    assert refusal(refused) == "RESOURCE_EXHAUSTED SIGN_IN_LOCKED"
    status = rpc_status.from_call(refused.value)
    assert status is not None
    retry = error_details_pb2.RetryInfo()
    assert any(detail.Unpack(retry) for detail in status.details)
    assert 0 < retry.retry_delay.seconds <= 30
    failures = office.events("sign_in_failed")
    assert [event["subject"] for event in failures] == [office.admin.user] * 5
    assert WRONG not in str(failures)


def test_a_success_starts_the_count_anew(office: Office) -> None:
    fail(office.building, office.code, "admin", 4)
    office.building.sign_in(office.code, "admin")
    assert fail(office.building, office.code, "admin", 4) == "UNAUTHENTICATED SIGN_IN_REFUSED"
    office.building.sign_in(office.code, "admin")


def test_the_same_login_of_another_tenant_is_not_locked(
    office: Office, other_office: Office
) -> None:
    fail(office.building, office.code, "admin", 5)
    other_office.building.sign_in(other_office.code, "admin")


def test_an_address_that_tries_many_logins_is_locked(office: Office, other_office: Office) -> None:
    address = {"ip_address": f"203.0.113.7/{office.code}"}
    for number in range(lockout.FREE_FAILURES_OF_ADDRESS):
        fail(office.building, office.code, f"guess{number}", **address)
    with pytest.raises(grpc.RpcError) as refused:
        other_office.building.sign_in(other_office.code, "admin", **address)
    assert refusal(refused) == "RESOURCE_EXHAUSTED SIGN_IN_LOCKED"
    other_office.building.sign_in(other_office.code, "admin", ip_address="203.0.113.8")


def test_an_account_of_his_own_does_not_free_a_guesser(office: Office) -> None:
    office.user("mole", "MANAGER")
    address = {"ip_address": f"203.0.113.9/{office.code}"}
    for number in range(lockout.FREE_FAILURES_OF_ADDRESS - 1):
        fail(office.building, office.code, f"guess{number}", **address)
        office.building.sign_in(office.code, "mole", **address)
    fail(office.building, office.code, "last", **address)
    with pytest.raises(grpc.RpcError) as refused:
        office.building.sign_in(office.code, "mole", **address)
    assert refusal(refused) == "RESOURCE_EXHAUSTED SIGN_IN_LOCKED"


def test_guesses_sent_at_once_are_all_counted(office: Office) -> None:
    together = threading.Barrier(12)

    def guess(_: int) -> str:
        together.wait()
        with pytest.raises(grpc.RpcError) as refused:
            office.building.sign_in(office.code, "admin", WRONG)
        return refusal(refused)

    with ThreadPoolExecutor(12) as pool:
        answers = set(pool.map(guess, range(12)))
    assert answers <= {"UNAUTHENTICATED SIGN_IN_REFUSED", "RESOURCE_EXHAUSTED SIGN_IN_LOCKED"}
    installation = office.building.db(store.INSTALLATION)
    counted = store.ATTEMPTS.get(installation, lockout.login_attempts(office.code, "admin"))
    failures = len(office.events("sign_in_failed"))
    assert counted.failures == failures >= 5
    with pytest.raises(grpc.RpcError) as refused:
        office.building.sign_in(office.code, "admin")
    assert refusal(refused) == "RESOURCE_EXHAUSTED SIGN_IN_LOCKED"


def test_the_caller_token_says_who_and_what_he_may(office: Office) -> None:
    branch = office.unit("Филиал").name
    claims = office.person("seller", ("MANAGER", branch), unit=branch).claims()
    assert claims["tenant"] == office.code
    assert claims["org_path"] == [office.root, branch]
    assert (claims["language"], claims["time_zone"]) == ("ru", "Europe/Moscow")
    assert claims["exp"] - claims["iat"] == 300
    held = {p: grant["keys"] for grant in claims["grants"] for p in grant["permissions"]}
    assert held["counterparties.read"] == [claims["user"]]
    assert held["users.read"] == ["*"]
    assert "counterparties.delete" not in held
    assert {"resource", "field", "market_state", "access"} == set(claims["field_rights"][0])
    assert "users.write" not in held


def test_the_nearest_time_zone_counts(office: Office) -> None:
    branch = office.unit("Филиал", time_zone="Asia/Omsk").name
    department = office.unit("Отдел", branch).name
    office.user("here", "MANAGER", unit=department)
    office.user("away", "MANAGER", unit=department, time_zone="Asia/Tokyo", language="en")
    db = office.building.db(office.code)
    # As a process that has not asked about this tenant yet.
    fresh = Authenticator(office.building.db(store.INSTALLATION), "", Passes(SECRET_KEY))

    def place(login: str) -> tuple[str, str]:
        caller = fresh.caller(office.enter(login).session.access_token).caller
        return caller.time_zone, caller.language

    assert store.unit_time_zones(db) == {branch: "Asia/Omsk"}
    assert (place("here"), place("away")) == (("Asia/Omsk", "ru"), ("Asia/Tokyo", "en"))


@pytest.mark.parametrize(
    "credential", ["", "crms.demo.x", "crmi.demo.x", "crmp.demo.x", "Bearer", "x" * 10_000]
)
def test_a_bad_credential_is_nobody(building: Building, credential: str) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        building.token(credential)
    assert refusal(refused) == "UNAUTHENTICATED UNAUTHENTICATED"


def test_an_expired_session_is_over(office: Office) -> None:
    session = office.building.sign_in(office.code, "admin")
    db = office.building.db(office.code)
    past = clock.now() - timedelta(seconds=1)
    store.SESSIONS.raw(db).update_one({"_id": session.name}, {"$set": {"expire_time": past}})
    with pytest.raises(grpc.RpcError) as refused:
        office.building.token(session.access_token)
    assert refusal(refused) == "UNAUTHENTICATED UNAUTHENTICATED"
    assert session.name not in [each.name for each in sessions_of(office.admin)]


def test_use_prolongs_a_session_but_is_noted_once_a_minute_at_most(office: Office) -> None:
    db = office.building.db(office.code)
    session = office.building.sign_in(office.code, "admin")

    def last_use(seconds_ago: int = 0) -> object:
        if seconds_ago:
            then = clock.now() - timedelta(seconds=seconds_ago)
            change = {"$set": {"last_use_time": then}}
            store.SESSIONS.raw(db).update_one({"_id": session.name}, change)
        before = store.SESSIONS.get(db, session.name)
        office.building.token(session.access_token)
        return store.SESSIONS.get(db, session.name).last_use_time - before.last_use_time

    assert last_use() == timedelta(0)
    assert last_use(50) == timedelta(0)
    assert last_use(61) > timedelta(seconds=60)


def test_authenticating_reads_four_times_by_index(office: Office) -> None:
    building, code = office.building, office.code
    person = office.person("seller", "MANAGER", "VIEWER")
    building.token(person.session.access_token)
    database = building.db(code).client[building.settings.database("identity")]
    database.command({"profile": 2})
    try:
        building.token(person.session.access_token)
    finally:
        database.command({"profile": 0})
    # Of this tenant: the worker's other tests do not run meanwhile.
    asked = list(database["system.profile"].find({"op": "query", "command.filter.tenant": code}))
    database["system.profile"].drop()
    assert len(asked) == 4
    assert all("IXSCAN" in each["planSummary"] or "IDHACK" in each["planSummary"] for each in asked)
    assert all(each["docsExamined"] <= 2 for each in asked)


def test_sessions_are_listed_and_ended(office: Office) -> None:
    person = office.person("seller", "MANAGER")
    second = office.enter("seller")
    third = office.enter("seller")
    listed = sessions_of(third)
    assert [each.name for each in listed] == [
        third.session.name,
        second.session.name,
        person.session.name,
    ]
    assert [each.current for each in listed] == [True, False, False]
    assert not any(each.access_token for each in listed)
    third.ask(Stub).DeleteSession(pb.DeleteSessionRequest(name=second.session.name))
    with pytest.raises(grpc.RpcError):
        office.building.token(second.session.access_token)
    third.ask(Stub).RevokeOtherSessions(pb.RevokeOtherSessionsRequest())
    assert [each.name for each in sessions_of(third)] == [third.session.name]
    ended = [event["data"]["session"] for event in office.events("session_revoked")]
    assert ended == [second.session.name, person.session.name]


def test_sessions_of_others_are_for_those_who_may_change_them(
    office: Office, other_office: Office
) -> None:
    branch, elsewhere = office.unit("A").name, office.unit("B").name
    role = office.role("Кадры", ("users.read", "ALL"), ("users.write", "SUBTREE"))
    clerk = office.person("clerk", role, unit=branch)
    mine = office.person("mine", "MANAGER", unit=branch)
    other = office.person("other", "MANAGER", unit=elsewhere)
    listed = clerk.ask(Stub).ListSessions(pb.ListSessionsRequest(user=mine.user)).sessions
    assert [each.name for each in listed] == [mine.session.name]
    clerk.ask(Stub).DeleteSession(pb.DeleteSessionRequest(name=mine.session.name))
    for stranger in (clerk, other_office.admin):
        with pytest.raises(grpc.RpcError) as refused:
            stranger.ask(Stub).DeleteSession(pb.DeleteSessionRequest(name=other.session.name))
        assert refusal(refused) == "NOT_FOUND NOT_FOUND"
        with pytest.raises(grpc.RpcError) as refused:
            stranger.ask(Stub).ListSessions(pb.ListSessionsRequest(user=other.user))
        assert refusal(refused) == "NOT_FOUND NOT_FOUND"
    with pytest.raises(grpc.RpcError) as refused:
        other.ask(Stub).ListSessions(pb.ListSessionsRequest(user=clerk.user))
    assert refusal(refused) == "PERMISSION_DENIED PERMISSION_DENIED"


def test_the_profile_keeps_preferences_for_its_user_alone(office: Office) -> None:
    first, second = office.person("first", "MANAGER"), office.person("second", "MANAGER")
    values = {"theme": "dark", "columns.counterparties": ["name:200", "inn:80"], "n": 2.0}
    request = pb.UpdatePreferencesRequest()
    request.preferences.update(values)
    assert dict(first.ask(Stub).UpdatePreferences(request).preferences)["theme"] == "dark"
    again = pb.UpdatePreferencesRequest()
    again.preferences.update({"theme": None, "language": "en"})
    first.ask(Stub).UpdatePreferences(again)
    kept = dict(first.ask(Stub).GetProfile(pb.GetProfileRequest()).preferences)
    assert set(kept) == {"columns.counterparties", "n", "language"}
    assert not second.ask(Stub).GetProfile(pb.GetProfileRequest()).preferences
    profile = second.ask(Stub).GetProfile(pb.GetProfileRequest())
    fields = {(each.field, each.market_state): each.access for each in profile.field_rights}
    assert fields["kpp", "POTENTIAL"] == "NONE"
    assert ("inn", "POTENTIAL") not in fields


def test_the_operator_has_a_profile_without_a_person(building: Building) -> None:
    profile = building.operator(Stub).GetProfile(pb.GetProfileRequest())
    assert list(profile.permissions) == ["tenants.write"]
    assert not profile.HasField("user")


def test_replicas_agree_on_one_key(building: Building) -> None:
    installation = building.db("_another_installation")
    rings = [KeyRing(installation, Vault(f"another {SECRET_KEY}")) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        signed = list(pool.map(lambda ring: ring.sign(system("demo")), rings))
    assert len({jwt.get_unverified_header(token)["kid"] for token in signed}) == 1
    assert len(store.SIGNING_KEYS.select(installation, {})) == 1
    public = {key.key_id: key.public_key for key in rings[0].public_keys()}
    assert all(tokens.Verifier(lambda: public).claims(token) for token in signed)


def test_a_key_of_yesterday_verifies_until_its_tokens_are_over(building: Building) -> None:
    installation = building.db("_old_installation")
    vault, now = Vault(f"old {SECRET_KEY}"), clock.now()
    yesterday = store.SIGNING_KEYS.insert(installation, vault.generate(now - timedelta(days=1)))
    token = tokens.issue(vault.open(yesterday), yesterday.key_id, system("demo").claims())

    def set_expiry(when: object) -> dict[str, bytes]:
        change = {"$set": {"expire_time": when}}
        store.SIGNING_KEYS.raw(installation).update_one({"_id": yesterday.name}, change)
        return {k.key_id: k.public_key for k in KeyRing(installation, vault).public_keys()}

    lingering = set_expiry(now + timedelta(minutes=5))
    assert len(lingering) == 2
    assert tokens.Verifier(lambda: lingering).claims(token)["tenant"] == "demo"
    assert yesterday.key_id not in set_expiry(now - timedelta(seconds=1))


def test_a_changed_secret_means_a_new_key_not_a_standstill(building: Building) -> None:
    installation = building.db("_reset_installation")
    KeyRing(installation, Vault(f"first {SECRET_KEY}")).sign(system("demo"))
    other = KeyRing(installation, Vault(f"second {SECRET_KEY}"))
    assert other.sign(system("demo"))
    assert len(other.public_keys()) == 2


def test_a_disabled_user_is_out_at_once(office: Office) -> None:
    person = office.person("seller", "MANAGER")
    admin = office.admin.ask(users_grpc.UserServiceStub)
    admin.DisableUser(users.DisableUserRequest(name=person.user))
    with pytest.raises(grpc.RpcError) as refused:
        office.building.token(person.session.access_token)
    assert refusal(refused) == "UNAUTHENTICATED UNAUTHENTICATED"
    with pytest.raises(grpc.RpcError) as refused:
        office.enter("seller")
    assert refusal(refused) == "UNAUTHENTICATED SIGN_IN_REFUSED"
