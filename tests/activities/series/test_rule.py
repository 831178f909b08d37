"""Which days a rule falls on, and which moments its works are at, wherever that is."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.activities.calendars.seeds import USUAL
from services.activities.series.rule import Rule, RuleFormat, parse
from services.activities.series.series import OnDayOff, WorkSeries
from services.activities.when import Kind, When
from services.activities.work import Work

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
# From UTC+2 to UTC+12.
RUSSIA = (
    *("Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk"),
    *("Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan"),
    "Asia/Kamchatka",
)


def days(rule: str, start: str, last: str, first: str = "") -> list[str]:
    begin = date.fromisoformat(start)
    since = date.fromisoformat(first) if first else begin
    found = parse(rule).dates(begin, since, date.fromisoformat(last))
    return [each.isoformat() for each in found]


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        ("FREQ=DAILY;COUNT=3", "2026-12-30", ["2026-12-30", "2026-12-31", "2027-01-01"]),
        ("FREQ=DAILY;INTERVAL=2;UNTIL=20261206", "2026-12-01", ["-01", "-03", "-05"]),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=3", "2026-12-03", ["-03", "-04", "-07"]),
        # It begins on the first day that is one.
        ("FREQ=WEEKLY;BYDAY=TU;COUNT=2", "2026-12-02", ["-08", "-15"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=3", "2026-12-04", ["-04", "-14", "-18"]),
        ("FREQ=WEEKLY;COUNT=2", "2026-12-02", ["-02", "-09"]),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=2", "2026-12-01", ["2026-12-08", "2027-01-12"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "2026-12-01", ["2026-12-25", "2027-01-29"]),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15;COUNT=3", "2026-12-02", ["-15", "2027-01-01", "2027-01-15"]),
    ],
)
def test_days_of_a_rule(rule: str, start: str, expected: Sequence[str]) -> None:
    whole = [each if len(each) > 3 else f"{start[:7]}{each}" for each in expected]
    assert days(rule, start, "2027-12-31") == whole


def test_the_last_day_of_months_is_not_the_thirty_first() -> None:
    last = days("FREQ=MONTHLY;BYMONTHDAY=-1", "2028-01-01", "2028-05-31")
    assert last == ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31"]
    those_with_31 = days("FREQ=MONTHLY;BYMONTHDAY=31", "2028-01-01", "2028-05-31")
    assert those_with_31 == ["2028-01-31", "2028-03-31", "2028-05-31"]
    # The same without a part: as it begins.
    assert days("FREQ=MONTHLY", "2028-01-31", "2028-05-31") == those_with_31
    assert days("FREQ=MONTHLY;BYMONTHDAY=-1,31;COUNT=2", "2028-01-01", "2028-05-31") == last[:2]


def test_29_february_comes_in_leap_years() -> None:
    found = days("FREQ=YEARLY", "2024-02-29", "2033-01-01")
    assert found == ["2024-02-29", "2028-02-29", "2032-02-29"]
    # 2100 is none.
    assert parse("FREQ=YEARLY").far > date(2104, 2, 29) - date(2096, 2, 29)


def test_what_never_comes_is_found_out_at_once() -> None:
    never = WorkSeries(
        name="", work=work(on="2027-02-01"), rule="FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31"
    )
    assert never.next_day(USUAL, date(2027, 2, 1)) is None


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every day",
        "FREQ=HOURLY",
        "BYDAY=MO",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;BYHOUR=3",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=100",
        "FREQ=DAILY;COUNT=501",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;UNTIL=20270230",
        "FREQ=WEEKLY;BYDAY=2TU",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=6TU",
        "FREQ=MONTHLY;BYDAY=-2TU",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=-2",
        "FREQ=MONTHLY;BYMONTHDAY=5;BYDAY=1MO",
        "FREQ=YEARLY;BYMONTHDAY=5",
        "FREQ=DAILY;BYDAY=MO",
        f"FREQ=DAILY;{' ' * 200}",
    ],
)
def test_what_is_no_rule_is_refused_with_words(rule: str) -> None:
    with pytest.raises(RuleFormat, match=r"\w"):
        parse(rule)


def test_a_rule_is_kept_in_one_spelling() -> None:
    said = parse("freq=monthly;interval=1;bymonthday=-1,15,15;until=20270131;")
    assert str(said) == "FREQ=MONTHLY;BYMONTHDAY=15,-1;UNTIL=20270131"
    assert str(parse("FREQ=WEEKLY;BYDAY=FR,MO")) == "FREQ=WEEKLY;BYDAY=MO,FR"
    assert parse(str(said)) == said


@pytest.mark.parametrize(
    ("rule", "before", "after", "moved"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", "2026-12-08", "2026-12-09", "FREQ=WEEKLY;BYDAY=WE"),
        ("FREQ=WEEKLY;BYDAY=MO,TU", "2026-12-08", "2026-12-10", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("FREQ=WEEKLY;BYDAY=MO,TU", "2026-12-08", "2026-12-14", "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15", "2026-12-17", "FREQ=MONTHLY;BYMONTHDAY=17"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-12-31", "2026-12-30", "FREQ=MONTHLY;BYMONTHDAY=30"),
        ("FREQ=MONTHLY;BYDAY=2TU", "2026-12-08", "2026-12-16", "FREQ=MONTHLY;BYDAY=3WE"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-12-25", "2026-12-31", "FREQ=MONTHLY;BYDAY=-1TH"),
        ("FREQ=DAILY;COUNT=5", "2026-12-25", "2026-12-31", "FREQ=DAILY;COUNT=5"),
    ],
)
def test_a_rule_moves_along_with_one_of_its_days(
    rule: str, before: str, after: str, moved: str
) -> None:
    found = parse(rule).moved(date.fromisoformat(before), date.fromisoformat(after))
    assert str(found) == moved


@given(
    rule=st.sampled_from(
        [
            "FREQ=DAILY;INTERVAL=3",
            "FREQ=WEEKLY;BYDAY=MO,FR",
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            "FREQ=YEARLY",
        ]
    ),
    start=st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    cut=st.integers(0, 400),
)
@settings(max_examples=60)
def test_a_rule_that_is_cut_goes_on_as_if_it_were_not(rule: str, start: date, cut: int) -> None:
    whole: Rule = parse(f"{rule};COUNT=40")
    end, day = start + 800 * DAY, start + cut * DAY
    all_days = list(whole.dates(start, start, end))
    before = list(whole.ended_before(day).dates(start, start, end))
    assert before == [each for each in all_days if each < day]
    assert whole.counted_before(start, day) == len(before)


# --- days off ----------------------------------------------------------------------------------


def work(on: str = "", start: datetime | None = None, zone: str = "Europe/Moscow") -> Work:
    if start is not None:
        when = When(kind=Kind.EXACT, start_time=start, end_time=start + HOUR, time_zone=zone)
    else:
        when = When(kind=Kind.DAY, start_date=date.fromisoformat(on))
    return Work(name="", when=when.tidy(zone, zone))


@pytest.mark.parametrize(
    ("off", "expected"),
    [
        # 6 December 2026 is a Sunday, 31 December a holiday, 4 to 8 January as well.
        (OnDayOff.KEEP, ["2026-12-06", "2026-12-31", "2027-01-06"]),
        (OnDayOff.NEXT, ["2026-12-07", "2027-01-11"]),
        (OnDayOff.PREVIOUS, ["2026-12-04", "2026-12-30"]),
        (OnDayOff.SKIP, []),
    ],
)
def test_what_falls_on_days_off(off: OnDayOff, expected: Sequence[str]) -> None:
    rule = "FREQ=MONTHLY;BYMONTHDAY=6,31"
    series = WorkSeries(name="", work=work(on="2026-12-01"), rule=rule, on_day_off=off)
    found = series.days(USUAL, date(2026, 12, 1), date(2027, 1, 12))
    assert [each.isoformat() for each in found] == expected
    for each in found:
        landed = series.landed(series.day_of_rule(each, USUAL), USUAL)
        assert landed == each


def test_a_day_has_one_work_however_many_are_moved_there() -> None:
    series = WorkSeries(
        name="", work=work(on="2026-12-04"), rule="FREQ=DAILY;COUNT=5", on_day_off=OnDayOff.NEXT
    )
    found = series.days(USUAL, date(2026, 12, 4), date(2026, 12, 31))
    assert [each.day for each in found] == [4, 7, 8]


# --- the clock ---------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", RUSSIA)
def test_it_is_at_the_same_hour_wherever_that_is(zone: str) -> None:
    nine = datetime(2026, 12, 30, 9, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    series = WorkSeries(name="", work=work(start=nine, zone=zone), rule="FREQ=DAILY")
    for day in series.days(USUAL, date(2026, 12, 30), date(2027, 1, 5)):
        when = series.when_on(day)
        assert when.start_time is not None
        local = when.start_time.astimezone(ZoneInfo(zone))
        assert (local.date(), local.hour, when.minutes()) == (day, 9, 60)
        assert (when.start_date, when.time_zone) == (day, zone)
        assert when.start_time.tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "first", "change"),
    [
        ("Europe/Moscow", "2010-10-30", "2010-10-31"),
        ("Europe/Moscow", "2011-03-26", "2011-03-27"),
        ("Europe/Moscow", "2014-10-25", "2014-10-26"),
        ("Europe/Volgograd", "2018-10-27", "2018-10-28"),
        ("Europe/Volgograd", "2020-12-26", "2020-12-27"),
        ("Europe/Samara", "2010-03-27", "2010-03-28"),
        ("Europe/Samara", "2011-03-26", "2011-03-27"),
    ],
)
def test_clocks_that_change_shift_no_work(zone: str, first: str, change: str) -> None:
    there = ZoneInfo(zone)
    ten = datetime.fromisoformat(f"{first}T10:00").replace(tzinfo=there).astimezone(UTC)
    series = WorkSeries(name="", work=work(start=ten, zone=zone), rule="FREQ=DAILY")
    changed = date.fromisoformat(change)
    moments = [series.when_on(changed + n * DAY).start_time for n in (-1, 0, 1)]
    assert [each and each.astimezone(there).hour for each in moments] == [10, 10, 10]
    assert moments[0] == ten


def test_an_hour_that_the_clock_leaves_out_is_the_next_there_is() -> None:
    there = ZoneInfo("Europe/Moscow")
    half_past_two = datetime(2011, 3, 26, 2, 30, tzinfo=there).astimezone(UTC)
    series = WorkSeries(name="", work=work(start=half_past_two), rule="FREQ=DAILY")
    when = series.when_on(date(2011, 3, 27))
    assert when.start_time is not None
    assert when.start_time.astimezone(there).strftime("%d %H:%M") == "27 03:30"
    assert when.minutes() == 60


def test_days_are_floating() -> None:
    days_long = When(kind=Kind.DAYS, start_date=date(2026, 12, 1), end_date=date(2026, 12, 3))
    several = Work(name="", when=days_long.tidy("UTC", "Asia/Kamchatka"))
    series = WorkSeries(name="", work=several, rule="FREQ=MONTHLY")
    when = series.when_on(date(2027, 2, 1))
    assert (when.start_date, when.end_date) == (date(2027, 2, 1), date(2027, 2, 3))
    assert (when.kind, when.start_time) == (Kind.DAYS, None)
