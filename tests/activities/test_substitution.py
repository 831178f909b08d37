"""A substitute is told of a colleague's works and goes on with them: for the time, no more."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from crm.activities.v1 import planner_pb2, planner_pb2_grpc
from crm.activities.v1 import works_pb2 as pb
from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import substitutions_pb2
from services.activities.notices import firing
from services.activities.reminders.store import REMINDERS
from services.activities.substitutes import store as substitutes
from services.kit import clock
from services.kit.caller import Caller, Lender
from services.kit.testing_door import Door
from tests.activities.desk import Desk, hours, refusing
from tests.activities.test_notices import told

HOUR = timedelta(hours=1)


def standing_in(substitute: Caller, absent: Caller) -> Caller:
    """As identity says it while the substitution is active."""
    lent = {p: keys for p, keys in absent.grants.items() if p.partition(".")[0] == "works"}
    grants = {
        p: tuple(dict.fromkeys((*keys, *lent.get(p, ())))) for p, keys in substitute.grants.items()
    }
    lender = Lender(absent.user, absent.display_name, lent)
    return replace(substitute, grants=grants, lenders=(lender,))


def away(
    desk: Desk,
    absent: Caller,
    substitute: Caller,
    until: datetime,
    scope: Sequence[str] = ("works",),
) -> None:
    told_of = substitutions_pb2.Substitution(
        name=f"substitutions/{desk.office.tenant}",
        absent=absent.user,
        substitute=substitute.user,
        scope=scope,
    )
    told_of.start_time.FromDatetime(until - 48 * HOUR)
    told_of.end_time.FromDatetime(until)
    desk.office.tell(identity.SubstitutionCreated(substitution=told_of), told_of.name)


def reminded(desk: Desk, whom: Caller) -> None:
    """Of a work of his, now."""
    starts = clock.now() + HOUR
    when, before = hours(starts, starts + HOUR), [pb.Reminder(minutes_before=30)]
    desk.plan(whom, display_name="Позвонить", owner=whom.user, when=when, reminders=before)
    rows = REMINDERS.select(desk.office.db, {"user": whom.user})
    firing.fire(desk.office.db, [each.name for each in rows], starts)


def test_his_works_are_seen_and_closed_for_the_time(desk: Desk) -> None:
    a, b = desk.office.manager_a, desk.office.manager_b
    work = desk.plan(b, display_name="Работа Б", owner=b.user)
    instead = standing_in(a, b)
    assert desk.names(instead) == [work.name]
    planner = desk.office.door.stub(planner_pb2_grpc.PlannerServiceStub, instead)
    day = planner.GetMyDay(planner_pb2.GetMyDayRequest())
    assert [(each.user, each.today) for each in day.substituted] == [(b.user, 1)]
    closed = desk.close(instead, work, "PLUS").work
    assert (closed.owner, closed.closed_by) == (b.user, a.user)
    actor = desk.office.changes("work_closed")[-1]["actor"]
    assert (actor["user"], actor["on_behalf_of"]) == (a.user, b.user)
    # Afterwards his token says nothing of it any more.
    assert desk.names(a) == []
    with refusing("NOT_FOUND"):
        desk.works(a).ReopenWork(pb.ReopenWorkRequest(name=work.name))


def test_reminders_reach_the_substitute_until_the_last_moment(desk: Desk) -> None:
    a, b = desk.office.manager_a, desk.office.manager_b
    away(desk, b, a, clock.now() + 24 * HOUR)
    reminded(desk, b)
    assert len(told(desk, b)) == 1
    (notice,) = told(desk, a)
    assert notice.facts["instead_of"] == b.display_name
    # The calendar alone ends it, whether anybody says so or not.
    over = clock.now() + 48 * HOUR
    assert substitutes.of(desk.office.db, [b.user], over) == {}


def test_who_was_lent_other_things_is_told_of_no_works(desk: Desk) -> None:
    a, b = desk.office.manager_a, desk.office.manager_b
    away(desk, b, a, clock.now() + 24 * HOUR, scope=["counterparties", "deals"])
    reminded(desk, b)
    assert (len(told(desk, b)), told(desk, a)) == (1, [])


def test_substitutes_of_another_tenant_hear_nothing(desk: Desk, door: Door) -> None:
    a, b = desk.office.manager_a, desk.office.manager_b
    other = Desk.opened(door)
    # The same people's names as here, said elsewhere.
    away(other, b, a, clock.now() + 24 * HOUR)
    assert substitutes.of(other.office.db, [b.user], clock.now()) == {b.user: a.user}
    reminded(desk, b)
    assert (len(told(desk, b)), told(desk, a)) == (1, [])
