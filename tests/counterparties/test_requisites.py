"""Requisites: the law's arithmetic, compared with python-stdnum where that one is right."""

import random

import pytest
from stdnum.ru import inn as stdnum_inn
from stdnum.ru import ogrn as stdnum_ogrn

from services.counterparties.requisites import (
    HOW_TO_FIX,
    Kind,
    account_problem,
    bic_problem,
    compact,
    correspondent_account_problem,
    inn_problem,
    issuer_code_problem,
    kpp_problem,
    ogrn_problem,
    passport_number_problem,
    snils_problem,
)

LEGAL, PROPRIETOR, PERSON = Kind.LEGAL, Kind.SOLE_PROPRIETOR, Kind.INDIVIDUAL


@pytest.mark.parametrize(
    ("inn", "kind", "reason"),
    [
        ("7707083893", LEGAL, ""),
        ("500100732259", PROPRIETOR, ""),
        ("500100732259", PERSON, ""),
        ("7707083894", LEGAL, "INN_CHECKSUM"),
        ("500100732258", PERSON, "INN_CHECKSUM"),
        ("500100732259", LEGAL, "INN_KIND"),
        ("7707083893", PROPRIETOR, "INN_KIND"),
        ("770708389", LEGAL, "INN_LENGTH"),
        ("77070838931", LEGAL, "INN_LENGTH"),
        ("77070838ab", LEGAL, "INN_FORMAT"),
        ("٧٧٠٧٠٨٣٨٩٣", LEGAL, "INN_FORMAT"),
        ("0000000000", LEGAL, "INN_FORMAT"),
        ("", LEGAL, "INN_FORMAT"),
    ],
)
def test_an_inn_fits_its_kind_and_its_check_digits(inn: str, kind: Kind, reason: str) -> None:
    assert inn_problem(inn, kind) == reason


def test_our_inn_arithmetic_agrees_with_stdnum() -> None:
    seeded = random.Random(7)  # noqa: S311
    for _ in range(3000):
        length = seeded.choice((10, 12))
        inn = str(seeded.randint(1, 9)) + "".join(seeded.choices("0123456789", k=length - 1))
        kind = LEGAL if length == 10 else PERSON
        assert (inn_problem(inn, kind) == "") == stdnum_inn.is_valid(inn), inn


def test_our_ogrn_arithmetic_agrees_with_stdnum_where_that_is_right() -> None:
    seeded = random.Random(8)  # noqa: S311
    for _ in range(3000):
        body = "1" + "".join(seeded.choices("0123456789", k=11))
        ogrn = body + stdnum_ogrn.calc_check_digit(body + "0")
        assert ogrn_problem(ogrn, LEGAL) == ""
        wrong = body + str((int(ogrn[-1]) + 1) % 10)
        assert ogrn_problem(wrong, LEGAL) == "OGRN_CHECKSUM"


def test_an_ogrnip_with_a_remainder_of_ten_or_more_is_valid_though_stdnum_refuses_it() -> None:
    seen: set[int] = set()
    for body in range(30450001230000, 30450001230200):
        remainder = body % 13
        number = f"{body}{remainder % 10}"
        assert ogrn_problem(number, PROPRIETOR) == ""
        if remainder >= 10:
            seen.add(remainder)
            assert not stdnum_ogrn.is_valid(number)
    assert seen == {10, 11, 12}


@pytest.mark.parametrize(
    ("ogrn", "kind", "reason"),
    [
        ("1027700132195", LEGAL, ""),
        ("1027700132196", LEGAL, "OGRN_CHECKSUM"),
        ("1027700132195", PROPRIETOR, "OGRN_KIND"),
        ("1027700132195", PERSON, "OGRN_KIND"),
        ("102770013219", LEGAL, "OGRN_LENGTH"),
        ("10277001321x5", LEGAL, "OGRN_FORMAT"),
    ],
)
def test_an_ogrn_fits_its_kind(ogrn: str, kind: Kind, reason: str) -> None:
    assert ogrn_problem(ogrn, kind) == reason


@pytest.mark.parametrize(
    ("kpp", "kind", "reason"),
    [
        ("770701001", LEGAL, ""),
        ("7707AZ001", LEGAL, ""),
        ("77070100", LEGAL, "KPP_FORMAT"),
        ("7707az001", LEGAL, "KPP_FORMAT"),
        ("770701001", PROPRIETOR, "KPP_KIND"),
    ],
)
def test_only_companies_have_a_kpp(kpp: str, kind: Kind, reason: str) -> None:
    assert kpp_problem(kpp, kind) == reason


def test_an_account_is_checked_with_its_bank() -> None:
    assert account_problem("40702810157078437270", "044525225") == ""
    assert account_problem("40702810157078437271", "044525225") == "ACCOUNT_KEY"
    assert account_problem("40702810157078437270", "044525974") == "ACCOUNT_KEY"
    assert account_problem("4070281015707843727", "044525225") == "ACCOUNT_LENGTH"


def test_an_account_in_the_central_bank_has_another_key() -> None:
    body = "40101810{}00000010001"
    good = [key for key in range(10) if account_problem(body.format(key)[:20], "044525000") == ""]
    assert len(good) == 1
    # The same key counted with the BIK's last digits would be another one.
    assert account_problem(body.format(good[0])[:20], "044525974") == "ACCOUNT_KEY"


def test_a_correspondent_account_ends_with_the_bic() -> None:
    assert correspondent_account_problem("30101810400000000225", "044525225") == ""
    wrong = correspondent_account_problem("30101810400000000226", "044525225")
    assert wrong == "CORRESPONDENT_ACCOUNT"
    assert correspondent_account_problem("225", "044525225") == "CORRESPONDENT_ACCOUNT"


@pytest.mark.parametrize(("bic", "reason"), [("044525225", ""), ("44525225", "BIC_FORMAT")])
def test_a_bic_has_nine_digits(bic: str, reason: str) -> None:
    assert bic_problem(bic) == reason


@pytest.mark.parametrize(
    ("snils", "reason"),
    [
        ("11223344595", ""),
        ("11223344596", "SNILS_CHECKSUM"),
        ("1122334459", "SNILS_LENGTH"),
        ("00000000000", "SNILS_CHECKSUM"),
        ("08765430300", ""),
    ],
)
def test_a_snils_has_check_digits(snils: str, reason: str) -> None:
    assert snils_problem(snils) == reason


def test_a_passport_has_ten_digits_and_an_issuer() -> None:
    assert passport_number_problem(compact("45 10 123456")) == ""
    assert passport_number_problem("4510 12345") == "PASSPORT_NUMBER"
    assert issuer_code_problem("770-001") == ""
    assert issuer_code_problem("770001") == "PASSPORT_ISSUER_CODE"


def test_separators_are_forgiven() -> None:
    assert compact(" 7707 083 893\u00a0") == "7707083893"
    assert compact("112-233-445 95") == "11223344595"


def test_each_reason_tells_how_to_fix_it() -> None:
    assert all(text.endswith(".") and len(text) > 30 for text in HOW_TO_FIX.values())
