"""Repeated works through their door: previewed, made ahead once, by the timer once more."""

import threading
import uuid
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from crm.activities.v1 import series_pb2 as pb
from crm.activities.v1 import works_pb2 as works_pb
from services.activities.reminders.store import REMINDERS
from services.activities.series import making
from services.activities.series.store import SERIES
from services.activities.slot import slots
from services.kit import clock
from services.kit.caller import system
from services.kit.mongo import Db, transactional
from tests.activities.desk import Desk, hours, on, refusing
from tests.activities.series.again import DAY, HOUR, after, begin, days, door, works
from tests.activities.test_notices import told as notices_told
from tests.activities.test_works import facts, kept_slots

MOSCOW = ZoneInfo("Europe/Moscow")


# --- begun ---


def test_works_are_made_sixty_days_ahead_and_are_works_like_others(desk: Desk) -> None:
    me = desk.office.manager_a
    desk.knows(desk.client)
    ten = datetime.combine(after(3), time(10), MOSCOW)
    begun = begin(
        desk,
        me,
        "FREQ=WEEKLY;COUNT=12",
        display_name="Обзвон",
        subject=desk.client,
        when=hours(ten.astimezone(UTC), (ten + HOUR).astimezone(UTC), "Europe/Moscow"),
        reminders=[works_pb.Reminder(minutes_before=15)],
    )
    assert days(desk) == [3, 10, 17, 24, 31, 38, 45, 52, 59]
    made = works(desk)
    for each in made:
        assert each.when is not None
        assert each.when.start_time is not None
        assert each.when.start_time.astimezone(MOSCOW).hour == 10
        assert (each.series, each.series_date) == (begun.name, each.when.start_date)
        assert (each.owner, each.chain, each.subject) == (me.user, each.name, desk.client)
        assert each.due_time == each.first_due_time == each.watch_time == each.when.end_time
    expected = [slots(each) for each in made]
    assert kept_slots(desk) == {name: one for each in expected for name, one in each.items()}
    assert len(facts(desk)) == len(made)
    assert REMINDERS.raw(desk.office.db).count({}) == len(made)
    assert (begun.rule, begun.owner) == ("FREQ=WEEKLY;COUNT=12", me.user)
    assert pb.WorkSeries.State.Name(begun.state) == "STATE_OPEN"
    assert len(desk.office.changes("work_series_created")) == 1


def test_the_same_request_begins_one(desk: Desk) -> None:
    me, number = desk.office.manager_a, str(uuid.uuid4())
    one = begin(desk, me, "FREQ=DAILY;COUNT=3", number, when=on(after(1).isoformat()))
    again = begin(desk, me, "FREQ=DAILY;COUNT=3", number, when=on(after(1).isoformat()))
    assert one.name == again.name
    assert days(desk) == [1, 2, 3]
    # It is over with its last day, not when all are made.
    for later, state in ((2, "STATE_OPEN"), (4, "STATE_ENDED")):
        making.make_each(desk.office.db, [one.name], clock.now() + later * DAY)
        found = door(desk, me).GetWorkSeries(pb.GetWorkSeriesRequest(name=one.name))
        assert pb.WorkSeries.State.Name(found.state) == state


def test_a_work_becomes_the_first_one(desk: Desk) -> None:
    me = desk.office.manager_a
    when = on(after(2).isoformat())
    work = desk.plan(me, when=when)
    series = pb.WorkSeries(work=works_pb.Work(when=when), rule="FREQ=WEEKLY;COUNT=2")
    request = pb.CreateWorkSeriesRequest(work_series=series, from_work=work.name)
    begun = door(desk, me).CreateWorkSeries(request)
    assert days(desk) == [2, 9]
    assert works(desk)[0].name == work.name
    assert {each.series for each in works(desk)} == {begun.name}
    with refusing("FAILED_PRECONDITION", "WORK_IN_SERIES"):
        door(desk, me).CreateWorkSeries(request)


def test_who_gets_them_hears_once(desk: Desk) -> None:
    office = desk.office
    begin(desk, office.head_a, "FREQ=DAILY;COUNT=5", owner=office.manager_a.user)
    assert len(works(desk)) == 5
    assert len(notices_told(desk, office.manager_a)) == 1


@pytest.mark.parametrize(
    ("rule", "when", "field", "reason"),
    [
        ("FREQ=HOURLY", 1, "rule", "RULE_FORMAT"),
        ("FREQ=DAILY;UNTIL=20200101", 1, "rule", "RULE_NO_OCCURRENCE"),
        ("FREQ=DAILY;COUNT=3", -30, "rule", "RULE_NO_OCCURRENCE"),
    ],
)
def test_what_never_comes_is_refused(
    desk: Desk, rule: str, when: int, field: str, reason: str
) -> None:
    with refusing("INVALID_ARGUMENT") as refusal:
        begin(desk, desk.office.manager_a, rule, when=on(after(when).isoformat()))
    assert refusal.fields == ((field, reason),)


def test_all_that_is_wrong_is_said_at_once(desk: Desk) -> None:
    with refusing("INVALID_ARGUMENT") as refusal:
        begin(desk, desk.office.manager_a, "?", subject="tables/1", owner="users/nobody")
    assert {each for each, _ in refusal.fields} == {"rule", "work.subject", "work.owner"}


def test_the_days_are_told_before_anything_is_made(desk: Desk) -> None:
    me = desk.office.manager_a
    rule = "FREQ=MONTHLY;BYMONTHDAY=1,31"
    work = works_pb.Work(when=on(after(1).isoformat()))
    draft = pb.WorkSeries(work=work, rule=rule, on_day_off=pb.WorkSeries.ON_DAY_OFF_SKIP)
    request = pb.PreviewOccurrencesRequest(work_series=draft)
    shown = door(desk, me).PreviewOccurrences(request)
    kept = [each.start_date for each in shown.occurrences]
    assert len(kept) == 60
    assert {each.day for each in kept} == {1, 31}
    # Each New Year is a holiday.
    assert (1, 1) in {(each.start_date.month, each.start_date.day) for each in shown.skipped}
    assert works(desk) == []


def test_what_comes_once_in_a_lifetime_has_no_days_to_tell(desk: Desk) -> None:
    draft = pb.WorkSeries(work=works_pb.Work(when=on("2010-02-01")), rule="FREQ=YEARLY;INTERVAL=99")
    request = pb.PreviewOccurrencesRequest(work_series=draft)
    shown = door(desk, desk.office.manager_a).PreviewOccurrences(request)
    assert list(shown.occurrences) == []


# --- made ---


def test_the_timer_goes_on_where_it_stopped_and_doubles_nothing(desk: Desk) -> None:
    db, me = desk.office.db, desk.office.manager_a
    begun = begin(desk, me, "FREQ=DAILY;INTERVAL=10", when=on(after(5).isoformat()))
    assert days(desk) == [5, 15, 25, 35, 45, 55]
    making.make_each(db, [begun.name], clock.now())
    assert days(desk)[-1] == 55
    in_a_week = clock.now() + 7 * DAY
    timers = [
        threading.Thread(target=making.make_each, args=(db, [begun.name], in_a_week))
        for _ in range(3)
    ]
    for each in timers:
        each.start()
    for each in timers:
        each.join()
    assert days(desk) == [5, 15, 25, 35, 45, 55, 65]
    assert SERIES.get(db, begun.name).version == 2
    # What is looked at long after it was due makes no works of days that are over.
    making.make_each(db, [begun.name], clock.now() + 90 * DAY)
    assert days(desk)[6:] == [65, 95, 105, 115, 125, 135, 145]


def test_who_is_killed_in_between_leaves_each_day_one_work(desk: Desk) -> None:
    db, me = desk.office.db, desk.office.manager_a
    one = begin(desk, me, "FREQ=WEEKLY", when=on(after(4).isoformat()))
    other = begin(desk, me, "FREQ=WEEKLY", when=on(after(4).isoformat()))
    later = clock.now() + 7 * DAY

    @transactional
    def killed(bound: Db) -> None:
        series, made = making.make(bound, system(bound.tenant), SERIES.get(bound, one.name), later)
        assert series.made_until_date
        assert made
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed(db)
    before = len(works(desk))
    # The first slice was kept, and then nothing more.
    making.make_each(db, [one.name], later)
    making.make_each(db, [one.name, other.name], later)
    assert len(works(desk)) == before + 2
    assert len({(each.series, each.series_date) for each in works(desk)}) == before + 2


def test_one_that_cannot_be_made_keeps_no_other_from_it(desk: Desk) -> None:
    db, me = desk.office.db, desk.office.manager_a
    bad, good = (begin(desk, me, "FREQ=WEEKLY", when=on(after(4).isoformat())) for _ in range(2))
    SERIES.raw(db).update_one({"_id": bad.name}, {"$set": {"rule": "FREQ=?"}})
    later = clock.now() + 7 * DAY
    before = len(works(desk))
    making.make_each(db, [bad.name, good.name], later)
    assert len(works(desk)) == before + 1
    waiting = SERIES.raw(db).find_one({"_id": bad.name})
    assert waiting is not None
    assert waiting["make_time"] > later


def test_a_work_that_was_deleted_or_moved_is_never_made_again(desk: Desk) -> None:
    office = desk.office
    begun = begin(desk, office.manager_a, "FREQ=WEEKLY", when=on(after(3).isoformat()))
    gone, moved = works(desk)[:2]
    desk.works(office.admin).DeleteWork(works_pb.DeleteWorkRequest(name=gone.name))
    request = works_pb.PostponeWorkRequest(name=moved.name, when=on(after(12).isoformat()))
    desk.works(office.manager_a).PostponeWork(request)
    making.make_each(office.db, [begun.name], clock.now() + 7 * DAY)
    assert days(desk)[:2] == [12, 17]


def test_days_off_of_its_executor_count(desk: Desk) -> None:
    me = desk.office.manager_a
    off = "ON_DAY_OFF_NEXT"
    begin(desk, me, "FREQ=DAILY;COUNT=21", when=on(after(1).isoformat()), on_day_off=off)
    found = works(desk)
    assert 8 <= len(found) <= 16
    assert {each.series_date.weekday() for each in found if each.series_date} <= {0, 1, 2, 3, 4, 5}
    assert len({each.series_date for each in found}) == len(found)
