"""Typed access to Mongo: one Collection per kind of entity, one transaction per action.

A `Db` is one service's database seen by one tenant. Every filter and every document gets the
tenant here, so a query that forgets it cannot be written.
"""

import dataclasses
import functools
import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from pymongo import IndexModel, MongoClient
from pymongo.client_session import ClientSession
from pymongo.errors import BulkWriteError, DuplicateKeyError

from services.kit import bound, clock, paging
from services.kit.bound import Bound, Document, gathered
from services.kit.clients import client
from services.kit.copying import replace
from services.kit.errors import AlreadyExists, InvalidArgument, NotFound, ServiceError, Stale
from services.kit.mapping import etag, from_document, to_document

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")
# Of `once`: what every caller who may create such a thing may read.
ANYBODYS: Callable[[Any], bool] = lambda _: True  # noqa: E731
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclasses.dataclass(frozen=True, slots=True)
class Db:
    """One service's database bound to one tenant."""

    url: str
    database: str
    service: str
    tenant: str

    @property
    def client(self) -> MongoClient[Document]:
        return client(self.url)

    def bound(self, collection: str) -> Bound:
        if not self.tenant:
            raise ValueError("A database without a tenant cannot be asked")
        return Bound(bound.collection(self.client, self.database, collection), self.tenant)

    def of(self, tenant: str) -> "Db":
        return dataclasses.replace(self, tenant=tenant)


_inside: ContextVar[bool] = ContextVar("inside a transaction", default=False)


def is_inside() -> bool:
    """Whether what is written here is kept, or not, by somebody further out."""
    return _inside.get() or gathered.get() is not None


def transactional(action: Callable[Concatenate[Db, P], R]) -> Callable[Concatenate[Db, P], R]:
    """Keeps all the action's writes or none, its events included; repeats it on a write conflict.

    An action called by another joins its transaction.
    """

    @functools.wraps(action)
    def run(db: Db, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if is_inside():
            return action(db, *args, **kwargs)
        with db.client.start_session() as session:
            return transaction(session, lambda: action(db, *args, **kwargs))

    return run


def transaction(session: ClientSession, action: Callable[[], R]) -> R:
    """The same in a session that somebody else may have to end (job_worker)."""
    token = _inside.set(True)
    try:
        with session.bind():
            return session.with_transaction(lambda _: action())
    finally:
        _inside.reset(token)


@dataclasses.dataclass(frozen=True)
class Collection(Generic[T]):
    """Entities of one type, in the Mongo collection `id`; names look like `id/<uuid>`.

    `derived` gives keys of the document that exist for its indexes only; `defined` completes the
    document by what the tenant has defined. Indexes are written without the tenant, which the kit
    puts first (architecture.md §5); those in `across` are for timers, which look for what is due
    whosesoever it is.
    """

    id: str
    entity: type[T]
    indexes: Sequence[IndexModel] = ()
    across: Sequence[IndexModel] = ()
    derived: Callable[[T], Document] | None = None
    defined: Callable[[Db, T, Document], None] | None = None

    def new_name(self, request_id: str = "") -> str:
        """Named after the request, so that the same request sent twice creates once."""
        if request_id and not _UUID.fullmatch(request_id):
            text = "request_id must be a UUID in lower case, such as uuid4 gives"
            raise InvalidArgument(text, field="request_id", reason="REQUEST_ID_FORMAT")
        return f"{self.id}/{request_id or uuid.uuid4()}"

    def once(
        self, db: Db, name: str, request_id: str, create: Callable[[], T], mine: Callable[[T], bool]
    ) -> T:
        """Creates, or returns what the same request created before or is creating right now, if
        that is `mine`: whoever knows a name has not made what it stands for.

        Call outside a transaction: a duplicate key would have aborted it.
        """
        try:
            return create()
        except ServiceError:
            # What the same request has done before may be what stands in its own way.
            already = self.find(db, name) if request_id else None
            if already is None or not mine(already):
                raise
            return already

    def raw(self, db: Db) -> Bound:
        """Tenant-bound access to the documents themselves; for store.py only."""
        return db.bound(self.id)

    def document(self, db: Db, entity: T) -> Document:
        document = to_document(entity)
        if self.derived:
            document.update(self.derived(entity))
        if self.defined:
            self.defined(db, entity, document)
        return document

    def find(self, db: Db, name: str) -> T | None:
        found = self.raw(db).find_one({"_id": name})
        return from_document(self.entity, found) if found else None

    def get(self, db: Db, name: str) -> T:
        entity = self.find(db, name)
        if entity is None:
            raise NotFound(f"No {name}", name=name)
        return entity

    def select(self, db: Db, query: Mapping[str, Any], limit: int = 0, hint: Any = None) -> list[T]:
        found = self.raw(db).find(query, limit=limit, hint=hint)
        return [from_document(self.entity, document) for document in found]

    def insert(self, db: Db, entity: T) -> T:
        now = clock.now()
        stamped = _stamp(entity, version=1, create_time=now, update_time=now)
        try:
            self.raw(db).insert_one(self.document(db, stamped))
        except DuplicateKeyError as error:
            raise AlreadyExists(f"Duplicate in {self.id}", **_keys(error.details)) from error
        return stamped

    def insert_many(self, db: Db, entities: Iterable[T]) -> list[T]:
        now = clock.now()
        stamped = [_stamp(e, version=1, create_time=now, update_time=now) for e in entities]
        if stamped:
            try:
                self.raw(db).insert_many([self.document(db, each) for each in stamped])
            except BulkWriteError as error:
                raise AlreadyExists(f"Duplicate in {self.id}") from error
        return stamped

    def replace(self, db: Db, entity: T) -> T:
        """Saves a changed entity; Stale if somebody saved it since it was read."""
        name, version = _identity(entity)
        stamped = _stamp(entity, version=version + 1, update_time=clock.now())
        key = {"_id": name, "version": version}
        try:
            matched = self.raw(db).replace_one(key, self.document(db, stamped))
        except DuplicateKeyError as error:
            raise AlreadyExists(f"Duplicate in {self.id}", **_keys(error.details)) from error
        if not matched:
            raise Stale(f"{name} was changed by someone else", name=name)
        return stamped

    def remove(self, db: Db, entity: T) -> None:
        """Deletes for good; Stale if somebody saved it since it was read."""
        name, version = _identity(entity)
        if not self.raw(db).delete_many({"_id": name, "version": version}):
            raise Stale(f"{name} was changed by someone else", name=name)

    def page(
        self,
        db: Db,
        query: Mapping[str, Any],
        request: paging.Request,
        order: paging.Order = paging.NEWEST_FIRST,
    ) -> paging.Page[T]:
        found = self.page_of_documents(db, query, request, order)
        return paging.Page(
            [from_document(self.entity, d) for d in found.items], found.next_page_token
        )

    def page_of_documents(
        self,
        db: Db,
        query: Mapping[str, Any],
        request: paging.Request,
        order: paging.Order,
        projection: Mapping[str, Any] | None = None,
    ) -> paging.Page[Document]:
        """A page for a hot list: documents for `mapping.converter`, no dataclass in between."""
        size = paging.size_of(request)
        beyond = paging.after(request, order)
        whole = {**query, "$and": [*query.get("$and", ()), beyond]} if beyond else query
        found = self.raw(db).find(whole, projection, sort=order.sort, limit=size + 1)
        more = len(found) > size
        return paging.Page(found[:size], paging.token(found[size - 1], order) if more else "")


def require_etag(entity: Any, sent: str) -> None:
    """Refuses a change of something else than what the caller read; no etag, no question."""
    if sent and sent != etag(entity.version):
        raise Stale(f"{entity.name} was changed by someone else", name=entity.name)


def _identity(entity: Any) -> tuple[str, int]:
    return entity.name, entity.version


def _stamp(entity: T, **values: Any) -> T:
    return replace(entity, **{key: values[key] for key in values if hasattr(entity, key)})


def _keys(details: Mapping[str, Any] | None) -> dict[str, str]:
    values = (details or {}).get("keyValue", {})
    return {str(key): str(value) for key, value in values.items() if key != "tenant"}
