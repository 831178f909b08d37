"""Dictionaries: short lists that a tenant chooses from, such as its kinds of relations.

Subclass once for each and use the one object. Everybody of the tenant reads a dictionary; each
change of it is told and stands in the audit trail, what the tenant began with included.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Generic, Protocol, Self, TypeVar

from google.protobuf.message import Message

from services.kit import changes
from services.kit.caller import EVERYBODY, Caller, system
from services.kit.copying import replace
from services.kit.errors import AlreadyExists, FailedPrecondition, InvalidArgument, Violation
from services.kit.mapping import to_proto
from services.kit.mongo import ANYBODYS, Collection, Db, require_etag, transactional
from services.kit.recent import Recent


class Entry(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def archived(self) -> bool: ...
    def tidy(self) -> Self: ...
    def problems(self, before: Self | None, /) -> Iterable[Violation]: ...


T = TypeVar("T", bound=Entry)


class TooManyEntries(FailedPrecondition):
    reason = "ENTRIES_TOO_MANY"


class Dictionary(Generic[T]):
    """What can be done to the entries of one; an event of it carries an entry and nothing else."""

    collection: Collection[T]
    created: type[Message]
    updated: type[Message]
    deleted: type[Message]
    # Who holds it hears of changes.
    permission: str

    # --- what differs from one to another ---

    def built_in(self, tenant: str, language: str) -> Iterable[T]:  # noqa: ARG002
        """What every tenant begins with; nobody may delete them, or they would come back."""
        return ()

    def tidy(self, caller: Caller, draft: T) -> T:  # noqa: ARG002
        return draft.tidy()

    def admitted(self, db: Db, draft: T) -> T:  # noqa: ARG002
        """A new one as it is kept, unless there are too many."""
        return draft

    def require_unused(self, db: Db, current: T) -> None:
        """Refuses to delete what somebody needs."""

    def taken(self, draft: T) -> AlreadyExists:
        return AlreadyExists(f"There is one like {draft.name} already")

    def forget(self, db: Db) -> None:
        """What this process remembers of them: it goes by its own change at once."""

    # --- what is the same ---

    def begin(self, db: Db, language: str = "") -> None:
        """Gives a tenant what it begins with, once: when it appears, or at the first look."""
        if not self.collection.raw(db).count({}, 1):
            transactional(self._begin)(db, language)
            self.forget(db)

    def create(self, db: Db, caller: Caller, values: Mapping[str, Any], request_id: str) -> T:
        self.begin(db, caller.language)
        name = self.collection.new_name(request_id)
        make: Any = self.collection.entity
        draft: T = make(**values, name=name)
        with self.fresh(db):
            create = lambda: transactional(self._create)(db, caller, draft)  # noqa: E731
            return self.collection.once(db, name, request_id, create, ANYBODYS)

    def update(self, db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> T:
        settled = lambda now: self._settled(caller, replace(now, **values), now)  # noqa: E731
        return self._change(db, caller, name, etag, settled)

    def archive(self, db: Db, caller: Caller, name: str, etag: str) -> T:
        return self._change(db, caller, name, etag, lambda now: replace(now, archived=True))

    def restore(self, db: Db, caller: Caller, name: str, etag: str) -> T:
        return self._change(db, caller, name, etag, lambda now: replace(now, archived=False))

    def delete(self, db: Db, caller: Caller, name: str, etag: str) -> None:
        with self.fresh(db):
            transactional(self._delete)(db, caller, name, etag)

    def save(self, db: Db, caller: Caller, current: T, changed: T) -> T:
        """Inside the transaction that read it."""
        if changed == current:
            return current
        try:
            saved = self.collection.replace(db, changed)
        except AlreadyExists as error:
            raise self.taken(changed) from error
        self._tell(db, caller, self.updated, before=current, after=saved)
        return saved

    def _begin(self, db: Db, language: str) -> None:
        # Somebody else may have begun meanwhile.
        if self.collection.raw(db).count({}, 1):
            return
        given = self.collection.insert_many(db, self.built_in(db.tenant, language))
        rows = [self._row(self.created, each, after=each) for each in given]
        changes.record_many(db, system(db.tenant), rows)

    def _create(self, db: Db, caller: Caller, draft: T) -> T:
        admitted = self.admitted(db, self._settled(caller, draft, None))
        try:
            created = self.collection.insert(db, admitted)
        except AlreadyExists as error:
            raise self.taken(admitted) from error
        self._tell(db, caller, self.created, after=created)
        return created

    def _change(self, db: Db, caller: Caller, name: str, etag: str, change: Callable[[T], T]) -> T:
        @transactional
        def run(db: Db) -> T:
            current = self._current(db, name, etag)
            return self.save(db, caller, current, change(current))

        with self.fresh(db):
            return run(db)

    def _delete(self, db: Db, caller: Caller, name: str, etag: str) -> None:
        current = self._current(db, name, etag)
        self.require_unused(db, current)
        self.collection.remove(db, current)
        self._tell(db, caller, self.deleted, before=current, version=current.version + 1)

    def _current(self, db: Db, name: str, etag: str) -> T:
        current = self.collection.get(db, name)
        require_etag(current, etag)
        return current

    def _settled(self, caller: Caller, draft: T, before: T | None) -> T:
        tidy = self.tidy(caller, draft)
        if problems := list(tidy.problems(before)):
            raise InvalidArgument.of(problems)
        return tidy

    def _tell(self, db: Db, caller: Caller, event: type[Message], **about: Any) -> None:
        entry: Any = about.get("after", about.get("before"))
        changes.record_many(db, caller, [self._row(event, entry, **about)])

    def _row(self, event: type[Message], entry: T, **about: Any) -> changes.Change:
        to_all = {"permission": self.permission, "visible_to": (EVERYBODY,)}
        return changes.Change(event=_event(event, entry), **to_all, **about)

    @contextmanager
    def fresh(self, db: Db) -> Iterator[None]:
        """Around a transaction that changes entries."""
        try:
            yield
        finally:
            self.forget(db)


class Remembered(Dictionary[T], Generic[T]):
    """One of so few entries that all are read at once, and remembered for a moment: records are
    held against them, and they change once a month. Entries have a `position`."""

    most = 100

    def __init__(self) -> None:
        self._recent: Recent[dict[str, T]] = Recent()

    def admitted(self, db: Db, draft: T) -> T:
        if self.collection.raw(db).count({}, self.most) >= self.most:
            raise TooManyEntries(f"At most {self.most}", most=str(self.most))
        return draft

    def forget(self, db: Db) -> None:
        self._recent.forget(db)

    def recent(self, db: Db, language: str = "") -> dict[str, T]:
        """All by name, in their order, as they were a moment ago."""

        def read() -> dict[str, T]:
            self.begin(db, language)
            found: list[Any] = self.collection.select(db, {})
            found.sort(key=lambda each: (each.position, each.name))
            return {each.name: each for each in found}

        return self._recent.get(db, read)


def _event(event: type[Message], entry: Any) -> Message:
    (place,) = event.DESCRIPTOR.fields
    told = event()
    carried = getattr(told, place.name)
    carried.CopyFrom(to_proto(entry, type(carried)))
    return told
