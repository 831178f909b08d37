"""What jobs promise: each slice once, fair turns, bounded retries, stop, undo, who may see them."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import grpc
import pytest

from crm.job.v1 import jobs_pb2 as pb
from crm.job.v1 import jobs_pb2_grpc as pb_grpc
from services.kit import clock, jobs, leases
from services.kit.caller import Caller
from services.kit.errors import AlreadyExists, FailedPrecondition, NotFound
from services.kit.job_slice import ATTEMPTS, ClaimLost, step
from services.kit.job_worker import Desk
from services.kit.jobs import JOBS, Job, State
from services.kit.mongo import Db, transaction
from services.kit.testing_door import Door, opened
from tests.kit import async_toy as toy
from tests.kit.async_toy import THINGS, Thing
from tests.kit.processes import World, stop
from tests.kit.toy import a_caller
from tests.waiting import until

ANNA = a_caller(permissions=("things.write",), keys=("users/anna",))


@pytest.fixture
def db(world: World) -> Db:
    return world.db()


@pytest.fixture
def desk(world: World) -> Desk:
    return a_desk(world)


@pytest.fixture
def door(world: World) -> Iterator[Door]:
    with opened(toy.SERVICES["counterparties"], world.environ) as running:
        yield running


def a_desk(world: World) -> Desk:
    return Desk(toy.SERVICES["counterparties"], world.db(tenant=""), leases.new_owner())


def count(db: Db, **params: Any) -> Job:
    return jobs.start(db, ANNA, "count", params=params)


def rename(db: Db, to: str = "new", **params: Any) -> Job:
    return jobs.start(db, ANNA, "rename", params={"to": to, **params})


def things(db: Db, how_many: int) -> None:
    names = [(f"things/{n:03}", "fixed" if n % 10 == 0 else "old") for n in range(how_many)]
    THINGS.insert_many(db, [Thing(name=name, display_name=text) for name, text in names])


def named(db: Db, display_name: str) -> int:
    return THINGS.raw(db).count({"display_name": display_name})


def now(db: Db, job: Job) -> Job:
    return JOBS.get(db, job.name)


def numbers(db: Db, job: Job) -> list[int]:
    return sorted(row["n"] for row in db.bound("numbers").find({"job": job.name}))


def work_off(desk: Desk) -> None:
    while desk.work():
        pass


def at_once(db: Db, job: Job) -> None:
    """As if the pause before the next attempt was over."""
    JOBS.raw(db).update_one({"_id": job.name}, {"$set": {"next_time": jobs.LONG_AGO}})


# --- slices ------------------------------------------------------------------------------------


def test_a_long_job_rests_after_a_slice_and_goes_on_later(db: Db, desk: Desk) -> None:
    job = count(db, upto=1500, by=1000)
    assert desk.work()
    resting = JOBS.get(db, job.name)
    assert (resting.counts.changed, resting.next_time > clock.now()) == (1000, True)
    assert not desk.work()
    JOBS.replace(db, replace(resting, next_time=clock.now()))
    assert desk.work()
    assert JOBS.get(db, job.name).state is State.DONE


def test_a_job_is_done_slice_by_slice(db: Db, desk: Desk) -> None:
    job = count(db, upto=35)
    work_off(desk)
    done = now(db, job)
    assert done.state is State.DONE
    assert done.counts.changed == 35
    assert done.end_time is not None
    assert numbers(db, job) == list(range(35))


def test_a_job_killed_in_the_middle_goes_on_without_loss_or_double(world: World, db: Db) -> None:
    job = count(db, upto=300)
    worker = world.start("jobs", TOY_HOLD_AT="100")
    until(world.begun.exists)
    worker.kill()
    worker.wait()
    assert (now(db, job).state, numbers(db, job)) == (State.RUNNING, list(range(100)))
    world.leases_run_out()
    world.start("jobs")
    until(lambda: now(db, job).state is State.DONE)
    assert numbers(db, job) == list(range(300))


def test_a_bulk_job_killed_in_the_middle_of_a_slice_goes_on(world: World, db: Db) -> None:
    things(db, 60)
    job = rename(db)
    worker = world.start("jobs", TOY_HOLD_AT="20")
    until(world.begun.exists)
    worker.kill()
    worker.wait()
    world.leases_run_out()
    world.start("jobs")
    # The slice had renamed its things when it was killed: what it wrote is locked until its
    # transaction is ended, which the next worker must not wait a minute for.
    until(lambda: now(db, job).state is State.DONE, within=50)
    assert (now(db, job).counts.changed, now(db, job).counts.skipped) == (54, 6)
    assert {row["version"] for row in THINGS.raw(db).find({"display_name": "new"})} == {2}


def test_a_stopping_worker_ends_its_slice_and_leaves_the_job_to_others(
    world: World, db: Db
) -> None:
    job = count(db, upto=2000, pause=0.1)
    worker = world.start("jobs")
    until(lambda: len(numbers(db, job)) >= 30)
    assert stop(worker) == 0
    so_far = len(numbers(db, job))
    # At once, not when a lease has run out.
    assert a_desk(world).work()
    assert len(numbers(db, job)) == so_far + 10


def test_a_worker_whose_job_was_taken_over_changes_nothing(world: World, db: Db) -> None:
    job, late, prompt = count(db, upto=20), a_desk(world), a_desk(world)
    claim = late._claim()
    assert claim is not None
    database = db.client[db.database]
    expired = {"$set": {"until": jobs.LONG_AGO}}
    database[leases.COLLECTION].update_one({"_id": job.name}, expired)
    assert prompt.work()
    with pytest.raises(ClaimLost):
        transaction(claim.session, lambda: step(db, claim, toy.CountJob(), claim.job))
    work_off(prompt)
    assert numbers(db, job) == list(range(20))


def test_a_job_is_worked_on_by_one_at_a_time(world: World, db: Db) -> None:
    count(db, upto=20)
    assert a_desk(world)._claim() is not None
    assert a_desk(world)._claim() is None


def test_tenants_take_turns(world: World, db: Db, desk: Desk) -> None:
    first, second = count(db, upto=1000), count(db, upto=1000)
    for _ in range(6):
        desk.work()
    south = world.db(tenant="south")
    other = jobs.start(south, a_caller("south"), "count", params={"upto": 20})
    for _ in range(4):
        desk.work()
    assert now(south, other).state is State.DONE
    assert now(db, first).cursor == now(db, second).cursor == {"n": 40}


# --- failures ----------------------------------------------------------------------------------


def test_a_step_that_raises_is_tried_again_with_growing_pauses_then_fails(
    db: Db, desk: Desk
) -> None:
    job = count(db, upto=100, broken_at=15)
    work_off(desk)
    pauses: list[timedelta] = []
    for _ in range(ATTEMPTS - 1):
        waiting = now(db, job)
        assert waiting.state is State.RUNNING
        pauses.append(waiting.next_time - waiting.slice_time)
        assert not desk.work()
        at_once(db, job)
        assert desk.work()
    assert [pause.total_seconds() for pause in pauses] == [1, 2, 4, 8]
    failed = now(db, job)
    assert (failed.state, failed.error_reason) == (State.FAILED, "INTERNAL")
    assert numbers(db, job) == [-1, *range(10)]


def test_a_refusal_ends_a_job_at_once_with_its_reason(db: Db, desk: Desk) -> None:
    job = count(db, upto=100, refused_at=15)
    work_off(desk)
    assert (now(db, job).state, now(db, job).error_reason) == (State.FAILED, "TOY_NOT_THIS")


def test_a_job_that_kills_its_workers_ends_as_failed(world: World, db: Db) -> None:
    job = count(db, upto=100)
    for _ in range(ATTEMPTS):
        claim = a_desk(world)._claim()
        assert claim is not None
        leases.release(db.client[db.database]["leases"], job.name, claim_owner(db, job))
    a_desk(world).work()
    assert (now(db, job).state, now(db, job).error_reason) == (State.FAILED, "WORKER_LOST")


def claim_owner(db: Db, job: Job) -> str:
    return db.client[db.database]["leases"].find_one({"_id": job.name})["owner"]


def test_a_kind_may_tidy_up_when_its_job_ends_otherwise_than_by_a_step(db: Db, desk: Desk) -> None:
    stopped, refused = count(db, upto=30), count(db, upto=30, refused_at=5)
    jobs.stop(db, ANNA, stopped.name)
    work_off(desk)
    assert numbers(db, stopped) == numbers(db, refused) == [-1]


def test_a_job_fails_even_if_tidying_up_does(db: Db, desk: Desk) -> None:
    job = count(db, upto=30, refused_at=5, ends_badly=True)
    work_off(desk)
    assert now(db, job).state is State.FAILED
    assert numbers(db, job) == []


def test_a_job_of_an_unknown_kind_fails(db: Db, desk: Desk) -> None:
    job = jobs.start(db, ANNA, "forgotten", params={})
    work_off(desk)
    assert now(db, job).error_reason == "JOB_KIND_UNKNOWN"


# --- bulk, stop, undo --------------------------------------------------------------------------


def test_a_bulk_job_works_on_the_list_as_it_was_at_the_start(db: Db, desk: Desk) -> None:
    things(db, 25)
    job = rename(db)
    assert desk.work()
    THINGS.insert(db, Thing(name="things/late", display_name="old"))
    THINGS.remove(db, THINGS.get(db, "things/024"))
    work_off(desk)
    done = now(db, job)
    assert done.state is State.DONE
    assert (done.counts.total, done.counts.changed, done.counts.skipped) == (25, 21, 4)
    assert THINGS.get(db, "things/late").display_name == "old"


def test_a_stopped_job_can_be_undone(db: Db, desk: Desk) -> None:
    things(db, 45)
    job = rename(db)
    assert desk.work()
    assert jobs.stop(db, ANNA, job.name).state is State.STOPPING
    work_off(desk)
    stopped = now(db, job)
    assert (stopped.state, stopped.counts.changed, named(db, "new")) == (State.STOPPED, 9, 9)
    jobs.undo(db, ANNA, job.name)
    work_off(desk)
    undone = now(db, job)
    assert (undone.state, undone.counts.undone, undone.counts.kept) == (State.UNDONE, 9, 0)
    assert named(db, "new") == 0


def test_an_undo_keeps_what_was_changed_since(db: Db, desk: Desk) -> None:
    things(db, 25)
    job = rename(db)
    work_off(desk)
    changed = THINGS.get(db, "things/007")
    THINGS.replace(db, toy.replace(changed, display_name="later"))
    jobs.undo(db, ANNA, job.name)
    work_off(desk)
    undone = now(db, job)
    assert (undone.state, undone.counts.undone, undone.counts.kept) == (State.UNDONE, 21, 1)
    assert THINGS.get(db, "things/007").display_name == "later"
    assert named(db, "old") == 21
    kept = jobs.JOB_ROWS.raw(db).find({"job": job.name, "result": "KEPT"})
    assert [(row["subject"], row["reason"]) for row in kept] == [("things/007", "CHANGED_SINCE")]


def test_a_job_is_undone_once_and_within_thirty_days(db: Db, desk: Desk) -> None:
    things(db, 5)
    job = rename(db)
    with pytest.raises(FailedPrecondition, match="QUEUED"):
        jobs.undo(db, ANNA, job.name)
    work_off(desk)
    until_when = now(db, job).undo_expire_time
    assert until_when is not None
    assert timedelta(days=29) < until_when - clock.now() <= timedelta(days=30)
    with pytest.raises(FailedPrecondition):
        now(db, job).undo(until_when + timedelta(seconds=1))
    jobs.undo(db, ANNA, job.name)
    work_off(desk)
    with pytest.raises(FailedPrecondition):
        jobs.undo(db, ANNA, job.name)


def test_a_job_without_undo_is_not_undoable(db: Db, desk: Desk) -> None:
    job = count(db, upto=5)
    work_off(desk)
    with pytest.raises(FailedPrecondition) as refused:
        jobs.undo(db, ANNA, job.name)
    assert refused.value.reason == "JOB_NOT_UNDOABLE"


# --- who, and what they see --------------------------------------------------------------------


def test_a_job_acts_with_the_rights_of_who_started_it(db: Db) -> None:
    starter = Caller(tenant="north", user="users/anna", grants={"a.read": ("x",)}, request_id="r1")
    acting = jobs.caller_of(now(db, jobs.start(db, starter, "count", params={})))
    assert acting == toy.replace(starter, source="JOB")
    for_all = jobs.start(db, toy.system("north"), "count", params={})
    assert jobs.caller_of(now(db, for_all)).has("anything")


def test_the_same_request_starts_one_job(db: Db) -> None:
    request_id = "0b7ad0d3-6ec9-4f1c-a0d0-5e1e3f3c2b11"
    first = jobs.start(db, ANNA, "count", params={}, request_id=request_id)
    again = jobs.start(db, ANNA, "count", params={}, request_id=request_id)
    assert first.name == again.name == f"jobs/counterparties/{request_id}"
    # Whoever knows its name has not started it.
    with pytest.raises(AlreadyExists):
        jobs.start(db, toy.system("north"), "count", params={}, request_id=request_id)


def test_progress_is_told_to_the_creator_at_most_twice_a_second(db: Db, desk: Desk) -> None:
    began = time.monotonic()
    job = count(db, upto=200)
    work_off(desk)
    seconds = time.monotonic() - began
    told = db.bound("changes").find({"subject": job.name})
    # Queued, running, done, and what the twenty slices may say between.
    assert 3 <= len(told) <= 4 + 2 * seconds
    assert {row["type"] for row in told} == {"job_updated"}
    assert {tuple(row["visible_to"]) for row in told} == {("users/anna",)}
    assert not any(row["audit"] for row in told)


def test_a_job_is_seen_by_its_creator_and_by_who_reads_the_audit(door: Door, db: Db) -> None:
    name = count(db, upto=5).name
    request = pb.GetJobRequest(name=name)
    auditor = a_caller(user="users/boss", permissions=("audit.read",))
    for sees in (ANNA, auditor):
        assert door.stub(pb_grpc.JobServiceStub, sees).GetJob(request).name == name
    for other in (a_caller(user="users/boris"), a_caller("south")):
        with pytest.raises(grpc.RpcError) as refused:
            door.stub(pb_grpc.JobServiceStub, other).GetJob(request)
        assert refused.value.code() == grpc.StatusCode.NOT_FOUND
    with pytest.raises(NotFound):
        jobs.stop(db, a_caller(user="users/boris"), name)


def test_a_head_sees_jobs_of_his_units_only(db: Db) -> None:
    boris = a_caller(user="users/boris", org_path=("orgUnits/1", "orgUnits/2"))
    job = jobs.start(db, boris, "count", params={"upto": 5})

    def head_of(unit: str) -> Caller:
        return a_caller(user="users/head", permissions=("audit.read",), keys=(unit,))

    assert jobs.find_visible(db, head_of("orgUnits/2"), job.name).name == job.name
    for refuse in (jobs.find_visible, jobs.stop, jobs.undo):
        with pytest.raises(NotFound):
            refuse(db, head_of("orgUnits/3"), job.name)


def test_rows_are_listed_by_result(door: Door, db: Db, desk: Desk) -> None:
    things(db, 25)
    job = rename(db)
    work_off(desk)
    stub = door.stub(pb_grpc.JobServiceStub, ANNA)
    whole = stub.ListJobRows(pb.ListJobRowsRequest(parent=job.name, page_size=20))
    rest = stub.ListJobRows(
        pb.ListJobRowsRequest(parent=job.name, page_token=whole.next_page_token)
    )
    assert [row.subject for row in (*whole.rows, *rest.rows)] == [
        f"things/{n:03}" for n in range(25)
    ]
    skipped = stub.ListJobRows(
        pb.ListJobRowsRequest(parent=job.name, result=pb.JobRow.RESULT_SKIPPED)
    )
    assert [(row.subject, row.reason) for row in skipped.rows] == [
        (f"things/{n:03}", "FIXED") for n in (0, 10, 20)
    ]
    listed = stub.ListJobs(pb.ListJobsRequest(parent="jobs/counterparties"))
    assert [each.name for each in listed.jobs] == [job.name]
    assert listed.jobs[0].state == pb.Job.STATE_DONE
