"""Repeated works that are otherwise: from one on, all open ones, ended, handed over."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from google.protobuf import field_mask_pb2

from crm.activities.v1 import series_pb2 as pb
from crm.activities.v1 import works_pb2 as works_pb
from services.activities.handing_over.estates import ESTATES
from services.activities.series import making
from services.activities.series.following import ESTATE, LINKED
from services.activities.series.store import SERIES
from services.activities.work import State
from services.kit import clock
from services.kit.caller import Caller
from services.kit.handing_over import HandOver
from services.kit.parties.party import Party
from services.kit.parties.store import keep
from tests.activities.desk import Desk, hours, on, refusing
from tests.activities.series.again import (
    DAY,
    HOUR,
    after,
    begin,
    change,
    days,
    door,
    this_day,
    weekday,
    works,
)
from tests.activities.test_handing_over import leaves

MOSCOW = ZoneInfo("Europe/Moscow")


# --- changed ---


def test_this_one_alone_is_changed_as_any_work(desk: Desk) -> None:
    me = desk.office.manager_a
    begun = begin(desk, me, "FREQ=WEEKLY;COUNT=4", when=on(after(3).isoformat()))
    second = works(desk)[1]
    changed = works_pb.Work(name=second.name, display_name="Отчёт за месяц")
    mask = field_mask_pb2.FieldMask(paths=["display_name"])
    desk.works(me).UpdateWork(works_pb.UpdateWorkRequest(work=changed, update_mask=mask))
    names = [each.display_name for each in works(desk)]
    assert names[1] == "Отчёт за месяц"
    assert len({*names}) == 2
    # Whatever all become, that one stays as it was said.
    change(desk, me, begun, ["work.display_name"], display_name="Отчёт")
    assert [each.display_name for each in works(desk)] == [
        "Отчёт",
        "Отчёт за месяц",
        "Отчёт",
        "Отчёт",
    ]


def test_this_and_following_are_another_series(desk: Desk) -> None:
    me = desk.office.manager_a
    ten = datetime.combine(after(3), time(10), MOSCOW).astimezone(UTC)
    begun = begin(desk, me, "FREQ=WEEKLY;COUNT=12", when=hours(ten, ten + HOUR, "Europe/Moscow"))
    before = works(desk)
    third = before[2]
    assert third.when is not None
    assert third.when.start_time is not None
    noon = third.when.start_time + 2 * HOUR
    new = hours(noon, noon + 2 * HOUR, "Europe/Moscow")
    begun2 = change(desk, me, begun, ["work.when"], third.name, when=new)
    assert (begun2.based_on, begun2.rule) == (begun.name, "FREQ=WEEKLY;COUNT=10")
    ended = door(desk, me).GetWorkSeries(pb.GetWorkSeriesRequest(name=begun.name))
    assert pb.WorkSeries.State.Name(ended.state) == "STATE_ENDED"
    assert ended.rule.endswith(f"UNTIL={after(16):%Y%m%d}")
    now = works(desk)
    # They are the same works still.
    assert [each.name for each in now] == [each.name for each in before]
    assert [each.series for each in now] == [begun.name] * 2 + [begun2.name] * (len(now) - 2)
    assert [each.minutes for each in now] == [60, 60] + [120] * (len(now) - 2)
    making.make_each(desk.office.db, [begun.name, begun2.name], clock.now() + 21 * DAY)
    assert days(desk)[-3:] == [66, 73, 80]
    with refusing("NOT_FOUND"):
        change(desk, me, ended, ["work.description"], now[-1].name, description="…")


def test_a_day_that_is_moved_moves_those_after_it(desk: Desk) -> None:
    me = desk.office.manager_a
    day = after(3)
    rule = f"FREQ=WEEKLY;BYDAY={weekday(day)};COUNT=8"
    begun = begin(desk, me, rule, when=on(day.isoformat()))
    before = works(desk)
    closed = desk.close(me, works_pb.Work(name=before[2].name, etag='"1"'), "PLUS").work
    new = on(after(11).isoformat())
    moved = change(desk, me, begun, ["work.when"], before[1].name, when=new)
    assert moved.rule == f"FREQ=WEEKLY;BYDAY={weekday(after(11))};COUNT=7"
    now = works(desk, State.OPEN, State.DONE)
    assert [each.name for each in now][:2] == [each.name for each in before][:2]
    assert days(desk, State.DONE) == [17]
    assert days(desk)[:4] == [3, 11, 18, 25]
    assert closed.name in {each.name for each in now}


def test_all_open_ones_get_other_days_and_what_was_moved_by_hand_stays(desk: Desk) -> None:
    me = desk.office.manager_a
    begun = begin(desk, me, "FREQ=WEEKLY;COUNT=4", when=on(after(3).isoformat()))
    second = works(desk)[1]
    request = works_pb.PostponeWorkRequest(name=second.name, when=on(after(13).isoformat()))
    desk.works(me).PostponeWork(request)
    daily = change(desk, me, begun, ["rule"], rule="FREQ=DAILY;INTERVAL=9;COUNT=3")
    assert daily.name == begun.name
    # The moved one is that of the second day; the fourth has no day any more.
    assert days(desk) == [3, 13, 21]
    assert len(works(desk, State.DELETED)) == 1
    back = change(desk, me, daily, ["rule"], rule="FREQ=WEEKLY;COUNT=4")
    assert days(desk) == [3, 13, 17, 24]
    change(desk, me, back, ["work.owner"], owner=desk.office.admin.user)
    assert {each.owner for each in works(desk)} == {desk.office.admin.user}


def test_all_open_ones_move_as_one_of_them_does(desk: Desk) -> None:
    me = desk.office.manager_a
    begun = begin(desk, me, "FREQ=WEEKLY;COUNT=3", when=on(after(3).isoformat()))
    second = works(desk)[1]
    new = on(after(12).isoformat())
    change(desk, me, begun, ["work.when"], second.name, all_open=True, when=new)
    assert days(desk) == [5, 12, 19]


# --- ended ---


def test_a_series_that_is_deleted_takes_what_is_open_and_untouched_and_comes_back(
    desk: Desk,
) -> None:
    me = desk.office.manager_a
    begun = begin(desk, me, "FREQ=WEEKLY", when=on(this_day().isoformat()))
    closed, moved, *rest = works(desk)
    desk.close(me, works_pb.Work(name=closed.name, etag='"1"'), "PLUS")
    request = works_pb.PostponeWorkRequest(name=moved.name, when=on(after(8).isoformat()))
    desk.works(me).PostponeWork(request)
    gone = door(desk, me).DeleteWorkSeries(pb.DeleteWorkSeriesRequest(name=begun.name))
    assert pb.WorkSeries.State.Name(gone.state) == "STATE_DELETED"
    assert days(desk) == [8]
    assert len(works(desk, State.DELETED)) == len(rest)
    making.make_each(desk.office.db, [begun.name], clock.now() + 30 * DAY)
    assert days(desk) == [8]
    with refusing("FAILED_PRECONDITION", "SERIES_ENDED"):
        change(desk, me, gone, ["work.description"], description="…")
    back = door(desk, me).UndeleteWorkSeries(pb.UndeleteWorkSeriesRequest(name=begun.name))
    assert pb.WorkSeries.State.Name(back.state) == "STATE_OPEN"
    assert {each.name for each in works(desk)} == {each.name for each in (moved, *rest)}
    with refusing("FAILED_PRECONDITION", "NOT_DELETED"):
        door(desk, me).UndeleteWorkSeries(pb.UndeleteWorkSeriesRequest(name=begun.name))


# --- who may, and what follows others ---


def test_who_sees_and_changes_series_is_who_does_it_with_works(desk: Desk) -> None:
    office = desk.office
    begun = begin(desk, office.manager_a, "FREQ=WEEKLY", when=on(after(3).isoformat()))
    grants = {"works.read": ("*",)}
    read_only = Caller(tenant=office.tenant, user=office.head_a.user, grants=grants)
    stranger = Desk.opened(office.door).office.admin
    for caller in (office.manager_a, office.head_a):
        listed = door(desk, caller).ListWorkSeries(pb.ListWorkSeriesRequest())
        assert [each.name for each in listed.work_series] == [begun.name]
    for caller in (office.manager_b, stranger):
        assert not door(desk, caller).ListWorkSeries(pb.ListWorkSeriesRequest()).work_series
        mine = door(desk, caller)
        with refusing("NOT_FOUND"):
            mine.GetWorkSeries(pb.GetWorkSeriesRequest(name=begun.name))
        with refusing("NOT_FOUND"):
            change(desk, caller, begun, ["work.description"], description="…")
        with refusing("NOT_FOUND"):
            mine.DeleteWorkSeries(pb.DeleteWorkSeriesRequest(name=begun.name))
        with refusing("NOT_FOUND"):
            mine.UndeleteWorkSeries(pb.UndeleteWorkSeriesRequest(name=begun.name))
    with refusing("PERMISSION_DENIED"):
        begin(desk, read_only, "FREQ=WEEKLY")
    with refusing("PERMISSION_DENIED"):
        change(desk, read_only, begun, ["work.description"], description="…")
    with refusing("PERMISSION_DENIED"):
        door(desk, read_only).DeleteWorkSeries(pb.DeleteWorkSeriesRequest(name=begun.name))
    with refusing("PERMISSION_DENIED"):
        door(desk, read_only).UndeleteWorkSeries(pb.UndeleteWorkSeriesRequest(name=begun.name))
    with refusing("ABORTED"):
        stale = pb.WorkSeries(name=begun.name, etag='"7"')
        change(desk, office.manager_a, stale, ["work.description"], description="…")


def test_series_of_a_leaver_go_to_another_who_does_what_comes(desk: Desk) -> None:
    office = desk.office
    begun = begin(desk, office.manager_a, "FREQ=WEEKLY", when=on(after(3).isoformat()))
    at_once = HandOver("activities", [*ESTATES, ESTATE], settled=timedelta(0))
    leaves(desk, office.manager_a, office.manager_b.user, job=at_once)
    shown = door(desk, office.manager_b).GetWorkSeries(pb.GetWorkSeriesRequest(name=begun.name))
    assert (shown.owner, shown.work.owner) == (office.manager_b.user, office.manager_b.user)
    making.make_each(office.db, [begun.name], clock.now() + 7 * DAY)
    assert {each.owner for each in works(desk)} == {office.manager_b.user}


def test_works_of_somebody_who_left_wait_for_another(desk: Desk) -> None:
    office = desk.office
    begun = begin(desk, office.manager_a, "FREQ=WEEKLY", when=on(after(3).isoformat()))
    office.announce(office.manager_a, 2, disabled=True)
    making.make_each(office.db, [begun.name], clock.now() + 7 * DAY)
    assert works(desk)[-1].owner == ""
    assert desk.names(office.head_a, owner=["users/none"]) == [works(desk)[-1].name]


def test_a_series_is_called_as_its_client_is(desk: Desk) -> None:
    office = desk.office
    desk.knows(desk.client)
    begin(desk, office.manager_a, "FREQ=WEEKLY", subject=desk.client)
    (found,) = SERIES.select(office.db, {})
    assert found.work.subject_display_name == desk.client.upper()
    renamed = Party(name=desk.client, display_name="Ромашка", version=2)
    keep(office.db, renamed, expected=True)
    for link in LINKED[:2]:
        pairs = link.of(office.db, desk.client, link.outdated(renamed))
        link.refresh(office.db, [(each, link.linked(each, renamed, desk.client)) for each in pairs])
    (now,) = SERIES.select(office.db, {})
    assert now.work.subject_display_name == now.work.counterparty_display_name == "Ромашка"
    assert now.version == found.version
    other = Party(name=f"{desk.client}-2", display_name="Василёк", version=1)
    LINKED[0].relink(office.db, office.admin, [(now, LINKED[0].linked(now, other, desk.client))])
    (moved,) = SERIES.select(office.db, {"linked": other.name})
    assert moved.work.subject == other.name
