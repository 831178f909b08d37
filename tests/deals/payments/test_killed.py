"""A worker killed in the middle of a statement: another goes on, no payment is lost or doubled."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.deals.v1 import payments_pb2 as payments
from services.kit import jobs
from tests.deals.office import Office
from tests.deals.payments import desk
from tests.deals.payments.test_desk import INN, OWN, statement

ROOT = Path(__file__).parents[3]
ROWS = 3_000


@pytest.fixture
def worker(office: Office) -> Iterator[subprocess.Popen[bytes]]:
    """The process that works on jobs, as `make run` starts it."""
    environ = {
        **os.environ,
        **office.door.settings.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'build' / 'gen'}",
    }
    command = [sys.executable, "-m", "services.kit", "deals", "jobs"]
    with subprocess.Popen(command, env=environ, cwd=ROOT) as process:
        yield process
        process.kill()


def test_a_killed_worker_loses_and_doubles_nothing(
    office: Office, worker: subprocess.Popen[bytes]
) -> None:
    desk.seller(office, [OWN])
    invoice = desk.invoice(office, buyer_inn=INN, total=desk.money("1000000"), number="5")
    day = f"{invoice.issue_date.day:02}.{invoice.issue_date.month:02}.{invoice.issue_date.year}"
    rows = [("1.00", f"счет 5 от {day}") for _ in range(ROWS)]
    sent = desk.sent(office, statement(*rows))
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        counts = now(office, sent.name).counts
        if counts.auto:
            break
        time.sleep(0.01)
    worker.kill()
    assert 0 < counts.auto < ROWS
    while time.monotonic() < deadline:
        office.work()
        if not jobs.JOBS.get(office.db, sent.job).state.active:
            break
        time.sleep(0.2)
    done = now(office, sent.name)
    assert (done.state, done.counts.auto) == (payments.Statement.STATE_DONE, ROWS)
    found = desk.listed(office, statement=sent.name)
    assert [each.index for each in found] == list(range(1, ROWS + 1))
    assert desk.text_of(desk.now(office, invoice.name).paid) == f"{ROWS}.00"


def now(office: Office, name: str) -> payments.Statement:
    return desk.bank(office).GetStatement(payments.GetStatementRequest(name=name))
