"""Waiting for what other threads and processes do, as long as it takes."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from services.kit import leases
from services.kit.mongo import Db


def until(done: Callable[[], Any], within: float = 60.0) -> Any:
    """The limit is for what never comes: a machine may be as slow as it likes."""
    deadline = time.monotonic() + within
    while not (found := done()):
        assert time.monotonic() < deadline, f"not within {within} s"
        time.sleep(0.02)
    return found


def leases_run_out(db: Db) -> None:
    """As if so much time had passed: what a killed process held is free (test_leases)."""
    rows = db.client[db.database][leases.COLLECTION]
    rows.update_many({}, {"$set": {"until": datetime.fromtimestamp(0, UTC)}})
