"""What belongs to a deal, and the ledger of bonuses, come from an index: explained by Mongo."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from services.deals.fulfilments import store
from services.deals.fulfilments.note import FulfilmentNote
from services.deals.fulfilments.note import Kind as NoteKind
from services.deals.fulfilments.obligation import Obligation
from services.deals.fulfilments.obligation import State as ObligationState
from services.deals.fulfilments.supplier_order import State, SupplierOrder
from services.deals.loyalty import store as loyalty
from services.deals.loyalty.bonus import Bonus, Kind, kopecks
from services.kit.mongo import Collection
from services.kit.paging import NEWEST_FIRST
from services.kit.testing_door import Door
from tests.counterparties.test_indexes import stages
from tests.deals.office import Office

COUNT, PAGE, DEALS = 600, 51, 31
DAY = date(2026, 10, 1)
MINE = {"deal": "deals/3"}
CLIENT = {"counterparty": "counterparties/3"}
LISTS: Mapping[str, tuple[Collection[Any], dict[str, Any], Any]] = {
    "obligations": (store.OBLIGATIONS, MINE, store.OPEN_FIRST.sort),
    "notes": (store.NOTES, MINE, NEWEST_FIRST.sort),
    "orders": (store.SUPPLIER_ORDERS, MINE, NEWEST_FIRST.sort),
    "a supplier's": (store.SUPPLIER_ORDERS, {"supplier": "counterparties/3"}, None),
    "ledger": (loyalty.BONUSES, CLIENT, NEWEST_FIRST.sort),
    "lots": (loyalty.BONUSES, {**CLIENT, "lot": {"$gt": ""}}, None),
    "debts": (loyalty.BONUSES, {**CLIENT, "debt": True}, None),
    "of a payment": (loyalty.BONUSES, {"once": "payments/5"}, None),
    "of an invoice": (loyalty.BONUSES, {"invoice": "invoices/6"}, None),
    "expiring": (loyalty.BONUSES, {"lot": {"$lt": "2026-10-03"}}, None),
}


@pytest.fixture(scope="module")
def filled(door: Door) -> Office:
    office = Office.opened(door)
    for collection, entities in (
        (store.OBLIGATIONS, obligations()),
        (store.NOTES, notes()),
        (store.SUPPLIER_ORDERS, orders()),
        (loyalty.BONUSES, bonuses()),
    ):
        kept: Collection[Any] = collection
        kept.insert_many(office.db, entities)
    return office


def obligations() -> Iterator[Obligation]:
    for number in range(COUNT):
        yield Obligation(
            name=store.OBLIGATIONS.new_name(),
            deal=f"deals/{number % DEALS}",
            due_date=DAY + timedelta(days=number % 90),
            state=[*ObligationState][number % 3],
        )


def notes() -> Iterator[FulfilmentNote]:
    for number in range(COUNT):
        name, deal = store.NOTES.new_name(), f"deals/{number % DEALS}"
        yield FulfilmentNote(name=name, deal=deal, kind=NoteKind.MISHAP)


def orders() -> Iterator[SupplierOrder]:
    for number in range(COUNT):
        yield SupplierOrder(
            name=store.SUPPLIER_ORDERS.new_name(),
            deal=f"deals/{number % DEALS}",
            supplier=f"counterparties/{number % DEALS}",
            state=[*State][number % 4],
            expected_date=DAY + timedelta(days=number % 90),
        )


def bonuses() -> Iterator[Bonus]:
    for number in range(COUNT):
        spent = number % 3 == 0
        yield Bonus(
            name=loyalty.BONUSES.new_name(),
            counterparty=f"counterparties/{number % DEALS}",
            kind=Kind.SPENDING if spent else Kind.ACCRUAL,
            amount=kopecks(-100 if spent else 100),
            payment="" if spent else f"payments/{number}",
            invoice=f"invoices/{number}" if spent else "",
            left=0 if spent else 100,
            owed=100 if number % 5 == 0 else 0,
            expire_date=DAY + timedelta(days=number % 90),
        )


@pytest.mark.parametrize("name", LISTS)
def test_nothing_is_read_but_what_is_shown(filled: Office, name: str) -> None:
    collection, query, sort = LISTS[name]
    found = collection.raw(filled.db).explain(query, sort=sort, limit=PAGE)
    planned = list(stages(found["queryPlanner"]["winningPlan"]))
    assert "COLLSCAN" not in planned
    assert "SORT" not in planned
    told = found["executionStats"]
    assert told["nReturned"] > 0
    assert told["totalKeysExamined"] <= told["nReturned"] + 2
