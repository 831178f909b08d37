"""What makes two clients one, and what speaks against it."""

from typing import Any

import pytest

from services.counterparties.duplicates.likeness import (
    QUEUED,
    SHOWN,
    Key,
    Profile,
    Verdict,
    compare,
    is_same_by_law,
    profile,
)

INN, OTHER_INN, OGRN = "7707083893", "7736207543", "1027700132195"
PHONE = "+74951234567"


def client(display_name: str = "ООО «Ромашка»", **fields: Any) -> Profile:
    phones = [
        {"number": number, "extension": extension}
        for number, _, extension in (each.partition("x") for each in fields.pop("phones", ()))
    ]
    emails = [{"address": address} for address in fields.pop("emails", ())]
    kind = fields.pop("kind", "LEGAL")
    reach = {"phones": phones, "emails": emails}
    return profile({"display_name": display_name, "kind": kind, **reach, **fields})


def person(display_name: str, **fields: Any) -> Profile:
    return client(display_name, kind="INDIVIDUAL", **fields)


def keys(verdict: Verdict) -> set[Key]:
    return {reason.key for reason in verdict.reasons}


def test_inn_and_kpp_make_two_one() -> None:
    one, other = client(inn=INN, kpp="770701001"), client("Лютик", inn=INN, kpp="770701001")
    assert compare(one, other).score >= 98
    assert is_same_by_law(one, other)


def test_a_missing_kpp_fits_any() -> None:
    one, other = client(inn=INN, kpp="770701001"), client("Лютик", inn=INN)
    assert keys(compare(one, other)) >= {Key.INN}
    assert is_same_by_law(one, other)


def test_head_office_and_branch_are_two_clients() -> None:
    one = client(inn=INN, kpp="770701001", ogrn=OGRN, phones=[PHONE])
    other = client(inn=INN, kpp="165543001", ogrn=OGRN, phones=[PHONE])
    verdict = compare(one, other)
    assert Key.BRANCH in keys(verdict)
    assert verdict.score < QUEUED
    assert not is_same_by_law(one, other)


def test_equal_names_with_two_inns_are_two_companies() -> None:
    verdict = compare(client(inn=INN, phones=[PHONE]), client(inn=OTHER_INN, phones=[PHONE]))
    assert Key.OTHER_REQUISITES in keys(verdict)
    assert verdict.score < SHOWN


def test_an_equal_name_and_telephone_are_nearly_sure() -> None:
    assert compare(client(phones=[PHONE]), client("Ромашка", phones=[PHONE])).score == 80


def test_two_extensions_of_one_office_tell_nothing() -> None:
    verdict = compare(client("Лютик", phones=[PHONE + "x12"]), client(phones=[PHONE + "x13"]))
    assert verdict.score == 0


def test_a_missing_extension_tells_less() -> None:
    verdict = compare(client(phones=[PHONE + "x12"]), client(phones=[PHONE]))
    assert Key.PHONE_NUMBER in keys(verdict)
    assert QUEUED <= verdict.score < 80


def test_one_house_telephone_does_not_make_two_companies_one() -> None:
    assert compare(client("Лютик", phones=[PHONE]), client(phones=[PHONE])).score < QUEUED


def test_a_box_for_everybody_tells_little() -> None:
    verdict = compare(client("Лютик", emails=["info@mail.ru"]), client(emails=["info@mail.ru"]))
    assert keys(verdict) == {Key.EMAIL_SHARED}
    assert verdict.score <= SHOWN


@pytest.mark.parametrize("reach", [{"phones": [PHONE]}, {"emails": ["ivanov@mail.ru"]}])
def test_a_family_shares_what_it_is_reached_by(reach: dict[str, Any]) -> None:
    verdict = compare(person("Иванов Пётр", **reach), person("Иванова Мария", **reach))
    assert verdict.score < QUEUED


def test_namesakes_are_not_one_person() -> None:
    assert compare(person("Иванов Пётр"), person("Иванов Пётр")).score < QUEUED
    born = {"birth_date": "1980-01-02"}
    assert compare(person("Иванов Пётр", **born), person("Иванов Пётр", **born)).score >= QUEUED


def test_two_birthdays_are_two_people() -> None:
    one = person("Иванов Пётр", birth_date="1980-01-02", phones=[PHONE])
    other = person("Иванов Пётр", birth_date="2005-03-04", phones=[PHONE])
    assert compare(one, other).score < SHOWN


def test_a_contact_tells_less_than_the_client_itself() -> None:
    reach = {"phones": [{"number": PHONE}]}
    with_contact = profile({"display_name": "Ромашка", "kind": "LEGAL"}, [reach])
    verdict = compare(with_contact, client(phones=[PHONE]))
    assert [reason.contact for reason in verdict.reasons if reason.key is Key.PHONE] == [True]
    assert verdict.score < compare(client(phones=[PHONE]), client(phones=[PHONE])).score
