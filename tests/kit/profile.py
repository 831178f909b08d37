"""What Mongo says of the questions it was asked."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from services.kit.mongo import Db


@contextmanager
def profiled(db: Db, found: list[dict[str, Any]]) -> Generator[None]:
    """Fills `found` with how each find within was answered; of a database nobody else is in."""
    database = db.client[db.database]
    database.command("profile", 2)
    try:
        yield
    finally:
        database.command("profile", 0)
        found += database["system.profile"].find({"op": {"$in": ["query", "command"]}})
        # It would stand among the collections of a service.
        database["system.profile"].drop()


def place(row: dict[str, Any]) -> str:
    """The collection that was asked."""
    return row["ns"].partition(".")[2]
