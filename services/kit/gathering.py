"""Group commit: what several requests insert at the same time is kept in one transaction.

A transaction of its own costs an insert three round trips and a wait for the journal. While one
transaction is on its way the inserts of other requests gather for the next one; whoever is alone
waits for nobody.
"""

import functools
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

from pymongo.errors import BulkWriteError, ConnectionFailure, PyMongoError

from services.kit.bound import Insert, gathered
from services.kit.errors import AlreadyExists
from services.kit.mongo import Db, is_inside, transactional

R = TypeVar("R")
P = ParamSpec("P")
DUPLICATE_KEY = 11000


def inserting(action: Callable[Concatenate[Db, P], R]) -> Callable[Concatenate[Db, P], R]:
    """Like `transactional`, for an action that writes nothing but new documents.

    It reads outside of the transaction; its inserts are sent, all or none, after it returned.
    """

    @functools.wraps(action)
    def run(db: Db, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if is_inside():
            return action(db, *args, **kwargs)
        inserts: list[Insert] = []
        token = gathered.set(inserts)
        try:
            result = action(db, *args, **kwargs)
        finally:
            gathered.reset(token)
        _desk(db.url, db.database).keep(db, inserts)
        return result

    return run


@dataclass(eq=False, slots=True)
class _Request:
    inserts: Sequence[Insert]
    # Set when it is kept or refused, or when it is its thread's turn to keep those that wait.
    turn: threading.Event = field(default_factory=threading.Event)
    done: bool = False
    error: Exception | None = None


class _Desk:
    """Where the requests of this process to one database gather; one thread at a time keeps all
    that wait, its own first among them, and then wakes the next one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[_Request] = []
        self._busy = False

    def keep(self, db: Db, inserts: Sequence[Insert]) -> None:
        mine = _Request(inserts)
        with self._lock:
            self._waiting.append(mine)
            first, self._busy = not self._busy, True
        if not first:
            mine.turn.wait()
        if not mine.done:
            self._serve(db)
        if mine.error is not None:
            raise mine.error

    def _serve(self, db: Db) -> None:
        with self._lock:
            batch, self._waiting = self._waiting, []
        try:
            _keep_all(db, batch)
        finally:
            with self._lock:
                following = self._waiting[:1]
                self._busy = bool(following)
            for each in following:
                each.turn.set()
            for each in batch:
                each.done = True
                each.turn.set()


@functools.cache
def _desk(_url: str, _database: str) -> _Desk:
    return _Desk()


def _keep_all(db: Db, batch: Sequence[_Request]) -> None:
    try:
        _insert(db, [insert for each in batch for insert in each.inserts])
    except Exception as error:  # noqa: BLE001 - each thread raises what its request is refused for
        if len(batch) == 1:
            batch[0].error = _refusal(error)
        elif _in_doubt(error):
            for each in batch:
                each.error = error
        else:
            # Nothing is kept because of one of them. Alone, each fares as it deserves.
            for each in batch:
                _keep_all(db, [each])


@transactional
def _insert(db: Db, inserts: Sequence[Insert]) -> None:  # noqa: ARG001 - whose transaction it is
    by_collection: defaultdict[Any, list[Any]] = defaultdict(list)
    for collection, document in inserts:
        by_collection[collection].append(document)
    for collection, documents in by_collection.items():
        collection.insert_many(documents)


def _in_doubt(error: Exception) -> bool:
    """Whether it may be kept all the same, or the database is away."""
    return isinstance(error, PyMongoError) and (
        isinstance(error, ConnectionFailure)
        or error.has_error_label("UnknownTransactionCommitResult")
    )


def _refusal(error: Exception) -> Exception:
    if not isinstance(error, BulkWriteError):
        return error
    details: Any = error.details
    refused = details["writeErrors"][0]
    if refused["code"] != DUPLICATE_KEY:
        return error
    keys = {key: str(value) for key, value in refused["keyValue"].items() if key != "tenant"}
    return AlreadyExists("There is such a document already", **keys)
