"""A worker killed while deals go to others: another goes on, each goes once."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.deals.v1 import boards_pb2, boards_pb2_grpc
from services.deals import store
from services.deals.deal import Deal
from services.deals.totals import store as totals
from services.deals.totals.total import rows
from services.kit import leases
from services.kit.copying import replace
from services.kit.jobs import JOBS, LONG_AGO
from services.kit.mongo import Db, transactional
from tests.deals.handing_over.leaver import AT_ONCE, leaves, left_with
from tests.deals.office import Office
from tests.deals.sales import Sales
from tests.deals.test_client_owners import given_to, known
from tests.kit.processes import until

ROOT = Path(__file__).parents[3]
EACH = 300


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


@transactional
def multiplied(db: Db, deal: Deal, times: int) -> None:
    made = [replace(deal, name=store.DEALS.new_name()) for _ in range(times)]
    store.DEALS.insert_many(db, made)
    totals.add(db, (row for each in made for row in rows(None, each)))


def test_each_deal_goes_once(office: Office, worker: subprocess.Popen[bytes]) -> None:
    a, b, head = office.manager_a, office.manager_b, office.head_a
    client = known(office, head)
    for deal in (Sales(office, a).create(), Sales(office, head).create(counterparty=client)):
        multiplied(office.db, store.DEALS.get(office.db, deal.name), EACH - 1)
    name = leaves(office, a, b.user)
    given_to(office, client, head, office.admin)
    until(lambda: office.changes("deal_updated"))
    worker.kill()
    worker.wait()
    # As if so much time had passed.
    mine = {"_id": {"$in": [each["_id"] for each in JOBS.raw(office.db).find({})]}}
    held = office.db.client[office.db.database][leases.COLLECTION]
    held.update_many(mine, {"$set": {"until": LONG_AGO}})

    def done() -> bool:
        office.work(AT_ONCE)
        return not JOBS.raw(office.db).count({"active": True})

    until(done)
    assert JOBS.get(office.db, name).counts.changed == EACH
    assert left_with(office, a.user) == []
    told = Counter(each["subject"] for each in office.changes("deal_updated"))
    assert (len(told), set(told.values())) == (2 * EACH, {1})
    counted = [(b, EACH), (head, 0), (office.admin, 2 * EACH)]
    for caller, count in counted:
        board = office.door.stub(boards_pb2_grpc.BoardServiceStub, caller)
        columns = board.GetBoard(boards_pb2.GetBoardRequest(name="boards/default")).columns
        assert sum(each.count for each in columns) == count
