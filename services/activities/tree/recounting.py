"""Holds the ledger against the works that it counts, and puts right what differs.

It never should: `store` writes rows with every work. So it is somebody's mistake, a restored part
of a backup or a hand in the store, and an operator is told.
"""

from collections import Counter

from services.activities import store
from services.activities.totals import store as ledger
from services.activities.totals.rollup import Cell, Total
from services.kit import telemetry
from services.kit.events import EventWorker, every
from services.kit.mongo import Db, transactional

PERIOD_S = 6 * 3600.0
log = telemetry.logger(__name__)


class TreeRecountTimer(EventWorker):
    @every(PERIOD_S)
    def recount_tree(self) -> None:
        self.for_each_tenant(ledger.TOTALS.id, recount)


def recount(db: Db) -> int:
    """How many cells it put right."""
    if wrong := _repair(db):
        facts = {"service": db.service, "tenant": db.tenant, "cells": wrong, "alert": True}
        log.error("the tree of works was added up wrongly", extra={"facts": facts})
    return wrong


@transactional
def _repair(db: Db) -> int:
    """Both are read as of one moment. What works change meanwhile adds to both alike."""
    ledger.note_recount(db)
    lacking: Counter[Cell] = Counter(store.below(db))
    lacking.subtract(ledger.everything(db))
    rows = [Total(node=c.node, bucket=c.bucket, count=n) for c, n in lacking.items() if n]
    ledger.add(db, rows)
    return len(rows)
