"""Where deliveries wait, and what came of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import IndexModel

from services.activities.deliveries.delivery import Channel, Delivery
from services.kit.due import LONG_AGO, due_index
from services.kit.mapping import from_document
from services.kit.mongo import Collection, Db

_WAITING = {"due_time": {"$ne": None}}
DELIVERIES: Collection[Delivery] = Collection(
    "deliveries",
    Delivery,
    indexes=[
        IndexModel([("user", 1), ("notice", 1)], name="notice"),
        IndexModel([("expire_time", 1)], name="expired", expireAfterSeconds=0),
    ],
    across=[due_index("due_time")],
)


def due(db: Db, channel: Channel, now: datetime, limit: int) -> list[Delivery]:
    """Who waits longest first."""
    found = DELIVERIES.raw(db).find(
        {**_due(now), "channel": channel.value},
        sort=[("due_time", 1)],
        limit=limit,
        hint="due_due_time",
    )
    return [from_document(Delivery, each) for each in found]


def channels_due(db: Db, now: datetime) -> list[Channel]:
    by_channel = [{"$match": _due(now)}, {"$group": {"_id": "$channel"}}]
    found = DELIVERIES.raw(db).aggregate(by_channel, hint="due_due_time")
    return sorted(Channel(each["_id"]) for each in found)


def waiting(db: Db, user: str) -> list[str]:
    """Of which notices pushes of his are still to go."""
    return DELIVERIES.raw(db).distinct("notice", {"user": user, **_WAITING, "notice": {"$gt": ""}})


def forget(db: Db, user: str, notices: Sequence[str]) -> None:
    """What he has seen already needs no push."""
    named = {"notice": {"$in": [*notices]}}
    DELIVERIES.raw(db).delete_many({"user": user, **named, **_WAITING})


def _due(now: datetime) -> dict[str, Any]:
    # The bound below is for the index alone: it holds nothing else.
    return {"due_time": {"$lte": now, "$gt": LONG_AGO}}
