"""Calendar feeds: a secret link, read back as a calendar program would."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from google.protobuf import wrappers_pb2

from crm.activities.v1 import feeds_pb2 as pb
from crm.activities.v1 import feeds_pb2_grpc, works_pb2
from services.activities.feeds.feed import USED_TO_WITHIN, CalendarFeed
from services.kit import clock
from services.kit.caller import Caller
from tests.activities.desk import Desk, hours, on, refusing, within

Pb = Any
HOUR = timedelta(hours=1)


def feeds(desk: Desk, caller: Caller | None) -> Pb:
    return desk.office.door.stub(feeds_pb2_grpc.CalendarFeedServiceStub, caller)


def made(desk: Desk, caller: Caller, **values: Any) -> Pb:
    request = pb.CreateCalendarFeedRequest(calendar_feed=pb.CalendarFeed(**values))
    return feeds(desk, caller).CreateCalendarFeed(request)


def secret_of(feed: Pb) -> str:
    return feed.link.removeprefix("/v1/calendars/").removesuffix("/works.ics")


def downloaded(desk: Desk, secret: str) -> bytes:
    """As nobody."""
    pieces = feeds(desk, None).DownloadCalendar(pb.DownloadCalendarRequest(secret=secret))
    return b"".join(piece.data for piece in pieces)


def read(desk: Desk, feed: Pb) -> dict[str, Any]:
    """Events by what they are called."""
    calendar: Any = icalendar.Calendar.from_ical(downloaded(desk, secret_of(feed)))
    return {str(each["summary"]): each for each in calendar.walk("VEVENT")}


def test_a_feed_is_read_back_by_a_calendar_program(desk: Desk) -> None:
    me = desk.office.manager_a
    today = clock.now().date()
    start = datetime(today.year, today.month, today.day, 3, tzinfo=UTC) + timedelta(days=2)
    timed = desk.plan(
        me,
        display_name="Встреча; с, запятой",
        subject=desk.client,
        when=hours(start, start + HOUR, "Asia/Vladivostok"),
    )
    first, last = today + timedelta(days=3), today + timedelta(days=5)
    desk.plan(me, display_name="days", when=within(first.isoformat(), last.isoformat()))
    done = desk.plan(me, display_name="done", when=on(today.isoformat()))
    desk.close(me, done, "PLUS")
    desk.plan(me, display_name="far", when=on((today + timedelta(days=300)).isoformat()))
    desk.plan(desk.office.manager_b, display_name="not mine")
    events = read(desk, made(desk, me, display_name="Телефон"))
    assert set(events) == {"Встреча; с, запятой", "days", "✓ done"}
    meeting = events["Встреча; с, запятой"]
    assert meeting["dtstart"].dt == start
    assert meeting["dtstart"].params["TZID"] == "Asia/Vladivostok"
    assert meeting["dtend"].dt - meeting["dtstart"].dt == HOUR
    assert str(meeting["uid"]) == f"{timed.name.partition('/')[2]}@{desk.office.tenant}.crm"
    assert events["days"]["dtstart"].dt == first
    assert events["days"]["dtend"].dt == last + timedelta(days=1)
    assert isinstance(events["days"]["dtstart"].dt, date)
    assert int(events["✓ done"]["sequence"]) == 2


def test_its_zone_tells_when_hours_are_without_knowing_ours(desk: Desk) -> None:
    me = desk.office.manager_a
    start = clock.now().replace(microsecond=0) + HOUR
    desk.plan(me, display_name="x", when=hours(start, start + HOUR, "Asia/Kamchatka"))
    text = downloaded(desk, secret_of(made(desk, me))).decode()
    calendar: Any = icalendar.Calendar.from_ical(text)
    (zone,) = calendar.walk("VTIMEZONE")
    assert str(zone["tzid"]) == "Asia/Kamchatka"
    assert zone.to_tz().utcoffset(start.replace(tzinfo=None)) == timedelta(hours=12)
    assert len(text) < 4000


def test_a_busy_feed_tells_hours_only(desk: Desk) -> None:
    me = desk.office.manager_a
    desk.plan(me, display_name="secret", subject=desk.client)
    feed = made(desk, me, details="DETAILS_BUSY")
    assert set(read(desk, feed)) == {"Занят"}
    assert b"secret" not in downloaded(desk, secret_of(feed))


def test_the_link_is_told_once_and_only_its_hash_is_kept(desk: Desk) -> None:
    me = desk.office.manager_a
    request = pb.CreateCalendarFeedRequest(
        calendar_feed=pb.CalendarFeed(display_name="phone"), request_id=str(uuid.uuid4())
    )
    first = feeds(desk, me).CreateCalendarFeed(request)
    again = feeds(desk, me).CreateCalendarFeed(request)
    assert (again.name, again.link) == (first.name, "")
    (listed,) = feeds(desk, me).ListCalendarFeeds(pb.ListCalendarFeedsRequest()).calendar_feeds
    assert (listed.display_name, listed.link) == ("phone", "")
    (kept,) = desk.office.db.bound("calendarFeeds").find({})
    assert secret_of(first) not in str(kept)
    told = desk.office.changes("calendar_feed_created")
    assert len(told) == 1
    assert secret_of(first) not in str(told)
    assert kept["digest"] not in str(told)


def tag(desk: Desk, feed: Pb) -> bytes:
    request = pb.DownloadCalendarRequest(secret=secret_of(feed))
    first = next(iter(feeds(desk, None).DownloadCalendar(request)))
    said = wrappers_pb2.BytesValue()
    assert any(each.Unpack(said) for each in first.extensions)
    return said.value


def test_a_feed_is_tagged_by_what_it_shows(desk: Desk) -> None:
    me, today = desk.office.manager_a, clock.now().date()
    feed, other = made(desk, me), made(desk, me)
    empty = tag(desk, feed)
    assert empty == tag(desk, feed) != tag(desk, other)
    work = desk.plan(me, when=on(today.isoformat()))
    planned = tag(desk, feed)
    assert empty != planned == tag(desk, feed)
    desk.close(me, work, "PLUS")
    assert tag(desk, feed) not in (empty, planned)
    desk.plan(desk.office.manager_b, when=on(today.isoformat()))
    assert tag(desk, feed) == tag(desk, feed)


def test_an_ended_feed_leads_nowhere(desk: Desk) -> None:
    me = desk.office.manager_a
    feed = made(desk, me)
    for foreign in (desk.office.manager_b, replace(me, tenant="other")):
        with refusing("NOT_FOUND"):
            feeds(desk, foreign).DeleteCalendarFeed(pb.DeleteCalendarFeedRequest(name=feed.name))
    assert downloaded(desk, secret_of(feed))
    feeds(desk, me).DeleteCalendarFeed(pb.DeleteCalendarFeedRequest(name=feed.name))
    with refusing("NOT_FOUND", "FEED_UNKNOWN"):
        downloaded(desk, secret_of(feed))


def test_a_leavers_feeds_lead_nowhere(desk: Desk) -> None:
    me = desk.office.manager_a
    feed = made(desk, me)
    desk.office.announce(me, 2, disabled=True)
    with refusing("NOT_FOUND", "FEED_UNKNOWN"):
        downloaded(desk, secret_of(feed))


@pytest.mark.parametrize("secret", ["x", "demo.", "$ne.a", f"demo.{'a' * 43}", "a" * 5000])
def test_what_is_no_secret_leads_nowhere(desk: Desk, secret: str) -> None:
    with refusing("NOT_FOUND", "FEED_UNKNOWN"):
        downloaded(desk, secret)


def test_another_tenants_name_before_the_secret_does_not_help(desk: Desk) -> None:
    feed = made(desk, desk.office.manager_a)
    _, _, bits = secret_of(feed).partition(".")
    with refusing("NOT_FOUND", "FEED_UNKNOWN"):
        downloaded(desk, f"other.{bits}")


def test_nobody_has_more_than_ten(desk: Desk) -> None:
    me = desk.office.manager_a
    for _ in range(10):
        made(desk, me)
    with refusing("FAILED_PRECONDITION", "ENTRIES_TOO_MANY"):
        made(desk, me)


def test_what_was_last_asked_for_is_known_to_within_an_hour(desk: Desk) -> None:
    me = desk.office.manager_a
    feed = made(desk, me)
    downloaded(desk, secret_of(feed))
    (listed,) = feeds(desk, me).ListCalendarFeeds(pb.ListCalendarFeedsRequest()).calendar_feeds
    assert clock.now() - listed.use_time.ToDatetime(tzinfo=UTC) < HOUR
    assert listed.etag == feed.etag
    now = clock.now()
    assert not CalendarFeed(name="x", use_time=now).is_news(now + USED_TO_WITHIN / 2)


def test_a_cancelled_work_is_in_no_feed(desk: Desk) -> None:
    me = desk.office.manager_a
    work = desk.plan(me, display_name="gone")
    desk.works(me).CancelWork(works_pb2.CancelWorkRequest(name=work.name))
    assert not read(desk, made(desk, me))
