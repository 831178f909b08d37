"""Records follow the party they are linked to: to the survivor of a merge and back, and its name.

A job: slices, each one transaction. Who was linking something by an older copy meanwhile has ended
when the job looks a second time.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Generic, Protocol, TypeVar

from services.kit import clock, jobs
from services.kit.bound import Document
from services.kit.caller import Caller
from services.kit.jobs import Job, JobKind, State
from services.kit.mongo import Collection, Db, transactional
from services.kit.parties import store
from services.kit.parties.party import Party
from services.kit.parties.store import PARTIES, PartyMove, What

KIND = "follow_party"
SLICE, PAUSE_S = 200, 0.3
# Within which a transaction that used an old copy has ended.
SETTLED = timedelta(seconds=3)


class Record(Protocol):
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Record)
Pairs = Sequence[tuple[T, T]]


@dataclass(frozen=True, kw_only=True)
class Linked(Generic[T]):
    """Records of one kind that name a party in one field, and copy some of what it is."""

    collection: Collection[T]
    field: str
    # What a record calls its copies -> what the party calls it.
    copies: Mapping[str, str]
    # Of a party's name: what finds its records, and the index that does.
    query: Callable[[str], Document]
    hint: str
    # Writes what is linked to somebody else now: a change of its own, told and in the trail.
    relink: Callable[[Db, Caller, Pairs[T]], None]
    # Writes what only shows other copies: neither news nor another version.
    refresh: Callable[[Db, Pairs[T]], None]

    @property
    def id(self) -> str:
        return f"{self.collection.id}.{self.field}"

    def of(self, db: Db, party: str, also: Mapping[str, Any]) -> list[T]:
        where = {**self.query(party), self.field: party, **also}
        return self.collection.select(db, where, SLICE, self.hint)

    def linked(self, record: T, party: Party, was: str) -> T:  # noqa: ARG002
        """`was`: whom it names now."""
        copies = {mine: getattr(party, its) for mine, its in self.copies.items()}
        changed: Any = record
        return replace(changed, **{self.field: party.name}, **copies)

    def outdated(self, party: Party) -> Document:
        return {"$or": [{mine: {"$ne": getattr(party, its)}} for mine, its in self.copies.items()]}


@dataclass(frozen=True, kw_only=True)
class LinkedEach(Linked[T]):
    """Records that name parties in each entry of a list: `field` is its name, a dot and the key."""

    def linked(self, record: T, party: Party, was: str) -> T:
        values, key = self.field.split(".")
        entry = {key: party.name}
        entry |= {mine: getattr(party, its) for mine, its in self.copies.items()}
        changed: Any = record
        entries = (
            replace(each, **entry) if getattr(each, key) == was else each
            for each in getattr(record, values)
        )
        return replace(changed, **{values: tuple(entries)})

    def outdated(self, party: Party) -> Document:
        values, key = self.field.split(".")
        return {values: {"$elemMatch": {key: party.name, **super().outdated(party)}}}


@transactional
def follow(db: Db, caller: Caller, what: What, about: str) -> None:
    """One job for all news: a bulk merge brings thousands."""
    store.add_news(db, what, about)
    if not jobs.JOBS.raw(db).count({"active": True, "kind": KIND}, 1):
        jobs.start(db, caller, KIND, params={})


class Following(JobKind):
    kind = KIND

    def __init__(self, linked: Sequence[Linked[Any]], settled: timedelta = SETTLED) -> None:
        self._linked, self._settled = {each.id: each for each in linked}, settled

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        news = store.next_news(db)
        if news is None:
            store.meet(db)
            return replace(job, state=State.DONE)
        if (remaining := (news.due - clock.now()).total_seconds()) > 0:
            # Outside of this slice's snapshot: the look itself is the next slice's.
            time.sleep(min(remaining, PAUSE_S))
            return job
        looks = {What.MERGED: self._merge, What.UNMERGED: self._unmerge, What.RENAMED: self._name}
        moved = looks[news.what](db, caller, news.about)
        if moved == 0 and not news.looked:
            store.look_again(db, news, clock.now() + self._settled)
        elif not moved:
            store.NEWS.remove(db, news)
        changed = job.counts.changed + (moved or 0)
        return replace(job, counts=replace(job.counts, changed=changed, total=changed))

    def _merge(self, db: Db, caller: Caller, about: str) -> int | None:
        """How many links it gave to the survivor; None if there is no such merge any more."""
        if not store.merge_stands(db, about):
            return None
        merge = store.MERGES.get(db, about)
        survivor = PARTIES.get(db, merge.survivor)
        for link in self._linked.values():
            for source in merge.merged:
                found = link.of(db, source, {})
                if found:
                    moved = [(each, link.linked(each, survivor, source)) for each in found]
                    link.relink(db, caller, moved)
                    names = [each.name for each in found]
                    store.note_moves(db, merge.name, link.id, source, names)
                    return len(found)
        return 0

    def _unmerge(self, db: Db, caller: Caller, about: str) -> int | None:
        """How many links it looked at."""
        moved = store.moves(db, about, SLICE)
        if not moved:
            return None
        survivor = store.MERGES.get(db, about).survivor
        sources = store.find_many(db, [each.source for each in moved])
        for link in self._linked.values():
            mine = {each.record: each for each in moved if each.link == link.id}
            self._put_back(db, caller, link, survivor, mine, sources)
        store.forget_moves(db, moved)
        return len(moved)

    def _put_back(
        self,
        db: Db,
        caller: Caller,
        link: Linked[Any],
        survivor: str,
        moved: Mapping[str, PartyMove],
        sources: Mapping[str, Party],
    ) -> None:
        """Those that still are the survivor's."""
        here = {"_id": {"$in": list(moved)}, link.field: survivor}
        found = link.collection.select(db, here)
        pairs = [
            (each, link.linked(each, sources[moved[each.name].source], survivor))
            for each in found
            if moved[each.name].source in sources
        ]
        if pairs:
            link.relink(db, caller, pairs)

    def _name(self, db: Db, caller: Caller, about: str) -> int | None:
        """How many records show what it is called now."""
        del caller
        party = PARTIES.find(db, about)
        if party is None:
            return None
        for link in self._linked.values():
            if not link.copies:
                continue
            found = link.of(db, party.name, link.outdated(party))
            if found:
                shown = [(each, link.linked(each, party, party.name)) for each in found]
                link.refresh(db, shown)
                return len(found)
        return 0
