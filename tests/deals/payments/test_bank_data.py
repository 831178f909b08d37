"""The customer's statements: each document is decided as he expects, to the kopeck."""

from datetime import date
from typing import Any

import pytest

from services.deals.payments import client_bank
from services.deals.payments.matching import Match
from tests.deals.payments.bank import DATA, EXPECTED, Desk, bills, hundredths


def money(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02}"


def shares(match: Match) -> list[dict[str, str]]:
    return [
        {
            "invoice": each.bill.number,
            "invoice_date": each.bill.day.isoformat(),
            "buyer_inn": each.bill.buyer_inn,
            "amount": money(each.amount),
        }
        for each in match.shares
    ]


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.of(EXPECTED["own"]["accounts"], bills())


@pytest.fixture(scope="module")
def decided(desk: Desk) -> dict[tuple[str, int], tuple[client_bank.Document, Match]]:
    return {
        (file, document.index): (document, match)
        for file in EXPECTED["import_order"]
        for document, match in desk.take(file, (DATA / file).read_bytes())
    }


@pytest.mark.parametrize("said", EXPECTED["statements"], ids=lambda each: each["file"])
def test_the_file_is_read_with_its_account(said: dict[str, Any]) -> None:
    with (DATA / said["file"]).open("rb") as file:
        reading = client_bank.Reading(file)
        documents = list(reading)
    account = reading.accounts[said["account"]]
    assert reading.encoding == said["encoding"]
    assert len(documents) == account.documents == said["documents"]
    assert account.from_date == date.fromisoformat(said["from"])
    assert account.to_date == date.fromisoformat(said["to"])
    for key in ("opening", "incoming", "outgoing", "closing"):
        assert getattr(account, key) == hundredths(said[key])
    assert reading.warnings == []


@pytest.mark.parametrize(
    "said", EXPECTED["documents"], ids=lambda each: f"{each['file'][9]}-{each['index']}"
)
def test_each_document_is_decided(decided: Any, desk: Desk, said: dict[str, Any]) -> None:
    place = said["file"], said["index"]
    document, match = decided[place]
    assert document.number == said["number"]
    assert document.day.isoformat() == said["date"]
    assert money(document.amount) == said["amount"]
    assert document.purpose == said["purpose"]
    assert match.decision.value.lower() == said["decision"]
    assert shares(match) == said["allocations"]
    assert money(match.advance) == said["advance"]
    assert (match.reason or "") == said["reason"]
    if repeated := said.get("duplicate_of"):
        assert desk.repeats[place] == (repeated["file"], repeated["index"])


def test_the_invoices_have_their_remainders(decided: Any, desk: Desk) -> None:
    assert len(decided) == len(EXPECTED["documents"])
    left = {
        (bill.number, bill.day.isoformat(), bill.buyer_inn): money(bill.balance)
        for key in {each.key for each in bills()}
        for bill in desk.bills.of_number(key)
    }
    assert left == {
        (each["number"], each["date"], each["buyer_inn"]): each["balance"]
        for each in EXPECTED["invoices_after"]
    }


def test_statements_read_again_change_nothing(decided: Any, desk: Desk) -> None:
    assert decided
    for file in EXPECTED["import_order"]:
        for _, match in desk.take(f"again {file}", (DATA / file).read_bytes()):
            assert match.decision.value in ("DUPLICATE", "SKIP")
            assert not match.shares
