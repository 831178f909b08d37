"""The production calendar holds against the published ones; working time adds up in any zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit import production_calendar
from services.kit.production_calendar import DayKind, kind
from services.kit.working_time import NeverWorks, WorkingTime, at

MORNING, AFTERNOON = (9 * 60, 13 * 60), (14 * 60, 18 * 60)
OFFICE = WorkingTime(week=[(MORNING, AFTERNOON)] * 5 + [()] * 2)
MOSCOW, KAMCHATKA = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Kamchatka")
WORKED = (DayKind.WORKING, DayKind.SHORT, DayKind.TRANSFERRED)


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [
        first + timedelta(days=n) for n in range(366) if (first + timedelta(days=n)).year == year
    ]


@pytest.mark.parametrize(("year", "days"), [(2024, 248), (2025, 247), (2026, 247), (2027, 247)])
def test_a_year_has_as_many_working_days_as_published(year: int, days: int) -> None:
    assert sum(kind(day) in WORKED for day in days_of(year)) == days


@pytest.mark.parametrize(
    ("year", "short"),
    [
        (2024, ["02-22", "03-07", "05-08", "06-11", "11-02"]),
        (2025, ["03-07", "04-30", "06-11", "11-01"]),
        (2026, ["04-30", "05-08", "06-11", "11-03"]),
        (2027, ["02-20", "04-30", "06-11", "11-03"]),
    ],
)
def test_the_days_before_holidays_are_shorter(year: int, short: list[str]) -> None:
    found = [day for day in days_of(year) if OFFICE.minutes(day) == 7 * 60]
    assert [f"{day:%m-%d}" for day in found] == short


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-04-27", DayKind.TRANSFERRED),
        ("2024-04-29", DayKind.HOLIDAY),
        ("2025-11-01", DayKind.TRANSFERRED),
        ("2025-02-24", DayKind.WORKING),
        ("2026-01-09", DayKind.HOLIDAY),
        ("2026-03-09", DayKind.HOLIDAY),
        ("2026-05-11", DayKind.HOLIDAY),
        ("2027-02-20", DayKind.TRANSFERRED),
        ("2027-06-14", DayKind.HOLIDAY),
        ("2026-11-22", DayKind.WEEKEND),
        ("2026-11-23", DayKind.WORKING),
    ],
)
def test_days_are_what_the_decrees_say(day: str, expected: DayKind) -> None:
    assert kind(date.fromisoformat(day)) is expected


def test_a_year_nobody_has_decreed_on_goes_by_the_law() -> None:
    assert not production_calendar.is_known(2033)
    assert kind(date(2033, 6, 12)) is DayKind.HOLIDAY
    assert kind(date(2033, 6, 13)) is DayKind.HOLIDAY


def test_a_calendar_of_its_own_goes_before_the_public_one() -> None:
    shop = WorkingTime(
        week=[((600, 1200),)] * 7,
        exceptions={date(2026, 1, 1): (), date(2026, 1, 2): ((720, 900),)},
        russian=False,
    )
    assert not shop.is_working(date(2026, 1, 1))
    assert shop.minutes(date(2026, 1, 2)) == 180
    assert shop.minutes(date(2026, 5, 9)) == 600


def test_four_working_hours_after_a_friday_afternoon_are_on_monday() -> None:
    friday = datetime(2026, 11, 20, 16, tzinfo=MOSCOW)
    assert OFFICE.add(friday, 240, MOSCOW) == datetime(2026, 11, 23, 11, tzinfo=MOSCOW)
    # Where it is night already nothing has passed yet.
    assert OFFICE.add(friday, 60, KAMCHATKA) == datetime(2026, 11, 23, 10, tzinfo=KAMCHATKA)


def test_working_days_pass_over_holidays() -> None:
    assert OFFICE.later(date(2025, 12, 30), 1) == date(2026, 1, 12)
    assert OFFICE.later(date(2026, 11, 20), 0) == date(2026, 11, 20)
    assert OFFICE.next_day(date(2026, 1, 1)) == date(2026, 1, 12)
    assert OFFICE.day_before(date(2026, 1, 11)) == date(2025, 12, 30)


def test_a_night_in_which_the_clock_changes_is_as_long_as_it_was() -> None:
    night = WorkingTime(week=[((0, 480),)] * 7, russian=False)
    spring, autumn = date(2011, 3, 27), date(2010, 10, 31)
    for day, hours in ((spring, 7), (autumn, 9)):
        start, end = night.moments(day, MOSCOW)[0]
        assert night.between(start, end, MOSCOW) == timedelta(hours=hours)


def test_nobody_waits_for_a_calendar_without_working_days() -> None:
    never = WorkingTime(week=[()] * 7)
    with pytest.raises(NeverWorks):
        never.add(datetime(2026, 1, 1, tzinfo=UTC), 1, MOSCOW)


@given(
    minute=st.integers(0, 3 * 366 * 1440),
    minutes=st.integers(1, 5000),
    zone=st.sampled_from(["Europe/Kaliningrad", "Europe/Moscow", "Asia/Kamchatka"]),
)
def test_what_is_added_lies_between(minute: int, minutes: int, zone: str) -> None:
    place = ZoneInfo(zone)
    start = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    end = OFFICE.add(start, minutes, place)
    assert OFFICE.between(start, end, place) == timedelta(minutes=minutes)


def test_a_minute_of_a_day_is_the_clocks_there() -> None:
    assert at(date(2026, 3, 5), 540, KAMCHATKA) == datetime(2026, 3, 4, 21, tzinfo=UTC)
    assert at(date(2026, 3, 5), 1440, MOSCOW) == datetime(2026, 3, 5, 21, tzinfo=UTC)
