"""Where obligations, notes and orders to suppliers are kept, each by its deal."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from pymongo import IndexModel

from services.deals.fulfilments.note import FulfilmentNote
from services.deals.fulfilments.obligation import Obligation
from services.deals.fulfilments.obligation import State as ObligationState
from services.deals.fulfilments.supplier_order import State as OrderState
from services.deals.fulfilments.supplier_order import SupplierOrder
from services.kit.mongo import Collection, Db
from services.kit.paging import NEWEST_FIRST, Order

Document = dict[str, Any]
_NEWEST = IndexModel([("deal", 1), ("create_time", -1), ("_id", -1)], name="deal")
# Open ones by the day that they are due on, then those without a day, then the others.
OPEN_FIRST = Order("due_key")
_NO_DAY, _DONE = "9999", "~"
# The order in which each is listed.
ORDERS = {
    "obligations": OPEN_FIRST,
    "fulfilmentNotes": NEWEST_FIRST,
    "supplierOrders": NEWEST_FIRST,
}


def _due_key(obligation: Obligation) -> Document:
    if obligation.state is not ObligationState.OPEN:
        return {"due_key": _DONE}
    return {"due_key": obligation.due_date.isoformat() if obligation.due_date else _NO_DAY}


OBLIGATIONS: Collection[Obligation] = Collection(
    "obligations",
    Obligation,
    indexes=[IndexModel([("deal", 1), ("due_key", 1), ("_id", 1)], name="deal")],
    derived=_due_key,
)
NOTES: Collection[FulfilmentNote] = Collection("fulfilmentNotes", FulfilmentNote, indexes=[_NEWEST])
SUPPLIER_ORDERS: Collection[SupplierOrder] = Collection(
    "supplierOrders",
    SupplierOrder,
    indexes=[
        _NEWEST,
        IndexModel([("deal", 1), ("state", 1), ("expected_date", 1)], name="expected"),
        # Of merges, and what its name changes.
        IndexModel([("supplier", 1), ("_id", 1)], name="supplier"),
    ],
)
ALL: tuple[Collection[Any], ...] = (OBLIGATIONS, NOTES, SUPPLIER_ORDERS)


def next_due(db: Db, deal: str) -> date | None:
    """The first day on which anything open of a deal is due."""
    return min(_due(db, deal), default=None)


def _due(db: Db, deal: str) -> Iterator[date]:
    first: dict[str, Any] = {"limit": 1}
    dated = {"deal": deal, "due_key": {"$lt": _NO_DAY}}
    sort = [("due_key", 1), ("_id", 1)]
    found = OBLIGATIONS.raw(db).find(dated, sort=sort, hint="tenant_1_deal", **first)
    yield from (date.fromisoformat(each["due_key"]) for each in found)
    placed = {"deal": deal, "state": OrderState.PLACED.value, "expected_date": {"$gt": ""}}
    by_day = [("expected_date", 1)]
    found = SUPPLIER_ORDERS.raw(db).find(placed, sort=by_day, hint="tenant_1_expected", **first)
    yield from (date.fromisoformat(each["expected_date"]) for each in found)


def refresh_names(db: Db, orders: list[SupplierOrder]) -> None:
    """How suppliers are called now: no change of the orders."""
    SUPPLIER_ORDERS.raw(db).bulk_update(
        (
            {"_id": each.name, "supplier": each.supplier},
            {"$set": {"supplier_display_name": each.supplier_display_name}},
        )
        for each in orders
    )
