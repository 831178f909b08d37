"""Event handlers and timers: `@on(SomethingHappened)` and `@every(seconds)` on an EventWorker.

A handler runs in one transaction together with the note that it ran, so an event delivered again
changes nothing. Events come in no promised order; an older version of a subject is passed over.
What drives the handlers is `event_runner`: these declarations cost other processes nothing.
"""

import inspect
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, NamedTuple, TypeVar

from google.protobuf import json_format
from google.protobuf.message import Message
from pymongo import IndexModel
from pymongo.errors import ConnectionFailure

from services.kit import clock, telemetry
from services.kit.envelope import Envelope, read_envelope
from services.kit.mongo import Db, transactional
from services.kit.naming import event_source, event_type

INBOX, SEEN = "inbox", "seen"
# Longer than any event waits to be delivered again, parked ones put back by hand included.
REMEMBER = timedelta(days=90)
FORGET = IndexModel([("time", 1)], expireAfterSeconds=int(REMEMBER.total_seconds()))
Method = TypeVar("Method", bound=Callable[..., None])
Concerns = Callable[[Db, Envelope, Mapping[str, Any]], bool]
log = telemetry.logger(__name__)


class Failed(NamedTuple):
    """What came of an event whose handler raised."""

    error: str


@dataclass(frozen=True, slots=True)
class Handler:
    """A method that handles one type of event."""

    method: str
    event: type[Message]
    source: str
    every: bool
    concerns: Concerns | None

    @property
    def type(self) -> str:
        return event_type(self.event.DESCRIPTOR)


@dataclass(frozen=True, slots=True)
class Timer:
    """A method that runs every so many seconds, once in the whole cluster."""

    method: str
    seconds: float


class EventWorker:
    """The handlers of one service. One object serves all events: keep no state in it."""

    name: str

    def __init__(self, database: Db) -> None:
        self._database = database

    def db_of(self, tenant: str) -> Db:
        return self._database.of(tenant)

    def tenants(self, collection: str) -> list[str]:
        """Whose documents a collection holds, for timers."""
        db = self._database
        return sorted(db.client[db.database][collection].distinct("tenant"))

    def for_each_tenant(self, collection: str, action: Callable[[Db], object]) -> None:
        """What a timer does for each of them: what fails for one keeps it from no other."""
        for tenant in self.tenants(collection):
            try:
                action(self.db_of(tenant))
            # Whatever it is, it is tried again next time. Without the store nobody fares better.
            except ConnectionFailure:
                raise
            except Exception:
                facts = {"service": self.name, "tenant": tenant, "alert": True}
                log.exception("timer failed for a tenant", extra={"facts": facts})


def on(
    event: type[Message],
    *,
    every: bool = False,
    source: str = "",
    concerns: Concerns | None = None,
) -> Callable[[Method], Method]:
    """Calls `method(self, db, event, envelope)` for each event, in a transaction.

    Once for each version of the subject, older ones ignored; with `every`, once for each event
    whatever its version. `source` names the service for events that many services publish.
    `concerns(db, envelope, data)` is asked before the transaction, of the message's JSON: where it
    says no, nothing is written, not even that the event was seen. For events most of which are of
    no interest here.
    """

    def decorate(method: Method) -> Method:
        published_by = source or event_source(event.DESCRIPTOR)
        handler = Handler(method.__name__, event, published_by, every, concerns)
        method.__dict__.setdefault("handlers", []).append(handler)
        return method

    return decorate


def every(seconds: float) -> Callable[[Method], Method]:
    """Calls `method(self)` every so many seconds, in one process of the cluster."""

    def decorate(method: Method) -> Method:
        method.__dict__["timer"] = Timer(method.__name__, seconds)
        return method

    return decorate


@cache
def handlers_of(worker: type[EventWorker]) -> tuple[Handler, ...]:
    methods = inspect.getmembers(worker, inspect.isfunction)
    return tuple(each for _, method in methods for each in method.__dict__.get("handlers", ()))


@cache
def timers_of(worker: type[EventWorker]) -> tuple[Timer, ...]:
    methods = inspect.getmembers(worker, inspect.isfunction)
    return tuple(method.__dict__["timer"] for _, method in methods if "timer" in method.__dict__)


def handle(worker: EventWorker, handler: Handler, body: Mapping[str, Any]) -> Failed | None:
    """Runs the handler unless this event, or a newer one of its subject, was handled before."""
    began = time.perf_counter()
    facts: dict[str, Any] = {"handler": handler.method, "service": worker.name}
    try:
        envelope = read_envelope(body)
        telemetry.request_id.set(envelope.actor.request_id)
        facts |= {"event": envelope.id, "type": envelope.type, "subject": envelope.subject}
        db = worker.db_of(envelope.tenant)
        with telemetry.span(f"{worker.name}.{handler.method}", envelope.traceparent):
            concerned = handler.concerns is None or handler.concerns(db, envelope, body["data"])
            news = concerned and _once(db, worker, handler, body["data"], envelope)
    # Whatever it is, the event is tried again and parked in the end.
    except Exception as error:
        log.exception("event not handled", extra={"facts": facts})
        return Failed(f"{type(error).__name__}: {error}")
    outcome = "handled" if news else "known" if concerned else "passed"
    telemetry.EVENTS_HANDLED.labels(worker.name, handler.method, outcome).inc()
    facts["ms"] = round((time.perf_counter() - began) * 1000)
    log.debug("event %s", outcome, extra={"facts": facts})
    return None


@transactional
def _once(
    db: Db, worker: EventWorker, handler: Handler, data: dict[str, Any], envelope: Envelope
) -> bool:
    event = json_format.ParseDict(data, handler.event(), ignore_unknown_fields=True)
    key = f"{worker.name}.{handler.method}/{envelope.tenant}"
    by_version = envelope.version and envelope.subject and not handler.every
    remember = _newer(db, key, envelope) if by_version else _first(db, key, envelope)
    if remember is None:
        return False
    getattr(worker, handler.method)(db, event, envelope)
    # Last, as a worker that is killed leaves what it wrote locked until Mongo gives its
    # transaction up. Of two that handle the same at once, one fails here and is run again.
    remember()
    return True


# Both look first and write after: a duplicate key error would abort the transaction.
def _first(db: Db, key: str, envelope: Envelope) -> Callable[[], object] | None:
    inbox, name = db.bound(INBOX), f"{key}/{envelope.id}"
    if inbox.find_one({"_id": name}):
        return None
    return lambda: inbox.insert_one({"_id": name, "time": clock.now()})


def _newer(db: Db, key: str, envelope: Envelope) -> Callable[[], object] | None:
    seen, name = db.bound(SEEN), f"{key}/{envelope.subject}"
    found = seen.find_one({"_id": name})
    if found and envelope.version <= found["version"]:
        return None
    note = {"version": envelope.version, "time": clock.now()}
    return lambda: seen.update_one({"_id": name}, {"$set": note}, upsert=True)
