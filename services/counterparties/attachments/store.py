"""Where attachments are kept, how much room they take, and which of them have to go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import IndexModel

from services.counterparties.attachments.attachment import (
    KEPT_DELETED,
    LONGEST_UPLOAD,
    Attachment,
    State,
)
from services.kit import paging
from services.kit.changes import CHANGES
from services.kit.mongo import Collection, Db
from services.kit.paging import Page

ATTACHMENTS: Collection[Attachment] = Collection(
    "attachments",
    Attachment,
    indexes=[
        IndexModel([("parent", 1), ("state", 1), ("create_time", -1), ("_id", -1)], name="parent"),
        IndexModel([("state", 1), ("update_time", 1)], name="sweep"),
    ],
)
ALL = (ATTACHMENTS,)
_ROOM = "attachment_room"


def page(db: Db, parent: str, state: State, request: paging.Request) -> Page[Attachment]:
    return ATTACHMENTS.page(db, {"parent": parent, "state": state.value}, request)


def count_of(db: Db, parent: str, limit: int) -> int:
    states = [State.ACTIVE.value, State.UPLOADING.value]
    return ATTACHMENTS.raw(db).count({"parent": parent, "state": {"$in": states}}, limit)


def taken(db: Db) -> int:
    """Bytes that the tenant's files take, deleted ones included."""
    found = db.bound(_ROOM).find_one({"_id": _room_name(db)})
    return found["bytes"] if found else 0


def take(db: Db, count: int) -> None:
    """Changes how much room they take, in the transaction that brings a file or lets it go."""
    db.bound(_ROOM).update_one({"_id": _room_name(db)}, {"$inc": {"bytes": count}}, upsert=True)


def of_parents(db: Db, parents: Sequence[str]) -> list[Attachment]:
    """All of them, deleted and half uploaded ones included."""
    return ATTACHMENTS.select(db, {"parent": {"$in": list(parents)}})


def expired(db: Db, now: datetime, limit: int) -> list[Attachment]:
    """Those deleted long ago, and uploads that were cut off."""
    gone = ((State.DELETED, KEPT_DELETED), (State.UPLOADING, LONGEST_UPLOAD))
    return [
        each
        for state, kept in gone
        for each in ATTACHMENTS.select(db, _since(state, now - kept), limit)
    ]


def erased(db: Db, limit: int) -> list[Attachment]:
    return ATTACHMENTS.select(db, {"state": State.ERASED.value}, limit)


def _since(state: State, moment: datetime) -> dict[str, Any]:
    return {"state": state.value, "update_time": {"$lt": moment}}


def forget_told(db: Db, names: Sequence[str]) -> None:
    """The audit trail keeps who did what and when, but no file's name; nor is that sent to anybody
    who has not heard of it yet (kit/relay)."""
    told = {"subject": {"$in": list(names)}}
    db.bound(CHANGES).update_many(told, {"$set": {"changes": [], "data": b""}})


def downloaded_since(db: Db, name: str, user: str, since: datetime) -> bool:
    """Whether the audit trail knows that somebody took or saw it."""
    told = {"subject": name, "type": "attachment_downloaded", "actor.user": user}
    return bool(db.bound(CHANGES).count({**told, "time": {"$gt": since}}, 1))


def _room_name(db: Db) -> str:
    return f"attachmentRoom/{db.tenant}"
