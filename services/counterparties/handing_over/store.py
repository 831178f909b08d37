"""How much somebody would leave, as far as the caller sees it."""

from typing import Any

from services.counterparties import store
from services.counterparties.counterparty import MarketState, State
from services.kit.caller import Caller
from services.kit.mongo import Db

OWNER_INDEX, VISIBLE_INDEX = "tenant_1_owner_by_name", "tenant_1_visible_by_name"


def owned_count(db: Db, caller: Caller, user: str, **more: Any) -> int:
    seen = caller.visible("counterparties.read")
    return store.COUNTERPARTIES.raw(db).count({"owner": user, **more, **seen}, hint=OWNER_INDEX)


def participating_count(db: Db, caller: Caller, user: str) -> int:
    seen = caller.visible("counterparties.read")
    query = {
        "$and": [{"visible_to": user}, seen],
        "owner": {"$ne": user},
        "state": State.ACTIVE.value,
    }
    return store.COUNTERPARTIES.raw(db).count(query, hint=VISIBLE_INDEX)


def by_market_state(db: Db, caller: Caller, user: str) -> dict[MarketState, int]:
    active = State.ACTIVE.value
    return {
        each: owned_count(db, caller, user, state=active, market_state=each.value)
        for each in MarketState
    }


def by_segment(db: Db, caller: Caller, user: str) -> dict[str, int]:
    """The largest first."""
    mine = {"owner": user, "state": State.ACTIVE.value, **caller.visible("counterparties.read")}
    found = store.COUNTERPARTIES.raw(db).aggregate(
        [
            {"$match": mine},
            {"$unwind": "$segments"},
            {"$group": {"_id": "$segments", "count": {"$sum": 1}}},
            {"$sort": {"count": -1, "_id": 1}},
        ]
    )
    return {each["_id"]: each["count"] for each in found}
