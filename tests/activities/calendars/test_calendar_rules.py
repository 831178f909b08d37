"""Whose calendar counts, what a calendar may say, and deadlines wherever clocks are set anew."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.activities.calendars.calendar import (
    Calendars,
    DayHours,
    Hours,
    WeekHours,
    WorkCalendar,
)
from services.activities.calendars.counting import Count, days_of, ending
from services.activities.calendars.seeds import USUAL, five_days
from services.kit.errors import InvalidArgument
from services.kit.person import NOBODY, Person
from services.kit.working_time import WorkingTime

LONG = (WeekHours(weekday=1, hours=(Hours(start="08:00", end="20:00"),)),)


def calendar(title: str, **values: Any) -> WorkCalendar:
    given: dict[str, Any] = {"display_name": title, "week": LONG, **values}
    return WorkCalendar(name=f"workCalendars/{title}", **given)


ALL = Calendars(
    [
        calendar("default", default_calendar=True),
        calendar("root", org_units=("orgUnits/root",)),
        calendar("branch", org_units=("orgUnits/branch", "orgUnits/other")),
        calendar("own", users=("users/1",)),
        calendar("past", users=("users/2",), org_units=("orgUnits/team",), archived=True),
    ],
    five_days("t"),
)


@pytest.mark.parametrize(
    ("user", "path", "expected"),
    [
        ("users/1", ("orgUnits/root", "orgUnits/branch"), "own"),
        ("users/2", ("orgUnits/root", "orgUnits/branch"), "branch"),
        ("users/2", ("orgUnits/root", "orgUnits/branch", "orgUnits/team"), "branch"),
        ("users/2", ("orgUnits/root", "orgUnits/far"), "root"),
        ("users/2", ("orgUnits/elsewhere",), "default"),
        ("users/2", (), "default"),
    ],
)
def test_ones_own_goes_before_the_nearest_unit_and_that_before_the_default(
    user: str, path: tuple[str, ...], expected: str
) -> None:
    assert ALL.of(Person(name=user, org_path=path)).display_name == expected


def test_until_a_tenant_keeps_any_all_work_five_days() -> None:
    usual = Calendars([calendar("past", archived=True)], five_days("t"))
    assert usual.time(usual.of(NOBODY)) == USUAL


# --- what is refused --------------------------------------------------------------------------


def refused(**values: Any) -> list[tuple[str, str]]:
    tidy = calendar("x", **values).tidy()
    return [(each.field, each.reason) for each in tidy.problems(None)]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ((("09:00", "13:00"), ("13:00", "18:00")), []),
        ((("00:00", "24:00"),), []),
        ((("14:00", "18:00"), ("09:00", "15:00")), [("hours[1].start", "INTERVALS_OVERLAP")]),
        ((("09:00", "18:00"), ("10:00", "11:00")), [("hours[1].start", "INTERVALS_OVERLAP")]),
        ((("18:00", "09:00"),), [("hours[0].end", "WHEN_ENDS_BEFORE")]),
        ((("9:00", "18:00"),), [("hours[0].start", "TIME_OF_DAY_FORMAT")]),
        ((("09:00", "25:00"),), [("hours[0].end", "TIME_OF_DAY_FORMAT")]),
        ((("24:00", "24:00"),), [("hours[0].start", "TIME_OF_DAY_FORMAT")]),
    ],
)
def test_hours_of_a_day_lie_one_after_another(
    hours: tuple[tuple[str, str], ...], expected: list[tuple[str, str]]
) -> None:
    said = tuple(Hours(start=start, end=end) for start, end in hours)
    day = date(2026, 12, 31)
    found = refused(
        week=(WeekHours(weekday=1, hours=said),), exceptions=(DayHours(day_date=day, hours=said),)
    )
    assert found == [
        *((f"week[0].{field}", reason) for field, reason in expected),
        *((f"exceptions[0].{field}", reason) for field, reason in expected),
    ]


def test_it_says_what_else_is_wrong() -> None:
    found = refused(
        display_name=" ",
        week=(*LONG, *LONG, WeekHours(weekday=8, hours=LONG[0].hours)),
        exceptions=(DayHours(), DayHours(day_date=date(1926, 1, 1), comment="x" * 201)),
        org_units=("users/1",),
        users=("orgUnits/1",),
    )
    assert found == [
        ("display_name", "FIELD_REQUIRED"),
        ("week[1].weekday", "NUMBER_OUT_OF_RANGE"),
        ("week[2].weekday", "NUMBER_OUT_OF_RANGE"),
        ("exceptions[0].day_date", "FIELD_REQUIRED"),
        ("exceptions[1].day_date", "DATE_OUT_OF_RANGE"),
        ("exceptions[1].comment", "TEXT_TOO_LONG"),
        ("org_units[0]", "ORG_UNIT_UNKNOWN"),
        ("users[0]", "PARTICIPANT_UNKNOWN"),
    ]
    # Nothing would ever be due.
    assert refused(week=(WeekHours(weekday=1),)) == [("week", "FIELD_REQUIRED")]


def test_of_two_words_about_a_day_the_last_one_counts() -> None:
    day = date(2026, 12, 31)
    said = (DayHours(day_date=day), DayHours(day_date=day, hours=LONG[0].hours, comment=" Итог "))
    (kept,) = calendar("x", exceptions=said).tidy().exceptions
    assert (kept.comment, len(kept.hours)) == ("Итог", 1)


# --- days and deadlines -----------------------------------------------------------------------


def test_days_say_what_they_are_and_why() -> None:
    own = DayHours(day_date=date(2026, 5, 7), comment="Переезд")
    five = five_days("t", "ru")
    moved = calendar("moving", exceptions=(own,), russian=True)
    may = [(each.day_date.day, each.kind, each.hours) for each in days_of(five, *week(4))]
    assert [kind for _, kind, _ in may] == [
        *("WORKING", "WORKING", "WORKING", "WORKING", "SHORT", "HOLIDAY", "WEEKEND"),
    ]
    assert may[4][2][-1] == Hours(start="14:00", end="17:00")
    (day,) = days_of(moved, date(2026, 5, 7), date(2026, 5, 7))
    assert (day.kind, day.hours, day.comment) == ("HOLIDAY", (), "Переезд")


def week(first: int) -> tuple[date, date]:
    return date(2026, 5, first), date(2026, 5, first + 6)


# From UTC+2 to UTC+12: two working days from a Friday noon there end on Tuesday at six there.
ZONES = {
    "Europe/Kaliningrad": 2,
    "Europe/Moscow": 3,
    "Europe/Samara": 4,
    "Asia/Yekaterinburg": 5,
    "Asia/Omsk": 6,
    "Asia/Krasnoyarsk": 7,
    "Asia/Irkutsk": 8,
    "Asia/Yakutsk": 9,
    "Asia/Vladivostok": 10,
    "Asia/Magadan": 11,
    "Asia/Kamchatka": 12,
}


@pytest.mark.parametrize(("zone", "offset"), ZONES.items())
def test_a_deadline_is_by_the_clock_of_the_executor(zone: str, offset: int) -> None:
    friday = datetime(2026, 11, 20, 12 - offset, tzinfo=UTC)
    found = ending(USUAL, friday, Count(days=2), ZoneInfo(zone))
    assert found == datetime(2026, 11, 24, 18 - offset, tzinfo=UTC)
    after = ending(USUAL, friday, Count(minutes=8 * 60), ZoneInfo(zone))
    assert after == datetime(2026, 11, 23, 12 - offset, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Europe/Kaliningrad", "Asia/Kamchatka"])
def test_one_moment_is_another_day_elsewhere(zone: str) -> None:
    """At 22:00 of a Thursday in Kaliningrad it is Friday in Kamchatka."""
    moment = datetime(2026, 11, 19, 20, tzinfo=UTC)
    end = ending(USUAL, moment, Count(days=1), ZoneInfo(zone)).astimezone(ZoneInfo(zone))
    expected = {"Europe/Kaliningrad": date(2026, 11, 20), "Asia/Kamchatka": date(2026, 11, 23)}
    assert (end.date(), end.hour) == (expected[zone], 18)


# Hours of a night in which the clock was set anew: from 22:00 of the day before to 06:00.
NIGHT = WorkingTime(week=[((0, 6 * 60), (22 * 60, 24 * 60))] * 7, russian=False)


@pytest.mark.parametrize(
    ("zone", "day", "passed"),
    [
        ("Europe/Moscow", "2010-10-31", 9),
        ("Europe/Moscow", "2011-03-27", 7),
        ("Europe/Moscow", "2014-10-26", 9),
        ("Europe/Kaliningrad", "2014-10-26", 9),
        ("Asia/Kamchatka", "2010-03-28", 8),
        ("Europe/Volgograd", "2018-10-28", 7),
        ("Europe/Volgograd", "2020-12-27", 9),
        ("Europe/Samara", "2010-03-28", 8),
        ("Europe/Samara", "2010-10-31", 9),
        ("Europe/Samara", "2011-03-27", 7),
        ("Asia/Magadan", "2014-10-26", 10),
        ("Europe/Moscow", "2026-10-25", 8),
    ],
)
def test_working_time_is_what_passed_when_a_clock_was_set_anew(
    zone: str, day: str, passed: int
) -> None:
    place, after = ZoneInfo(zone), date.fromisoformat(day)
    before = after - timedelta(days=1)
    start = datetime(before.year, before.month, before.day, 22, tzinfo=place).astimezone(UTC)
    end = datetime(after.year, after.month, after.day, 6, tzinfo=place).astimezone(UTC)
    assert NIGHT.between(start, end, place) == end - start == timedelta(hours=passed)
    assert ending(NIGHT, start, Count(minutes=passed * 60), place) == end


@given(
    minute=st.integers(0, 12 * 366 * 1440),
    minutes=st.integers(1, 3000),
    zone=st.sampled_from([*ZONES, "Europe/Volgograd"]),
)
def test_time_added_is_the_time_between_in_every_year(minute: int, minutes: int, zone: str) -> None:
    """Also through all that the years 2009 to 2020 did to clocks."""
    place, start = ZoneInfo(zone), datetime(2009, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    for working in (USUAL, NIGHT):
        end = ending(working, start, Count(minutes=minutes), place)
        assert working.between(start, end, place) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("count", "field"),
    [
        (Count(), "minutes"),
        (Count(minutes=1, days=1), "days"),
        (Count(days=-1), "days"),
        (Count(minutes=10**6), "minutes"),
    ],
)
def test_so_much_cannot_be_added(count: Count, field: str) -> None:
    assert field in {each.field for each in count.problems()}


def test_who_works_an_hour_a_week_is_not_asked_for_years() -> None:
    hour = WorkingTime(week=[((540, 541),), *[()] * 6], russian=False)
    year = ending(hour, datetime(2026, 1, 1, tzinfo=UTC), Count(days=365), ZoneInfo("UTC"))
    assert year.year == 2032
    with pytest.raises(InvalidArgument):
        ending(hour, datetime(2026, 1, 1, tzinfo=UTC), Count(minutes=28_000), ZoneInfo("UTC"))
