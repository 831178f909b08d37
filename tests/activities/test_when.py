"""Floating days stay where they are; hours are moments; both end when they should."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.activities.when import Kind, When, midnight, on_day

ZONES = sorted(zone for zone in available_timezones() if zone.startswith(("Europe/", "Asia/")))
DAY, NINE = date(2026, 3, 5), datetime(2026, 3, 5, 9, tzinfo=UTC)


def days(first: date, last: date) -> When:
    return When(kind=Kind.DAYS, start_date=first, end_date=last).tidy("UTC", "Europe/Moscow")


def exact(start: datetime, end: datetime, zone: str = "Europe/Moscow") -> When:
    return When(kind=Kind.EXACT, start_time=start, end_time=end, time_zone=zone).tidy("UTC", "UTC")


def reasons(when: When) -> list[str]:
    return [each.reason for each in when.problems("when")]


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("Europe/Kaliningrad", 22),
        ("Europe/Moscow", 21),
        ("Asia/Vladivostok", 14),
        ("Asia/Kamchatka", 12),
    ],
)
def test_a_day_is_over_where_its_executor_is(zone: str, hour: int) -> None:
    when = on_day(DAY).tidy("UTC", zone)
    assert when.days() == [DAY]
    assert when.ends() == datetime(2026, 3, 5, hour, tzinfo=UTC)


@given(st.sampled_from(ZONES), st.dates(date(2010, 1, 1), date(2030, 12, 31)))
def test_a_day_stays_on_its_date_in_every_zone(zone: str, day: date) -> None:
    when = on_day(day).tidy("Pacific/Auckland", zone)
    assert when.days() == [day]
    assert when.begins().astimezone(ZoneInfo(zone)).date() == day
    assert timedelta(hours=22) <= when.ends() - when.begins() <= timedelta(hours=26)


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - made aware below
    st.integers(1, 14 * 1440),
)
def test_hours_lie_within_the_days_they_touch(zone: str, start: datetime, minutes: int) -> None:
    moment = start.replace(tzinfo=UTC)
    when = exact(moment, moment + timedelta(minutes=minutes), zone)
    touched = when.days()
    assert midnight(touched[0], zone) <= moment
    assert moment + timedelta(minutes=minutes) <= midnight(touched[-1] + timedelta(days=1), zone)
    assert when.minutes() == minutes


def test_what_ends_at_midnight_does_not_touch_the_next_day() -> None:
    zone = ZoneInfo("Europe/Moscow")
    when = exact(datetime(2026, 3, 5, 22, tzinfo=zone), datetime(2026, 3, 6, tzinfo=zone))
    assert when.days() == [DAY]
    assert (when.start_date, when.end_date) == (DAY, DAY)


def test_a_night_has_two_days() -> None:
    zone = ZoneInfo("Europe/Moscow")
    night = exact(datetime(2026, 3, 5, 23, tzinfo=zone), datetime(2026, 3, 6, 1, tzinfo=zone))
    assert night.days() == [DAY, date(2026, 3, 6)]


def test_the_midnight_that_the_clock_leaves_out_is_the_next_moment_there_is() -> None:
    # Sakhalin had no midnight on 1 April 1981: the clock went from 00:00 to 01:00.
    assert midnight(date(1981, 4, 1), "Asia/Sakhalin") == datetime(1981, 3, 31, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (When(), ["WHEN_KIND"]),
        (on_day(DAY).tidy("UTC", "UTC"), []),
        (When(kind=Kind.DAY).tidy("UTC", "UTC"), ["FIELD_REQUIRED"]),
        (days(DAY, DAY - timedelta(days=1)), ["WHEN_ENDS_BEFORE"]),
        (days(DAY, DAY + timedelta(days=61)), []),
        (days(DAY, DAY + timedelta(days=62)), ["WHEN_TOO_LONG"]),
        (exact(NINE, NINE), ["WHEN_ENDS_BEFORE"]),
        (exact(NINE, NINE + timedelta(days=15)), ["WHEN_TOO_LONG"]),
        (exact(NINE, NINE + timedelta(hours=1), "Mars/X"), ["TIME_ZONE_UNKNOWN"]),
        (on_day(date(26, 3, 5)).tidy("UTC", "UTC"), ["DATE_OUT_OF_RANGE"]),
    ],
)
def test_it_says_what_is_wrong_with_it(when: When, expected: list[str]) -> None:
    assert reasons(when) == expected
