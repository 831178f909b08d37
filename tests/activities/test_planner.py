"""Days, calendars and the planner through their door."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from google.type import date_pb2

from crm.activities.v1 import planner_pb2 as pb
from crm.activities.v1 import planner_pb2_grpc, works_pb2
from services.activities import store as works_store
from services.activities.planning import store
from services.kit import clock
from services.kit.caller import Caller, Lender
from services.kit.person import ME
from tests.activities.desk import Desk, hours, on, refusing, within
from tests.counterparties.test_indexes import stages
from tests.deals.office import BRANCH_B

Pb = Any
MONDAY, FRIDAY = date(2026, 12, 7), date(2026, 12, 11)
NINE = datetime(2026, 12, 7, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)


def planner(desk: Desk, caller: Caller) -> Pb:
    return desk.office.door.stub(planner_pb2_grpc.PlannerServiceStub, caller)


def pb_date(day: date) -> date_pb2.Date:
    return date_pb2.Date(year=day.year, month=day.month, day=day.day)


def week(desk: Desk, caller: Caller, first: date = MONDAY, last: date = FRIDAY, **asked: Any) -> Pb:
    request = pb.GetPlannerRequest(start_date=pb_date(first), end_date=pb_date(last), **asked)
    return planner(desk, caller).GetPlanner(request)


def calendar(
    desk: Desk, caller: Caller, first: date = MONDAY, last: date = FRIDAY, **asked: Any
) -> Pb:
    request = pb.ListCalendarWorksRequest(
        start_date=pb_date(first), end_date=pb_date(last), **asked
    )
    return planner(desk, caller).ListCalendarWorks(request)


def names(cards: Any) -> list[str]:
    return [each.display_name for each in cards]


# --- my day ------------------------------------------------------------------------------------


def test_a_day_is_what_is_overdue_today_and_tomorrow(desk: Desk) -> None:
    me = desk.office.manager_a
    today = clock.now().astimezone(ZoneInfo("Europe/Moscow")).date()
    late, now, later = (today + timedelta(days=n) for n in (-3, 0, 1))
    noon = datetime(now.year, now.month, now.day, 12, tzinfo=ZoneInfo("Europe/Moscow"))
    desk.plan(me, display_name="late", when=on(late.isoformat()))
    desk.plan(me, display_name="any", when=within(late.isoformat(), later.isoformat()))
    desk.plan(me, display_name="noon", when=hours(noon, noon + HOUR))
    done = desk.plan(me, display_name="done", when=on(now.isoformat()))
    desk.close(me, done, "PLUS")
    desk.plan(me, display_name="next", when=on(later.isoformat()))
    day = planner(desk, me).GetMyDay(pb.GetMyDayRequest())
    assert day.today_date == pb_date(today)
    assert "late" in names(day.overdue)
    assert day.overdue_count == len(day.overdue)
    assert names(day.timed) == ["noon"]
    assert set(names(day.any_time)) == {"any", "done"}
    assert set(names(day.tomorrow)) == {"any", "next"}
    assert (day.plus, day.minus) == (1, 0)


def test_a_day_is_the_callers_wherever_he_is(desk: Desk) -> None:
    me = desk.office.manager_a
    now = clock.now()
    for hour in range(-30, 30):
        start = now + timedelta(hours=hour)
        desk.plan(me, display_name=str(hour), when=hours(start, start + HOUR))
    for zone in ("Europe/Kaliningrad", "Asia/Kamchatka", "Pacific/Kiritimati", "Etc/GMT+12"):
        here = replace(me, time_zone=zone)
        day = planner(desk, here).GetMyDay(pb.GetMyDayRequest())
        today = now.astimezone(ZoneInfo(zone)).date()
        expected = [
            str(hour)
            for hour in range(-30, 30)
            if today
            in {
                (now + timedelta(hours=hour)).astimezone(ZoneInfo(zone)).date(),
                (now + timedelta(hours=hour + 1, milliseconds=-1))
                .astimezone(ZoneInfo(zone))
                .date(),
            }
        ]
        assert names(day.timed) == expected, zone


def test_somebody_elses_day_is_for_who_sees_his_works(desk: Desk) -> None:
    office = desk.office
    desk.plan(office.manager_a, display_name="mine")
    request = pb.GetMyDayRequest(user=office.manager_a.user)
    assert names(planner(desk, office.head_a).GetMyDay(request).any_time) == ["mine"]
    for foreign in (office.manager_b, replace(office.head_a, tenant="other")):
        with refusing("PERMISSION_DENIED"):
            planner(desk, foreign).GetMyDay(request)
    with refusing("PERMISSION_DENIED"):
        planner(desk, office.admin).GetMyDay(pb.GetMyDayRequest(user="users/none"))


def test_who_stands_in_sees_what_waits_for_the_one_who_is_away(desk: Desk) -> None:
    office = desk.office
    desk.plan(office.manager_b, when=on("2026-01-12"))
    desk.plan(office.manager_b)
    lent = {"works.read": (office.manager_b.user,)}
    grants = {
        **office.manager_a.grants,
        "works.read": (*office.manager_a.grants["works.read"], office.manager_b.user),
    }
    lender = Lender(office.manager_b.user, "Away", lent)
    stand_in = replace(office.manager_a, lenders=(lender,), grants=grants)
    (away,) = planner(desk, stand_in).GetMyDay(pb.GetMyDayRequest()).substituted
    assert (away.user, away.display_name) == (office.manager_b.user, "Away")
    assert (away.overdue, away.today) == (1, 1)


# --- calendar ----------------------------------------------------------------------------------


def test_a_calendar_shows_each_work_once_by_when_it_begins(desk: Desk) -> None:
    me = desk.office.manager_a
    desk.plan(me, display_name="all week", when=within("2026-12-05", "2026-12-20"))
    desk.plan(me, display_name="nine", when=hours(NINE, NINE + HOUR))
    desk.plan(me, display_name="next week", when=on("2026-12-14"))
    gone = desk.plan(me, display_name="cancelled", when=on("2026-12-08"))
    desk.works(me).CancelWork(works_pb2.CancelWorkRequest(name=gone.name))
    found = calendar(desk, me)
    assert names(found.works) == ["all week", "nine"]
    assert not found.more
    assert not found.capped


def test_an_all_day_work_stays_on_its_date_in_every_zone(desk: Desk) -> None:
    me = desk.office.manager_a
    desk.plan(me, display_name="day", when=on("2026-12-09"))
    for offset in range(2, 13):
        here = replace(me, time_zone=f"Etc/GMT-{offset}")
        assert names(calendar(desk, here, date(2026, 12, 9), date(2026, 12, 9)).works) == ["day"]
        assert not calendar(desk, here, date(2026, 12, 8), date(2026, 12, 8)).works
        assert not calendar(desk, here, date(2026, 12, 10), date(2026, 12, 10)).works


def test_hours_lie_on_the_viewers_days(desk: Desk) -> None:
    me = desk.office.manager_a
    # 01:00 on Tuesday in Vladivostok is 18:00 on Monday in Moscow.
    start = datetime(2026, 12, 7, 15, tzinfo=UTC)
    desk.plan(me, display_name="far", when=hours(start, start + HOUR, "Asia/Vladivostok"))
    assert names(calendar(desk, me, MONDAY, MONDAY).works) == ["far"]
    there = replace(me, time_zone="Asia/Vladivostok")
    assert not calendar(desk, there, MONDAY, MONDAY).works
    tuesday = MONDAY + timedelta(days=1)
    assert names(calendar(desk, there, tuesday, tuesday).works) == ["far"]


def test_a_full_day_says_how_many_there_are(desk: Desk) -> None:
    me = desk.office.manager_a
    for number in range(5):
        start = NINE + number * HOUR
        desk.plan(me, display_name=str(number), when=hours(start, start + HOUR))
    found = calendar(desk, me, works_per_day=3)
    assert names(found.works) == ["0", "1", "2"]
    ((more),) = found.more
    assert (more.user, more.more_date, more.works) == (me.user, pb_date(MONDAY), 5)


def test_calendars_of_others_are_for_who_sees_their_works(desk: Desk) -> None:
    office = desk.office
    desk.plan(office.manager_a, display_name="a", when=on("2026-12-08"))
    desk.plan(office.manager_b, display_name="b", when=on("2026-12-09"))
    both = [office.manager_a.user, office.manager_b.user]
    assert names(calendar(desk, office.admin, users=both).works) == ["a", "b"]
    with refusing("PERMISSION_DENIED"):
        calendar(desk, office.head_a, users=both)


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (date(2026, 12, 8), MONDAY, "WHEN_ENDS_BEFORE"),
        (MONDAY, date(2027, 3, 1), "WHEN_TOO_LONG"),
        (date(1, 1, 1), date(1, 1, 2), "DATE_OUT_OF_RANGE"),
    ],
)
def test_days_that_make_no_sense_are_refused(
    desk: Desk, first: date, last: date, reason: str
) -> None:
    with refusing("INVALID_ARGUMENT", reason):
        calendar(desk, desk.office.manager_a, first, last)
    with refusing("INVALID_ARGUMENT", reason):
        week(desk, desk.office.manager_a, first, last)


# --- planner -----------------------------------------------------------------------------------


def test_the_planner_adds_up_people_and_days(desk: Desk) -> None:
    office = desk.office
    me = office.manager_a
    desk.plan(me, display_name="two days", minutes=120, when=within("2026-12-07", "2026-12-08"))
    desk.plan(me, display_name="nine", when=hours(NINE, NINE + HOUR))
    done = desk.plan(me, display_name="done", when=on("2026-12-08"))
    desk.close(me, done, "MINUS")
    desk.plan(me, when=on("2026-01-12"))
    desk.plan(office.manager_b, display_name="b", when=on("2026-12-07"))
    found = week(desk, office.head_a)
    rows = {row.user: row for row in found.rows}
    assert set(rows) == {office.head_a.user, me.user}
    monday, tuesday, *rest = rows[me.user].cells
    assert (monday.works, monday.minutes, monday.working_minutes) == (2, 120, 480)
    assert names(monday.first) == ["two days", "nine"]
    assert (tuesday.works, tuesday.minutes, tuesday.minus) == (2, 60, 1)
    assert [each.works for each in rest] == [0, 0, 0]
    assert rows[me.user].overdue == 1
    assert rows[office.head_a.user].overdue == 0


def test_the_planner_shows_some_works_of_a_cell_and_counts_all(desk: Desk) -> None:
    me = desk.office.manager_a
    for number in range(4):
        desk.plan(me, display_name=str(number), when=on("2026-12-07"))
    row = next(r for r in week(desk, me, works_per_cell=2).rows if r.user == me.user)
    assert (row.cells[0].works, len(row.cells[0].first)) == (4, 2)
    # Less than none is none: as many as usual.
    row = next(r for r in week(desk, me, works_per_cell=-1).rows if r.user == me.user)
    assert len(row.cells[0].first) == row.cells[0].works


def test_the_planner_is_filtered_by_people_unit_and_action(desk: Desk) -> None:
    office = desk.office
    call = desk.action("call")
    desk.plan(office.manager_a, action=call.name, when=on("2026-12-07"))
    desk.plan(office.manager_a, action=desk.action("send").name, when=on("2026-12-07"))
    asked = week(desk, office.admin, users=[office.manager_b.user, office.manager_a.user])
    assert [row.user for row in asked.rows] == [office.manager_b.user, office.manager_a.user]
    unit = week(desk, office.admin, org_unit=BRANCH_B)
    assert [row.user for row in unit.rows] == [office.manager_b.user]
    calls = week(desk, office.admin, users=[office.manager_a.user], action=[call.name])
    assert calls.rows[0].cells[0].works == 1


def test_the_planner_goes_on_page_by_page(desk: Desk) -> None:
    admin = desk.office.admin
    whole = [row.user for row in week(desk, admin).rows]
    first = week(desk, admin, page_size=3)
    rest = week(desk, admin, page_size=3, page_token=first.next_page_token)
    assert [row.user for row in (*first.rows, *rest.rows)] == whole
    assert not rest.next_page_token
    with refusing("INVALID_ARGUMENT", "PAGE_TOKEN_FOREIGN"):
        week(desk, admin, page_token="x")


def test_what_nobody_does_yet_is_in_the_pool_of_who_sees_it(desk: Desk) -> None:
    office = desk.office
    late = works_pb2.Work(display_name="second", owner="", when=on("2026-12-09"))
    early = works_pb2.Work(display_name="first", owner="", when=on("2026-12-08"))
    for work in (late, early):
        made = desk.plan(office.manager_a, display_name=work.display_name, when=work.when)
        mask = {"paths": ["owner"]}
        desk.works(office.head_a).UpdateWork(
            works_pb2.UpdateWorkRequest(
                work=works_pb2.Work(name=made.name, owner=""), update_mask=mask
            )
        )
    found = week(desk, office.head_a)
    assert (names(found.pool), found.pool_count) == (["first", "second"], 2)
    assert not week(desk, office.manager_b).pool


def test_of_a_colleagues_work_somebody_may_not_see_only_hours_are_told(desk: Desk) -> None:
    office = desk.office
    start = hours(NINE, NINE + HOUR)
    desk.plan(
        office.manager_b,
        display_name="secret",
        subject=desk.client,
        participants=[office.manager_a.user],
        when=start,
    )
    (row,) = (r for r in week(desk, office.head_a).rows if r.user == office.manager_a.user)
    (card,) = row.cells[0].first
    # A participant's head does not see what the participant does for another branch.
    assert (card.display_name, card.name, card.counterparty) == ("", "", "")
    assert card.when.start_time == start.start_time
    mine = next(r for r in week(desk, office.manager_a).rows if r.user == office.manager_a.user)
    assert names(mine.cells[0].first) == ["secret"]


# --- conflicts ---------------------------------------------------------------------------------


def test_what_lies_upon_planned_hours_is_found(desk: Desk) -> None:
    me = desk.office.manager_a
    one = desk.plan(me, display_name="one", when=hours(NINE, NINE + HOUR))
    desk.plan(me, display_name="touches", when=hours(NINE + HOUR, NINE + 2 * HOUR))
    desk.plan(me, display_name="day", minutes=30, when=on("2026-12-07"))
    half = NINE + HOUR / 2
    request = pb.FindConflictsRequest(when=hours(half, half + HOUR / 2))
    found = planner(desk, me).FindConflicts(request)
    assert names(found.works) == ["one"]
    assert (found.minutes, found.working_minutes) == (150, 480)
    request.work = one.name
    assert not planner(desk, me).FindConflicts(request).works
    stranger = pb.FindConflictsRequest(user=me.user, when=hours(half, half + HOUR / 2))
    (card,) = planner(desk, desk.office.manager_b).FindConflicts(stranger).works
    assert (card.display_name, card.when.kind) == ("", works_pb2.When.KIND_EXACT)


def test_conflicts_of_no_time_are_refused(desk: Desk) -> None:
    with refusing("INVALID_ARGUMENT"):
        planner(desk, desk.office.manager_a).FindConflicts(pb.FindConflictsRequest())


# --- indexes -----------------------------------------------------------------------------------


def test_grids_are_read_off_their_indexes(desk: Desk) -> None:
    me, now = desk.office.manager_a, clock.now()
    for number in range(40):
        desk.plan(me, when=on(f"2026-12-{1 + number % 20:02}"))
    slots, works = works_store.SLOTS.raw(desk.office.db), works_store.WORKS.raw(desk.office.db)
    users = [me.user, desk.office.manager_b.user]
    asked_days = store.days_filter(users, MONDAY, FRIDAY, "Europe/Moscow")
    asked = [
        *((slots, where, None, store.SLOT_HINT) for where in asked_days),
        (works, store.late([me.user], now), [("due_key", 1), ("_id", 1)], store.DUE_HINT),
        (works, store.late(users, now), None, store.DUE_HINT),
        (works, store.pool_filter({}, ()), [("due_key", 1), ("_id", 1)], store.DUE_HINT),
    ]
    for raw, where, sort, hint in asked:
        plan = raw.explain(where, sort=sort, hint=hint)
        used = set(stages(plan["queryPlanner"]["winningPlan"]))
        assert not used & {"COLLSCAN", "SORT"}, used
    for where in asked_days:
        plan = slots.explain(where, projection=store.SUMS, hint=store.SLOT_HINT)
        assert plan["executionStats"]["totalDocsExamined"] == 0
    shown = store.rows(desk.office.db, asked_days[:1])[:3]
    opened = slots.explain(store.cards_filter(shown), hint=store.SLOT_HINT)["executionStats"]
    assert opened["totalDocsExamined"] == opened["nReturned"] == 3


def test_me_is_the_caller(desk: Desk) -> None:
    me = desk.office.manager_a
    desk.plan(me, display_name="mine", when=on("2026-12-08"))
    assert names(calendar(desk, me, users=[ME]).works) == ["mine"]
