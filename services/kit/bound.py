"""A Mongo collection bound to one tenant: the tenant is in every filter and every document."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

from bson import CodecOptions, decode
from bson.raw_bson import RawBSONDocument
from pymongo import MongoClient, UpdateMany, UpdateOne
from pymongo.collection import Collection as MongoCollection
from pymongo.read_concern import ReadConcern

Document = dict[str, Any]
Filter = Mapping[str, Any]
Sort = Sequence[tuple[str, int]]
Insert = tuple[MongoCollection[Document], Document]
# Where `gathering` wants inserts instead of having them sent.
gathered: ContextVar[list[Insert] | None] = ContextVar("inserts to be sent", default=None)
_UNREAD: CodecOptions[RawBSONDocument] = CodecOptions(RawBSONDocument, tz_aware=True)
_READ: CodecOptions[Document] = CodecOptions(tz_aware=True)


@functools.cache
def collection(
    client: MongoClient[Document], database: str, name: str
) -> MongoCollection[Document]:
    """Made once: a find would spend a twentieth of its time on it."""
    return client[database][name]


@functools.cache
def _unread(collection: MongoCollection[Document]) -> MongoCollection[RawBSONDocument]:
    return collection.with_options(codec_options=_UNREAD)


@functools.cache
def _of_one_moment(collection: MongoCollection[Document]) -> MongoCollection[Document]:
    return collection.with_options(read_concern=ReadConcern("snapshot"))


def read(raw: bytes) -> Document:
    """What `find_unread` left as it came."""
    return decode(raw, _READ)


class Bound:
    """What stores may do with raw documents. Filters and documents are written without tenant."""

    __slots__ = ("_collection", "_tenant")

    def __init__(self, collection: MongoCollection[Document], tenant: str) -> None:
        self._collection = collection
        self._tenant = tenant

    def find_one(
        self, query: Filter, projection: Any = None, sort: Sort | None = None
    ) -> Document | None:
        return self._collection.find_one(
            self._mine(query), projection, sort=sort, hint=_index(query)
        )

    def find(
        self,
        query: Filter,
        projection: Any = None,
        *,
        sort: Sort | None = None,
        limit: int = 0,
        skip: int = 0,
        hint: Any = None,
    ) -> list[Document]:
        found = self._collection.find(
            self._mine(query),
            projection,
            sort=sort,
            limit=limit,
            skip=skip,
            hint=hint or _index(query),
        )
        # One answer holds a page of any list of ours; asking twice would cost a round trip.
        return found.batch_size(limit or 1000).to_list()

    def find_unread(
        self,
        query: Filter,
        projection: Any,
        *,
        sort: Sort | None = None,
        limit: int,
        skip: int = 0,
        hint: Any = None,
    ) -> list[RawBSONDocument]:
        """The same for hot lists, whose reader may know most of the documents already."""
        found = _unread(self._collection).find(
            self._mine(query), projection, sort=sort, limit=limit, skip=skip, hint=hint
        )
        return found.batch_size(limit).to_list()

    def id_beyond(self, last: Any, count: int) -> Any:
        """The `_id` so many documents on, whosesoever they are; None beyond the last. Whoever goes
        through a whole collection in its order stays within it, however few of them are his."""
        found = self._collection.find(
            {} if last is None else {"_id": {"$gt": last}},
            {"_id": 1},
            sort=[("_id", 1)],
            skip=count - 1,
            limit=1,
            hint="_id_",
        )
        return next((each["_id"] for each in found), None)

    def stream(
        self,
        query: Filter,
        projection: Any = None,
        *,
        sort: Sort | None = None,
        batch_size: int = 1000,
        hint: Any = None,
    ) -> Iterable[Document]:
        """For long reads, batch by batch."""
        return self._collection.find(
            self._mine(query),
            projection,
            sort=sort,
            batch_size=batch_size,
            hint=hint or _index(query),
        )

    def explain(
        self,
        query: Filter,
        *,
        sort: Sort | None = None,
        limit: int = 0,
        projection: Any = None,
        hint: Any = None,
    ) -> Document:
        """How Mongo would answer, for the tests of indexes."""
        command: Document = {"find": self._collection.name, "filter": self._mine(query)}
        if sort:
            command["sort"] = dict(sort)
        if limit:
            command["limit"] = limit
        if projection:
            command["projection"] = projection
        if hint := hint or _index(query):
            command["hint"] = hint
        return self._collection.database.command(
            {"explain": command, "verbosity": "executionStats"}
        )

    def count(self, query: Filter, limit: int = 0, *, hint: Any = None) -> int:
        options: dict[str, Any] = {"limit": limit} if limit else {}
        if hint := hint or _index(query):
            options["hint"] = hint
        return self._collection.count_documents(self._mine(query), **options)

    def distinct(self, key: str, query: Filter) -> list[Any]:
        return self._collection.distinct(key, self._mine(query))

    def aggregate(
        self, pipeline: Sequence[Mapping[str, Any]], *, hint: str = "", snapshot: bool = False
    ) -> list[Document]:
        """`snapshot`: of one moment, however long it takes; outside of transactions."""
        stages = [{"$match": {"tenant": self._tenant}}, *pipeline]
        asked = _of_one_moment(self._collection) if snapshot else self._collection
        options: dict[str, Any] = {"hint": hint} if hint else {}
        return asked.aggregate(stages, **options).to_list()

    def insert_one(self, document: Document) -> None:
        if (inserts := gathered.get()) is not None:
            inserts.append((self._collection, self._stamped(document)))
        else:
            self._collection.insert_one(self._stamped(document))

    def insert_many(self, documents: Iterable[Document], *, ordered: bool = True) -> None:
        if (inserts := gathered.get()) is not None:
            inserts += [(self._collection, self._stamped(document)) for document in documents]
        else:
            self._collection.insert_many([self._stamped(d) for d in documents], ordered=ordered)

    def replace_one(self, query: Filter, document: Document, *, upsert: bool = False) -> int:
        """How many documents matched (or 1 if one was made)."""
        result = self._changing.replace_one(
            self._mine(query), self._stamped(document), upsert=upsert, hint=_index(query)
        )
        return result.matched_count or (1 if result.upserted_id is not None else 0)

    def update_one(self, query: Filter, update: Any, *, upsert: bool = False) -> int:
        result = self._changing.update_one(
            self._mine(query), update, upsert=upsert, hint=_index(query)
        )
        return result.matched_count or (1 if result.upserted_id is not None else 0)

    def update_many(self, query: Filter, update: Any) -> int:
        mine, index = self._mine(query), _index(query)
        return self._changing.update_many(mine, update, hint=index).matched_count

    def find_one_and_update(
        self, query: Filter, update: Any, *, sort: Sort | None = None, upsert: bool = False
    ) -> Document | None:
        """The document after the update."""
        return self._changing.find_one_and_update(
            self._mine(query), update, sort=sort, upsert=upsert, return_document=True
        )

    def bulk_update(self, updates: Iterable[tuple[Filter, Any]]) -> int:
        """Many single updates in one round trip; how many documents matched."""
        requests = [
            UpdateOne(self._mine(query), update, hint=_index(query)) for query, update in updates
        ]
        return self._write(requests)

    def bulk_update_many(self, updates: Iterable[tuple[Filter, Any]], *, hint: Any = None) -> int:
        requests = [
            UpdateMany(self._mine(query), update, hint=hint or _index(query))
            for query, update in updates
        ]
        return self._write(requests)

    def delete_many(self, query: Filter) -> int:
        return self._changing.delete_many(self._mine(query), hint=_index(query)).deleted_count

    def _write(self, requests: Sequence[Any]) -> int:
        if not requests:
            return 0
        return self._changing.bulk_write(requests, ordered=False).matched_count

    @property
    def _changing(self) -> MongoCollection[Document]:
        if gathered.get() is not None:
            raise TypeError("An action that gathers inserts changes nothing else")
        return self._collection

    def _mine(self, query: Filter) -> Document:
        return {"tenant": self._tenant, **query}

    def _stamped(self, document: Document) -> Document:
        document["tenant"] = self._tenant
        return document


def _index(query: Filter) -> str | None:
    """Records asked for by name are looked up by name. Mongo also weighs the indexes that begin
    with the tenant, and once it has taken to one of them, reads all of it each time."""
    names = query.get("_id")
    by_name = "$in" in names if isinstance(names, dict) else names is not None
    return "_id_" if by_name else None
