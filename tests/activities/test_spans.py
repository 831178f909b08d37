"""What lies on which day, wherever somebody looks from: over all zones there are."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.activities import spans
from services.activities.planning.grid import View, laid, row_of
from services.activities.planning.store import SUMS
from services.activities.slot import point, slots
from services.activities.when import Kind, When, midnight
from services.activities.work import Work
from services.kit.mapping import to_document

ZONES = sorted(zoneinfo.available_timezones() - {"localtime"})
RUSSIA = (
    *("Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk"),
    *("Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan"),
    "Asia/Kamchatka",
)
# Days on which clocks of Russia went back or forward, and the calm of these years.
CHANGES = (
    *("2010-10-31", "2011-03-27", "2014-10-26", "2018-10-28", "2020-12-27", "2010-03-28"),
    *("2026-03-05", "2026-11-22"),
)
ME = "users/me"
moments = st.integers(1_100_000_000, 2_000_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))
zones = st.sampled_from(ZONES)


def shown(work: Work, first: date, last: date, zone: str) -> list[str]:
    """The days on which a grid shows it, as the store would be asked."""
    asked = {point(ME, day.isoformat()) for day in spans.days(first, last)}
    beside = {point(ME, day.isoformat()) for day in spans.around(first, last)}
    found = [
        row_of({key: value for key, value in each.items() if SUMS.get(key)} | {"look": b"1"})
        for each in map(to_document, slots(work).values())
        if each["slot"] in asked or (each["slot"] in beside and spans.is_abroad(each["zone"], zone))
    ]
    return sorted(day for _, day in laid(found, View(first, last, zone)))


def of(when: When) -> Work:
    return Work(name="works/1", owner=ME, when=when, minutes=60, due_time=when.ends())


@settings(max_examples=400, deadline=None, derandomize=True)
@given(start=moments, minutes=st.integers(1, 14 * 24 * 60), planned=zones, looked=zones)
def test_hours_lie_on_the_days_of_whoever_looks(
    start: datetime, minutes: int, planned: str, looked: str
) -> None:
    end = start + timedelta(minutes=minutes)
    when = When(kind=Kind.EXACT, start_time=start, end_time=end, time_zone=planned)
    around = end.astimezone(ZoneInfo(looked)).date()
    first, last = around - timedelta(days=17), around + timedelta(days=3)
    expected = [
        day.isoformat()
        for day in spans.days(first, last)
        if midnight(day, looked) < end and start < midnight(day + timedelta(days=1), looked)
    ]
    assert shown(of(when.tidy(planned, planned)), first, last, looked) == expected
    # One day of them alone shows it as well.
    one = date.fromisoformat(expected[-1])
    assert shown(of(when), one, one, looked) == [expected[-1]]


@pytest.mark.parametrize("day", CHANGES)
@pytest.mark.parametrize("there", RUSSIA)
def test_days_never_shift(there: str, day: str) -> None:
    first = date.fromisoformat(day)
    last = first + timedelta(days=2)
    one = of(When(kind=Kind.DAY, start_date=first).tidy("UTC", there))
    three = of(When(kind=Kind.DAYS, start_date=first, end_date=last).tidy("UTC", there))
    for looked in (*RUSSIA, "Pacific/Kiritimati", "Etc/GMT+12"):
        wide = first - timedelta(days=5), last + timedelta(days=5)
        assert shown(one, *wide, looked) == [day]
        assert shown(three, *wide, looked) == [each.isoformat() for each in spans.days(first, last)]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(day=st.dates(date(2005, 1, 1), date(2035, 1, 1)), there=zones, looked=zones)
def test_a_day_is_that_date_in_every_zone(day: date, there: str, looked: str) -> None:
    work = of(When(kind=Kind.DAY, start_date=day).tidy("UTC", there))
    wide = day - timedelta(days=3), day + timedelta(days=3)
    assert shown(work, *wide, looked) == [day.isoformat()]
    assert spans.seen(work.when or When(), looked) == (day, day)


def test_an_hour_that_the_clock_repeats_is_one_day_of_work() -> None:
    """Moscow, 26 October 2014: two o'clock came twice."""
    start = datetime(2014, 10, 25, 20, tzinfo=UTC)
    when = When(
        kind=Kind.EXACT,
        start_time=start,
        end_time=start + timedelta(hours=3),
        time_zone="Europe/Moscow",
    )
    wide = date(2014, 10, 24), date(2014, 10, 28)
    assert shown(of(when.tidy("UTC", "UTC")), *wide, "Europe/Moscow") == ["2014-10-26"]
    assert shown(of(when), *wide, "Europe/Samara") == ["2014-10-26"]
    assert shown(of(when), *wide, "Europe/Kaliningrad") == ["2014-10-25", "2014-10-26"]


def test_a_clock_put_back_over_midnight_leaves_a_work_its_day() -> None:
    """St. John's, 7 November 2010: a minute after midnight it was 23:01 of the day before again."""
    start = datetime(2010, 11, 7, 2, 30, 30, tzinfo=UTC)
    when = When(
        kind=Kind.EXACT,
        start_time=start,
        end_time=start + timedelta(minutes=20),
        time_zone="America/St_Johns",
    )
    wide = date(2010, 11, 4), date(2010, 11, 9)
    assert shown(of(when.tidy("UTC", "UTC")), *wide, "America/St_Johns") == ["2010-11-07"]
    assert shown(of(when), *wide, "UTC") == ["2010-11-07"]
    abroad = when.tidy("UTC", "UTC")
    in_london = When(kind=Kind.EXACT, start_time=start, end_time=abroad.end_time, time_zone="UTC")
    assert shown(of(in_london), *wide, "America/St_Johns") == ["2010-11-07"]
