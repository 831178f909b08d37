"""Holds the ledger of totals against the deals that it counts, and puts right what differs.

It never should: whoever writes a deal writes its rows. So it is somebody's mistake, a restored part
of a backup or a hand in the store, and an operator is told (deploy/runbooks/deal-totals.md).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from prometheus_client import Counter

from services.deals import store as deals
from services.deals.totals import store
from services.deals.totals.total import Cell, Total, row
from services.kit import telemetry
from services.kit.events import EventWorker, every
from services.kit.mongo import Db, transactional

PERIOD_S = 6 * 3600.0
REPAIRED = Counter(
    "crm_deal_totals_repaired", "Cells of totals that were not what their deals are."
)
log = telemetry.logger(__name__)


class RecountTimer(EventWorker):
    @every(PERIOD_S)
    def recount_totals(self) -> None:
        self.for_each_tenant(deals.DEALS.id, recount)


def recount(db: Db) -> int:
    """How many cells it put right."""
    if wrong := _repair(db):
        REPAIRED.inc(wrong)
        facts = {"service": db.service, "tenant": db.tenant, "cells": wrong, "alert": True}
        log.error("totals of deals were wrong", extra={"facts": facts})
    return wrong


@transactional
def _repair(db: Db) -> int:
    """Both are read as of one moment. What deals change meanwhile adds to both alike."""
    # Of two that recount at once the second one begins anew, and finds nothing wrong.
    store.note_recount(db)
    differing = list(_differing(deals.cells(db), store.cells(db)))
    store.add(db, differing)
    return len(differing)


def _differing(right: Iterable[Total], kept: Iterable[Total]) -> Iterator[Total]:
    """What must be added to what is kept."""
    lacking: defaultdict[Cell, list[int]] = defaultdict(lambda: [0, 0, 0])
    for sign, totals in ((1, right), (-1, kept)):
        for each in totals:
            figures = (each.count, each.amount, each.weighted)
            known = lacking[each.cell]
            lacking[each.cell] = [a + sign * b for a, b in zip(known, figures, strict=True)]
    return (row(cell, *figures) for cell, figures in lacking.items() if any(figures))
