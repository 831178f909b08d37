"""Names as people write them: what is one name, and what only looks like it."""

import pytest

from services.counterparties import name_likeness, search_keys
from services.counterparties.name_likeness import Likeness
from services.kit.words import words


def straight(name: str) -> list[str]:
    return name_likeness.straight(words(name))


@pytest.mark.parametrize(
    "other",
    [
        "ромашка",
        "Ромашка, ООО",
        'Общество с ограниченной ответственностью "Ромашка"',
        "ЗАО „РОМАШКА“",
        "OOO Pомaшкa",
    ],
)
def test_form_quotes_case_and_look_alikes_make_no_other_name(other: str) -> None:
    assert name_likeness.of_companies(straight("ООО «Ромашка»"), straight(other)) is Likeness.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ёлочка", "Елочка"),
        ("MAKC", "МАКС"),
        ("Сервис Плюс", "Плюс-Сервис"),
        ("Ромашка Торг", "РомашкаТорг"),
    ],
)
def test_the_same_name_is_written_in_many_ways(one: str, other: str) -> None:
    assert name_likeness.of_companies(straight(one), straight(other)) is Likeness.SAME


@pytest.mark.parametrize("typo", ["Рамашка", "Ромашкка", "Рмоашка", "Ромажка"])
def test_most_typing_mistakes_leave_the_skeleton(typo: str) -> None:
    assert search_keys.name_keys(f"АО {typo}") == search_keys.name_keys("ООО «Ромашка»")
    assert name_likeness.of_companies(straight(typo), straight("Ромашка")) is Likeness.SIMILAR


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Школа № 5", "Школа № 6"),
        ("Вектор 12", "Вектор 13"),
        ("Ромашка", "Василёк"),
        ("Эра", "Ира"),
    ],
)
def test_other_names_stay_others(one: str, other: str) -> None:
    assert name_likeness.of_companies(straight(one), straight(other)) is Likeness.OTHER


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Иванов Пётр Сергеевич", "Петр Сергеевич Иванов", Likeness.SAME),
        ("Иванов П. С.", "Иванов Пётр Сергеевич", Likeness.SIMILAR),
        ("Иванов Пётр", "Иванов Пётр Сергеевич", Likeness.SIMILAR),
        ("Ивонов Пётр", "Иванов Пётр", Likeness.SIMILAR),
        ("Иванов Александр", "Иванова Александра", Likeness.OTHER),
        ("Иванов Пётр", "Иванова Мария", Likeness.OTHER),
        ("Иванов", "Иванов Пётр", Likeness.PART),
    ],
)
def test_people_of_one_family_are_not_one_person(one: str, other: str, alike: Likeness) -> None:
    assert name_likeness.of_people(straight(one), straight(other)) is alike
