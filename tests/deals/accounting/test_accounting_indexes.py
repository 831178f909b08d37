"""What the exchange asks for every few seconds comes from an index, however much there is."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.deals.accounting import link as links
from services.deals.accounting import store
from services.deals.accounting.link import AccountingLink, State
from services.deals.invoices import store as invoices
from services.deals.invoices.invoice import Invoice
from services.kit import clock
from services.kit.money import Money
from services.kit.testing_door import Door
from tests.counterparties.test_indexes import stages
from tests.deals.office import Office

COUNT, PAGE, DUE = 600, 51, 20
DAY = date(2026, 10, 1)


@pytest.fixture(scope="module")
def filled(door: Door) -> Office:
    office = Office.opened(door)
    store.LINKS.insert_many(office.db, map(a_link, range(COUNT)))
    invoices.INVOICES.insert_many(office.db, map(an_invoice, range(COUNT)))
    return office


def a_link(number: int) -> AccountingLink:
    subject = f"invoices/{uuid.uuid4()}"
    waits = number % 20 == 0
    return AccountingLink(
        name=links.name_of(subject),
        subject=subject,
        state=State.WAITING if waits else State.SENT if number % 2 else State.CONFLICT,
        next_time=clock.now() if waits else None,
    )


def an_invoice(number: int) -> Invoice:
    return Invoice(
        name=invoices.INVOICES.new_name(),
        number=str(number),
        issue_date=DAY,
        seller="sellers/1",
        total=Money(Decimal(100), "RUB"),
        unsent=number % 30 == 0,
        visible_to=("*",),
    ).settled(clock.now())


def looked_at(bound: Any, query: dict[str, Any], **options: Any) -> tuple[set[str], int]:
    plan = bound.explain(query, **options)
    return set(stages(plan["queryPlanner"]["winningPlan"])), plan["executionStats"][
        "totalDocsExamined"
    ]


def test_what_is_due_is_found_by_its_time(filled: Office) -> None:
    query = {"state": "WAITING", "next_time": {"$lte": clock.now()}}
    found, documents = looked_at(
        store.LINKS.raw(filled.db),
        query,
        sort=[("next_time", 1), ("_id", 1)],
        limit=DUE,
        hint="tenant_1_next_time",
    )
    assert not found & {"COLLSCAN", "SORT"}
    assert documents <= DUE
    assert len(store.due(filled.db, clock.now(), 100)) == COUNT // 20


@pytest.mark.parametrize("states", [["CONFLICT"], [each.value for each in State]])
def test_the_desk_comes_in_the_order_of_an_index(filled: Office, states: list[str]) -> None:
    found, documents = looked_at(
        store.LINKS.raw(filled.db),
        {"state": {"$in": states}},
        sort=[("update_time", -1), ("_id", -1)],
        limit=PAGE,
        hint="tenant_1_state",
    )
    assert not found & {"COLLSCAN", "SORT"}
    assert documents <= PAGE


def test_only_what_changed_is_looked_at(filled: Office) -> None:
    query = {"seller": {"$in": ["sellers/1"]}, "issue_date": {"$gte": "2026-01-01"}}
    found, documents = looked_at(
        invoices.INVOICES.raw(filled.db),
        {**query, "unsent": True},
        limit=200,
        hint="tenant_1_unsent",
    )
    assert "COLLSCAN" not in found
    assert documents <= COUNT // 30
    assert len(invoices.unsent(filled.db, ["sellers/1"], DAY, 200)) == COUNT // 30


def test_files_and_what_was_left_of_them_come_from_indexes(filled: Office) -> None:
    moment = {"create_time": {"$lt": clock.now()}}
    rows = {"file": "jobs/deals/1", "run": "1", "n": 0}
    for collection, query, index in (
        (store.SESSIONS, moment, "tenant_1_create_time"),
        (store.FILE_ROWS, rows, "tenant_1_n"),
    ):
        found, _ = looked_at(collection.raw(filled.db), query, hint=index)
        assert "COLLSCAN" not in found
    assert len(store.waiting(filled.db, 10)) == 10
