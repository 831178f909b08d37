"""Folds old rows of the ledger into sums, so that it stays short. Nobody else takes rows away."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from services.activities.totals import store as ledger
from services.activities.totals.rollup import Cell, Total
from services.kit import clock
from services.kit.errors import Stale
from services.kit.events import EventWorker, every
from services.kit.mongo import Db, transactional

AT_ONCE = 5000
# When its transaction has ended a row is there or never comes; one that was later still is found
# by a later round that looks back so far.
SETTLED, LOOK_BACK = timedelta(seconds=15), timedelta(minutes=2)


class TreeTimer(EventWorker):
    @every(5)
    def fold_tree(self) -> None:
        self.for_each_tenant(ledger.TOTALS.id, fold)


def fold(db: Db, settled: timedelta = SETTLED) -> None:
    until = ledger.at(clock.now() - settled)
    before = ledger.folded(db)
    since = max(0, before - int(LOOK_BACK.total_seconds() * 1000))
    while _fold_some(db, since, until) == AT_ONCE:
        continue
    if until > before:
        ledger.note_folded(db, until)


@transactional
def _fold_some(db: Db, since: int, until: int) -> int:
    found = ledger.rows_between(db, since, until, AT_ONCE)
    taken = [key for key, _ in found]
    if found and ledger.fold(db, taken, _sums(row for _, row in found)) != len(found):
        raise Stale("Somebody folds these rows as well")
    return len(found)


def _sums(rows: Iterable[Total]) -> list[Total]:
    sums: Counter[Cell] = Counter()
    for row in rows:
        sums[row.cell] += row.count
    return [Total(node=cell.node, bucket=cell.bucket, count=n) for cell, n in sums.items()]
