"""A worker killed while it plans works for many: another goes on, each is planned once."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.activities.mass import job as mass
from services.activities.mass.distribution import Distribution, Way
from services.activities.mass.planned import Order, planned
from services.activities.mass.row import MassRow
from services.activities.mass.windows import Window
from services.activities.store import SLOTS, WORKS
from services.kit import leases
from services.kit.jobs import JOBS, LONG_AGO, State
from tests.activities.mass.crowd import Crowd
from tests.activities.test_tree import kept, recounted
from tests.kit.processes import until

ROOT = Path(__file__).parents[3]
EACH = 1000


@pytest.fixture
def worker(crowd: Crowd) -> Iterator[subprocess.Popen[bytes]]:
    """The process that works on jobs, as `make run` starts it."""
    environ = {
        **os.environ,
        **crowd.desk.office.door.settings.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'build' / 'gen'}",
    }
    command = [sys.executable, "-m", "services.kit", "activities", "jobs"]
    with subprocess.Popen(command, env=environ, cwd=ROOT) as process:
        yield process
        process.kill()


def test_each_work_is_planned_once(crowd: Crowd, worker: subprocess.Popen[bytes]) -> None:
    office = crowd.desk.office
    me, db = office.manager_a, office.db
    head = crowd.desk.plan(me)
    order = Order(
        work={"parent": head.name},
        distribution=Distribution(way=Way.ONE, users=(me.user,)),
        window=Window(),
    )
    rows = [MassRow(subject=f"counterparties/{n}") for n in range(EACH)]
    name = mass.start(db, me, planned(db, me, order, rows), "").name
    until(lambda: JOBS.get(db, name).counts.changed)
    worker.kill()
    worker.wait()
    # As if so much time had passed.
    held = db.client[db.database][leases.COLLECTION]
    held.update_many({"_id": name}, {"$set": {"until": LONG_AGO}})

    def done() -> bool:
        office.work()
        return JOBS.get(db, name).state is State.DONE

    until(done)
    assert JOBS.get(db, name).counts.changed == EACH
    works = Counter(each.subject for each in WORKS.select(db, {"parent": head.name}))
    assert (len(works), set(works.values())) == (EACH, {1})
    told = Counter(each["subject"] for each in office.changes("work_created"))
    assert (len(told), set(told.values())) == (EACH + 1, {1})
    assert SLOTS.raw(db).count({}) == EACH + 1
    assert kept(crowd.desk) == recounted(crowd.desk)
