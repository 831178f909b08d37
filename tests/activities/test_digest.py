"""The letter of the day: at his time, once for its reader, of his own works and no others."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm.activities.v1 import notices_pb2 as pb
from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import users_pb2
from services.activities.calendars.seeds import USUAL
from services.activities.deliveries.delivering import wake_due
from services.activities.deliveries.store import DELIVERIES
from services.activities.digest import making
from services.activities.digest.sending import SendLetters
from services.activities.digest.store import DIGESTS
from services.activities.preferences.preference import NoticePreferences
from services.kit import clock
from services.kit.caller import Caller
from services.kit.settings import Settings
from services.kit.testing_door import Door
from tests.activities.desk import Desk, on, refusing
from tests.activities.test_notices import notices
from tests.peers import smtp
from tests.peers.smtp import Post

MOSCOW = ZoneInfo("Europe/Moscow")
DAY = timedelta(days=1)


@pytest.fixture
def post() -> Iterator[Post]:
    with smtp.running() as running:
        yield running


def settings_of(post: Post) -> Settings:
    return Settings(
        {
            "CRM_SMTP_URL": f"smtp+plain://127.0.0.1:{post.port}",
            "CRM_SMTP_FROM": "crm@crm.example.org",
            "CRM_PUBLIC_URL": "https://crm.example.org/",
        }
    )


def person(desk: Desk, caller: Caller, version: int = 2, **values: Any) -> None:
    said = {"email": "anna@example.org", "language": "ru", "state": "STATE_ACTIVE", **values}
    user = users_pb2.User(
        name=caller.user, display_name=caller.display_name, org_path=caller.org_path, **said
    )
    desk.office.tell(identity.UserUpdated(user=user), caller.user, version)


def choose(desk: Desk, caller: Caller, **values: Any) -> Any:
    chosen = pb.NoticePreferences(**{"digest": True, "digest_time": "08:30", **values})
    request = pb.UpdateNoticePreferencesRequest(notice_preferences=chosen)
    # So that it is the same whatever the hour and the day the tests run at.
    paths = ["digest", "digest_time", "quiet_start", "quiet_end", "quiet_days_off"]
    request.update_mask.paths.extend(paths)
    return notices(desk, caller).UpdateNoticePreferences(request)


def make(desk: Desk, caller: Caller) -> None:
    """As if his time had come."""
    rows = DIGESTS.raw(desk.office.db)
    rows.update_many({"user": caller.user}, {"$set": {"due_time": clock.now()}})
    making.make_due(desk.office.door.db(""))


def deliver(desk: Desk, settings: Settings) -> None:
    wake_due(desk.office.door.db(""))
    desk.office.work(SendLetters(settings))


def state(desk: Desk) -> list[tuple[str, int, bool]]:
    """What came of his letters, at which attempt, and whether another one follows."""
    found = DELIVERIES.raw(desk.office.db).find({"channel": "LETTER"})
    return [(e["outcome"], e["attempts"], e["due_time"] is not None) for e in found]


def busy(desk: Desk, caller: Caller) -> None:
    """He wants letters, has something overdue, and something to do today."""
    person(desk, caller)
    choose(desk, caller)
    now = clock.now()
    late, today = ((now.astimezone(MOSCOW) - n * DAY).date().isoformat() for n in (3, 0))
    desk.plan(caller, display_name="Дожать <b>счёт</b>", when=on(late), subject=desk.client)
    desk.plan(caller, display_name="Позвонить", when=on(today))


def test_what_is_overdue_what_today_brings_and_what_is_unread(desk: Desk, post: Post) -> None:
    me = desk.office.manager_a
    busy(desk, me)
    desk.plan(desk.office.admin, display_name="Поручено", owner=me.user, when=on("2030-01-10"))
    desk.plan(desk.office.admin, display_name="Чужая")
    for _ in range(2):
        make(desk, me)
        deliver(desk, settings_of(post))
    (came,) = post.letters
    assert came["Subject"].endswith(": 1, просрочено: 1")
    assert came["List-Unsubscribe"] == "<https://crm.example.org/profile/notices>"
    text, html = (came.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for each in (text, html):
        assert "Просрочено: 1" in each
        assert "Непрочитанных уведомлений: " in each
        assert "https://crm.example.org/works/" in each
        assert desk.client.upper() in each
        assert "Чужая" not in each
        # It is for another day.
        assert "Поручено" not in each
    assert "Дожать &lt;b&gt;счёт&lt;/b&gt;" in html
    assert state(desk) == [("DELIVERED", 1, False)]
    (row,) = DIGESTS.raw(desk.office.db).find({})
    assert row["due_time"] > clock.now()


def test_a_worker_killed_after_sending_sends_the_same_letter(desk: Desk, post: Post) -> None:
    class Killed(SendLetters):
        def step(self, *_: Any) -> Any:
            raise KeyboardInterrupt

    busy(desk, desk.office.manager_a)
    make(desk, desk.office.manager_a)
    wake_due(desk.office.door.db(""))
    with pytest.raises(KeyboardInterrupt):
        desk.office.work(Killed(settings_of(post)))
    deliver(desk, settings_of(post))
    first, second = post.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_a_mail_server_that_is_away_is_asked_again_and_given_up(
    desk: Desk, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    busy(desk, desk.office.manager_a)
    make(desk, desk.office.manager_a)
    post.refused_letters = ["451 later", "451 later"]
    deliver(desk, settings_of(post))
    assert state(desk) == [("LATER", 1, True)]
    nearly = {"attempts": SendLetters.most_attempts - 1, "due_time": clock.now()}
    DELIVERIES.raw(desk.office.db).update_many({}, {"$set": nearly})
    deliver(desk, settings_of(post))
    assert state(desk) == [("LATER", SendLetters.most_attempts, False)]
    given_up = [each for each in caplog.records if each.message == "given up"]
    assert given_up[0].facts["alert"]  # type: ignore[attr-defined]


def test_a_wrong_setting_loses_no_letter(desk: Desk, post: Post) -> None:
    busy(desk, desk.office.manager_a)
    make(desk, desk.office.manager_a)
    wake_due(desk.office.door.db(""))
    desk.office.work(SendLetters(Settings({"CRM_SMTP_URL": "smtps://mail.example.org"})))
    assert state(desk) == [("LATER", 1, True)]
    DELIVERIES.raw(desk.office.db).update_many({}, {"$set": {"due_time": clock.now()}})
    deliver(desk, settings_of(post))
    assert len(post.letters) == 1


def test_there_is_no_letter_without_news(desk: Desk, post: Post) -> None:
    me = desk.office.manager_a
    person(desk, me)
    choose(desk, me)
    make(desk, me)
    deliver(desk, settings_of(post))
    assert (post.letters, state(desk)) == ([], [("NEEDLESS", 1, False)])


@pytest.mark.parametrize(
    ("values", "outcome"),
    [({"state": "STATE_DISABLED"}, "GONE"), ({"email": ""}, "GONE")],
)
def test_who_has_left_or_has_no_address_gets_none(
    desk: Desk, post: Post, values: dict[str, Any], outcome: str
) -> None:
    me = desk.office.manager_a
    busy(desk, me)
    person(desk, me, 3, **values)
    make(desk, me)
    deliver(desk, settings_of(post))
    assert (post.letters, state(desk)) == ([], [(outcome, 1, False)])


def test_yesterdays_letter_and_an_unwanted_one_are_not_sent(desk: Desk, post: Post) -> None:
    me = desk.office.manager_a
    busy(desk, me)
    make(desk, me)
    yesterday = (clock.now().astimezone(MOSCOW) - DAY).date().isoformat()
    DELIVERIES.raw(desk.office.db).update_many({}, {"$set": {"payload": yesterday}})
    deliver(desk, settings_of(post))
    # Nothing ran for days: their letters are passed over.
    DIGESTS.raw(desk.office.db).update_many({}, {"$set": {"due_time": clock.now() - 2 * DAY}})
    making.make_due(desk.office.door.db(""))
    assert state(desk) == [("NEEDLESS", 1, False)]
    DELIVERIES.raw(desk.office.db).delete_many({})
    make(desk, me)
    choose(desk, me, digest=False)
    assert DIGESTS.raw(desk.office.db).count({}) == 0
    deliver(desk, settings_of(post))
    assert (post.letters, state(desk)) == ([], [("NEEDLESS", 1, False)])


def test_everybody_chooses_for_himself_and_is_told_whether_letters_can_come(
    desk: Desk, door: Door
) -> None:
    me, other = desk.office.manager_a, Desk.opened(door)
    assert choose(desk, me, digest_time="07:15").digest
    (row,) = DIGESTS.raw(desk.office.db).find({})
    assert row["user"] == me.user
    assert f"{row['due_time'].astimezone(MOSCOW):%H:%M}" == "07:15"
    read = pb.GetNoticePreferencesRequest()
    shown = notices(desk, me).GetNoticePreferences(read)
    assert (shown.digest_time, shown.letters) == ("07:15", pb.NoticePreferences.LETTERS_OFF)
    # The same person's name elsewhere.
    assert not notices(other, me_of(other)).GetNoticePreferences(read).digest
    assert DIGESTS.raw(other.office.db).count({}) == 0
    for values, field, reason in (
        ({"digest_time": "8"}, "digest_time", "TIME_OF_DAY_FORMAT"),
        ({"digest_time": ""}, "digest_time", "FIELD_REQUIRED"),
    ):
        with refusing("INVALID_ARGUMENT") as refusal:
            choose(desk, me, **values)
        assert refusal.fields == ((field, reason),)


def me_of(desk: Desk) -> Caller:
    return desk.office.manager_a


@pytest.mark.parametrize(
    ("now", "comes", "values"),
    [
        # A Thursday, before and after half past eight.
        ("2026-12-03 08:00", "2026-12-03 08:30", {}),
        ("2026-12-03 08:30", "2026-12-04 08:30", {}),
        # Friday's next one is Monday's.
        ("2026-12-04 09:00", "2026-12-07 08:30", {}),
        ("2026-12-04 09:00", "2026-12-05 08:30", {"quiet_days_off": False}),
        # The holidays of January.
        ("2026-12-30 09:00", "2027-01-11 08:30", {}),
        # Within the quiet hours, it comes after them.
        ("2026-12-03 07:00", "2026-12-03 08:00", {"digest_time": "06:00"}),
        ("2026-12-03 12:00", "2026-12-04 08:00", {"digest_time": "22:00"}),
        ("2026-12-03 12:00", "2026-12-03 22:00", {"digest_time": "22:00", "quiet_start": ""}),
    ],
)
def test_it_comes_on_his_working_days_after_his_quiet_hours(
    now: str, comes: str, values: dict[str, Any]
) -> None:
    quiet = {"quiet_end": ""} if values.get("quiet_start") == "" else {}
    chosen = NoticePreferences(name="noticePreferences/1", **{**values, **quiet})
    moment = datetime.fromisoformat(now).replace(tzinfo=MOSCOW).astimezone(UTC)
    found = chosen.next_digest(moment, MOSCOW, USUAL)
    assert f"{found.astimezone(MOSCOW):%Y-%m-%d %H:%M}" == comes
