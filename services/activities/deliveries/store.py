"""Where deliveries wait, and what came of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import IndexModel

from services.activities.deliveries.delivery import Channel, Delivery
from services.kit.due import LONG_AGO, due_index
from services.kit.mapping import from_document
from services.kit.mongo import Collection, Db

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


def forget(db: Db, user: str, notices: Sequence[str] | None) -> None:
    """What he has seen already needs no push; nothing does for all of his, without names."""
    named = {"notice": {"$in": [*notices]}} if notices is not None else {"notice": {"$gt": ""}}
    DELIVERIES.raw(db).delete_many({"user": user, **named, "due_time": {"$ne": None}})


def _due(now: datetime) -> dict[str, Any]:
    # The bound below is for the index alone: it holds nothing else.
    return {"due_time": {"$lte": now, "$gt": LONG_AGO}}
