"""Telephone numbers in every form people type them, and e-mail addresses."""

import pytest

from services.counterparties import emails, phones
from services.counterparties.phones import Number


@pytest.mark.parametrize(
    ("text", "number", "extension"),
    [
        ("(812) 451-8672 доб. 516", "+78124518672", "516"),
        ("8 846 712 47 64", "+78467124764", ""),
        ("+7 (926) 610-79-05", "+79266107905", ""),
        ("78316791609", "+78316791609", ""),
        ("8316791609", "+78316791609", ""),
        ("9123456789", "+79123456789", ""),
        ("8-926-811-9030", "+79268119030", ""),
        ("8(846)712-47-64", "+78467124764", ""),
        ("+7 812 451 86 72 ext 12", "+78124518672", "12"),
        ("+7 812 451-86-72 #12", "+78124518672", "12"),
        ("+7 812 451-86-72 вн. 12", "+78124518672", "12"),
        ("+7 812 451-86-72 (доб. 12)", "+78124518672", "12"),
        ("8\u00a0(495)\u00a0123-45-67", "+74951234567", ""),
        ("тел. 8 495 123-45-67", "+74951234567", ""),
        ("8-800-555-35-35", "+78005553535", ""),
        ("+375 29 123-45-67", "+375291234567", ""),
        ("8 10 375 29 123-45-67", "+375291234567", ""),
        ("+1 202 555 0143", "+12025550143", ""),
        ("+7 701 123 45 67", "+77011234567", ""),
    ],
)
def test_a_number_is_known_in_any_form(text: str, number: str, extension: str) -> None:
    assert phones.parse(text) == Number(number, extension)


@pytest.mark.parametrize(
    "text",
    ["", "12345", "451-86-72", "8 (000) 000-00-00", "4444444444", "звонить вечером", "+7 812 45186",
     "нет", "+999 12345678", "812451867212345", "٨٤٩٥١٢٣٤٥٦٧"],
)  # fmt: skip
def test_nothing_is_guessed(text: str) -> None:
    assert phones.parse(text) is None


@pytest.mark.parametrize("separator", [", ", ";", " / ", "\n"])
def test_several_numbers_share_a_cell(separator: str) -> None:
    numbers, rejected = phones.parse_all(f"8316622519{separator}(812) 451-8672 доб. 516")
    assert numbers == [Number("+78316622519"), Number("+78124518672", "516")]
    assert rejected == []


def test_an_extension_after_a_comma_belongs_to_its_number() -> None:
    numbers, rejected = phones.parse_all("(812) 451-8672, доб. 516, 89123456789")
    assert numbers == [Number("+78124518672", "516"), Number("+79123456789")]
    assert rejected == []


def test_what_is_no_number_is_named() -> None:
    assert phones.parse_all("89123456789, секретарь") == ([Number("+79123456789")], ["секретарь"])


@pytest.mark.parametrize(
    "typed",
    ["+7 (846) 712-47-64", "8 846 712 47 64", "88467124764", "8467124764", "7-846-712-47-64",
     "846 712-47-64 доб. 5"],
)  # fmt: skip
def test_a_typed_number_means_the_same_digits(typed: str) -> None:
    assert phones.typed_digits(typed) == "8467124764" == phones.national_digits("+78467124764")


def test_the_end_of_a_number_may_be_typed() -> None:
    assert phones.typed_digits("712-47-64") == "7124764"
    assert phones.typed_digits("24764") == ""
    assert phones.typed_digits("ООО 7124764") == ""


def test_a_masked_number_shows_four_digits() -> None:
    assert phones.masked("+78467124764") == "+7 ••• •••-47-64"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("info1@firma793920.ru", "info1@firma793920.ru"),
        ("Ivan.Petrov@Company.RU", "Ivan.Petrov@company.ru"),
        ("почта@пример.рф", "почта@пример.рф"),
        ("a+b@mail.co.uk", "a+b@mail.co.uk"),
        ("a@", ""),
        ("info@@x.ru", ""),
        ("info x@x.ru", ""),
        ("info@x", ""),
        (".a@x.ru", ""),
        ("a@-x.ru", ""),
        ("нет", ""),
    ],
)
def test_an_address_is_checked_without_the_network(text: str, address: str) -> None:
    assert emails.normalise(text) == address


def test_a_masked_address_keeps_its_domain() -> None:
    assert emails.masked("anna@d.ru") == "a•••@d.ru"
