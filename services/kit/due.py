"""What is due, whosesoever it is: timers ask once, however many tenants there are.

A collection declares the index in `Collection.across`: the moment first, for only those that wait.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from pymongo import IndexModel
from pymongo.errors import ConnectionFailure

from services.kit import telemetry
from services.kit.mongo import Collection, Db

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
AT_ONCE = 500
log = telemetry.logger(__name__)


def due_index(key: str) -> IndexModel:
    """What waits for nothing has no moment, and no place in the index."""
    waits = {key: {"$gt": LONG_AGO}}
    return IndexModel([(key, 1), ("tenant", 1)], name=_name(key), partialFilterExpression=waits)


def do_due(
    db: Db,
    collection: Collection[Any],
    key: str,
    now: datetime,
    action: Callable[[Db, list[str]], object],
) -> None:
    """Calls `action` with names of one tenant's until nothing is due. It must give what it has
    done another moment, or none. What fails for one tenant keeps it from no other."""
    failed: list[str] = []
    rows = db.client[db.database][collection.id]
    while True:
        # The bound below is for the index alone: it holds nothing else.
        where: dict[str, Any] = {key: {"$gt": LONG_AGO, "$lte": now}, "tenant": {"$nin": failed}}
        found = rows.find(
            where, {"tenant": 1}, sort=[(key, 1)], limit=AT_ONCE, hint=_name(key)
        ).to_list()
        if not found:
            return
        tenants: dict[str, list[str]] = {}
        for each in found:
            tenants.setdefault(each["tenant"], []).append(each["_id"])
        for tenant, names in tenants.items():
            try:
                action(db.of(tenant), names)
            # Whatever it is, it is tried again next time. Without the store nobody fares better.
            except ConnectionFailure:
                raise
            except Exception:
                failed.append(tenant)
                facts = {"collection": collection.id, "tenant": tenant, "alert": True}
                log.exception("what is due failed for a tenant", extra={"facts": facts})


def tenants_due(db: Db, collection: Collection[Any], key: str, now: datetime) -> list[str]:
    """Who has anything that is due."""
    steps: list[dict[str, Any]] = [
        {"$match": {key: {"$gt": LONG_AGO, "$lte": now}}},
        {"$group": {"_id": "$tenant"}},
    ]
    found = db.client[db.database][collection.id].aggregate(steps, hint=_name(key))
    return sorted(each["_id"] for each in found)


def _name(key: str) -> str:
    return f"due_{key}"
