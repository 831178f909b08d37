"""Overdue works: told of once, up the ladder by working time, to heads and to substitutes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from google.protobuf import timestamp_pb2

from crm.activities.v1 import notices_pb2 as notices_pb
from crm.activities.v1 import work_settings_pb2 as settings_pb
from crm.activities.v1 import works_pb2 as pb
from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import org_units_pb2, substitutions_pb2
from services.activities.calendars.seeds import USUAL
from services.activities.discipline import watching
from services.activities.discipline.climbing import climb
from services.activities.discipline.ladder import EscalationLadder, Step, Whom
from services.activities.store import WORKS
from services.activities.work import Work
from services.kit import clock
from services.kit.caller import Caller
from tests.activities.desk import Desk, hours, refusing
from tests.activities.test_notices import told

Pb = Any
MOSCOW = ZoneInfo("Europe/Moscow")
HOUR = timedelta(hours=1)
# Friday, 16:00 in Moscow; Monday is a working day.
FRIDAY = datetime(2026, 12, 4, 13, tzinfo=UTC)
LADDER = EscalationLadder(
    name="escalationLadders/1",
    display_name="Обычная",
    steps=(
        Step(whom=Whom.EXECUTOR),
        Step(working_minutes=4 * 60, whom=Whom.HEAD),
        Step(working_minutes=8 * 60, whom=Whom.UPPER_HEAD),
    ),
)


def stamp(moment: datetime) -> timestamp_pb2.Timestamp:
    sent = timestamp_pb2.Timestamp()
    sent.FromDatetime(moment)
    return sent


# --- the ladder -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passed", "steps", "following"),
    [
        (timedelta(), [Whom.EXECUTOR], datetime(2026, 12, 7, 8, tzinfo=UTC)),
        # Nobody works at the weekend.
        (timedelta(days=2), [Whom.EXECUTOR], datetime(2026, 12, 7, 8, tzinfo=UTC)),
        (timedelta(days=2, hours=20), [Whom.EXECUTOR, Whom.HEAD], None),
        (timedelta(days=9), [Whom.EXECUTOR, Whom.HEAD, Whom.UPPER_HEAD], None),
    ],
)
def test_a_ladder_goes_by_working_time(
    passed: timedelta, steps: list[Whom], following: datetime | None
) -> None:
    work = Work(name="works/1", due_time=FRIDAY, watch_time=FRIDAY)
    reached = climb(LADDER, work, USUAL, MOSCOW, FRIDAY + passed)
    assert [each.whom for each in reached.steps] == steps
    if following:
        assert reached.watch_time == following


def test_nobody_is_told_of_a_step_twice() -> None:
    monday = datetime(2026, 12, 7, 8, tzinfo=UTC)
    work = Work(name="works/1", due_time=FRIDAY, watch_time=monday)
    reached = climb(LADDER, work, USUAL, MOSCOW, monday)
    assert [each.whom for each in reached.steps] == [Whom.HEAD]


# --- the timer ------------------------------------------------------------------------------------


def overdue(desk: Desk, caller: Caller, **values: Any) -> Pb:
    """A work that was due an hour ago."""
    end = clock.now() - HOUR
    return desk.plan(caller, **{"when": hours(end - HOUR, end), **values})


def office(desk: Desk) -> None:
    """The head of branch A; the administrator above him."""
    root, branch = (f"orgUnits/{desk.office.tenant}-{each}" for each in ("root", "a"))
    manager, head, admin = desk.office.manager_a, desk.office.head_a, desk.office.admin
    for name, leader in ((root, admin), (branch, head)):
        unit = org_units_pb2.OrgUnit(name=name, head=leader.user)
        desk.office.tell(identity.OrgUnitCreated(org_unit=unit), name)
    for caller, path in ((manager, (root, branch)), (head, (root, branch)), (admin, (root,))):
        desk.office.announce(replace(caller, org_path=path), 2)


def watch(desk: Desk, later: timedelta = timedelta()) -> None:
    names = [each["_id"] for each in WORKS.raw(desk.office.db).find({"watch_time": {"$ne": None}})]
    watching.watch(desk.office.db, names, clock.now() + later)


def kinds(desk: Desk, caller: Caller) -> list[str]:
    return [notices_pb.Notice.Kind.Name(each.kind) for each in told(desk, caller)]


def test_an_overdue_work_is_told_of_once(desk: Desk) -> None:
    me = desk.office.manager_a
    work = overdue(desk, me)
    for _ in range(2):
        watching.watch_due(desk.office.door.db(""))
    assert kinds(desk, me) == ["KIND_OVERDUE"]
    now = desk.works(me).GetWork(pb.GetWorkRequest(name=work.name))
    assert now.HasField("overdue_time")
    (event,) = desk.office.changes("work_became_overdue")
    assert not event["audit"]


def test_the_next_hear_of_it_in_their_turn(desk: Desk) -> None:
    office(desk)
    me, head, upper = desk.office.manager_a, desk.office.head_a, desk.office.admin
    overdue(desk, me)
    watch(desk)
    assert (kinds(desk, head), kinds(desk, upper)) == ([], [])
    watch(desk, timedelta(days=14))
    assert kinds(desk, me) == ["KIND_OVERDUE"]
    assert (kinds(desk, head), kinds(desk, upper)) == (["KIND_ESCALATION"], ["KIND_ESCALATION"])


def test_steps_passed_while_nothing_ran_are_told_of_together(desk: Desk) -> None:
    office(desk)
    for _ in range(3):
        overdue(desk, desk.office.manager_a)
    watch(desk, timedelta(days=14))
    for caller in (desk.office.manager_a, desk.office.head_a):
        (notice,) = told(desk, caller)
        assert (notice.facts["count"], notice.record) == ("3", "")


def test_what_is_closed_is_told_of_no_more(desk: Desk) -> None:
    office(desk)
    work = overdue(desk, desk.office.manager_a)
    watch(desk)
    desk.works(desk.office.manager_a).CloseWork(
        pb.CloseWorkRequest(name=work.name, sign=pb.Work.SIGN_PLUS)
    )
    watch(desk, timedelta(days=14))
    assert told(desk, desk.office.head_a) == []


def test_what_is_postponed_begins_anew(desk: Desk) -> None:
    me = desk.office.manager_a
    work = overdue(desk, me)
    watch(desk)
    start = clock.now() + HOUR
    request = pb.PostponeWorkRequest(name=work.name, when=hours(start, start + HOUR))
    moved = desk.works(me).PostponeWork(request)
    assert not moved.HasField("overdue_time")
    watch(desk, 3 * HOUR)
    assert len(told(desk, me)) == 2


def test_who_stands_in_is_told_too(desk: Desk) -> None:
    me, other = desk.office.manager_a, desk.office.manager_b
    substitution = substitutions_pb2.Substitution(
        name=f"substitutions/{desk.office.tenant}",
        absent=me.user,
        substitute=other.user,
        scope=["works"],
        start_time=stamp(clock.now() - HOUR),
        end_time=stamp(clock.now() + HOUR),
    )
    event = identity.SubstitutionCreated(substitution=substitution)
    desk.office.tell(event, substitution.name)
    overdue(desk, me)
    watch(desk)
    (notice,) = told(desk, other)
    assert notice.facts["instead_of"] == me.display_name
    ended = identity.SubstitutionEnded(substitution=substitution)
    desk.office.tell(ended, substitution.name, 2)
    overdue(desk, me)
    watch(desk)
    assert (len(told(desk, me)), len(told(desk, other))) == (2, 1)


# --- the dictionary -------------------------------------------------------------------------------


def test_a_tenant_begins_with_a_ladder_and_makes_its_own(desk: Desk) -> None:
    listed = desk.settings.ListEscalationLadders(settings_pb.ListEscalationLaddersRequest())
    (usual,) = listed.escalation_ladders
    assert [each.working_minutes for each in usual.steps] == [0, 240, 480]
    step = {"whom": "WHOM_HEAD"}
    urgent = settings_pb.EscalationLadder(
        display_name="Срочные", priorities=["PRIORITY_URGENT"], steps=[step]
    )
    made = desk.settings.CreateEscalationLadder(
        settings_pb.CreateEscalationLadderRequest(escalation_ladder=urgent)
    )
    office(desk)
    overdue(desk, desk.office.manager_a, priority="PRIORITY_URGENT")
    watch(desk)
    assert told(desk, desk.office.manager_a) == []
    assert kinds(desk, desk.office.head_a) == ["KIND_ESCALATION"]
    wrong = settings_pb.EscalationLadder(name=made.name, steps=[{"whom": "WHOM_USER"}])
    with refusing("INVALID_ARGUMENT") as refusal:
        desk.settings.UpdateEscalationLadder(
            settings_pb.UpdateEscalationLadderRequest(escalation_ladder=wrong)
        )
    assert refusal.fields == (("steps[0].user", "FIELD_REQUIRED"),)
