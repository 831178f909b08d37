"""Rules of the registry that need neither a store nor a vendor."""

from datetime import UTC, datetime

import pytest

from services.counterparties.registry import account, dadata, party
from services.counterparties.registry.account import ProviderId, RegistrySettings, Standing, State
from services.counterparties.registry_entry import RegistryEntry, news
from services.kit.cipher import Cipher, SecretTooShort, Unreadable
from services.kit.settings import Settings, SettingsError

SECRET = "a secret of tests, long enough to be one"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("milliseconds", "day"),
    [
        (0, "1970-01-01"),
        (-1, "1969-12-31"),
        (788832000000, "1994-12-31"),
        (10**30, None),
        (True, None),
        ("1", None),
        (None, None),
    ],
)
def test_days_are_utc_and_may_lie_before_1970(milliseconds: object, day: str | None) -> None:
    state = {"status": "ACTIVE", "registration_date": milliseconds}
    assert party.form({"data": {"state": state}}).registration_date == day


def test_unknown_states_warn_in_small_letters() -> None:
    data = {"inn": "7799906431", "type": "LEGAL", "state": {"status": "FROZEN"}}
    reading = party.read([{"data": data}], inn="7799906431")
    assert (reading.warnings, reading.must_confirm) == (("frozen", "no_director"), True)


def test_a_typed_kpp_that_no_variant_has_leads_to_the_head_office() -> None:
    variants = [
        {"data": {"inn": "7799906431", "kpp": "1", "branch_type": "BRANCH"}},
        {"data": {"inn": "7799906431", "kpp": "2", "branch_type": "MAIN"}},
    ]
    reading = party.read(variants, inn=" 7799 906431 ", kpp="3")
    assert reading.form is not None
    assert reading.form.kpp == "2"
    assert [option.kpp for option in reading.options] == ["2", "1"]


def test_of_equal_variants_the_working_one_is_taken() -> None:
    variants = [
        {"data": {"inn": "779938347364", "state": {"status": status}}}
        for status in ("LIQUIDATED", "ACTIVE")
    ]
    reading = party.read(variants, inn="779938347364")
    assert reading.form is not None
    assert (reading.form.status, reading.warnings) == ("ACTIVE", ("branches",))


def test_news_are_status_director_address_and_name() -> None:
    before = RegistryEntry(status="ACTIVE", short_name="ООО «Омут»", director_name="А", okved="1")
    same = RegistryEntry(status="ACTIVE", short_name="ооо «омут»", director_name="А", okved="2")
    assert news(before, same) == ()
    after = RegistryEntry(
        status="LIQUIDATED", short_name="Иное", director_name="Б", legal_address="Москва"
    )
    assert news(before, after) == ("status", "director", "address", "name")
    assert news(None, before) == ()
    assert news(None, RegistryEntry()) == ()
    assert news(None, after) == ("status",)


def test_the_vendors_day_ends_at_midnight_in_moscow() -> None:
    assert account.next_day(NOON) == datetime(2026, 11, 22, 21, tzinfo=UTC)
    late = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
    assert (account.day(NOON), account.day(late)) == ("20261122", "20261123")


def test_the_state_says_who_has_to_act() -> None:
    chosen = RegistrySettings(name="s", provider=ProviderId.DADATA)
    fine = Standing(name="s")
    refused = Standing(name="s", last_error_reason="REGISTRY_KEY_REFUSED", last_error_time=NOON)
    tired = Standing(name="s", last_error_reason="REGISTRY_UNAVAILABLE", last_error_time=NOON)
    assert account.state(RegistrySettings(name="s"), fine, NOON, ready=True) is State.CHECKSUM_ONLY
    assert account.state(chosen, fine, NOON, ready=False) is State.BROKEN
    assert account.state(chosen, fine, NOON, ready=True) is State.READY
    assert account.state(chosen, refused, NOON, ready=True) is State.BROKEN
    assert account.state(chosen, tired, NOON, ready=True) is State.PAUSED


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("", "https://suggestions.dadata.ru/suggestions/api/4_1/rs"),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000/suggestions/api/4_1/rs"),
        ("http://proxy/dadata/", "http://proxy/dadata"),
    ],
)
def test_the_vendors_address_can_be_another(given: str, url: str) -> None:
    assert dadata.base_url(Settings({"CRM_DADATA_URL": given})) == url


@pytest.mark.parametrize("given", ["ftp://host", "no-scheme", "http://"])
def test_a_wrong_address_is_said_at_once(given: str) -> None:
    with pytest.raises(SettingsError):
        dadata.base_url(Settings({"CRM_DADATA_URL": given}))


def test_what_is_sealed_opens_only_where_and_with_what_it_was_sealed() -> None:
    cipher = Cipher(SECRET, "purpose")
    sealed = cipher.seal(b"key", "place")
    assert cipher.open(sealed, "place") == b"key"
    assert sealed != cipher.seal(b"key", "place")
    for other, place in (
        (cipher, "elsewhere"),
        (Cipher(SECRET, "another purpose"), "place"),
        (Cipher(SECRET + "!", "purpose"), "place"),
    ):
        with pytest.raises(Unreadable):
            other.open(sealed, place)
    with pytest.raises(SecretTooShort):
        Cipher("short", "purpose")
