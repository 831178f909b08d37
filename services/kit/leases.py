"""Leases in Mongo: one holder at a time in the whole cluster, by the database's own clock.

The holder renews; a holder that died simply stops doing so. Whoever must be sure that a stale
holder changes nothing has to fence its writes as well (jobs do).
"""

import asyncio
import os
import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError, PyMongoError

from services.kit import telemetry

COLLECTION = "leases"
Document = dict[str, Any]
log = telemetry.logger(__name__)


class LeaseLost(Exception):
    """Somebody else may hold it by now: stop at once."""


def new_owner() -> str:
    """Unique for each start of a process, readable for the person who looks into `leases`."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def free_or_mine(name: str, owner: str, *conditions: Document) -> Document:
    """The filter that finds a lease which `owner` may take or renew. A lease never taken has
    no `until`, and nothing is less than everything."""
    available = {"$or": [{"$lt": ["$until", "$$NOW"]}, {"$eq": ["$owner", owner]}]}
    return {"_id": name, "$expr": {"$and": [available, *conditions]}}


def held(owner: str, seconds: float, **values: Any) -> list[Document]:
    """The update that makes `owner` the holder for the next seconds."""
    until = {"$add": ["$$NOW", int(seconds * 1000)]}
    literals = {key: {"$literal": value} for key, value in values.items()}
    return [{"$set": {"owner": owner, "until": until, **literals}}]


def released(**values: Any) -> Document:
    return {"$set": {"until": datetime.fromtimestamp(0, UTC), "owner": "", **values}}


def take(
    leases: Collection[Document], name: str, owner: str, seconds: float, *conditions: Document
) -> Document | None:
    """The lease's document if `owner` holds it now."""
    query = free_or_mine(name, owner, *conditions)
    found = leases.find_one_and_update(query, held(owner, seconds), return_document=True)
    if found is None and make(leases, name):
        return leases.find_one_and_update(query, held(owner, seconds), return_document=True)
    return found


def make(leases: Collection[Document], name: str) -> bool:
    """A condition on the server's clock cannot upsert, so the row is made first."""
    if leases.find_one({"_id": name}, {"_id": 1}):
        return False
    try:
        leases.insert_one({"_id": name})
    except DuplicateKeyError:
        return False
    return True


def release(leases: Collection[Document], name: str, owner: str, **values: Any) -> None:
    leases.update_one({"_id": name, "owner": owner}, released(**values))


@contextmanager
def kept(leases: Collection[Document], name: str, owner: str, seconds: float) -> Iterator[None]:
    """Renews a held lease in the background while the block runs."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(seconds / 3):
            try:
                leases.update_one({"_id": name, "owner": owner}, held(owner, seconds))
            except PyMongoError:
                # The next turn may succeed; if none does, the lease runs out as it should.
                log.warning("lease not renewed", extra={"facts": {"lease": name}}, exc_info=True)

    keeper = threading.Thread(target=renew, name=f"lease {name}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join(timeout=seconds)


class AsyncLease:
    """A lease for a process with an event loop; carries a note from holder to holder."""

    def __init__(self, leases: Any, name: str, seconds: float) -> None:
        self._leases, self._name, self._seconds = leases, name, seconds
        self._owner = new_owner()
        self._held_until = 0.0

    def require(self) -> None:
        """By our own clock, from before we asked: never longer than the database thinks."""
        if asyncio.get_running_loop().time() >= self._held_until:
            raise LeaseLost(self._name)

    async def take(self) -> Document | None:
        """Its document if we hold it now."""
        asked = asyncio.get_running_loop().time()
        query, update = free_or_mine(self._name, self._owner), held(self._owner, self._seconds)
        found = await self._leases.find_one_and_update(query, update, return_document=True)
        if found is None:
            mine = {"_id": self._name}
            # A condition on the server's clock cannot upsert, so the row is made first.
            await self._leases.update_one(mine, {"$setOnInsert": {"owner": ""}}, upsert=True)
            found = await self._leases.find_one_and_update(query, update, return_document=True)
        if found is not None:
            self._held_until = asked + self._seconds
        return found

    async def renew(self, **note: Any) -> None:
        asked = asyncio.get_running_loop().time()
        update = held(self._owner, self._seconds, **note)
        renewed = await self._leases.update_one(self._mine, update)
        if not renewed.matched_count:
            raise LeaseLost(self._name)
        self._held_until = asked + self._seconds

    async def release(self, **note: Any) -> None:
        self._held_until = 0.0
        try:
            await self._leases.update_one(self._mine, released(**note))
        except PyMongoError:
            # It ends by itself, only later.
            log.warning("lease not released", extra={"facts": {"lease": self._name}})

    @property
    def _mine(self) -> Document:
        return {"_id": self._name, "owner": self._owner}
