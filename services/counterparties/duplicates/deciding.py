"""What people decide about pairs."""

from collections.abc import Callable

from crm.counterparties.v1 import duplicates_pb2 as pb
from crm.counterparties.v1 import events_pb2 as events
from services.counterparties.duplicates import store
from services.counterparties.duplicates.pair import DuplicatePair
from services.counterparties.duplicates.store import PAIRS, Document
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional

READ, WRITE = "counterparties.read", "duplicates.write"


def visible_pair(db: Db, caller: Caller, name: str) -> DuplicatePair:
    return seen_pair(db, caller, name)[0]


def seen_pair(
    db: Db, caller: Caller, name: str, permission: str = READ
) -> tuple[DuplicatePair, dict[str, Document]]:
    """With both clients as they are now; NotFound unless the caller sees both."""
    pair = PAIRS.find(db, name)
    clients = store.shown_by_names(db, (pair.first, pair.second)) if pair else {}
    if pair is None or len(clients) < 2 or not are_seen(caller, pair, clients):
        raise NotFound(f"No {name}", name=name)
    for client in clients.values():
        caller.require_for(permission, client["visible_to"])
    return pair, clients


def are_seen(caller: Caller, pair: DuplicatePair, clients: dict[str, Document]) -> bool:
    """By the clients themselves: the pair's copies may be behind."""
    return all(
        side in clients and caller.may(READ, clients[side]["visible_to"])
        for side in (pair.first, pair.second)
    )


def dismiss(db: Db, caller: Caller, name: str, etag: str) -> DuplicatePair:
    return _decide(
        db,
        caller,
        name,
        etag,
        lambda pair: pair.dismissed(caller, clock.now()),
        events.DuplicatePairDismissed,
    )


def reopen(db: Db, caller: Caller, name: str, etag: str) -> DuplicatePair:
    return _decide(
        db, caller, name, etag, lambda pair: pair.reopened(), events.DuplicatePairReopened
    )


@transactional
def _decide(
    db: Db,
    caller: Caller,
    name: str,
    etag: str,
    decided: Callable[[DuplicatePair], DuplicatePair],
    event: type[events.DuplicatePairDismissed] | type[events.DuplicatePairReopened],
) -> DuplicatePair:
    current, _ = seen_pair(db, caller, name, WRITE)
    require_etag(current, etag)
    saved = PAIRS.replace(db, decided(current))
    told = event(duplicate_pair=to_proto(saved, pb.DuplicatePair))
    changes.record(db, caller, told, before=current, after=saved, permission=READ)
    return saved
