"""What a caller may, and what his token proves."""

import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.kit import tokens
from services.kit.caller import Access, Caller, Lender, from_claims, system, visible_to
from services.kit.errors import PermissionDenied, Unauthenticated
from services.kit.settings import Settings, SettingsError

ANNA = Caller(
    tenant="north",
    user="users/anna",
    org_path=("orgUnits/1", "orgUnits/2"),
    grants={"a.read": ("orgUnits/2",), "a.write": ("users/anna",), "b.read": ("orgUnits/2",)},
    field_rights=(Access("counterparties", "inn", "POTENTIAL", "NONE"),),
)
KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def test_claims_bring_the_same_caller_back() -> None:
    assert from_claims(ANNA.claims()) == ANNA


def test_who_stands_in_acts_on_behalf_only_where_his_own_rights_end() -> None:
    boris = Lender("users/boris", "Борис", {"a.read": ("orgUnits/3",)})
    clara = Lender("users/clara", "Клара", {"a.read": ("users/clara",)})
    grants = {"a.read": ("orgUnits/2", "orgUnits/3", "users/clara")}
    anna = Caller(tenant="north", user="users/anna", grants=grants, lenders=(boris, clara))
    assert from_claims(anna.claims()) == anna
    assert anna.lender_for("a.read", ("orgUnits/2", "orgUnits/3")) is None
    assert anna.lender_for("a.read", ("orgUnits/3",)) == boris
    assert anna.lender_for("a.read", ("users/clara", "orgUnits/9")) == clara
    assert anna.lender_for("a.write", ("users/clara",)) is None


def test_a_record_is_seen_by_owner_participants_units_and_everybodys_scope() -> None:
    keys = visible_to("users/anna", ("orgUnits/1", "orgUnits/2"), ("users/boris",))
    assert keys == ("*", "users/anna", "users/boris", "=orgUnits/2", "orgUnits/1", "orgUnits/2")


def test_a_record_without_owner_is_for_everybodys_scope_only() -> None:
    assert visible_to("", ()) == ("*",)


def test_scope_counts_for_each_permission_apart() -> None:
    mine = visible_to("users/anna", ANNA.org_path)
    colleagues = visible_to("users/boris", ANNA.org_path)
    assert ANNA.may("a.write", mine)
    assert ANNA.may("a.read", colleagues)
    with pytest.raises(PermissionDenied):
        ANNA.require_for("a.write", colleagues)


def test_no_permission_sees_nothing() -> None:
    assert ANNA.visible("c.read") == {"visible_to": {"$in": []}}


def test_the_system_may_everything_within_its_tenant() -> None:
    assert system("north").has("anything")
    assert system("north").visible("anything") == {"visible_to": "*"}


def test_a_token_of_an_unknown_or_other_key_is_refused() -> None:
    verifier = tokens.Verifier(lambda: {"k1": PUBLIC})
    other = Ed25519PrivateKey.generate()
    for key, key_id in ((other, "k1"), (KEY, "k2")):
        with pytest.raises(Unauthenticated):
            verifier.claims(tokens.issue(key, key_id, ANNA.claims()))
    assert verifier.claims(tokens.issue(KEY, "k1", ANNA.claims()))["user"] == "users/anna"


def test_an_expired_token_is_refused() -> None:
    past = int(time.time()) - 3600
    claims = {**ANNA.claims(), "iss": tokens.ISSUER, "iat": past, "exp": past + 300}
    token = jwt.encode(claims, KEY, algorithm="EdDSA", headers={"kid": "k1"})
    with pytest.raises(Unauthenticated):
        tokens.Verifier(lambda: {"k1": PUBLIC}).claims(token)


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_of_another_algorithm_is_refused(algorithm: str) -> None:
    secret = "" if algorithm == "none" else "x" * 32
    claims = {**ANNA.claims(), "iss": tokens.ISSUER, "iat": 0, "exp": int(time.time()) + 300}
    token = jwt.encode(claims, secret, algorithm=algorithm, headers={"kid": "k1"})
    with pytest.raises(Unauthenticated):
        tokens.Verifier(lambda: {"k1": PUBLIC}).claims(token)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "CRM_MONGO_URL"),
        ({"CRM_MONGO_URL": "http://secret@x"}, "mongodb://"),
    ],
)
def test_a_missing_or_wrong_setting_is_named_and_never_repeated(
    environ: dict[str, str], said: str
) -> None:
    with pytest.raises(SettingsError) as wrong:
        Settings(environ).mongo_url("deals")
    assert said in str(wrong.value)
    assert "secret" not in str(wrong.value)


def test_a_service_may_have_a_store_of_its_own() -> None:
    environ = {"CRM_MONGO_URL": "mongodb://a", "CRM_DEALS_MONGO_URL": "mongodb://b"}
    assert Settings(environ).mongo_url("deals") == "mongodb://b"
    assert Settings(environ).mongo_url("mail") == "mongodb://a"


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(SettingsError):
        Settings({"CRM_DEALS_ADDRESS": "somewhere"}).address("deals")
