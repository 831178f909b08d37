"""The tree of works: what depends on a work adds up at every level below it."""

import random
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import Any

import grpc

from crm.activities.v1 import works_pb2 as pb
from services.activities import store
from services.activities.totals import store as ledger
from services.activities.totals.folding import fold
from services.activities.totals.rollup import Cell, bucket
from services.activities.tree.recounting import recount
from services.kit import clock
from services.kit.copying import replace
from services.kit.mongo import transactional
from tests.activities.desk import Desk, refusing

Pb = Any


def rollup(desk: Desk, caller: Any, *works: Pb) -> list[tuple[int, ...]]:
    """Open, overdue, plus, minus, cancelled of each."""
    request = pb.ListRollupsRequest(works=[each.name for each in works])
    listed = desk.works(caller).ListRollups(request).rollups
    return [(e.open, e.overdue, e.plus, e.minus, e.cancelled) for e in listed]


def recounted(desk: Desk) -> dict[Cell, int]:
    """By the works themselves."""
    counts: Counter[Cell] = Counter()
    for work in store.WORKS.select(desk.office.db, {}):
        found = bucket(work)
        counts.update(Cell(node, found.value) for node in work.ancestors if found)
    return dict(counts)


def kept(desk: Desk) -> dict[Cell, int]:
    return {cell: n for cell, n in ledger.everything(desk.office.db).items() if n}


def become_overdue(desk: Desk, name: str) -> None:
    """As whoever watches the works does it."""

    @transactional
    def tell(db: Any) -> None:
        work = store.WORKS.get(db, name)
        store.save_many(db, [(work, replace(work, overdue_time=clock.now()))])

    tell(desk.office.db)


def test_works_below_add_up_at_each_level(desk: Desk) -> None:
    me = desk.office.manager_a
    head = desk.plan(me, display_name="Семинар")
    branch = desk.plan(me, parent=head.name)
    first, second, third = (desk.plan(me, parent=branch.name) for _ in range(3))
    assert rollup(desk, me, head, branch, first) == [(4, 0, 0, 0, 0), (3, 0, 0, 0, 0), (0,) * 5]
    desk.close(me, first, "PLUS")
    desk.close(me, second, "MINUS")
    become_overdue(desk, third.name)
    assert rollup(desk, me, head, branch) == [(2, 1, 1, 1, 0), (1, 1, 1, 1, 0)]
    desk.works(me).CancelWork(pb.CancelWorkRequest(name=third.name))
    desk.works(me).ReopenWork(pb.ReopenWorkRequest(name=first.name))
    desk.works(me).DeleteWork(pb.DeleteWorkRequest(name=second.name))
    assert rollup(desk, me, head, branch) == [(2, 0, 0, 0, 1), (1, 0, 0, 0, 1)]
    fold(desk.office.db, timedelta(0))
    assert rollup(desk, me, head, branch) == [(2, 0, 0, 0, 1), (1, 0, 0, 0, 1)]


def test_nothing_is_told_of_what_somebody_does_not_see(desk: Desk) -> None:
    head = desk.plan(desk.office.manager_a)
    desk.plan(desk.office.manager_a, parent=head.name)
    assert rollup(desk, desk.office.manager_b, head) == []
    too_many = pb.ListRollupsRequest(works=[f"works/{n}" for n in range(201)])
    with refusing("INVALID_ARGUMENT", "TOO_MANY"):
        desk.works(desk.office.manager_b).ListRollups(too_many)


def test_sums_are_what_the_works_are_after_whatever_happens(desk: Desk) -> None:
    """Any sequence of actions, folded in between: rows come to what a recount finds."""
    me, chance = desk.office.manager_a, random.Random(66)  # noqa: S311 - no secret
    works, names = desk.works(me), [desk.plan(me).name]
    requests = {
        "close": lambda n: works.CloseWork(
            pb.CloseWorkRequest(name=n, sign=chance.choice((1, 2)), next=pb.Work())
        ),
        "cancel": lambda n: works.CancelWork(pb.CancelWorkRequest(name=n)),
        "reopen": lambda n: works.ReopenWork(pb.ReopenWorkRequest(name=n)),
        "delete": lambda n: works.DeleteWork(pb.DeleteWorkRequest(name=n)),
        "undelete": lambda n: works.UndeleteWork(pb.UndeleteWorkRequest(name=n)),
        "overdue": lambda n: become_overdue(desk, n),
        "below": lambda n: names.append(desk.plan(me, parent=n).name),
    }
    for at in range(120):
        act = chance.choice(["below", *requests])
        # What is refused, as an open work that is to be opened, must add nothing.
        with suppress(grpc.RpcError):
            requests[act](chance.choice(names))
        if at % 30 == 29:
            fold(desk.office.db, timedelta(0))
        if at % 10 == 9:
            assert kept(desk) == recounted(desk)
    assert recount(desk.office.db) == 0
    assert sum(kept(desk).values()) > 10


def test_what_is_wrong_is_put_right(desk: Desk) -> None:
    me = desk.office.manager_a
    head = desk.plan(me)
    for _ in range(3):
        desk.close(me, desk.plan(me, parent=head.name), "PLUS")
    fold(desk.office.db, timedelta(0))
    ledger.TOTALS.raw(desk.office.db).delete_many({"bucket": "PLUS"})
    assert recount(desk.office.db) == 1
    assert (kept(desk), recount(desk.office.db)) == (recounted(desk), 0)
