"""Where the ledger of totals is kept, and how it is added up.

Rows stand in the order of the time when they were written; old ones are folded into a sum for each
cell, which stands behind all times. So one range holds whatever counts, and what was taken away is
never walked over: Mongo keeps deleted keys for minutes, and passing them by costs like reading.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pymongo import IndexModel

from services.deals.totals.scope import Scope
from services.deals.totals.total import Total
from services.kit import clock
from services.kit.mongo import Collection, Db
from services.kit.recent import Recent

# The time of sums.
ETERNAL = 2**62
TOTALS: Collection[Total] = Collection(
    "dealTotals",
    Total,
    indexes=[IndexModel([("time", 1), ("funnel", 1), ("state", 1)], name="time")],
)
_HINT = "tenant_1_time"
_CELL = ("funnel", "state", "stage", "owner", "guests", "currency")
_FIGURES = ("count", "amount", "weighted", "noise")
# Before which moment nothing stands but what is on its way into the sums; it only grows, so that
# who goes by an older one reads more, and nothing else.
_folded: Recent[int] = Recent()


def at(moment: datetime) -> int:
    """In milliseconds."""
    return int(moment.timestamp() * 1000)


def add(db: Db, rows: Iterable[Total]) -> None:
    """Inside the transaction that changes the deals."""
    now = at(clock.now())
    if documents := [{**asdict(row), "time": now} for row in rows]:
        TOTALS.raw(db).insert_many(documents)


def added_up(
    db: Db, where: Mapping[str, str], by: Sequence[str], scope: Scope
) -> list[dict[str, Any]]:
    """Sums by these keys: `count`, `amount`, `weighted` of what is in the scope; `token`, of all
    rows, tells whether anything has changed since."""
    since = _folded.get(db, lambda: folded(db))
    condition = None if scope.is_all else scope.condition()
    steps = pipeline({"time": {"$gte": since}, **where}, by, condition)
    found = TOTALS.raw(db).aggregate(steps, hint=_HINT, snapshot=True)
    return [{**each, **each["_id"]} for each in found]


def pipeline(where: Mapping[str, Any], by: Sequence[str], condition: Any) -> list[dict[str, Any]]:
    """`condition`: which rows count; None: all do."""
    sums: dict[str, Any] = {
        figure: {"$sum": f"${figure}" if condition is None else _if(condition, f"${figure}")}
        for figure in ("count", "amount", "weighted")
    }
    group = {"_id": {key: f"${key}" for key in by}, "token": {"$sum": "$noise"}, **sums}
    return [{"$match": dict(where)}, {"$group": group}]


def _if(condition: Any, figure: str) -> Any:
    return {"$cond": [condition, figure, 0]}


# --- folding -------------------------------------------------------------------------------------


def folded(db: Db) -> int:
    found = TOTALS.raw(db).find_one({"_id": _place(db)})
    return found["folded"] if found else 0


def note_folded(db: Db, until: int) -> None:
    TOTALS.raw(db).update_one({"_id": _place(db)}, {"$max": {"folded": until}}, upsert=True)


def rows_between(db: Db, since: int, until: int, limit: int) -> list[tuple[Any, Total]]:
    """The oldest first, each with its key."""
    written = {"time": {"$gte": since, "$lt": until}}
    found = TOTALS.raw(db).find(written, sort=[("time", 1)], limit=limit, hint=_HINT)
    keys = (*_CELL, *_FIGURES)
    return [(each["_id"], Total(**{key: each[key] for key in keys})) for each in found]


def fold(db: Db, taken: Sequence[Any], sums: Iterable[Total]) -> int:
    """How many rows it took. A sum carries the noise of its rows: no column has changed."""
    raw = TOTALS.raw(db)
    for each in sums:
        cell = {key: getattr(each, key) for key in _CELL}
        figures = {key: getattr(each, key) for key in _FIGURES}
        name = "|".join((db.tenant, *cell.values()))
        made = {"$inc": figures, "$setOnInsert": {**cell, "time": ETERNAL}}
        raw.update_one({"_id": name}, made, upsert=True)
    return raw.delete_many({"_id": {"$in": list(taken)}})


def _place(db: Db) -> str:
    return f"folded|{db.tenant}"
