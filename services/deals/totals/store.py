"""Where the ledger of totals is kept."""

from collections.abc import Iterable
from dataclasses import asdict

from pymongo import IndexModel

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


def add(db: Db, rows: Iterable[Total]) -> None:
    """Inside the transaction that changes the deals."""
    if documents := [asdict(row) for row in rows]:
        TOTALS.raw(db).insert_many(documents)
