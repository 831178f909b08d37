"""Clients compared with those that have a key in common, and the queue put right accordingly."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from crm.counterparties.v1 import duplicates_pb2 as pb
from crm.counterparties.v1 import events_pb2 as events
from services.counterparties.duplicates import store
from services.counterparties.duplicates.likeness import QUEUED, compare
from services.counterparties.duplicates.pair import DuplicatePair, PairState, pair_name
from services.counterparties.duplicates.store import Client
from services.kit import changes
from services.kit.caller import Caller
from services.kit.mapping import to_proto
from services.kit.mongo import Db

READ = "counterparties.read"


def check_some(db: Db, caller: Caller, names: Sequence[str]) -> None:
    """Clients that changed, in whatever way: all their pairs."""
    looked_at = store.clients(db, store.by_names(db, names))
    found = _pairs(db, looked_at, once=False)
    _put_right(db, caller, found, store.pairs_of(db, names))


def check_slice(db: Db, caller: Caller, documents: Sequence[Mapping[str, Any]]) -> None:
    """Of a look through the whole base: each pair once, at the client with the lesser name."""
    looked_at = store.clients(db, [dict(document) for document in documents])
    found = _pairs(db, looked_at, once=True)
    known = store.first_pairs_of(db, [client.document["_id"] for client in looked_at])
    _put_right(db, caller, found, known)


def _pairs(db: Db, looked_at: Sequence[Client], *, once: bool) -> dict[str, DuplicatePair]:
    keys_of = {client.document["_id"]: _keys(client) for client in looked_at}
    wanted = list(dict.fromkeys(key for keys in keys_of.values() for key in keys))
    # Two of the slice may meet by a key that only their contacts have.
    others = {client.document["_id"]: client for client in store.holders(db, wanted)}
    by_key = _without_crowds(others.values(), set(wanted))
    found: dict[str, DuplicatePair] = {}
    for client in looked_at:
        name = client.document["_id"]
        fitting = dict.fromkeys(
            other for key in keys_of[name] for other in by_key.get(key, ()) if other != name
        )
        for other in fitting:
            if not (once and name > other) and (pair := _pair(client, others[other])):
                found[pair.name] = pair
    return found


def _keys(client: Client) -> list[str]:
    by_requisites, by_name = store.keys_of(client.profile)
    return [*by_requisites, *by_name]


def _without_crowds(clients: Iterable[Client], wanted: set[str]) -> Mapping[str, list[str]]:
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    for client in clients:
        for key in _keys(client):
            if key in wanted:
                by_key[key].append(client.document["_id"])
    sizes = Counter({key: len(names) for key, names in by_key.items()})
    return {key: names for key, names in by_key.items() if sizes[key] <= store.CROWD}


def _pair(one: Client, other: Client) -> DuplicatePair | None:
    first, second = sorted((one, other), key=lambda client: client.document["_id"])
    verdict = compare(first.profile, second.profile)
    if verdict.score < QUEUED:
        return None
    names = first.document["_id"], second.document["_id"]
    return DuplicatePair(
        name=pair_name(*names),
        first=names[0],
        second=names[1],
        score=verdict.score,
        reasons=verdict.reasons,
        first_visible_to=tuple(first.document["visible_to"]),
        second_visible_to=tuple(second.document["visible_to"]),
    )


def _put_right(
    db: Db,
    caller: Caller,
    found: Mapping[str, DuplicatePair],
    known: Mapping[str, DuplicatePair],
) -> None:
    """Adds, corrects and removes; what was dismissed stays dismissed."""
    known = {**known, **store.pairs_named(db, [name for name in found if name not in known])}
    changed = [
        pair if name not in known else _again(known[name], pair) for name, pair in found.items()
    ]
    lost = [pair for name, pair in known.items() if name not in found]
    merged, gone = _of_lost(db, lost)
    changed = [pair for pair in (*changed, *merged) if pair != known.get(pair.name)]
    added = store.save_pairs(db, changed, gone)
    changes.record_many(
        db,
        caller,
        [
            changes.Change(
                event=events.DuplicatePairFound(duplicate_pair=to_proto(pair, pb.DuplicatePair)),
                after=pair,
                permission=READ,
                audit=False,
            )
            for pair in added
        ],
    )


def _again(known: DuplicatePair, found: DuplicatePair) -> DuplicatePair:
    """A merged one that is found again was unmerged."""
    state = PairState.OPEN if known.state is PairState.MERGED else known.state
    return replace(
        known,
        state=state,
        score=found.score,
        reasons=found.reasons,
        first_visible_to=found.first_visible_to,
        second_visible_to=found.second_visible_to,
    )


def _of_lost(
    db: Db, lost: Sequence[DuplicatePair]
) -> tuple[list[DuplicatePair], list[DuplicatePair]]:
    """Those whose clients became one, and those that are pairs no more."""
    names = [name for pair in lost for name in (pair.first, pair.second)]
    states = store.states(db, names) if lost else {}
    merged: list[DuplicatePair] = []
    gone: list[DuplicatePair] = []
    for pair in lost:
        into = {states.get(name, {}).get("merged_into") for name in (pair.first, pair.second)}
        if into & {pair.first, pair.second}:
            merged.append(replace(pair, state=PairState.MERGED))
        elif pair.state is PairState.OPEN:
            gone.append(pair)
    return merged, gone


def renew_stamps(db: Db, pairs: Sequence[DuplicatePair]) -> None:
    """Who sees the clients of these pairs, after people have moved."""
    clients = store.states(db, [name for pair in pairs for name in (pair.first, pair.second)])
    renewed = [
        replace(
            pair,
            first_visible_to=tuple(clients[pair.first]["visible_to"]),
            second_visible_to=tuple(clients[pair.second]["visible_to"]),
        )
        for pair in pairs
        if pair.first in clients and pair.second in clients
    ]
    before = {pair.name: pair for pair in pairs}
    store.save_pairs(db, [pair for pair in renewed if pair != before[pair.name]], [])
