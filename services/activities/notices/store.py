"""Where notices are kept, and how they are listed and counted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import IndexModel

from services.activities.notices.notice import Notice, State
from services.kit import clock, paging
from services.kit.mongo import Collection, Db
from services.kit.paging import NEWEST_FIRST, Page

MOST_COUNTED = 100
_SHOWN = {"$in": [State.UNREAD.value, State.READ.value]}
_HINT = "tenant_1_mine"
NOTICES: Collection[Notice] = Collection(
    "notices",
    Notice,
    indexes=[
        IndexModel([("user", 1), ("state", 1), ("create_time", -1), ("_id", -1)], name="mine"),
        IndexModel([("expire_time", 1)], name="expired", expireAfterSeconds=0),
    ],
)


def page(db: Db, user: str, request: paging.Request, *, unread: bool) -> Page[Notice]:
    """The newest first."""
    where = {"user": user, "state": State.UNREAD.value if unread else _SHOWN}
    return NOTICES.page(db, where, request, NEWEST_FIRST)


def unread_count(db: Db, user: str) -> int:
    return NOTICES.raw(db).count(_unread(user), MOST_COUNTED, hint=_HINT)


def read(db: Db, user: str, names: Sequence[str], until: datetime | None) -> int:
    """How many were unread until now."""
    found: list[dict[str, Any]] = [{"_id": {"$in": [*names]}}] if names else []
    if until is not None:
        found.append({"create_time": {"$lte": until}})
    said = {"state": State.READ.value, "unread": False, "update_time": clock.now()}
    change = {"$set": said, "$inc": {"version": 1}}
    raw = NOTICES.raw(db)
    return sum(raw.update_many({**_unread(user), **each}, change) for each in found)


def unread_among(db: Db, user: str, names: Sequence[str]) -> set[str]:
    found = NOTICES.raw(db).find({"_id": {"$in": [*names]}, **_unread(user)}, {"_id": 1})
    return {each["_id"] for each in found}


def _unread(user: str) -> dict[str, Any]:
    return {"user": user, "state": State.UNREAD.value}
