"""What a typed query finds."""

import pytest

from crm.counterparties.v1 import counterparties_pb2 as pb
from services.counterparties import search_keys
from services.kit.words import Part
from tests.counterparties.office import GOOD_INN, Office


@pytest.mark.parametrize(
    "query",
    [
        "ромашка",
        "РОМАШ",
        "машк",
        "ёлк",
        "елка",
        "ромашка ёлка",
        "ооо ромашка",
        "ООО",
        "общест",
        "vent",
        "7707083893",
        "7707",
        "1027700",
        "info@rom",
        "INFO@ROMASHKA.RU",
        "+7 (846) 712-47-64",
        "8 846 712 47 64",
        "88467124764",
        "8467124764",
        "712-47-64",
        "7124764",
        "76",
    ],
)
def test_a_counterparty_is_found_by(office: Office, query: str) -> None:
    office.create(
        office.admin,
        "ООО «Ромашка-Ёлка 76»",
        full_name="Общество с ограниченной ответственностью «Ромашка Vent»",
        inn=GOOD_INN,
        ogrn="1027700132195",
        phones=[pb.Phone(number="+78467124764")],
        emails=[pb.Email(address="info@romashka.ru")],
    )
    office.create(office.admin, "АО Лютик")
    found = office.listed(office.admin, query=query)
    assert found == ["ООО «Ромашка-Ёлка 76»"]
    assert office.listed(office.admin, query=query, order_by="create_time desc") == found


@pytest.mark.parametrize(
    "query", ["ромашка лютик", "7707083894", "712-47-65", "другой@мир.рф", "омшк", "9999"]
)
def test_nothing_else_is_found(office: Office, query: str) -> None:
    office.create(office.admin, "Ромашка", inn=GOOD_INN, phones=[pb.Phone(number="+78467124764")])
    assert office.listed(office.admin, query=query) == []


def test_matches_come_page_by_page_without_doubles(office: Office) -> None:
    for number in range(7):
        office.create(office.admin, f"Ромашка ромашковая {number}")
    found: list[str] = []
    token = ""
    while True:
        answer = office.counterparties(office.admin).ListCounterparties(
            pb.ListCounterpartiesRequest(query="ромаш", page_size=3, page_token=token)
        )
        found += [each.name for each in answer.counterparties]
        token = answer.next_page_token
        if not token:
            break
    assert len(found) == len(set(found)) == 7


def test_the_longest_word_leads() -> None:
    query = search_keys.parse("ООО Газ Северсталь")
    assert query.first == Part("северсталь", ("северсталь",))
    assert [part.word for part in query.others] == ["ооо", "газ"]


def test_an_empty_query_lists_everything(office: Office) -> None:
    office.create(office.admin, "Ромашка")
    assert office.listed(office.admin, query="  ") == ["Ромашка"]
