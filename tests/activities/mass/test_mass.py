"""Works for many clients at once: shared out, placed on days, made by a job, undone."""

import uuid
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from crm.activities.v1 import mass_pb2 as pb
from crm.activities.v1 import works_pb2
from services.activities.totals import store as ledger
from services.activities.totals.rollup import Cell
from services.activities.work import READ
from services.kit import jobs
from services.kit.jobs import State
from tests.activities.desk import on, refusing
from tests.activities.mass.crowd import Crowd
from tests.activities.test_works import facts

Pb = Any
# A Monday and the Friday after it; Saturdays are off.
MONDAY, TUESDAY, FRIDAY, SATURDAY = "2026-12-07", "2026-12-08", "2026-12-11", "2026-12-12"


def test_each_manager_gets_a_work_for_each_of_his_clients(crowd: Crowd) -> None:
    office = crowd.desk.office
    mine = crowd.clients(office.manager_a, 2)
    theirs = crowd.clients(office.manager_b, 1)
    plan = crowd.plan(window={"first": MONDAY})
    shown = crowd.preview(office.admin, plan)
    assert (shown.works, shown.pool, shown.planned_already) == (3, 0, 0)
    assert {each.user: each.works for each in shown.executors} == {
        office.manager_a.user: 2,
        office.manager_b.user: 1,
    }
    job = crowd.done(crowd.create(office.admin, plan))
    assert (job.state, job.counts.total, job.counts.changed) == (State.DONE, 3, 3)
    works = crowd.works()
    assert {(each.subject, each.owner) for each in works} == {
        *((name, office.manager_a.user) for name in mine),
        *((name, office.manager_b.user) for name in theirs),
    }
    assert {each.counterparty_display_name for each in works} >= {"ООО «Клиент 001»"}
    assert {each.display_name for each in works} == {"Позвонить"}
    assert {str(each.when and each.when.start_date) for each in works} == {MONDAY}
    assert len(facts(crowd.desk)) == len(office.changes("work_created")) == 3
    # Their manager sees them; he of the other branch only his own.
    assert len(crowd.desk.names(office.manager_a)) == 2


def test_works_are_shared_evenly_who_has_least_to_do_first(crowd: Crowd) -> None:
    office = crowd.desk.office
    names = crowd.clients(office.manager_a, 5)
    busy = office.manager_a
    for _ in range(3):
        crowd.desk.plan(busy, action=crowd.desk.action("call").name, when=on(MONDAY))
    plan = crowd.plan(
        *names, way="EVEN", users=[busy.user, office.manager_b.user], window={"first": MONDAY}
    )
    shown = crowd.preview(office.admin, plan)
    days = {each.user: each.days[0] for each in shown.executors}
    mine, theirs = days[busy.user], days[office.manager_b.user]
    assert (mine.new_works, mine.minutes_before, mine.minutes_after) == (1, 45, 60)
    assert (theirs.new_works, theirs.minutes_after, theirs.working_minutes) == (4, 60, 480)


def test_days_within_a_window_are_filled_evenly_and_only_working_ones(crowd: Crowd) -> None:
    me = crowd.desk.office.manager_a
    names = crowd.clients(me, 10)
    window = {"first": FRIDAY, "last": "2026-12-15"}
    shown = crowd.preview(me, crowd.plan(*names, window=window))
    days = [(each.load_date.day, each.new_works) for each in shown.executors[0].days]
    # Friday, Monday and Tuesday.
    assert days == [(11, 4), (14, 3), (15, 3)]
    with refusing("FAILED_PRECONDITION", "MASS_WINDOW_FULL"):
        crowd.preview(me, crowd.plan(*names, window={**window, "per_day": 3}))
    weekend = crowd.preview(me, crowd.plan(*names, window={"first": SATURDAY}))
    assert [each.new_works for each in weekend.executors[0].days] == [10]


def test_exact_hours_keep_clear_of_what_is_there_as_long_as_there_is_room(crowd: Crowd) -> None:
    me = crowd.desk.office.manager_a
    names = crowd.clients(me, 3)
    work = works_pb2.Work(action=crowd.desk.action("meeting").name, minutes=180)
    plan = crowd.plan(*names[:2], work=work, window={"first": MONDAY, "exact": True})
    crowd.done(crowd.create(me, plan))
    hours = sorted(
        (each.when.start_time.hour, each.when.end_time.hour)
        for each in crowd.works()
        if each.when and each.when.start_time and each.when.end_time
    )
    # Nine to twelve and two to five in Moscow: not over the lunch break.
    assert hours == [(6, 9), (11, 14)]
    third = crowd.plan(names[2], work=work, window={"first": MONDAY, "exact": True})
    day = crowd.preview(me, third).executors[0].days[0]
    assert (day.new_works, day.conflicts) == (1, 1)


def test_who_has_such_a_work_already_is_left_out_if_asked_for(crowd: Crowd) -> None:
    me = crowd.desk.office.manager_a
    names = crowd.clients(me, 3)
    crowd.desk.plan(me, action=crowd.desk.action("call").name, subject=names[0])
    shown = crowd.preview(me, crowd.plan(skip_planned=True))
    assert (shown.works, shown.planned_already) == (2, 1)
    assert crowd.preview(me, crowd.plan()).works == 3


def test_after_plus_the_next_is_planned_for_these(crowd: Crowd) -> None:
    me = crowd.desk.office.manager_a
    head = crowd.desk.plan(me, display_name="Семинар")
    names = crowd.clients(me, 3)
    call = works_pb2.Work(action=crowd.desk.action("call").name, parent=head.name)
    crowd.done(crowd.create(me, crowd.plan(*names, work=call)))
    for work, sign in zip(crowd.works(), ("", "PLUS", "PLUS", "MINUS"), strict=True):
        if sign:
            crowd.desk.close(me, works_pb2.Work(name=work.name), sign)
    closed = pb.MassPlan.ClosedWorks(parent=head.name, sign=works_pb2.Work.SIGN_PLUS)
    draw_up = works_pb2.Work(action=crowd.desk.action("draw_up_documents").name, parent=head.name)
    crowd.done(crowd.create(me, pb.MassPlan(closed=closed, work=draw_up)))
    following = [each for each in crowd.works() if each.based_on]
    assert {each.display_name for each in following} == {"Оформить документы"}
    assert {each.owner for each in following} == {me.user}
    assert all(each.chain == each.based_on and each.subject in names for each in following)
    sums = ledger.everything(crowd.desk.office.db)
    kept = {cell.bucket: n for cell, n in sums.items() if cell.node == head.name and n}
    assert kept == {"OPEN": 2, "PLUS": 2, "MINUS": 1}
    assert Cell(head.name, "PLUS") in sums


def test_works_untouched_since_are_deleted_by_an_undo(crowd: Crowd) -> None:
    me = crowd.desk.office.manager_a
    crowd.clients(me, 3)
    job = crowd.done(crowd.create(me, crowd.plan()))
    kept = crowd.works()[0]
    crowd.desk.close(me, works_pb2.Work(name=kept.name), "PLUS")
    jobs.undo(crowd.desk.office.db, me, job.name)
    undone = crowd.done(job.name)
    assert (undone.state, undone.counts.undone, undone.counts.kept) == (State.UNDONE, 2, 1)
    assert (len(crowd.works()), len(crowd.works("DELETED"))) == (0, 2)
    assert len(crowd.desk.office.changes("work_deleted")) == 2


def test_the_same_request_plans_once(crowd: Crowd) -> None:
    me, request = crowd.desk.office.manager_a, str(uuid.uuid4())
    crowd.clients(me, 2)
    first = crowd.create(me, crowd.plan(), request)
    assert crowd.create(me, crowd.plan(), request) == first
    crowd.done(first)
    assert len(crowd.works()) == 2


def test_nobody_gets_works_from_whom_he_does_not_work_for(crowd: Crowd) -> None:
    office = crowd.desk.office
    names = crowd.clients(office.manager_a, 1)
    for caller, user in (
        (office.manager_a, office.manager_b.user),
        (office.head_a, office.manager_b.user),
    ):
        with refusing("FAILED_PRECONDITION", "EXECUTOR_OUT_OF_SCOPE"):
            crowd.preview(caller, crowd.plan(*names, way="ONE", users=[user]))
    # Nor for a client he does not see.
    with refusing("INVALID_ARGUMENT", "COUNTERPARTY_UNKNOWN"):
        crowd.create(office.manager_b, crowd.plan(*names))
    assert crowd.preview(office.manager_b, crowd.plan()).works == 0


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"way": "EVEN"}, "DISTRIBUTION_NOBODY"),
        ({"way": "ONE", "users": ["users/me", "users/x"]}, "DISTRIBUTION_NOBODY"),
        ({"way": "ONE", "users": ["users/x"]}, "OWNER_UNKNOWN"),
        ({"window": {"first": TUESDAY, "last": MONDAY}}, "WHEN_ENDS_BEFORE"),
        ({"window": {"first": MONDAY, "last": "2027-02-07"}}, "WHEN_TOO_LONG"),
        ({"window": {"per_day": -1}}, "NUMBER_OUT_OF_RANGE"),
        ({"work": works_pb2.Work(action="workActions/none")}, "ACTION_UNKNOWN"),
    ],
)
def test_what_is_wrong_is_said(crowd: Crowd, values: dict[str, Any], reason: str) -> None:
    with refusing("INVALID_ARGUMENT", reason):
        crowd.preview(crowd.desk.office.manager_a, crowd.plan(**values))


def test_for_nobody_nothing_is_planned(crowd: Crowd) -> None:
    me = crowd.desk.office.manager_a
    with refusing("INVALID_ARGUMENT", "MASS_SOURCE"):
        crowd.preview(me, pb.MassPlan(work=works_pb2.Work()))
    too_many = crowd.plan(*(f"counterparties/{n}" for n in range(501)))
    with refusing("INVALID_ARGUMENT", "MASS_TOO_MANY"):
        crowd.preview(me, too_many)
    assert Counter(each.state for each in crowd.works()) == {}


def test_works_of_somebody_who_fell_ill_go_to_others_and_back(crowd: Crowd) -> None:
    office, desk = crowd.desk.office, crowd.desk
    ill, other = office.manager_a, office.manager_b
    mine = [desk.plan(ill).name for _ in range(3)]
    done = desk.close(ill, desk.plan(ill), "PLUS").work
    given = pb.Distribution(way=pb.Distribution.WAY_ONE, users=[other.user])
    request = pb.ReassignWorksRequest(
        filter=works_pb2.ListWorksRequest(owner=[ill.user]), distribution=given
    )
    with refusing("FAILED_PRECONDITION", "EXECUTOR_OUT_OF_SCOPE"):
        crowd.mass(office.head_a).ReassignWorks(request)
    job = crowd.done(crowd.mass(office.admin).ReassignWorks(request).name)
    assert (job.counts.changed, desk.names(ill)) == (3, [])
    assert sorted(desk.names(other)) == sorted(mine)
    # One of them is the other's own work by now.
    desk.close(other, works_pb2.Work(name=mine[0]), "PLUS")
    jobs.undo(office.db, office.admin, job.name)
    undone = crowd.done(job.name)
    assert (undone.counts.undone, undone.counts.kept) == (2, 1)
    assert sorted(desk.names(ill)) == sorted(mine[1:])
    assert desk.names(ill, state=["STATE_DONE"]) == [done.name]
    nobody = pb.ReassignWorksRequest(names=mine, distribution=pb.Distribution())
    with refusing("INVALID_ARGUMENT", "DISTRIBUTION_NOBODY"):
        crowd.mass(office.admin).ReassignWorks(nobody)
    neither = pb.ReassignWorksRequest(distribution=given)
    with refusing("INVALID_ARGUMENT", "FILTER_OR_NAMES"):
        crowd.mass(office.admin).ReassignWorks(neither)


def test_many_move_to_another_day_at_their_hours_and_back(crowd: Crowd) -> None:
    office, desk = crowd.desk.office, crowd.desk
    me = office.manager_a
    noon = works_pb2.When(kind=works_pb2.When.KIND_EXACT, time_zone="Asia/Yekaterinburg")
    noon.start_time.FromJsonString(f"{MONDAY}T07:00:00Z")
    noon.end_time.FromJsonString(f"{MONDAY}T07:30:00Z")
    exact, whole = desk.plan(me, when=noon), desk.plan(me, when=on(MONDAY))
    left_out, there = desk.plan(me, when=on(MONDAY)), desk.plan(me, when=on(FRIDAY))
    request = pb.PostponeWorksRequest(
        filter=works_pb2.ListWorksRequest(owner=[me.user]),
        except_names=[left_out.name],
        start_date=on(FRIDAY).start_date,
        comment="Выставка",
    )
    with refusing("PERMISSION_DENIED"):
        crowd.mass(replace(me, grants={READ: me.grants[READ]})).PostponeWorks(request)
    job = crowd.done(crowd.mass(office.admin).PostponeWorks(request).name)
    assert (job.counts.changed, job.counts.skipped) == (2, 1)
    moved = {each.name: each for each in crowd.works()}
    at = moved[exact.name].when
    assert at is not None
    assert str(at.start_time) == f"{FRIDAY} 07:00:00+00:00"
    assert str(moved[exact.name].due_time) == f"{FRIDAY} 07:30:00+00:00"
    assert (moved[whole.name].postponed, moved[whole.name].comment) == (1, "Выставка")
    assert moved[whole.name].due_time == moved[there.name].due_time
    assert moved[left_out.name].postponed == 0
    jobs.undo(office.db, office.admin, job.name)
    assert crowd.done(job.name).counts.undone == 2
    back = {each.name: each for each in crowd.works()}
    assert back[whole.name].due_time == moved[left_out.name].due_time
    assert (back[exact.name].postponed, back[exact.name].comment) == (0, "")
    request.ClearField("start_date")
    with refusing("INVALID_ARGUMENT", "FIELD_REQUIRED"):
        crowd.mass(office.admin).PostponeWorks(request)


def test_many_are_cancelled_and_open_again(crowd: Crowd) -> None:
    office, desk = crowd.desk.office, crowd.desk
    mine = [desk.plan(office.manager_a).name for _ in range(2)]
    theirs = desk.plan(office.manager_b).name
    request = pb.CancelWorksRequest(names=[*mine, theirs], comment="Не нужны")
    # A head ends what his people have to do, and never learns of the rest.
    job = crowd.done(crowd.mass(office.head_a).CancelWorks(request).name)
    assert (job.counts.changed, job.counts.total) == (2, 3)
    assert sorted(desk.names(office.manager_a, state=["STATE_CANCELLED"])) == sorted(mine)
    jobs.undo(office.db, office.head_a, job.name)
    assert crowd.done(job.name).counts.undone == 2
    assert sorted(desk.names(office.manager_a)) == sorted(mine)
    with refusing("INVALID_ARGUMENT", "FILTER_OR_NAMES"):
        crowd.mass(office.admin).CancelWorks(pb.CancelWorksRequest())
