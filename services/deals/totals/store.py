"""Where the ledger of totals is kept, and how it is added up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pymongo import IndexModel

from services.deals.totals.scope import Scope
from services.deals.totals.total import Total
from services.kit.mongo import Collection, Db

# All of a row, so that what is asked is answered from the index alone.
_CELL = ("funnel", "state", "stage", "owner", "guests", "currency")
_FIGURES = ("count", "amount", "weighted", "noise")
TOTALS: Collection[Total] = Collection(
    "dealTotals",
    Total,
    indexes=[IndexModel([(key, 1) for key in (*_CELL, *_FIGURES)], name="cells")],
)
_HINT = "tenant_1_cells"


def add(db: Db, rows: Iterable[Total]) -> None:
    """Inside the transaction that changes the deals."""
    if documents := [asdict(row) for row in rows]:
        TOTALS.raw(db).insert_many(documents)


def added_up(
    db: Db, where: Mapping[str, str], by: Sequence[str], scope: Scope
) -> list[dict[str, Any]]:
    """Sums by these keys: `count`, `amount`, `weighted` of what is in the scope; `token`, of all
    rows, tells whether anything has changed since."""
    condition = None if scope.is_all else scope.condition()
    found = TOTALS.raw(db).aggregate(pipeline(where, by, condition), hint=_HINT, snapshot=True)
    return [{**each, **each["_id"]} for each in found]


def pipeline(where: Mapping[str, str], by: Sequence[str], condition: Any) -> list[dict[str, Any]]:
    """`condition`: which rows count; None: all do."""
    sums: dict[str, Any] = {
        figure: {"$sum": f"${figure}" if condition is None else _if(condition, f"${figure}")}
        for figure in ("count", "amount", "weighted")
    }
    group = {"_id": {key: f"${key}" for key in by}, "token": {"$sum": "$noise"}, **sums}
    return [{"$match": dict(where)}, {"$group": group}]


def _if(condition: Any, figure: str) -> Any:
    return {"$cond": [condition, figure, 0]}


# --- compaction ----------------------------------------------------------------------------------


def columns(db: Db) -> list[tuple[dict[str, str], int, int]]:
    """(funnel, state and stage), their rows, and how many they would be at the least."""
    column = {key: f"${key}" for key in _CELL[:3]}
    found = TOTALS.raw(db).aggregate(
        [
            {"$group": {"_id": {key: f"${key}" for key in _CELL}, "rows": {"$sum": 1}}},
            {
                "$group": {
                    "_id": {key: f"$_id.{key}" for key in column},
                    "rows": {"$sum": "$rows"},
                    "cells": {"$sum": 1},
                }
            },
        ],
        hint=_HINT,
    )
    return [(each["_id"], each["rows"], each["cells"]) for each in found]


def some(db: Db, column: Mapping[str, str], limit: int) -> tuple[list[Any], list[Total]]:
    """Rows of one column, and their keys; those of a cell stand together."""
    found = TOTALS.raw(db).find(
        column, sort=[(key, 1) for key in (*_CELL, *_FIGURES)], limit=limit, hint=_HINT
    )
    rows = [Total(**{key: each[key] for key in (*_CELL, *_FIGURES)}) for each in found]
    return [each["_id"] for each in found], rows


def drop(db: Db, keys: Sequence[Any]) -> int:
    return TOTALS.raw(db).delete_many({"_id": {"$in": list(keys)}})
