"""The queue after merges, moves and upgrades; and that its questions are answered by indexes."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from crm.counterparties.v1 import counterparties_pb2 as cp
from crm.counterparties.v1 import duplicates_pb2 as pb
from crm.counterparties.v1 import merges_pb2, merges_pb2_grpc
from services.counterparties.bulk import KIND as BULK
from services.counterparties.duplicates import scanning, store, trail
from services.counterparties.duplicates.likeness import profile
from services.counterparties.duplicates.pair import PairState
from services.counterparties.store import COUNTERPARTIES
from services.kit import jobs
from services.kit.caller import Caller
from tests.counterparties.office import BRANCH_A, BRANCH_B, ROOT, Office

PHONE = "+78432901122"
# Names of changes tell no more than the second they were made in.
SETTLED = timedelta(seconds=-10)


@pytest.fixture
def paired(office: Office) -> Office:
    """With one pair in branch A's queue."""
    for name in ("ООО «Ромашка»", "Ромашка, АО"):
        office.create(office.manager_a, name, phones=[cp.Phone(number=PHONE)])
    look(office)
    return office


def watch(office: Office) -> None:
    """As the timer does; all that happened is settled already, and not looked at yet."""
    if known := trail.mark(office.db):
        trail.keep_mark(office.db, known._replace(change=_BEFORE_ALL))
    scanning.watch(office.db, settled=SETTLED)


def look(office: Office) -> None:
    """As the timer and the workers do, without their pauses."""
    watch(office)
    office.work(scanning.WatchDuplicates(settled=SETTLED, pause=timedelta(0)))


_BEFORE_ALL = trail.present_mark().change.__class__("000000000000000000000000")


def queue(office: Office, caller: Caller, **request: Any) -> list[Any]:
    answer = office.duplicates(caller).ListDuplicatePairs(pb.ListDuplicatePairsRequest(**request))
    return list(answer.duplicate_pairs)


def test_a_merged_pair_is_closed_and_open_again_when_unmerged(paired: Office) -> None:
    (pair,) = queue(paired, paired.head_a)
    merges: Any = paired.door.stub(merges_pb2_grpc.MergeServiceStub, paired.head_a)
    merge = merges.MergeCounterparties(
        merges_pb2.MergeCounterpartiesRequest(survivor=pair.first, merged=[pair.second])
    )
    assert not queue(paired, paired.head_a)
    look(paired)
    assert store.PAIRS.get(paired.db, pair.name).state is PairState.MERGED
    merges.UndoMerge(merges_pb2.UndoMergeRequest(name=merge.name))
    look(paired)
    assert [each.name for each in queue(paired, paired.head_a)] == [pair.name]


def test_a_pair_follows_its_owner_into_another_branch(paired: Office) -> None:
    head_b = replace(
        paired.head_a,
        grants=dict.fromkeys(paired.head_a.grants, (BRANCH_B,)),
    )
    assert not queue(paired, head_b)
    paired.announce(replace(paired.manager_a, org_path=(ROOT, BRANCH_B)), version=2)
    paired.work()
    # Before the copies follow nobody sees more than he may.
    assert not queue(paired, paired.head_a)
    look(paired)
    assert len(queue(paired, head_b)) == 1
    (stored,) = store.PAIRS.select(paired.db, {})
    assert BRANCH_B in stored.visible_to
    assert BRANCH_A not in stored.visible_to


def test_clients_older_than_name_keys_get_them_first(office: Office) -> None:
    for name in ("ООО «Ромашка»", "Ромашка"):
        office.create(office.head_a, name)
    raw = COUNTERPARTIES.raw(office.db)
    raw.update_many({}, {"$pull": {"search": {"$regex": "^=:"}}})
    scanning.watch(office.db)
    office.work()
    assert len(queue(office, office.head_a)) == 1


def test_a_tenant_at_work_is_not_watched(paired: Office) -> None:
    paired.create(paired.head_a, "Ромашка", phones=[cp.Phone(number=PHONE)])
    own = jobs.start(paired.db, paired.head_a, BULK, params={})
    watch(paired)
    assert store.active_job(paired.db, scanning.WATCH) is None
    jobs.JOBS.raw(paired.db).delete_many({"_id": own.name})
    watch(paired)
    assert store.active_job(paired.db, scanning.WATCH) is not None
    paired.work()


def test_one_look_at_a_time(office: Office) -> None:
    pairs = office.duplicates(office.admin)
    jobs = [pairs.ScanDuplicates(pb.ScanDuplicatesRequest()).name for _ in range(2)]
    assert jobs[0] == jobs[1]
    office.work()


# --- indexes -----------------------------------------------------------------------------------


def stages(tree: Mapping[str, Any]) -> Iterator[str]:
    yield tree["stage"]
    for inner in [tree.get("inputStage"), *tree.get("inputStages", ())]:
        if inner:
            yield from stages(inner)


def test_a_draft_reads_only_what_has_its_keys(office: Office) -> None:
    for number in range(300):
        office.create(office.head_a, f"Фирма номер {number}")
    there = office.create(office.head_a, "ООО «Ромашка»", phones=[cp.Phone(number=PHONE)])
    document = {"display_name": "Ромашка", "kind": "LEGAL", "phones": [{"number": PHONE}]}
    keys, names = store.keys_of(profile(document))
    for wanted in (keys, names):
        answer = COUNTERPARTIES.raw(office.db).explain(
            {"search": {"$in": wanted}, "state": "ACTIVE"}, hint="tenant_1_search", limit=60
        )
        assert answer["executionStats"]["totalDocsExamined"] == 1
        assert answer["executionStats"]["totalKeysExamined"] <= 2
    (found,) = store.like(office.db, profile(document))
    assert found.document["_id"] == there.name


@pytest.mark.parametrize("keys", [("*",), (BRANCH_A, "users/1")])
def test_the_queue_comes_from_its_index(office: Office, keys: tuple[str, ...]) -> None:
    where = store.queue(keys, PairState.OPEN, 70, "")
    answer = store.PAIRS.raw(office.db).explain(where, sort=store.BEST_FIRST.sort, limit=51)
    used = set(stages(answer["queryPlanner"]["winningPlan"]))
    assert not used & {"COLLSCAN", "SORT"}, used


def test_a_look_through_the_base_goes_by_an_index(office: Office) -> None:
    for number in range(20):
        office.create(office.head_a, f"Фирма номер {number}")
    first = store.next_clients(office.db, (), 8)
    rest = store.next_clients(office.db, (first[-1]["create_time"], first[-1]["_id"]), 50)
    assert len({each["_id"] for each in (*first, *rest)}) == 20
