"""A page of a record's timeline, and who was in touch with a client of late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.activities.timeline import store
from services.activities.timeline.entry import Category, Entry
from services.activities.timeline.guards import Reader
from services.activities.timeline.store import NEWEST
from services.kit import clock, paging
from services.kit.errors import NotFound
from services.kit.mongo import Db
from services.kit.paging import Page
from services.kit.parties import store as parties
from services.kit.parties.asking import party
from services.kit.parties.party import CLIENTS, SALES, PartyUnknown

BATCH, MOST_BATCHES, MOST_MERGED = 100, 5, 50
RECENT, MOST_TOUCHES = timedelta(days=30), 5


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Of which record, and which of its lines: any, where nothing is said."""

    record: str
    categories: Sequence[Category] = ()
    users: Sequence[str] = ()
    chain: str = ""
    before_time: datetime | None = None


def page(reader: Reader, wanted: Wanted, request: paging.Request) -> Page[Entry]:
    """May be shorter than asked for, if much of it is hidden from the reader: it goes on behind."""
    names = names_of(reader, wanted.record)
    query, hint = _query(names, wanted)
    size, beyond = paging.size_of(request), paging.after(request, NEWEST)
    shown: list[Entry] = []
    last = ""
    for _ in range(MOST_BATCHES):
        batch = store.read(reader.db, query, hint, beyond, BATCH)
        reader.look_ahead(batch)
        for entry in batch:
            if len(shown) == size:
                return Page(shown, _token(shown[-1]))
            if reader.may_read(entry):
                shown.append(entry)
        if len(batch) < BATCH:
            return Page(shown)
        last = _token(batch[-1])
        beyond = paging.after(_Behind(last), NEWEST)
    return Page(shown, last)


def touches(reader: Reader, record: str, related: Sequence[str]) -> list[tuple[Entry, str]]:
    """With the record each was about. Whatever else of it the reader may see: that is their use."""
    about = dict.fromkeys(names_of(reader, record), record)
    for other in related:
        about |= dict.fromkeys(_related(reader, other), other)
    found = store.touches(reader.db, [*about], clock.now() - RECENT, MOST_TOUCHES)
    return [(each, next(about[s] for s in each.subjects if s in about)) for each in found]


@dataclass(frozen=True)
class _Behind:
    page_token: str
    page_size: int = 0


def _token(entry: Entry) -> str:
    return paging.token({"time": entry.time, "_id": entry.name}, NEWEST)


def _query(names: Sequence[str], wanted: Wanted) -> tuple[dict[str, Any], str]:
    query: dict[str, Any] = {"subjects": names[0] if len(names) == 1 else {"$in": names}}
    hint = "ribbon"
    if wanted.before_time:
        query["$and"] = [{"time": {"$lt": wanted.before_time}}]
    if wanted.users:
        query["user"] = {"$in": list(wanted.users)}
    if wanted.categories:
        query["category"], hint = {"$in": [each.value for each in wanted.categories]}, "kind"
    if wanted.chain:
        query["chain"], hint = wanted.chain, "chain"
    return query, hint


def names_of(reader: Reader, record: str) -> list[str]:
    """Its own, and those of records that were merged into it; NotFound if he may not see it."""
    try:
        kinds = (*CLIENTS, *SALES)
        found = party(reader.db, reader.caller, record, reader.ask, kinds=kinds)
    except PartyUnknown as error:
        raise NotFound(f"No {record}", name=record) from error
    return [found.name, *merged_into(reader.db, found.name)]


def _related(reader: Reader, record: str) -> list[str]:
    try:
        return names_of(reader, record)
    except NotFound:
        return []


def merged_into(db: Db, survivor: str) -> list[str]:
    """All that have become it, one merge after another."""
    found: list[str] = []
    wave = [survivor]
    while wave and len(found) < MOST_MERGED:
        wave = [each for each in parties.merged_into(db, wave, MOST_MERGED) if each not in found]
        found += wave
    return found[:MOST_MERGED]
