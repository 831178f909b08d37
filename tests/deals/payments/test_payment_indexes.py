"""Lists of invoices and payments come from an index, and the matching's questions too."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.deals.invoices import store as invoices
from services.deals.invoices.invoice import Invoice
from services.deals.payments import store as payments
from services.deals.payments.matching import Decision
from services.deals.payments.payment import Payment, State
from services.kit import clock
from services.kit.caller import visible_to
from services.kit.money import Money
from services.kit.testing_door import Door
from tests.counterparties.test_indexes import stages
from tests.deals.office import BRANCH_A, BRANCH_B, ROOT, Office

COUNT, PAGE = 1200, 51
DAY = date(2026, 10, 1)
EVERY = {"$in": [each.value for each in State]}
DECISIONS = {"$in": [each.value for each in Decision]}
INVOICE_STATES = {"$in": ["OPEN", "PARTLY_PAID", "PAID", "CANCELLED"]}
PAYMENT_LISTS: Mapping[str, tuple[dict[str, Any], list[tuple[str, int]]]] = {
    "all": ({"state": EVERY, "decision": DECISIONS}, [("place", -1), ("_id", -1)]),
    "desk": ({"state": {"$in": ["OPEN"]}, "decision": DECISIONS}, [("place", -1), ("_id", -1)]),
    "client": (
        {"state": EVERY, "decision": DECISIONS, "counterparty": "counterparties/3"},
        [("place", -1), ("_id", -1)],
    ),
    "statement": (
        {"state": EVERY, "decision": DECISIONS, "statement": "statements/3"},
        [("index", 1), ("_id", 1)],
    ),
}


@pytest.fixture(scope="module")
def filled(door: Door) -> Office:
    office = Office.opened(door)
    invoices.INVOICES.insert_many(office.db, map(an_invoice, range(COUNT)))
    payments.PAYMENTS.insert_many(office.db, map(a_payment, range(COUNT)))
    return office


def an_invoice(number: int) -> Invoice:
    owner, path = f"users/{number % 8}", (ROOT, BRANCH_A if number % 2 else BRANCH_B)
    return Invoice(
        name=invoices.INVOICES.new_name(),
        number=str(number),
        issue_date=DAY + timedelta(days=number % 90),
        seller="sellers/1",
        deal=f"deals/{number % 100}" if number % 3 else "",
        counterparty=f"counterparties/{number % 40}",
        buyer_inn=str(7700000000 + number % 60),
        buyer_display_name=f"Покупатель {number}",
        total=Money(Decimal(100), "RUB"),
        prior_payment=Money(Decimal(100 if number % 2 else 0), "RUB"),
        owner=owner,
        org_path=path,
        visible_to=visible_to(owner, path),
    ).settled(clock.now())


def a_payment(number: int) -> Payment:
    return Payment(
        name=payments.PAYMENTS.new_name(),
        statement=f"statements/{number % 30}",
        index=number // 30,
        pay_date=DAY + timedelta(days=number % 90),
        amount=Money(Decimal(100), "RUB"),
        decision=Decision.MANUAL if number % 10 == 0 else Decision.AUTO,
        state=State.OPEN if number % 10 == 0 else State.DONE,
        counterparty=f"counterparties/{number % 40}",
        dedup_key=str(number),
    )


@pytest.mark.parametrize("name", PAYMENT_LISTS)
def test_a_list_of_payments_reads_what_it_shows(filled: Office, name: str) -> None:
    where, sort = PAYMENT_LISTS[name]
    hint = "tenant_1_" + payments.index_of(where)
    answer = payments.PAYMENTS.raw(filled.db).explain(where, sort=sort, limit=PAGE, hint=hint)
    require_read_off(answer)


@pytest.mark.parametrize(
    "where",
    [
        {"visible_to": {"$in": ["*"]}},
        {"visible_to": {"$in": [BRANCH_A]}},
        {"deal": "deals/7"},
        {"visible_to": {"$in": ["*"]}, "counterparty": "counterparties/3"},
    ],
)
def test_a_list_of_invoices_reads_what_it_shows(filled: Office, where: dict[str, Any]) -> None:
    where = {**where, "state": INVOICE_STATES}
    sort = [("create_time", -1), ("_id", -1)]
    hint = "tenant_1_" + invoices.index_of(where)
    answer = invoices.INVOICES.raw(filled.db).explain(where, sort=sort, limit=PAGE, hint=hint)
    require_read_off(answer)


def test_words_are_found_by_their_index(filled: Office) -> None:
    found = invoices.found_by("покуп 77")
    where = {"visible_to": {"$in": ["*"]}, "state": INVOICE_STATES, **found}
    hint = "tenant_1_" + invoices.index_of(where)
    answer = invoices.INVOICES.raw(filled.db).explain(where, limit=PAGE, hint=hint)
    assert "COLLSCAN" not in set(stages(answer["queryPlanner"]["winningPlan"]))


def test_invoices_that_payments_name_are_looked_up_by_firm_and_number(filled: Office) -> None:
    where = invoices.with_numbers(["sellers/1", "sellers/2"], map(str, range(50)))
    answer = invoices.INVOICES.raw(filled.db).explain(where, hint="tenant_1_number")
    assert answer["executionStats"]["nReturned"] == 50
    assert answer["executionStats"]["totalKeysExamined"] <= 2 * 2 * 50 + 2
    require_read_off(answer)


def require_read_off(answer: Mapping[str, Any]) -> None:
    used = set(stages(answer["queryPlanner"]["winningPlan"]))
    assert not used & {"COLLSCAN", "SORT"}, used
    statistics = answer["executionStats"]
    assert statistics["totalDocsExamined"] <= 3 * max(statistics["nReturned"], 20) + 20
