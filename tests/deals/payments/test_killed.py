"""A worker killed in the middle of a statement: another goes on, no payment is lost or doubled."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.deals.v1 import payments_pb2 as payments
from services.kit import jobs
from tests.deals.office import Office
from tests.deals.payments import desk
from tests.deals.payments.test_desk import INN, OWN, statement
from tests.waiting import leases_run_out, until

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
    matched = until(lambda: now(office, sent.name).counts.auto)
    worker.kill()
    worker.wait()
    assert matched < ROWS
    leases_run_out(office.db)
    until(lambda: ended(office, sent.job))
    done = now(office, sent.name)
    assert (done.state, done.counts.auto) == (payments.Statement.STATE_DONE, ROWS)
    found = desk.listed(office, statement=sent.name)
    assert [each.index for each in found] == list(range(1, ROWS + 1))
    assert desk.text_of(desk.now(office, invoice.name).paid) == f"{ROWS}.00"


def ended(office: Office, job: str) -> bool:
    office.work()
    return not jobs.JOBS.get(office.db, job).state.active


def now(office: Office, name: str) -> payments.Statement:
    return desk.bank(office).GetStatement(payments.GetStatementRequest(name=name))
