"""What depends on works, added up for those that somebody sees."""

from collections.abc import Mapping, Sequence

from crm.activities.v1 import works_pb2 as pb
from services.activities.store import WORKS
from services.activities.totals import store as ledger
from services.activities.totals.rollup import Bucket, Cell
from services.activities.work import READ
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument
from services.kit.mongo import Db

MOST_NODES = 200


def rollups(db: Db, caller: Caller, works: Sequence[str]) -> list[pb.Rollup]:
    """Of those he sees; in the order they were asked for."""
    if len(works) > MOST_NODES:
        text = f"At most {MOST_NODES} works at once: ask again for the others."
        raise InvalidArgument(text, field="works", reason="TOO_MANY")
    where = {"_id": {"$in": list(works)}, **caller.visible(READ)}
    seen = {each["_id"] for each in WORKS.raw(db).find(where, {"_id": 1})}
    return of(db, [each for each in dict.fromkeys(works) if each in seen])


def of(db: Db, nodes: Sequence[str]) -> list[pb.Rollup]:
    sums = ledger.added_up(db, nodes) if nodes else {}
    return [rollup(node, sums, node) for node in nodes]


def rollup(node: str, sums: Mapping[Cell, int], work: str) -> pb.Rollup:
    """`work`: below which one it is."""
    counts = {each: sums.get(Cell(node, each.value), 0) for each in Bucket}
    return pb.Rollup(
        work=work,
        open=counts[Bucket.OPEN] + counts[Bucket.OVERDUE],
        overdue=counts[Bucket.OVERDUE],
        plus=counts[Bucket.PLUS],
        minus=counts[Bucket.MINUS],
        cancelled=counts[Bucket.CANCELLED],
    )
