"""Adds the rows of the ledger up, so that it stays short. Nobody else takes rows away."""

from collections import defaultdict

from services.deals.totals import store
from services.deals.totals.total import Cell, Total, row
from services.kit.errors import Stale
from services.kit.events import EventWorker, every
from services.kit.mongo import Db, transactional

# Added up when a column has this many rows, and more than twice what it needs.
MANY, AT_ONCE = 50, 5000


class TotalsTimer(EventWorker):
    @every(5)
    def add_totals_up(self) -> None:
        self.for_each_tenant(store.TOTALS.id, compact)


def compact(db: Db) -> None:
    for column, rows, cells in store.columns(db):
        if rows > max(MANY, 2 * cells):
            while _add_up(db, column) == AT_ONCE:
                continue


@transactional
def _add_up(db: Db, column: dict[str, str]) -> int:
    """How many rows were replaced by their sums, a cell each; of nothing is left nothing."""
    keys, rows = store.some(db, column, AT_ONCE)
    sums = list(_sums(rows))
    if len(sums) >= len(rows):
        return 0
    if store.drop(db, keys) != len(keys):
        raise Stale(f"Somebody adds up {column} as well")
    store.add(db, sums)
    return len(rows)


def _sums(rows: list[Total]) -> list[Total]:
    cells: defaultdict[Cell, list[Total]] = defaultdict(list)
    for each in rows:
        cell = Cell(
            funnel=each.funnel,
            state=each.state,
            stage=each.stage,
            owner=each.owner,
            guests=each.guests,
            currency=each.currency,
        )
        cells[cell].append(each)
    figures = (
        (
            cell,
            sum(r.count for r in of_cell),
            sum(r.amount for r in of_cell),
            sum(r.weighted for r in of_cell),
        )
        for cell, of_cell in cells.items()
    )
    return [row(cell, *sums) for cell, *sums in figures if any(sums)]
