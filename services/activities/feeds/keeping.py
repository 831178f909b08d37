"""What can be done with feeds: each has to do with his own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import feeds_pb2 as pb
from services.activities.feeds import ics, store
from services.activities.feeds.feed import (
    MOST_FEEDS,
    CalendarFeed,
    Details,
    FeedUnknown,
    digest,
    issue,
    link,
    tenant_of,
)
from services.activities.feeds.store import FEEDS
from services.activities.planning.calendar import works_of
from services.activities.planning.grid import Row, View
from services.activities.planning.store import SHOWN
from services.activities.planning.store import cards as read_cards
from services.activities.work import READ
from services.kit import changes
from services.kit.caller import Caller
from services.kit.errors import FailedPrecondition, InvalidArgument, NotFound
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional
from services.kit.people import find_people

_BEFORE, _AFTER = timedelta(days=30), timedelta(days=180)


class TooManyFeeds(FailedPrecondition):
    reason = "ENTRIES_TOO_MANY"


def create(
    db: Db, caller: Caller, values: Mapping[str, Any], request_id: str
) -> tuple[CalendarFeed, str]:
    """With its link, which nobody can be told again: of a request sent twice it is empty."""
    secret, name = issue(caller.tenant), FEEDS.new_name(request_id)
    made = FEEDS.once(
        db,
        name,
        request_id,
        lambda: _create(db, caller, name, values, secret),
        lambda found: found.user == caller.user,
    )
    return made, link(secret) if made.digest == digest(secret) else ""


@transactional
def _create(
    db: Db, caller: Caller, name: str, values: Mapping[str, Any], secret: str
) -> CalendarFeed:
    draft = CalendarFeed(
        **values, name=name, user=caller.user, language=caller.language, digest=digest(secret)
    ).tidy()
    if problems := list(draft.problems()):
        raise InvalidArgument.of(problems)
    if store.count_of(db, caller.user, MOST_FEEDS) >= MOST_FEEDS:
        raise TooManyFeeds(f"At most {MOST_FEEDS}: end one first", most=str(MOST_FEEDS))
    made = FEEDS.insert(db, draft)
    _tell(db, caller, events.CalendarFeedCreated, made, after=made)
    return made


@transactional
def end(db: Db, caller: Caller, name: str, etag: str) -> None:
    feed = own(db, caller, name)
    require_etag(feed, etag)
    FEEDS.remove(db, feed)
    _tell(db, caller, events.CalendarFeedDeleted, feed, before=feed, version=feed.version + 1)


def own(db: Db, caller: Caller, name: str) -> CalendarFeed:
    """To all others there is no such feed."""
    found = FEEDS.find(db, name)
    if found is None or found.user != caller.user:
        raise NotFound(f"No {name}", name=name)
    return found


def of_secret(db: Db, secret: str) -> tuple[Db, CalendarFeed]:
    """Whoever has the link. It ends with the leaving of whose it is."""
    tenant = tenant_of(secret)
    feed = store.of_digest(db.of(tenant), digest(secret)) if tenant else None
    if feed is None:
        raise FeedUnknown("There is no such calendar")
    here = db.of(tenant)
    person = find_people(here, [feed.user]).get(feed.user)
    if person is not None and not person.active:
        raise FeedUnknown("There is no such calendar")
    return here, feed


def shown(db: Db, feed: CalendarFeed, now: datetime) -> list[Row]:
    if feed.is_news(now):
        store.used(db, feed, now)
    return works_of(db, [feed.user], View(*_span(now), "UTC"), SHOWN, 0).works


def etag(feed: CalendarFeed, works: Iterable[Row]) -> bytes:
    """What it would look like, so that who has just that needs not be sent it."""
    looks = b"".join(each.look for each in works)
    return blake2b(feed.name.encode() + looks, digest_size=12).hexdigest().encode()


def written(db: Db, feed: CalendarFeed, works: Sequence[Row], now: datetime) -> Iterator[bytes]:
    known = read_cards(db, works)
    cards = [known[each.look] for each in works if each.look in known]
    details = feed.details or Details.FULL
    yield ics.calendar(cards, details, db.tenant, feed.language, _span(now), now)


def _span(now: datetime) -> tuple[date, date]:
    return (now - _BEFORE).date(), (now + _AFTER).date()


def _tell(db: Db, caller: Caller, event: Any, feed: CalendarFeed, **about: Any) -> None:
    news = event(calendar_feed=to_proto(feed, pb.CalendarFeed))
    mine: dict[str, Any] = {"permission": READ, "visible_to": (feed.user,)}
    changes.record_many(db, caller, [changes.Change(event=news, **about, **mine)])
