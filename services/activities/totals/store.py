"""Where the ledger of the tree is kept, and how it is added up.

Rows stand in the order of the time when they were written; old ones are folded into a sum for each
cell, so that a node has a few rows however much happened below it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pymongo import IndexModel

from services.activities.totals.rollup import Cell, Total
from services.kit import clock
from services.kit.mongo import Collection, Db

# The time of sums.
ETERNAL = 2**62
TOTALS: Collection[Total] = Collection(
    "workTotals",
    Total,
    indexes=[
        # Holds what is added up: sums open nothing.
        IndexModel([("node", 1), ("bucket", 1), ("count", 1)], name="node"),
        IndexModel([("time", 1)], name="time"),
    ],
)
_NODE, _TIME = "tenant_1_node", "tenant_1_time"


def at(moment: datetime) -> int:
    """In milliseconds."""
    return int(moment.timestamp() * 1000)


def add(db: Db, rows: Iterable[Total]) -> None:
    """Inside the transaction that changes the works."""
    now = at(clock.now())
    if documents := [{**asdict(row), "time": now} for row in rows]:
        TOTALS.raw(db).insert_many(documents)


def added_up(db: Db, nodes: Sequence[str]) -> dict[Cell, int]:
    return _sums(db, {"node": {"$in": list(nodes)}})


def everything(db: Db) -> dict[Cell, int]:
    """All that is kept, inside a transaction."""
    return _sums(db, {"node": {"$gt": ""}})


def _sums(db: Db, where: dict[str, Any]) -> dict[Cell, int]:
    cell = {"node": "$node", "bucket": "$bucket"}
    steps = [{"$match": where}, {"$group": {"_id": cell, "count": {"$sum": "$count"}}}]
    found = TOTALS.raw(db).aggregate(steps, hint=_NODE)
    return {Cell(**each["_id"]): each["count"] for each in found}


def note_recount(db: Db) -> None:
    """Of two that recount at once the second one begins anew."""
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
    found = TOTALS.raw(db).find(written, sort=[("time", 1)], limit=limit, hint=_TIME)
    keys = ("node", "bucket", "count")
    return [(each["_id"], Total(**{key: each[key] for key in keys})) for each in found]


def fold(db: Db, taken: Sequence[Any], sums: Iterable[Total]) -> int:
    """How many rows it took."""
    for each in sums:
        name = "|".join((db.tenant, each.node, each.bucket))
        made = {
            "$inc": {"count": each.count},
            "$setOnInsert": {**each.cell._asdict(), "time": ETERNAL},
        }
        TOTALS.raw(db).update_one({"_id": name}, made, upsert=True)
    return TOTALS.raw(db).delete_many({"_id": {"$in": list(taken)}})


def _place(db: Db) -> str:
    return f"folded|{db.tenant}"
