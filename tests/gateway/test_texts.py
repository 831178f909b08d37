"""Titles of problems: the UI's own words, with what the refusal says put into their places."""

import pytest

from gateway.texts import Texts

TEXTS = Texts()
GENERAL = "Запрос не выполнен"
STATEMENT = "Файл не читается как выписка 1CClientBankExchange: строка"


@pytest.mark.parametrize(
    ("metadata", "title"),
    [
        ({"line": "7", "key": "Сумма"}, f"{STATEMENT} 7 Сумма"),
        ({"line": "7", "key": ""}, f"{STATEMENT} 7"),
        ({"line": "{{key}}", "key": "7"}, f"{STATEMENT} {{{{key}}}} 7"),
        ({"line": "7"}, GENERAL),
        ({}, GENERAL),
    ],
)
def test_a_title_says_what_the_refusal_is_about(metadata: dict[str, str], title: str) -> None:
    assert TEXTS.error("STATEMENT_FORMAT", 400, "ru", metadata) == title


def test_a_title_without_places_is_as_it_is() -> None:
    assert TEXTS.error("DEAL_OPEN", 400, "ru", {"name": "deals/1"}) == "Сделка и так открыта"
    assert TEXTS.error("NO_SUCH_REASON", 400, "ru", {}) == GENERAL
