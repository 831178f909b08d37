"""What of a text speaks of one person, and what only looks so."""

from urllib.parse import quote

import pytest

from crm.counterparties.v1 import contacts_pb2, imports_pb2
from services.kit.traces import ERASED, Traces, stem

TRACES = Traces(
    names=("contacts/7d0c1f62-5f0a-4b5f-9a73-1f3a2f6f0a11",),
    full_names=("Мороз Пётр",),
    words=("Мороз", stem("Задунайский"), stem("Морозов")),
    phones=("9161234567",),
    emails=("petr.moroz@example.ru",),
    numbers=("771234567890",),
    texts=("ул. Малая Ямская, 77",),
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("звонить Задунайскому, +7 (916) 123-45-67!", f"звонить {ERASED}, {ERASED}!"),
        ("8 916 12 34 567 и ЗАДУНАЙСКИМ", f"{ERASED} и {ERASED}"),
        ("Petr.Moroz@Example.RU, ИНН 7712 3456 7890", f"{ERASED}, ИНН {ERASED}"),
        ("спросить ПЕТР МОРОЗ или мороз петр", f"спросить ПЕТР {ERASED} или {ERASED}"),
        ("query=%D0%9C%D0%BE%D1%80%D0%BE%D0%B7&a=1", f"query={quote(ERASED)}&a=1"),
    ],
)
def test_a_trace_goes_in_whatever_dress(text: str, left: str) -> None:
    assert TRACES.in_bytes(text.encode())
    assert TRACES.cleaned(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "на улице мороз, из-за морозов не приедут",
        "Морозилка, Задунай и ООО «Морозко»",
        "счёт 4079161234567890, +7 916 123-45-68",
        "xpetr.moroz@example.ru",
        "ул. Малая Ямская, 77",
    ],
)
def test_what_only_looks_so_stays(text: str) -> None:
    assert TRACES.cleaned(text) == text


def test_remarks_go_where_he_is_spoken_of_anyhow() -> None:
    assert TRACES.cleaned({"a": ["ул. Малая Ямская, 77", 5]}, deep=True) == {"a": [ERASED, 5]}


def test_a_record_of_his_within_a_message_is_emptied() -> None:
    listed = contacts_pb2.ListContactsResponse(
        contacts=[
            contacts_pb2.Contact(name=TRACES.names[0], comment="любит чай"),
            contacts_pb2.Contact(name="contacts/other", comment="любит кофе, как Мороз"),
        ]
    )
    TRACES.clean_message(listed)
    assert [each.comment for each in listed.contacts] == ["", f"любит кофе, как {ERASED}"]


def test_a_message_s_pairs_of_texts_are_cleaned() -> None:
    row = imports_pb2.ImportRow(values={"ФИО": "Мороз Пётр", "Город": "Тверь", "от Мороза": "1"})
    TRACES.clean_message(row)
    assert dict(row.values) == {"ФИО": ERASED, "Город": "Тверь", "от Мороза": "1"}
    row = imports_pb2.ImportRow(values={"Задунайский": "чай", "тел.": "8 916 123 45 67"})
    TRACES.clean_message(row)
    assert dict(row.values) == {ERASED: "чай", "тел.": ERASED}
