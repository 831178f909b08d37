"""Web Push: sealed for the browser, tried again, never to a server of ours, once for its reader."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm.activities.v1 import notices_pb2 as pb
from services.activities.calendars.seeds import USUAL
from services.activities.deliveries.delivering import wake_due
from services.activities.deliveries.store import DELIVERIES
from services.activities.notices.store import NOTICES
from services.activities.preferences.preference import NoticePreferences
from services.activities.pushing.delivering import KIND, PushNotices
from services.activities.pushing.store import SUBSCRIPTIONS
from services.kit.caller import Caller
from services.kit.jobs import JOBS
from services.kit.settings import Settings
from tests.activities.desk import Desk, refusing
from tests.activities.test_notices import fire, notices, reminded, told
from tests.peers import push
from tests.peers.push import Browser

SETTINGS = Settings({"CRM_SECRET_KEY": "s" * 40, "CRM_PUSH_NETWORKS": "127.0.0.0/8"})
MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.fixture
def browser() -> Iterator[Browser]:
    with push.running() as running:
        yield running


def subscribe(desk: Desk, caller: Caller, browser: Browser, **other: str) -> Any:
    said = {"endpoint": browser.endpoint, "p256dh": browser.p256dh, "auth": browser.auth, **other}
    return notices(desk, caller).SubscribeToPush(pb.SubscribeToPushRequest(**said))


def never_quiet(desk: Desk, caller: Caller) -> None:
    chosen = pb.NoticePreferences()
    request = pb.UpdateNoticePreferencesRequest(notice_preferences=chosen)
    request.update_mask.paths.extend(["quiet_start", "quiet_end", "quiet_days_off"])
    notices(desk, caller).UpdateNoticePreferences(request)


def deliver(desk: Desk) -> None:
    wake_due(desk.office.door.db(""))
    desk.office.work(PushNotices(SETTINGS))


@pytest.fixture
def pushed(desk: Desk, browser: Browser) -> Browser:
    """Somebody has subscribed and is reminded."""
    me = desk.office.manager_a
    never_quiet(desk, me)
    subscribe(desk, me, browser)
    reminded(desk, me, display_name="Позвонить")
    fire(desk)
    return browser


def test_what_is_pushed_only_its_browser_can_read(desk: Desk, pushed: Browser) -> None:
    for _ in range(2):
        deliver(desk)
    (shown,) = pushed.shown
    (notice,) = told(desk, desk.office.manager_a)
    assert (shown["title"], shown["tag"]) == ("Напоминание", notice.name)
    assert shown["body"].startswith("Позвонить")
    assert shown["open"] == f"/{notice.record}"
    assert JOBS.raw(desk.office.db).count({"kind": KIND}) == 1


def test_a_busy_service_is_asked_again_later(desk: Desk, pushed: Browser) -> None:
    pushed.refusals = [429]
    deliver(desk)
    (waiting,) = DELIVERIES.raw(desk.office.db).find({})
    assert (pushed.shown, waiting["attempts"], waiting["outcome"]) == ([], 1, "LATER")
    past = waiting["due_time"] - timedelta(hours=1)
    DELIVERIES.raw(desk.office.db).update_many({"attempts": 1}, {"$set": {"due_time": past}})
    deliver(desk)
    assert len(pushed.shown) == 1


def test_who_has_unsubscribed_in_his_browser_is_forgotten(desk: Desk, pushed: Browser) -> None:
    pushed.refusals = [410]
    deliver(desk)
    assert SUBSCRIPTIONS.raw(desk.office.db).count({}) == 0
    assert DELIVERIES.raw(desk.office.db).count({"due_time": {"$ne": None}}) == 0


def test_a_worker_killed_after_sending_sends_what_replaces_itself(
    desk: Desk, pushed: Browser
) -> None:
    class Killed(PushNotices):
        def step(self, *_: Any) -> Any:
            raise KeyboardInterrupt

    wake_due(desk.office.door.db(""))
    with pytest.raises(KeyboardInterrupt):
        desk.office.work(Killed(SETTINGS))
    deliver(desk)
    first, second = pushed.shown
    assert first == second
    assert pushed.topics[0] == pushed.topics[1]


def test_what_is_read_already_is_not_pushed(desk: Desk, pushed: Browser) -> None:
    (notice,) = told(desk, desk.office.manager_a)
    notices(desk, desk.office.manager_a).ReadNotices(pb.ReadNoticesRequest(names=[notice.name]))
    deliver(desk)
    assert pushed.shown == []


def test_what_came_after_what_is_read_is_pushed(desk: Desk, pushed: Browser) -> None:
    me = desk.office.manager_a
    (first,) = told(desk, me)
    reminded(desk, me, display_name="Написать")
    fire(desk)
    # Somebody whose clock is late reads all that there was.
    notices(desk, me).ReadNotices(pb.ReadNoticesRequest(until_time=first.create_time))
    deliver(desk)
    assert [each["body"].partition(" · ")[0] for each in pushed.shown] == ["Написать"]


def test_a_browser_belongs_to_who_subscribed_it_last(desk: Desk, pushed: Browser) -> None:
    subscribe(desk, desk.office.admin, pushed)
    deliver(desk)
    assert pushed.shown == []
    (kept,) = SUBSCRIPTIONS.raw(desk.office.db).find({})
    assert kept["user"] == desk.office.admin.user
    mine = notices(desk, desk.office.manager_a)
    mine.UnsubscribeFromPush(pb.UnsubscribeFromPushRequest(endpoint=pushed.endpoint))
    assert SUBSCRIPTIONS.raw(desk.office.db).count({}) == 1


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.org/1",
        "https://10.1.2.3/1",
        "https://[::1]/1",
        "https://169.254.169.254/latest",
        "https://localhost/1",
        "https://user:pass@push.example.org/1",
        "ftp://push.example.org/1",
    ],
)
def test_nothing_is_pushed_to_servers_of_ours(desk: Desk, browser: Browser, endpoint: str) -> None:
    with refusing("INVALID_ARGUMENT") as refusal:
        subscribe(desk, desk.office.manager_a, browser, endpoint=endpoint)
    assert refusal.fields == (("endpoint", "PUSH_ENDPOINT"),)


def test_an_address_that_became_one_of_ours_is_not_connected_to(
    desk: Desk, pushed: Browser
) -> None:
    wake_due(desk.office.door.db(""))
    desk.office.work(PushNotices(Settings({"CRM_SECRET_KEY": "s" * 40})))
    (refused,) = DELIVERIES.raw(desk.office.db).find({})
    assert (pushed.shown, refused["outcome"], refused["due_time"]) == ([], "REFUSED", None)


def test_keys_must_be_a_browsers(desk: Desk, browser: Browser) -> None:
    with refusing("INVALID_ARGUMENT") as refusal:
        subscribe(desk, desk.office.manager_a, browser, p256dh="AAAA", auth="!")
    assert refusal.fields == (("p256dh", "PUSH_KEYS"), ("auth", "PUSH_KEYS"))


# --- quiet hours ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "free"),
    [
        # A Thursday: at noon, late, in the small hours.
        ("2026-12-03 12:00", "2026-12-03 12:00"),
        ("2026-12-03 21:00", "2026-12-04 08:00"),
        ("2026-12-03 03:30", "2026-12-03 08:00"),
        # Friday's night ends on a day off.
        ("2026-12-04 22:00", "2026-12-07 08:00"),
        ("2026-12-05 12:00", "2026-12-07 08:00"),
        # The holidays of January.
        ("2026-12-30 22:00", "2027-01-11 08:00"),
    ],
)
def test_nobody_is_disturbed_at_night_nor_on_days_off(now: str, free: str) -> None:
    chosen = NoticePreferences(name="noticePreferences/1")
    moment = datetime.fromisoformat(now).replace(tzinfo=MOSCOW).astimezone(UTC)
    found = chosen.may_disturb(moment, MOSCOW, USUAL)
    assert f"{found.astimezone(MOSCOW):%Y-%m-%d %H:%M}" == free


def test_who_wants_no_quiet_hours_has_none() -> None:
    chosen = NoticePreferences(
        name="noticePreferences/1", quiet_start="", quiet_end="", quiet_days_off=False
    )
    night = datetime(2026, 12, 5, 0, 30, tzinfo=UTC)
    assert chosen.may_disturb(night, MOSCOW, USUAL) == night


def test_in_quiet_hours_the_bell_rings_and_the_push_waits(desk: Desk, browser: Browser) -> None:
    me = desk.office.manager_a
    chosen = pb.NoticePreferences(quiet_start="00:00", quiet_end="23:59")
    request = pb.UpdateNoticePreferencesRequest(notice_preferences=chosen)
    notices(desk, me).UpdateNoticePreferences(request)
    subscribe(desk, me, browser)
    reminded(desk, me)
    fire(desk)
    assert len(told(desk, me)) == 1
    (waiting,) = DELIVERIES.raw(desk.office.db).find({})
    (notice,) = NOTICES.raw(desk.office.db).find({"state": "UNREAD"})
    assert waiting["due_time"] > notice["create_time"]
