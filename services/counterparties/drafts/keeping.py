"""What its owner does with a draft. To everybody else there is none, so nobody is told."""

from collections.abc import Mapping
from typing import Any

from services.counterparties.drafts import store
from services.counterparties.drafts.draft import (
    MOST,
    CounterpartyDraft,
    DraftGone,
    DraftsTooMany,
    require_name,
)
from services.kit import clock
from services.kit.caller import Caller
from services.kit.errors import AlreadyExists, NotFound
from services.kit.mongo import Db, require_etag, transactional


def mine(db: Db, caller: Caller, name: str) -> CounterpartyDraft:
    found = store.DRAFTS.find(db, name)
    if found is None or found.owner != caller.user:
        raise NotFound(f"No {name}", name=name)
    return found


def save(
    db: Db,
    caller: Caller,
    name: str,
    etag: str,
    values: Mapping[str, Any],
    *,
    allow_missing: bool = False,
) -> CounterpartyDraft:
    require_name(name)
    try:
        return _save(db, caller, name, etag, values, allow_missing)
    except AlreadyExists:
        # Begun twice at once, or the name is somebody else's.
        mine(db, caller, name)
        return _save(db, caller, name, etag, values, allow_missing)


@transactional
def _save(
    db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any], allow_missing: bool
) -> CounterpartyDraft:
    found = store.DRAFTS.find(db, name)
    if found is not None and found.owner == caller.user:
        require_etag(found, etag)
        return store.DRAFTS.replace(db, found.saved(values, clock.now()))
    # Whoever knows an etag means a draft that was there.
    if etag or not allow_missing:
        raise NotFound(f"No {name}", name=name)
    if store.count(db, caller.user, MOST) >= MOST:
        raise DraftsTooMany(f"At most {MOST} drafts: delete some", most=str(MOST))
    begun = CounterpartyDraft(name=name, owner=caller.user)
    return store.DRAFTS.insert(db, begun.saved(values, clock.now()))


@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> None:
    current = mine(db, caller, name)
    require_etag(current, etag)
    store.DRAFTS.remove(db, current)


def end(db: Db, caller: Caller, name: str) -> None:
    """It becomes a client, once: inside the transaction that creates it."""
    try:
        store.DRAFTS.remove(db, mine(db, caller, name))
    except NotFound as error:
        raise DraftGone(f"{name} is no more", name=name) from error
