"""Working calendars of a tenant: who keeps them, whose they are, and all that goes by them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm.activities.v1 import calendars_pb2 as pb
from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import org_units_pb2, tenants_pb2
from services.activities.calendars import of_whom
from services.activities.calendars.store import CALENDARS
from services.activities.discipline import watching
from services.activities.notices.raising import push
from services.activities.preferences import store as preferences
from services.activities.store import WORKS
from services.kit.caller import Caller
from services.kit.mongo import transactional
from services.kit.people import find_people
from tests.activities.calendars.bureau import Bureau, off
from tests.activities.desk import Desk, hours, on, refusing
from tests.activities.test_planner import week
from tests.deals.office import BRANCH_A

Pb = Any
# A Monday; the Saturday after it.
MONDAY, SATURDAY = "2026-12-07", "2026-12-12"
OFFICE = [("09:00", "13:00"), ("14:00", "18:00")]
MORNING = [("10:00", "14:00")]


@pytest.fixture
def bureau(desk: Desk) -> Bureau:
    return Bureau(desk)


# --- the dictionary -------------------------------------------------------------------------------


def test_a_tenant_begins_with_five_days(bureau: Bureau) -> None:
    (usual,) = bureau.listed().values()
    assert (usual.display_name, usual.russian, usual.default_calendar) == ("Пятидневка", True, True)
    assert [each.weekday for each in usual.week] == [1, 2, 3, 4, 5]
    assert {(each.start, each.end) for day in usual.week for each in day.hours} == set(OFFICE)
    (event,) = bureau.desk.office.changes("work_calendar_created")
    assert event["subject"] == usual.name
    tenant = tenants_pb2.Tenant(name=f"tenants/{bureau.desk.office.tenant}", language="ru")
    bureau.desk.office.tell(identity.TenantCreated(tenant=tenant), tenant.name)
    assert len(bureau.listed()) == 1


def test_who_is_named_in_one_leaves_the_other(bureau: Bureau) -> None:
    office = bureau.desk.office
    mine, units = [office.manager_a.user], [BRANCH_A]
    one = bureau.create("Первый", position=1, users=mine, org_units=units, default_calendar=True)
    two = bureau.create("Второй", position=2, users=mine)
    listed = bureau.listed()
    assert [(*each.users, *each.org_units) for each in listed.values()] == [
        *((), (BRANCH_A,), (office.manager_a.user,)),
    ]
    assert [each.default_calendar for each in listed.values()] == [False, True, False]
    two.org_units.append(BRANCH_A)
    bureau.update(two, "org_units")
    assert list(bureau.listed()["Первый"].org_units) == []
    assert {each["subject"] for each in office.changes("work_calendar_updated")} == {
        *(one.name, two.name, bureau.listed()["Пятидневка"].name),
    }


def test_there_is_a_default_one_always(bureau: Bureau) -> None:
    usual = bureau.listed()["Пятидневка"]
    changed = pb.WorkCalendar(name=usual.name, archived=True, default_calendar=False)
    for field in ("archived", "default_calendar"):
        with refusing("FAILED_PRECONDITION", "CALENDAR_DEFAULT"):
            bureau.update(changed, field)
    shifts = bureau.create("Смены")
    shifts.default_calendar = True
    bureau.update(shifts, "default_calendar")
    bureau.update(pb.WorkCalendar(name=usual.name, archived=True), "archived")
    assert bureau.day(bureau.desk.office.manager_b, SATURDAY) == ("WORKING", MORNING)
    with refusing("FAILED_PRECONDITION", "CALENDAR_DEFAULT"):
        bureau.create("Ещё одни", default_calendar=True, archived=True)


def test_calendars_are_kept_by_who_may_and_of_his_tenant_only(bureau: Bureau) -> None:
    office = bureau.desk.office
    usual = bureau.listed()["Пятидневка"]
    with refusing("INVALID_ARGUMENT") as refusal:
        bureau.create("Ночь", week=[(1, [("18:00", "09:00")])])
    assert refusal.fields == (("week[0].hours[0].end", "WHEN_ENDS_BEFORE"),)
    reader = replace(office.manager_a, grants={"works.read": (office.manager_a.user,)})
    assert bureau.at(reader).ListWorkCalendars(pb.ListWorkCalendarsRequest()).work_calendars
    request = pb.UpdateWorkCalendarRequest(work_calendar=pb.WorkCalendar(name=usual.name))
    draft = pb.CreateWorkCalendarRequest(work_calendar=pb.WorkCalendar(display_name="Мой"))
    for act in (
        lambda: bureau.at(reader).UpdateWorkCalendar(request),
        lambda: bureau.at(reader).CreateWorkCalendar(draft),
    ):
        with refusing("PERMISSION_DENIED"):
            act()
    foreign = replace(office.admin, tenant=f"{office.tenant}x")
    with refusing("NOT_FOUND"):
        bureau.at(foreign).UpdateWorkCalendar(request)
    with refusing("NOT_FOUND"):
        bureau.days(foreign, MONDAY, calendar=usual.name)
    with refusing("NOT_FOUND"):
        bureau.days(foreign, MONDAY, user=office.manager_a.user)
    stale = pb.WorkCalendar(name=usual.name, etag='"7"', position=3)
    with refusing("ABORTED"):
        bureau.update(stale, "position")


def test_two_who_name_the_same_person_at_once_do_not_both_have_him(bureau: Bureau) -> None:
    """What one of them did not see yet, the index knows."""
    office = bureau.desk.office
    bureau.create("Один", users=[office.manager_a.user])
    other = bureau.create("Другой")
    (kept,) = CALENDARS.select(office.db, {"_id": other.name})
    with pytest.raises(Exception, match="Duplicate"):
        CALENDARS.replace(office.db, replace(kept, users=(office.manager_a.user,)))


# --- days and deadlines ---------------------------------------------------------------------------


def test_days_are_by_the_calendar_of_who_asks_or_is_asked_of(bureau: Bureau) -> None:
    office = bureau.desk.office
    party = [off(MONDAY, "День компании")]
    branch = bureau.create("Филиал", org_units=[BRANCH_A], exceptions=party)
    for caller, expected in ((office.manager_a, ()), (office.manager_b, OFFICE)):
        assert bureau.day(caller, MONDAY)[1] == [*expected]
        assert bureau.day(office.admin, MONDAY, user=caller.user)[1] == [*expected]
    assert bureau.day(office.manager_b, SATURDAY, calendar=branch.name) == ("WORKING", MORNING)
    (day,) = bureau.days(office.manager_a, MONDAY).working_days
    assert day.comment == "День компании"
    answer = bureau.days(office.manager_b, "2026-05-04", "2026-05-10")
    kinds = [pb.WorkingDay.Kind.Name(each.kind)[5:] for each in answer.working_days]
    assert kinds == ["WORKING", "WORKING", "WORKING", "WORKING", "SHORT", "HOLIDAY", "WEEKEND"]
    assert answer.time_zone == "Europe/Moscow"


@pytest.mark.parametrize(
    ("first", "last", "field", "reason"),
    [
        ("2026-12-08", "2026-12-07", "end_date", "WHEN_ENDS_BEFORE"),
        ("2026-01-01", "2027-12-07", "end_date", "TOO_MANY"),
        ("1826-12-07", "1826-12-07", "start_date", "DATE_OUT_OF_RANGE"),
    ],
)
def test_days_that_make_no_sense_are_refused(
    bureau: Bureau, first: str, last: str, field: str, reason: str
) -> None:
    with refusing("INVALID_ARGUMENT", reason) as refusal:
        bureau.days(bureau.desk.office.admin, first, last)
    assert refusal.fields[0][0] == field


def test_two_working_days_later_is_by_ones_calendar_and_clock(bureau: Bureau) -> None:
    office = bureau.desk.office
    friday = datetime(2026, 12, 4, 9, tzinfo=UTC)
    assert bureau.later(office.manager_a, friday, days=2) == datetime(2026, 12, 8, 15, tzinfo=UTC)
    bureau.create("Филиал", org_units=[BRANCH_A])
    far = replace(office.manager_a, time_zone="Asia/Kamchatka")
    assert bureau.later(far, friday, days=2) == datetime(2026, 12, 7, 2, tzinfo=UTC)
    # Of somebody else, by his: of his unit, which has told where it is.
    branch = unit(bureau.desk, "Asia/Omsk")
    bureau.create("Омск", org_units=[branch])
    asked = {"user": office.manager_a.user, "minutes": 60}
    assert bureau.later(office.admin, friday, **asked) == datetime(2026, 12, 5, 5, tzinfo=UTC)
    with refusing("INVALID_ARGUMENT", "FIELD_REQUIRED"):
        bureau.later(office.admin, friday)
    for moment in (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)):
        with refusing("INVALID_ARGUMENT", "DATE_OUT_OF_RANGE"):
            bureau.later(office.admin, moment, minutes=60)


def unit(desk: Desk, zone: str) -> str:
    """The manager of branch A moves to it."""
    name, manager = f"orgUnits/{desk.office.tenant}", desk.office.manager_a
    told = org_units_pb2.OrgUnit(name=name, time_zone=zone)
    desk.office.tell(identity.OrgUnitCreated(org_unit=told), name)
    desk.office.announce(replace(manager, org_path=(*manager.org_path, name)), 2)
    return name


def test_a_day_ends_where_the_executors_unit_is_else_where_the_tenant_is(desk: Desk) -> None:
    """His own zone goes before: he may work elsewhere."""
    office = desk.office

    def due() -> datetime:
        work = desk.plan(office.manager_a, when=on(MONDAY))
        moment: datetime = work.due_time.ToDatetime(tzinfo=UTC)
        return moment

    assert due() == datetime(2026, 12, 7, 21, tzinfo=UTC)
    name = f"tenants/{office.tenant}"
    tenant = tenants_pb2.Tenant(name=name, time_zone="Asia/Yekaterinburg", language="ru")
    office.tell(identity.TenantCreated(tenant=tenant), name)
    assert due() == datetime(2026, 12, 7, 19, tzinfo=UTC)
    tenant.time_zone = "Europe/Kaliningrad"
    office.tell(identity.TenantUpdated(tenant=tenant), name, 2)
    assert due() == datetime(2026, 12, 7, 22, tzinfo=UTC)
    unit(desk, "Asia/Kamchatka")
    assert due() == datetime(2026, 12, 7, 12, tzinfo=UTC)


# --- all that goes by them ------------------------------------------------------------------------


def test_loads_are_held_against_the_hours_of_each_ones_calendar(bureau: Bureau) -> None:
    office, desk = bureau.desk.office, bureau.desk
    people = [office.manager_a.user, office.manager_b.user]
    saturday = date.fromisoformat(SATURDAY)

    def minutes() -> list[list[int]]:
        shown = week(desk, office.admin, saturday - timedelta(days=1), saturday, users=people)
        return [[cell.working_minutes for cell in row.cells] for row in shown.rows]

    assert minutes() == [[480, 0], [480, 0]]
    mornings = bureau.create("Филиал", org_units=[BRANCH_A])
    # Without a restart.
    assert minutes() == [[240, 240], [480, 0]]
    mornings.exceptions.append(off(SATURDAY))
    bureau.update(mornings, "exceptions")
    assert minutes() == [[240, 0], [480, 0]]


def test_a_single_day_of_the_planner_shows_the_hours_of_each_ones_clock(bureau: Bureau) -> None:
    """Nine in Kamchatka is midnight in Moscow; who looks sees Moscow's day."""
    office, desk = bureau.desk.office, bureau.desk
    unit(desk, "Asia/Kamchatka")
    people = [office.manager_a.user, office.manager_b.user]
    friday = date.fromisoformat("2026-12-11")

    def shown(first: date, last: date) -> list[list[str]]:
        rows = week(desk, office.admin, first, last, users=people).rows
        return [
            [
                f"{each.start_time.ToDatetime():%d %H}–{each.end_time.ToDatetime():%d %H}"
                for each in row.working_hours
            ]
            for row in rows
        ]

    there = ["10 21–11 01", "11 02–11 06"]
    assert sorted(shown(friday, friday)) == sorted([there, ["11 06–11 10", "11 11–11 15"]])
    assert shown(friday - timedelta(days=1), friday) == [[], []]


def test_other_processes_go_by_it_a_moment_later(bureau: Bureau, desk: Desk) -> None:
    """What a timer remembers is no older than two seconds; here it is told to look again."""
    office = desk.office
    person = find_people(office.db, [office.manager_a.user])[office.manager_a.user]
    assert not of_whom.of_people(office.db, [person])[person.name].is_working(
        date.fromisoformat(SATURDAY)
    )
    bureau.create("Субботы", users=[person.name])
    again = of_whom.of_users(office.db, [person.name])
    assert again[person.name].is_working(date.fromisoformat(SATURDAY))
    assert not again["users/stranger"].is_working(date.fromisoformat(SATURDAY))


def test_a_ladder_is_climbed_in_the_hours_of_the_executors_calendar(bureau: Bureau) -> None:
    """Due on a Friday at four in the afternoon; four hours later the head is told."""
    desk, office = bureau.desk, bureau.desk.office
    friday = datetime(2026, 12, 4, 16, tzinfo=ZoneInfo("Europe/Moscow"))

    def told_next(caller: Caller) -> datetime | None:
        work = desk.plan(caller, when=hours(friday - timedelta(hours=1), friday))
        watching.watch(office.db, [work.name], friday.astimezone(UTC))
        return WORKS.get(office.db, work.name).watch_time

    assert told_next(office.manager_a) == datetime(2026, 12, 7, 8, tzinfo=UTC)
    bureau.create("Филиал", org_units=[BRANCH_A])
    assert told_next(office.manager_a) == datetime(2026, 12, 5, 11, tzinfo=UTC)
    assert told_next(office.manager_b) == datetime(2026, 12, 7, 8, tzinfo=UTC)


def test_a_day_off_is_quiet_by_ones_own_calendar(bureau: Bureau) -> None:
    office, user = bureau.desk.office, bureau.desk.office.manager_a.user
    saturday = datetime(2026, 12, 12, 12, tzinfo=UTC)
    chosen = preferences.of_all(office.db, [user])[user]
    zone = ZoneInfo("Europe/Moscow")

    def disturbed() -> datetime:
        return chosen.may_disturb(saturday, zone, of_whom.of_users(office.db, [user])[user])

    assert disturbed() == datetime(2026, 12, 14, 5, tzinfo=UTC)
    bureau.create("Субботы", users=[user])
    assert disturbed() == saturday


def test_counting_in_the_midst_of_a_transaction_writes_nothing(desk: Desk) -> None:
    """A tenant that has none yet is given its first one by who looks at them."""
    db = desk.office.db

    @transactional
    def count(db: Any) -> None:
        of_whom.of_users(db, [desk.office.manager_a.user])
        push(db, [])

    count(db)
    assert CALENDARS.select(db, {}) == []
