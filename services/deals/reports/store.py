"""What reports ask of deals that the ledger of totals does not know."""

from collections.abc import Sequence
from typing import Any

from services.deals.store import DEALS
from services.kit.bound import Document
from services.kit.mongo import Db
from services.kit.plans import Plan

_CURRENCY = "$amount.currency"
_DEALS: Document = {"count": {"$sum": 1}, "amount": {"$sum": "$amount_key"}}


def losses(db: Db, plan: Plan, zone: str) -> dict[str, list[Document]]:
    """Sums of lost deals: `deals` by (stage, reason, owner, month), `products` and `segments` by
    key; read in one go."""
    month = {"$dateToString": {"date": "$close_time", "format": "%Y-%m", "timezone": zone}}
    by = {"stage": "$stage", "reason": "$loss_reason", "owner": "$owner", "month": month}
    facets = {
        "deals": [_group({**by, "currency": _CURRENCY}, _DEALS)],
        "products": _products(),
        "segments": [
            {"$unwind": "$counterparty_segments"},
            _group({"key": "$counterparty_segments", "currency": _CURRENCY}, _DEALS),
        ],
    }
    steps = [{"$match": plan.filter}, {"$facet": facets}]
    (found,) = DEALS.raw(db).aggregate(steps, hint=plan.hint)
    return {facet: [_row(each) for each in rows] for facet, rows in found.items()}


def _products() -> Sequence[Document]:
    """A deal counts once, however many of its lines have the product."""
    gross = {"$multiply": [{"$ifNull": ["$lines.gross.amount", 0]}, 100]}
    line = {"deal": "$_id", "key": "$lines.product", "currency": "$lines.gross.currency"}
    deal = {"key": "$_id.key", "currency": "$_id.currency"}
    return [
        {"$unwind": "$lines"},
        {"$match": {"lines.product": {"$gt": ""}}},
        _group(line, {"amount": {"$sum": {"$toLong": gross}}}),
        _group(deal, {"count": {"$sum": 1}, "amount": {"$sum": "$amount"}}),
    ]


def _group(by: Document, figures: Document) -> Document:
    return {"$group": {"_id": by, **figures}}


def _row(group: Document) -> dict[str, Any]:
    key: Document = group["_id"]
    return {**group, **key, "currency": key.get("currency") or ""}
