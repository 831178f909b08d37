"""Reminders, each once, whatever happens meanwhile; and what somebody does with his notices."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.protobuf import timestamp_pb2

from crm.activities.v1 import notices_pb2 as pb
from crm.activities.v1 import notices_pb2_grpc
from crm.activities.v1 import works_pb2 as works_pb
from services.activities.notices import firing
from services.activities.notices.store import NOTICES
from services.activities.reminders.store import REMINDERS
from services.kit import clock
from services.kit.caller import Caller
from services.kit.mongo import Db
from tests.activities.desk import Desk, hours, on, refusing

Pb = Any
HOUR = timedelta(hours=1)


def notices(desk: Desk, caller: Caller) -> Pb:
    return desk.office.door.stub(notices_pb2_grpc.NoticeServiceStub, caller)


def told(desk: Desk, caller: Caller, **asked: Any) -> list[Pb]:
    return [*notices(desk, caller).ListNotices(pb.ListNoticesRequest(**asked)).notices]


def stamp(moment: datetime) -> timestamp_pb2.Timestamp:
    sent = timestamp_pb2.Timestamp()
    sent.FromDatetime(moment)
    return sent


def reminded(desk: Desk, caller: Caller, before: int = 10, **values: Any) -> Pb:
    """A work in an hour."""
    start = clock.now() + HOUR
    reminders = [works_pb.Reminder(minutes_before=before)]
    return desk.plan(
        caller, **{"when": hours(start, start + HOUR), "reminders": reminders, **values}
    )


def fire(desk: Desk, later: timedelta = HOUR) -> None:
    """As the timer does, so much later."""
    names = [each["_id"] for each in waiting(desk.office.db)]
    firing.fire(desk.office.db, names, clock.now() + later)


def waiting(db: Db) -> list[dict[str, Any]]:
    return REMINDERS.raw(db).find({"fire_time": {"$ne": None}})


def test_a_reminder_comes_once(desk: Desk) -> None:
    me = desk.office.manager_a
    work = reminded(desk, me, subject=desk.client)
    names = [each["_id"] for each in waiting(desk.office.db)]
    for _ in range(2):
        firing.fire(desk.office.db, names, clock.now() + HOUR)
    (notice,) = told(desk, me)
    assert (notice.record, notice.display_name, notice.unread) == (
        work.name,
        work.display_name,
        True,
    )
    assert pb.Notice.Kind.Name(notice.kind) == "KIND_REMINDER"
    (event,) = desk.office.changes("notice_raised")
    assert (event["visible_to"], event["permission"]) == ([me.user], "signed_in")


def test_it_does_not_come_early(desk: Desk) -> None:
    reminded(desk, desk.office.manager_a)
    fire(desk, timedelta(minutes=49))
    assert told(desk, desk.office.manager_a) == []


def test_what_was_due_while_nothing_ran_comes_at_the_start(desk: Desk) -> None:
    me = desk.office.manager_a
    reminded(desk, me)
    past = clock.now() - 3 * HOUR
    REMINDERS.raw(desk.office.db).update_many({"work": {"$gt": ""}}, {"$set": {"fire_time": past}})
    for _ in range(2):
        firing.fire_due(desk.office.door.db(""))
    assert len(told(desk, me)) == 1


def test_what_is_said_too_late_comes_at_once(desk: Desk) -> None:
    me = desk.office.manager_a
    reminded(desk, me, before=120)
    firing.fire_due(desk.office.door.db(""))
    assert len(told(desk, me)) == 1


def closed(desk: Desk, work: Pb) -> None:
    desk.close(desk.office.manager_a, work, "PLUS")


def cancelled(desk: Desk, work: Pb) -> None:
    works = desk.works(desk.office.manager_a)
    works.CancelWork(works_pb.CancelWorkRequest(name=work.name, etag=work.etag))


def deleted(desk: Desk, work: Pb) -> None:
    works = desk.works(desk.office.manager_a)
    works.DeleteWork(works_pb.DeleteWorkRequest(name=work.name, etag=work.etag))


@pytest.mark.parametrize("end", [closed, cancelled, deleted])
def test_what_is_ended_reminds_nobody(desk: Desk, end: Callable[[Desk, Pb], None]) -> None:
    end(desk, reminded(desk, desk.office.manager_a))
    assert waiting(desk.office.db) == []
    fire(desk)
    assert told(desk, desk.office.manager_a) == []


def test_what_is_opened_again_reminds_again(desk: Desk) -> None:
    me = desk.office.manager_a
    answer = desk.close(me, reminded(desk, me), "PLUS")
    desk.works(me).ReopenWork(works_pb.ReopenWorkRequest(name=answer.work.name))
    assert len(waiting(desk.office.db)) == 1


def test_what_is_postponed_reminds_at_its_new_time(desk: Desk) -> None:
    me = desk.office.manager_a
    work = reminded(desk, me)
    fire(desk)
    start = clock.now() + 5 * HOUR
    request = works_pb.PostponeWorkRequest(name=work.name, when=hours(start, start + HOUR))
    desk.works(me).PostponeWork(request)
    (row,) = waiting(desk.office.db)
    assert row["fire_time"] == start - timedelta(minutes=10)
    fire(desk, 5 * HOUR)
    assert len(told(desk, me)) == 2


def test_another_title_does_not_remind_twice(desk: Desk) -> None:
    me = desk.office.manager_a
    work = reminded(desk, me)
    fire(desk)
    changed = works_pb.Work(name=work.name, display_name="Другое")
    desk.works(me).UpdateWork(works_pb.UpdateWorkRequest(work=changed))
    assert waiting(desk.office.db) == []


def test_who_takes_a_work_over_is_reminded_of_it(desk: Desk) -> None:
    admin, other = desk.office.admin, desk.office.manager_b
    work = reminded(desk, admin)
    changed = works_pb.Work(name=work.name, owner=other.user)
    desk.works(admin).UpdateWork(works_pb.UpdateWorkRequest(work=changed))
    fire(desk)
    kinds = [pb.Notice.Kind.Name(each.kind) for each in told(desk, other)]
    assert sorted(kinds) == ["KIND_ASSIGNED", "KIND_REMINDER"]
    assert told(desk, admin) == []


def test_of_a_day_somebody_is_reminded_in_the_morning_where_he_is(desk: Desk) -> None:
    reminders = [works_pb.Reminder(), works_pb.Reminder(days_before=1, time_of_day="18:30")]
    desk.plan(desk.office.manager_a, when=on("2031-12-09"), reminders=reminders)
    times = sorted(each["fire_time"] for each in waiting(desk.office.db))
    assert times == [
        datetime(2031, 12, 8, 15, 30, tzinfo=UTC),
        datetime(2031, 12, 9, 6, tzinfo=UTC),
    ]


def test_what_others_do_is_told(desk: Desk) -> None:
    admin, me = desk.office.admin, desk.office.manager_a
    work = desk.plan(admin, owner=me.user, subject=desk.client)
    (given,) = told(desk, me)
    assert (given.record, given.facts["by"]) == (work.name, admin.display_name)
    desk.close(me, work, "MINUS")
    (ended,) = told(desk, admin)
    assert (pb.Notice.Kind.Name(ended.kind), ended.facts["sign"]) == ("KIND_CLOSED", "MINUS")


# --- what somebody does with them ----------------------------------------------------------------


@pytest.fixture
def noticed(desk: Desk) -> Desk:
    reminded(desk, desk.office.manager_a)
    fire(desk)
    return desk


def test_they_are_read_one_by_one_and_all_at_once(desk: Desk) -> None:
    me = desk.office.manager_a
    for _ in range(3):
        reminded(desk, me)
    fire(desk)
    first, *_ = told(desk, me)
    read = notices(desk, me).ReadNotices(pb.ReadNoticesRequest(names=[first.name]))
    assert (read.unread_count, len(told(desk, me, unread=True)), len(told(desk, me))) == (2, 2, 3)
    all_of_them = pb.ReadNoticesRequest(until_time=stamp(clock.now()))
    assert notices(desk, me).ReadNotices(all_of_them).unread_count == 0
    last = desk.office.changes("notices_read")[-1]
    assert last["visible_to"] == [me.user]


def test_nobody_reads_or_puts_off_what_is_anothers(noticed: Desk) -> None:
    other = notices(noticed, noticed.office.admin)
    (mine,) = told(noticed, noticed.office.manager_a)
    other.ReadNotices(pb.ReadNoticesRequest(names=[mine.name]))
    with refusing("NOT_FOUND"):
        until = stamp(clock.now() + HOUR)
        other.SnoozeNotice(pb.SnoozeNoticeRequest(name=mine.name, until_time=until))
    (mine,) = told(noticed, noticed.office.manager_a)
    assert mine.unread


def test_what_is_put_off_comes_again_once(noticed: Desk) -> None:
    me = noticed.office.manager_a
    (notice,) = told(noticed, me)
    until = clock.now() + HOUR
    request = pb.SnoozeNoticeRequest(name=notice.name, until_time=stamp(until))
    notices(noticed, me).SnoozeNotice(request)
    assert told(noticed, me) == []
    fire(noticed, timedelta(minutes=59))
    assert told(noticed, me) == []
    names = [each["_id"] for each in waiting(noticed.office.db)]
    for _ in range(2):
        firing.fire(noticed.office.db, names, until)
    (again,) = told(noticed, me)
    assert (again.name, again.unread) == (notice.name, True)
    assert len(noticed.office.changes("notice_raised")) == 2


def test_what_is_put_off_twice_comes_when_it_was_said_last(noticed: Desk) -> None:
    me = noticed.office.manager_a
    (notice,) = told(noticed, me)
    for later in (HOUR, 3 * HOUR, 2 * HOUR):
        until = stamp(clock.now() + later)
        notices(noticed, me).SnoozeNotice(
            pb.SnoozeNoticeRequest(name=notice.name, until_time=until)
        )
    fire(noticed, timedelta(minutes=90))
    assert told(noticed, me) == []
    fire(noticed, timedelta(minutes=150))
    assert len(told(noticed, me)) == 1


@pytest.mark.parametrize("later", [-HOUR, timedelta(days=91)])
def test_it_is_put_off_to_a_moment_to_come(noticed: Desk, later: timedelta) -> None:
    me = noticed.office.manager_a
    (notice,) = told(noticed, me)
    until = stamp(clock.now() + later)
    with refusing("INVALID_ARGUMENT", "SNOOZE_TIME"):
        request = pb.SnoozeNoticeRequest(name=notice.name, until_time=until)
        notices(noticed, me).SnoozeNotice(request)


def test_everybody_has_his_own_preferences(desk: Desk) -> None:
    me = notices(desk, desk.office.manager_a)
    before = me.GetNoticePreferences(pb.GetNoticePreferencesRequest())
    assert (before.quiet_start, len(before.push)) == ("21:00", 3)
    chosen = pb.NoticePreferences(push=["KIND_ASSIGNED"], reminder_time_of_day="08:30")
    request = pb.UpdateNoticePreferencesRequest(notice_preferences=chosen)
    request.update_mask.paths.extend(["push", "reminder_time_of_day"])
    after = me.UpdateNoticePreferences(request)
    assert (after.reminder_time_of_day, [*after.push]) == ("08:30", [pb.Notice.KIND_ASSIGNED])
    other = notices(desk, desk.office.admin).GetNoticePreferences(pb.GetNoticePreferencesRequest())
    assert other.reminder_time_of_day == "09:00"
    chosen.quiet_start = "25:00"
    request = pb.UpdateNoticePreferencesRequest(notice_preferences=chosen)
    with refusing("INVALID_ARGUMENT") as refusal:
        me.UpdateNoticePreferences(request)
    assert refusal.fields == (("quiet_start", "TIME_OF_DAY_FORMAT"),)


# --- how they are found ------------------------------------------------------------------------


def test_lists_and_counts_read_no_more_than_they_show(noticed: Desk) -> None:
    db, user = noticed.office.db, noticed.office.manager_a.user
    for states in ("UNREAD", {"$in": ["UNREAD", "READ"]}):
        told = NOTICES.raw(db).explain(
            {"user": user, "state": states}, sort=[("create_time", -1), ("_id", -1)], limit=51
        )
        assert "tenant_1_mine" in str(told["queryPlanner"]["winningPlan"])
        assert "'SORT'" not in str(told["queryPlanner"]["winningPlan"])
        assert told["executionStats"]["totalKeysExamined"] <= 3
