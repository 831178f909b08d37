"""Where feeds are kept."""

from collections.abc import Sequence
from datetime import datetime

from pymongo import IndexModel

from services.activities.feeds.feed import CalendarFeed
from services.kit.mongo import Collection, Db
from services.kit.paging import Order

FEEDS: Collection[CalendarFeed] = Collection(
    "calendarFeeds",
    CalendarFeed,
    indexes=[
        IndexModel([("digest", 1)], name="digest", unique=True),
        IndexModel([("user", 1), ("create_time", -1), ("_id", -1)], name="user"),
    ],
)
NEWEST = Order("create_time", descending=True)
_OF_USER = "tenant_1_user"


def of_digest(db: Db, digest: str) -> CalendarFeed | None:
    found = FEEDS.select(db, {"digest": digest}, limit=1, hint="tenant_1_digest")
    return found[0] if found else None


def count_of(db: Db, user: str, most: int) -> int:
    return FEEDS.raw(db).count({"user": user}, most, hint=_OF_USER)


def used(db: Db, feed: CalendarFeed, now: datetime) -> None:
    """No change of the feed itself: nobody is told, and its etag stays."""
    FEEDS.raw(db).update_one({"_id": feed.name}, {"$set": {"use_time": now}})


ALL: Sequence[Collection[CalendarFeed]] = (FEEDS,)
