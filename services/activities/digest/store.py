"""Where it is kept when letters are due."""

from collections.abc import Sequence
from datetime import datetime

from services.activities.digest.row import DigestRow, row_name
from services.kit.due import due_index
from services.kit.mongo import Collection, Db

DIGESTS: Collection[DigestRow] = Collection("digests", DigestRow, across=[due_index("due_time")])


def keep(db: Db, user: str, due_time: datetime) -> None:
    row = DigestRow(name=row_name(user), user=user, due_time=due_time)
    DIGESTS.raw(db).replace_one({"_id": row.name}, DIGESTS.document(db, row), upsert=True)


def drop(db: Db, user: str) -> None:
    DIGESTS.raw(db).delete_many({"_id": row_name(user)})


def due(db: Db, names: Sequence[str], now: datetime) -> list[DigestRow]:
    return DIGESTS.select(db, {"_id": {"$in": [*names]}, "due_time": {"$lte": now}})
