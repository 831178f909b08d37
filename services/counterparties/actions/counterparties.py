"""What can be done to counterparties."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.counterparties.v1 import events_pb2 as events
from services.counterparties import field_rights, stamps, store
from services.counterparties.actions import contacts, custom_values, owning, segmenting
from services.counterparties.actions.references import (
    DELETE,
    UPDATE,
    settled,
    visible,
)
from services.counterparties.consents import ledger
from services.counterparties.counterparty import Counterparty, MarketState
from services.counterparties.duplicates import guarding
from services.kit import changes, clock, saving
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.gathering import inserting
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional
from services.kit.owned import held_by, owned_by, require_may_hand_over
from services.kit.people import find_people

CASCADE_RIGHTS = {"OPEN_DEALS": "deals.update"}
# What always follows an owner; for the rest see Counterparty.OwnerCascade.
CONTACTS = "CONTACTS"


def create(
    db: Db,
    caller: Caller,
    values: Mapping[str, Any],
    request_id: str,
    *,
    bypass_duplicates: bool = False,
) -> Counterparty:
    """The same request sent twice creates once, and answers what it created."""
    return once(
        db,
        caller,
        request_id,
        lambda name: _create(db, caller, name, values, bypass_duplicates),
    )


def once(
    db: Db, caller: Caller, request_id: str, make: Callable[[str], Counterparty]
) -> Counterparty:
    """Makes it under the request's name, or answers what the same request made before."""
    name = store.COUNTERPARTIES.new_name(request_id)
    return store.COUNTERPARTIES.once(
        db, name, request_id, lambda: make(name), lambda found: found.creator == caller.user
    )


@inserting
def _create(
    db: Db, caller: Caller, name: str, values: Mapping[str, Any], bypass_duplicates: bool
) -> Counterparty:
    draft = prepared(db, caller, name, values)
    return insert(db, caller, draft, bypass_duplicates=bypass_duplicates)


def market_state(values: Mapping[str, Any]) -> MarketState:
    return values.get("market_state") or MarketState.POTENTIAL


def prepared(db: Db, caller: Caller, name: str, values: Mapping[str, Any]) -> Counterparty:
    """A new one, as it is to be kept; or all that is wrong with it."""
    state = market_state(values)
    # As every client begins: saying so changes nothing.
    begins = {"market_state"} if state is MarketState.POTENTIAL else set[str]()
    field_rights.of(caller).require_writable(values.keys() - begins, state)
    filled: dict[str, Any] = {
        **values,
        "market_state": state,
        "owner": values.get("owner") or caller.user,
    }
    draft = settled(db, caller, Counterparty(**filled, name=name, creator=caller.user))
    return draft if values.get("owner") else owning.through_segments(db, caller, draft)


def insert(db: Db, caller: Caller, draft: Counterparty, *, bypass_duplicates: bool) -> Counterparty:
    """Keeps a prepared one, inside a transaction."""
    new = guarding.guarded(db, caller, draft, None, bypass=bypass_duplicates)
    created = store.COUNTERPARTIES.insert(db, new)
    event = events.CounterpartyCreated(counterparty=to_proto(created, pb.Counterparty))
    changes.record(db, caller, event, after=created)
    ledger.note_field(db, caller, [(None, created)])
    guarding.tell(db, caller, None, created)
    return created


@transactional
def update(
    db: Db,
    caller: Caller,
    name: str,
    etag: str,
    values: Mapping[str, Any],
    *,
    bypass_duplicates: bool = False,
    owner_cascade: Sequence[str] = (),
    restored: str = "",
) -> Counterparty:
    """`restored`: the entry of the audit trail that these values are from, if so."""
    current = visible(db, caller, name)
    require_etag(current, etag)
    after = outcome(db, caller, current, values, bypass_duplicates=bypass_duplicates)
    require_may_cascade(caller, current, after.owner, owner_cascade)
    return _save(db, caller, current, after, owner_cascade, restored)


def outcome(
    db: Db,
    caller: Caller,
    current: Counterparty,
    values: Mapping[str, Any],
    *,
    bypass_duplicates: bool = False,
) -> Counterparty:
    """What an update would make of it, or why it would be refused; writes nothing."""
    caller.require_for(UPDATE, current.visible_to)
    current.require_active()
    given = custom_values.filled(_without_unset(values), current.custom_fields)
    market_state = given.get("market_state", current.market_state)
    field_rights.of(caller).require_writable(given, current.market_state, market_state)
    after = settled(db, caller, replace(current, **given), current)
    after = guarding.guarded(db, caller, after, current, bypass=bypass_duplicates)
    require_may_hand_over(caller, UPDATE, current, after.owner)
    return after


def require_may_cascade(
    caller: Caller, before: Counterparty, owner: str, owner_cascade: Sequence[str]
) -> None:
    """What its owner has elsewhere goes to another by the right to change it there."""
    if owner != before.owner and before.owner:
        for permission in (CASCADE_RIGHTS.get(each) for each in owner_cascade):
            if permission:
                caller.require_for(permission, held_by(before))


@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> Counterparty:
    current = visible(db, caller, name)
    caller.require_for(DELETE, current.visible_to)
    require_etag(current, etag)
    return delete_many(db, caller, [current])[0]


@transactional
def undelete(db: Db, caller: Caller, name: str, etag: str) -> Counterparty:
    current = visible(db, caller, name)
    caller.require_for(DELETE, current.visible_to)
    require_etag(current, etag)
    return undelete_many(db, caller, [current])[0]


@transactional
def delete_many(
    db: Db, caller: Caller, found: Sequence[Counterparty], job: str = ""
) -> list[Counterparty]:
    """To the recycle bin, their contacts with them; the caller's right is checked already."""
    now = clock.now()
    deleted = saving.replace_many(
        db, store.COUNTERPARTIES, [(each, each.deleted(now)) for each in found]
    )
    changes.record_many(
        db,
        caller,
        [
            changes.Change(
                event=events.CounterpartyDeleted(counterparty=to_proto(after, pb.Counterparty)),
                before=before,
                after=after,
                job=job,
            )
            for before, after in zip(found, deleted, strict=True)
        ],
    )
    contacts.follow_deletion(db, caller, [each.name for each in found], now, job)
    return deleted


@transactional
def undelete_many(
    db: Db, caller: Caller, found: Sequence[Counterparty], job: str = ""
) -> list[Counterparty]:
    """Out of the recycle bin; the caller's right is checked already."""
    # Its owner may have moved meanwhile, or been renamed.
    people = find_people(db, list({each.owner for each in found}))
    restored = saving.replace_many(
        db,
        store.COUNTERPARTIES,
        [
            (
                each,
                segmenting.fitted(
                    db,
                    owned_by(each.restored(), people[each.owner])
                    if each.owner in people
                    else each.restored(),
                ),
            )
            for each in found
        ],
    )
    changes.record_many(
        db,
        caller,
        [
            changes.Change(
                event=events.CounterpartyRestored(counterparty=to_proto(after, pb.Counterparty)),
                before=before,
                after=after,
                job=job,
            )
            for before, after in zip(found, restored, strict=True)
        ],
    )
    contacts.follow_restoration(db, caller, found, job)
    return restored


@transactional
def replace_many(
    db: Db,
    caller: Caller,
    pairs: Sequence[tuple[Counterparty, Counterparty]],
    job: str = "",
    owner_cascade: Sequence[str] = (),
) -> list[Counterparty]:
    """Saves (before, after) pairs that are checked already, and tells of each change."""
    saved = saving.replace_many(
        db,
        store.COUNTERPARTIES,
        [(before, segmenting.fitted(db, after)) for before, after in pairs],
    )
    told = [(before, after) for (before, _), after in zip(pairs, saved, strict=True)]
    changes.record_many(
        db,
        caller,
        [
            changes.Change(
                event=_updated(before, after, owner_cascade), before=before, after=after, job=job
            )
            for before, after in told
        ],
    )
    stamps.carry_to_contacts(db, told)
    ledger.note_field(db, caller, told)
    return saved


def _save(
    db: Db,
    caller: Caller,
    before: Counterparty,
    after: Counterparty,
    owner_cascade: Sequence[str],
    restored: str,
) -> Counterparty:
    if after == before:
        return before
    saved = store.COUNTERPARTIES.replace(db, after)
    stamps.carry_to_contacts(db, [(before, saved)])
    event = _updated(before, saved, owner_cascade)
    event.restored_change = restored
    changes.record(db, caller, event, before=before, after=saved, restored=restored)
    ledger.note_field(db, caller, [(before, saved)])
    guarding.tell(db, caller, before, saved)
    return saved


def _updated(
    before: Counterparty, after: Counterparty, owner_cascade: Sequence[str]
) -> events.CounterpartyUpdated:
    moved = (CONTACTS, *owner_cascade) if after.owner != before.owner else ()
    return events.CounterpartyUpdated(
        counterparty=to_proto(after, pb.Counterparty),
        previous_owner=before.owner,
        cascade=[f"OWNER_CASCADE_{each}" for each in dict.fromkeys(moved)],
    )


def _without_unset(values: Mapping[str, Any]) -> dict[str, Any]:
    """A market state cleared is the one every counterparty starts with."""
    if "market_state" in values and not values["market_state"]:
        return {**values, "market_state": MarketState.POTENTIAL}
    return dict(values)
