"""Where browsers that are pushed to are kept."""

from collections.abc import Sequence
from typing import Any

from pymongo import IndexModel
from pymongo.errors import DuplicateKeyError

from services.activities.deliveries.store import DELIVERIES
from services.activities.pushing.subscription import PushSubscription
from services.kit.mongo import Collection, Db

SUBSCRIPTIONS: Collection[PushSubscription] = Collection(
    "pushSubscriptions",
    PushSubscription,
    indexes=[IndexModel([("user", 1)], name="user")],
)
# One for the installation: a browser subscribes with it, whoever uses it.
_KEYS = "pushKeys"
Document = dict[str, Any]


def of_users(db: Db, users: Sequence[str]) -> dict[str, list[PushSubscription]]:
    found: dict[str, list[PushSubscription]] = {}
    for each in SUBSCRIPTIONS.select(db, {"user": {"$in": [*users]}}, hint="tenant_1_user"):
        found.setdefault(each.user, []).append(each)
    return found


def keep(db: Db, subscription: PushSubscription) -> None:
    """Whoever subscribes a browser has it from now on."""
    raw, document = SUBSCRIPTIONS.raw(db), SUBSCRIPTIONS.document(db, subscription)
    raw.replace_one({"_id": subscription.name}, document, upsert=True)
    # What waits was for the one before.
    raw_deliveries = DELIVERIES.raw(db)
    other = {"user": {"$ne": subscription.user}, "subscription": subscription.name}
    raw_deliveries.delete_many({**other, "due_time": {"$ne": None}})


def drop(db: Db, names: Sequence[str], user: str = "") -> None:
    mine = {"user": user} if user else {}
    SUBSCRIPTIONS.raw(db).delete_many({"_id": {"$in": [*names]}, **mine})


def by_name(db: Db, names: Sequence[str]) -> dict[str, PushSubscription]:
    wanted = SUBSCRIPTIONS.select(db, {"_id": {"$in": [*names]}})
    return {each.name: each for each in wanted}


def sealed_key(db: Db, name: str, fresh: bytes) -> bytes:
    """The one that is kept under this name: the first that anybody made."""
    rows = db.client[db.database][_KEYS]
    found: Document | None = rows.find_one({"_id": name})
    if found is None:
        try:
            rows.insert_one({"_id": name, "sealed": fresh})
        except DuplicateKeyError:
            found = rows.find_one({"_id": name})
    return found["sealed"] if found else fresh
