"""Group commit: what several requests insert at the same time is kept in one transaction.

A transaction of its own costs an insert three round trips and a wait for the journal. While one
transaction is on its way the inserts of other requests gather for the next one; whoever is alone
waits for nobody.
"""

import contextlib
import functools
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

from pymongo.errors import BulkWriteError, ConnectionFailure, PyMongoError

from services.kit.bound import Insert, gathered
from services.kit.errors import AlreadyExists, Unavailable
from services.kit.mongo import Db, is_inside, transactional

R = TypeVar("R")
P = ParamSpec("P")
DUPLICATE_KEY = 11000
# What was read so long ago is read anew before anything made of it is kept: the jobs that mend
# copies look a second time when no such insert can come any more (`recent.SETTLED`).
FRESH_S = 1.5


class Outdated(Unavailable):
    """What a request has read is too old to be kept: the store has not taken it in time."""


def inserting(action: Callable[Concatenate[Db, P], R]) -> Callable[Concatenate[Db, P], R]:
    """Like `transactional`, for an action that writes nothing but new documents.

    It reads outside of the transaction; its inserts are sent, all or none, after it returned. If
    they cannot be kept soon, it is repeated once.
    """

    @functools.wraps(action)
    def run(db: Db, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if is_inside():
            return action(db, *args, **kwargs)
        with contextlib.suppress(Outdated):
            return _try(action, db, *args, **kwargs)
        return _try(action, db, *args, **kwargs)

    return run


def _try(action: Callable[Concatenate[Db, P], R], db: Db, *args: P.args, **kwargs: P.kwargs) -> R:
    request = _Request()
    token = gathered.set(request.inserts)
    try:
        result = action(db, *args, **kwargs)
    finally:
        gathered.reset(token)
    _desk(db.url, db.database).keep(db, request)
    return result


@dataclass(eq=False, slots=True)
class _Request:
    inserts: list[Insert] = field(default_factory=list[Insert])
    # Before anything was read for it.
    began: float = field(default_factory=time.monotonic)
    # Set when it is kept or refused, or when it is its thread's turn to keep those that wait.
    turn: threading.Event = field(default_factory=threading.Event)
    done: bool = False
    error: Exception | None = None

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() - self.began < FRESH_S


class _Desk:
    """Where the requests of this process to one database gather; one thread at a time keeps all
    that wait, its own first among them, and then wakes the next one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[_Request] = []
        self._busy = False

    def keep(self, db: Db, mine: _Request) -> None:
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
        _insert(db, batch)
    except Outdated as error:
        _keep_fresh(db, batch, error)
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


def _keep_fresh(db: Db, batch: Sequence[_Request], error: Outdated) -> None:
    fresh = [each for each in batch if each.is_fresh]
    for each in set(batch).difference(fresh):
        each.error = error
    if fresh:
        _keep_all(db, fresh)


@transactional
def _insert(db: Db, batch: Sequence[_Request]) -> None:  # noqa: ARG001 - whose transaction it is
    by_collection: defaultdict[Any, list[Any]] = defaultdict(list)
    for each in batch:
        # Asked here, as all this is repeated for as long as the store is away.
        if not each.is_fresh:
            raise Outdated("The store does not take it in time")
        for collection, document in each.inserts:
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
