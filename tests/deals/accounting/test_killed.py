"""A worker killed after 1C wrote and before we noted it: another writes nothing twice."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.deals.accounting import exchanging, store
from services.kit import jobs, leases
from services.kit.jobs import JOBS
from tests.deals.accounting.books import BUYERS, PAPERS, Books, State

ROOT = Path(__file__).parents[3]


@pytest.fixture
def worker(books: Books) -> Iterator[subprocess.Popen[bytes]]:
    """The process that works on jobs, as `make run` starts it."""
    environ = {
        **os.environ,
        **books.office.door.settings.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'build' / 'gen'}",
    }
    command = [sys.executable, "-m", "services.kit", "deals", "jobs"]
    with subprocess.Popen(command, env=environ, cwd=ROOT) as process:
        yield process
        process.kill()


def test_a_killed_worker_sends_nothing_twice(books: Books, worker: subprocess.Popen[bytes]) -> None:
    invoice = books.invoice()
    books.there.holds = True
    exchanging.start_if_due(books.office.db)
    job = store.standing(books.office.db).job
    assert books.there.waiting.wait(60)
    worker.kill()
    worker.wait()
    books.there.holds = False
    books.there.over.set()
    # Whose it was, he is no more: as if his lease had run out.
    db = books.office.db
    db.client[db.database][leases.COLLECTION].delete_one({"_id": job})
    deadline = time.monotonic() + 60
    while JOBS.get(books.office.db, job).state.active and time.monotonic() < deadline:
        books.office.work()
        time.sleep(0.05)
    assert JOBS.get(books.office.db, job).state is jobs.State.DONE
    books.exchange()
    assert len(books.there.written("POST", BUYERS)) == 1
    assert len(books.there.written("POST", PAPERS)) == 1
    assert books.link(invoice.name).state == State.STATE_SENT
