"""The pure rules: lock-out, passwords, credentials, sessions, users, the tree, search."""

from datetime import UTC, datetime, timedelta

import pytest

from services.identity import credential, lockout, org_unit, password, session
from services.identity.lockout import Attempts, SignInLocked
from services.identity.org_unit import OrgTreeTooDeep, OrgUnit, OrgUnitCycle, OrgUnitIsRoot
from services.identity.password import PasswordTooCommon, PasswordTooLong, PasswordTooShort
from services.identity.preferences import Preferences, PreferencesTooLarge
from services.identity.signing import Vault
from services.identity.user import (
    Assignment,
    AssignmentInvalid,
    EmailInvalid,
    LoginInvalid,
    ManagerInvalid,
    PhoneInvalid,
    User,
    plain_phone,
    search_parts,
)
from services.kit.cipher import SecretTooShort, Unreadable
from services.kit.errors import FieldRequired

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECRET = "0123456789abcdef0123456789abcdef"


def test_the_wait_starts_at_the_fifth_failure_and_doubles_up_to_an_hour() -> None:
    seconds = [int(lockout.waiting(n, 5).total_seconds()) for n in range(1, 14)]
    assert seconds == [0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert lockout.waiting(10**9, 5) == timedelta(hours=1)


def test_whoever_is_locked_learns_for_how_many_seconds() -> None:
    attempts = Attempts(name="attempts/1")
    for _ in range(5):
        attempts.require_open(NOON)
        attempts = attempts.failed(NOON, 5)
    with pytest.raises(SignInLocked) as refused:
        attempts.require_open(NOON + timedelta(seconds=0.5))
    assert (refused.value.retry_after, refused.value.metadata["seconds"]) == (30, "30")
    attempts.require_open(NOON + timedelta(seconds=30))


def test_failures_of_yesterday_are_forgotten() -> None:
    attempts = Attempts(name="attempts/1", failures=11, expire_time=NOON)
    assert attempts.failed(NOON, 5).failures == 1
    assert attempts.failed(NOON - timedelta(seconds=1), 5).failures == 12


def test_a_success_takes_only_its_own_slips_off_the_address() -> None:
    address = Attempts(name="attempts/1", failures=7, locked_until=NOON)
    assert address.less(2).failures == 5
    assert address.less(9) == Attempts(name="attempts/1")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("123456789", PasswordTooShort),
        ("x" * 201, PasswordTooLong),
        ("QwertyUiop", PasswordTooCommon),
        ("ababababab", PasswordTooCommon),
        ("ivan.petrov", PasswordTooCommon),
        ("Пароль12345", PasswordTooCommon),
    ],
)
def test_a_password_that_would_be_guessed_is_refused(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        password.require_good(text, "Ivan.Petrov")


def test_a_password_is_kept_as_argon2id_and_only_the_right_one_matches() -> None:
    stored = password.hashed("correct horse battery")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert password.matches(stored, "correct horse battery")
    assert not password.matches(stored, "correct horse Battery")
    assert not password.matches(None, "a password that nobody has")
    assert not password.matches("no hash at all", "correct horse battery")
    assert not password.needs_rehash(stored)
    assert password.needs_rehash(stored.replace("t=2", "t=1"))


def test_a_credential_tells_its_kind_and_tenant_and_nothing_can_be_read_from_its_digest() -> None:
    text = credential.issue(credential.Kind.SESSION, "demo")
    shown = credential.parse(text)
    assert shown is not None
    assert (shown.kind, shown.tenant) == (credential.Kind.SESSION, "demo")
    assert text.rpartition(".")[2] not in shown.digest
    assert len(text.rpartition(".")[2]) >= 43  # 256 bits


@pytest.mark.parametrize("text", ["", "crms", "crms.demo", "x.demo.y", "crms._installation.y"])
def test_what_is_no_credential_never_reaches_the_store(text: str) -> None:
    assert credential.parse(text) is None
    assert credential.parse("crms.demo." + "y" * 300) is None


def test_a_session_slides_by_two_weeks_and_ends_after_ninety_days() -> None:
    assert session.expiry(NOON, NOON) == NOON + timedelta(days=14)
    late = NOON + timedelta(days=85)
    assert session.expiry(NOON, late) == NOON + timedelta(days=90)
    begun = session.Session(
        name="sessions/1", user="users/1", digest="", create_time=NOON,
        last_use_time=NOON, expire_time=NOON + timedelta(days=14),
    )  # fmt: skip
    assert not begun.needs_touch(NOON + timedelta(seconds=59))
    assert begun.needs_touch(NOON + timedelta(seconds=60))
    assert begun.is_live(NOON + timedelta(days=13))
    assert not begun.is_live(NOON + timedelta(days=14))


def a_user(**values: object) -> User:
    fields = {
        "name": "users/1",
        "login": "ivan",
        "display_name": "Иван",
        "org_unit": "orgUnits/1",
        **values,
    }
    return User(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"login": "a b"}, LoginInvalid),
        ({"login": ""}, LoginInvalid),
        ({"display_name": "  "}, FieldRequired),
        ({"email": "ivan"}, EmailInvalid),
        ({"phone": "89161234567"}, PhoneInvalid),
        ({"manager": "users/1"}, ManagerInvalid),
        ({"assignments": (Assignment(role="roles/1"),) * 2}, AssignmentInvalid),
    ],
)
def test_a_user_refuses_to_be_wrong(values: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        a_user(**values)
    assert a_user(email="ivan@sales.local").email


def test_a_phone_is_kept_as_e164_however_it_is_typed() -> None:
    for typed in ("8 (916) 123-45-67", "+7 916 123 45 67", "7916-123-45-67"):
        assert plain_phone(typed) == "+79161234567"


def test_a_search_takes_words_apart_but_not_a_phone_number() -> None:
    assert search_parts("Пётр  ИВАНОВ") == ("петр", "иванов")
    assert search_parts("8 (916) 123-45-67") == search_parts("+7 916 1234567") == ("9161234567",)
    assert search_parts("123-45-67") == ("1234567",)
    assert search_parts("") == ()


def a_tree() -> tuple[OrgUnit, OrgUnit, OrgUnit]:
    root = OrgUnit(name="orgUnits/r", display_name="Фирма").as_root()
    branch = OrgUnit(name="orgUnits/b", display_name="Филиал").under(root)
    return root, branch, OrgUnit(name="orgUnits/d", display_name="Отдел").under(branch)


def test_a_unit_knows_its_path_and_keeps_out_of_itself() -> None:
    root, branch, department = a_tree()
    assert department.path == ("orgUnits/r", "orgUnits/b", "orgUnits/d")
    with pytest.raises(OrgUnitCycle):
        branch.under(department)
    with pytest.raises(OrgUnitCycle):
        branch.under(branch)
    with pytest.raises(OrgUnitIsRoot):
        root.require_movable()
    moved = department.under(root)
    assert org_unit.moved_path(("r", "b", "d", "g"), ("r", "b", "d"), ("r", "d")) == ("r", "d", "g")
    assert moved.path == ("orgUnits/r", "orgUnits/d")


def test_a_tree_does_not_grow_without_end() -> None:
    unit = a_tree()[0]
    for number in range(org_unit.DEEPEST - 1):
        unit = OrgUnit(name=f"orgUnits/{number}", display_name="x").under(unit)
    with pytest.raises(OrgTreeTooDeep):
        OrgUnit(name="orgUnits/last", display_name="x").under(unit)


def test_preferences_are_merged_and_bounded() -> None:
    kept = Preferences(name="preferences/1").merged({"theme": "dark", "$a.b": {"c": 1}})
    assert kept.merged({"theme": None}).values == {"$a.b": {"c": 1}}
    with pytest.raises(PreferencesTooLarge):
        kept.merged({"x": "y" * 70_000})


def test_a_signing_key_opens_only_with_the_secret_that_closed_it() -> None:
    vault, other = Vault(SECRET), Vault(SECRET[::-1])
    key = vault.generate(NOON)
    assert vault.open(key).public_key().public_bytes_raw() == key.public_key
    assert vault.open(key).private_bytes_raw() not in key.encrypted
    with pytest.raises(Unreadable):
        other.open(key)
    assert other.name_at(NOON) != key.name == vault.name_at(NOON)
    assert key.sign_until == datetime(2026, 3, 3, tzinfo=UTC)
    assert key.expire_time - key.sign_until > timedelta(minutes=5)
    assert vault.name_at(NOON + timedelta(days=1)) != key.name
    with pytest.raises(SecretTooShort):
        Vault("short")
