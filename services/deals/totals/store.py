"""Where the ledger of totals is kept, and how it is added up.

Rows stand in the order of the time when they were written; old ones are folded into a sum for each
cell, which stands behind all times. So one range holds whatever counts, and what was taken away is
never walked over: Mongo keeps deleted keys for minutes, and passing them by costs like reading.

Whether a column has changed is told by the noise of its rows, in whatever order they are committed.
Of folded rows it stands apart from their sums, in one row for each column: so that is read at each
request, and the sums, which are hundreds of rows, only after a change.
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

# The time of sums, and of the noise of what is in them.
ETERNAL, NOISE = 2**62, 2**61
TOTALS: Collection[Total] = Collection(
    "dealTotals",
    Total,
    indexes=[IndexModel([("time", 1), ("funnel", 1), ("state", 1)], name="time")],
)
_HINT = "tenant_1_time"
_COLUMN = ("funnel", "state", "stage")
_CELL = (*_COLUMN, "owner", "guests", "currency")
_FIGURES = ("count", "amount", "weighted")
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


def tokens(db: Db, where: Mapping[str, str], by: str) -> dict[str, int]:
    """By this key: another one tells that something has changed. Ask before what it is to vouch
    for is read: what changes in between is then read anew next time."""
    written = {"time": {"$gte": _since(db), "$lt": ETERNAL}, **where}
    group = {"_id": f"${by}", "token": {"$sum": "$noise"}}
    return {each["_id"]: each["token"] for each in _grouped(db, written, group)}


def added_up(
    db: Db, where: Mapping[str, str], by: Sequence[str], scope: Scope
) -> list[dict[str, Any]]:
    """Sums by these keys: `count`, `amount`, `weighted` of what is in the scope."""
    written = {"time": {"$gte": _since(db), "$ne": NOISE}, **where}
    condition = None if scope.is_all else scope.condition()
    sums = {figure: {"$sum": _of(f"${figure}", condition)} for figure in _FIGURES}
    group = {"_id": {key: f"${key}" for key in by}, **sums}
    return [{**each, **each["_id"]} for each in _grouped(db, written, group)]


def _grouped(db: Db, where: Mapping[str, Any], group: Mapping[str, Any]) -> list[dict[str, Any]]:
    steps = [{"$match": where}, {"$group": group}]
    return TOTALS.raw(db).aggregate(steps, hint=_HINT, snapshot=True)


def _since(db: Db) -> int:
    return _folded.get(db, lambda: folded(db))


def _of(figure: str, condition: Any) -> Any:
    return figure if condition is None else {"$cond": [condition, figure, 0]}


# --- recounting ----------------------------------------------------------------------------------


def cells(db: Db) -> list[Total]:
    """All that is kept, inside a transaction."""
    sums = {figure: {"$sum": f"${figure}"} for figure in _FIGURES}
    group = {"_id": {key: f"${key}" for key in _CELL}, **sums}
    steps = [{"$match": {"time": {"$gt": 0, "$ne": NOISE}}}, {"$group": group}]
    found = TOTALS.raw(db).aggregate(steps, hint=_HINT)
    return [Total(**each.pop("_id"), **each) for each in found]


def note_recount(db: Db) -> None:
    name = f"recount|{db.tenant}"
    TOTALS.raw(db).update_one({"_id": name}, {"$inc": {"recounts": 1}}, upsert=True)


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
    keys = (*_CELL, *_FIGURES, "noise")
    return [(each["_id"], Total(**{key: each[key] for key in keys})) for each in found]


def fold(db: Db, taken: Sequence[Any], sums: Iterable[Total]) -> int:
    """How many rows it took. Their noise stays: no column has changed."""
    for each in sums:
        cell = {key: getattr(each, key) for key in _CELL}
        column = {key: getattr(each, key) for key in _COLUMN}
        _add(db, cell, ETERNAL, {key: getattr(each, key) for key in _FIGURES})
        _add(db, {**column, "part": "noise"}, NOISE, {"noise": each.noise})
    return TOTALS.raw(db).delete_many({"_id": {"$in": list(taken)}})


def _add(db: Db, cell: Mapping[str, str], time: int, figures: Mapping[str, int]) -> None:
    name = "|".join((db.tenant, *cell.values()))
    made = {"$inc": figures, "$setOnInsert": {**cell, "time": time}}
    TOTALS.raw(db).update_one({"_id": name}, made, upsert=True)


def _place(db: Db) -> str:
    return f"folded|{db.tenant}"
