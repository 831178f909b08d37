"""Folds old rows of the ledger into sums, so that it stays short. Nobody else takes rows away."""

from collections import defaultdict
from dataclasses import asdict
from datetime import timedelta

from services.deals.totals import store
from services.deals.totals.total import Cell, Total
from services.kit import clock
from services.kit.errors import Stale
from services.kit.events import EventWorker, every
from services.kit.mongo import Db, transactional

AT_ONCE = 5000
# When its transaction has ended a row is there or never comes; one that was later still is found
# by a later round that looks back so far.
SETTLED, LOOK_BACK = timedelta(seconds=15), timedelta(minutes=2)


class TotalsTimer(EventWorker):
    @every(5)
    def fold_totals(self) -> None:
        self.for_each_tenant(store.TOTALS.id, fold)


def fold(db: Db, settled: timedelta = SETTLED) -> None:
    until = store.at(clock.now() - settled)
    before = store.folded(db)
    since = max(0, before - int(LOOK_BACK.total_seconds() * 1000))
    while _fold_some(db, since, until) == AT_ONCE:
        continue
    if until > before:
        store.note_folded(db, until)


@transactional
def _fold_some(db: Db, since: int, until: int) -> int:
    found = store.rows_between(db, since, until, AT_ONCE)
    taken = [key for key, _ in found]
    if found and store.fold(db, taken, _sums([row for _, row in found])) != len(found):
        raise Stale("Somebody folds these rows as well")
    return len(found)


def _sums(rows: list[Total]) -> list[Total]:
    cells: defaultdict[Cell, list[Total]] = defaultdict(list)
    for each in rows:
        cells[each.cell].append(each)
    return [
        Total(
            **asdict(cell),
            count=sum(row.count for row in of_cell),
            amount=sum(row.amount for row in of_cell),
            weighted=sum(row.weighted for row in of_cell),
            noise=sum(row.noise for row in of_cell),
        )
        for cell, of_cell in cells.items()
    ]
