"""What can be done to contacts. They follow their counterparty: who sees it, where it lies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from crm.counterparties.v1 import contacts_pb2 as pb
from crm.counterparties.v1 import events_pb2 as events
from services.counterparties import field_rights, store
from services.counterparties.actions import custom_values
from services.counterparties.actions.references import READ, UPDATE, holiday_problems, visible
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty, MarketState, State
from services.counterparties.custom_fields.custom_field import Resource
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument, NotFound
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional
from services.kit.saving import replace_many

_SHARED = frozenset(
    {"phones", "emails", "birth_date", "comment", "custom_fields", "professional_holidays"}
)


def visible_contact(db: Db, caller: Caller, name: str) -> Contact:
    found = store.alive(db, store.CONTACTS, name)
    if found is None or not caller.may(READ, found.visible_to):
        raise NotFound(f"No {name}", name=name)
    return found


def create(db: Db, caller: Caller, values: Mapping[str, Any], request_id: str) -> Contact:
    name = store.CONTACTS.new_name(request_id)
    make = lambda: _create(db, caller, name, values)  # noqa: E731
    return store.CONTACTS.once(
        db, name, request_id, make, lambda found: caller.may(READ, found.visible_to)
    )


@transactional
def _create(db: Db, caller: Caller, name: str, values: Mapping[str, Any]) -> Contact:
    counterparty = _changeable_counterparty(db, caller, values["counterparty"])
    field_rights.of(caller).require_writable(shared(values), counterparty.market_state)
    draft = Contact(**values, name=name).at(counterparty)
    created = store.CONTACTS.insert(db, _settled(db, draft))
    event = events.ContactCreated(contact=to_proto(created, pb.Contact))
    changes.record(db, caller, event, after=created, permission=READ)
    return created


def prepared(
    db: Db, caller: Caller, values: Mapping[str, Any], market_state: MarketState
) -> Contact:
    """One of a client that is about to be created; or all that is wrong with it."""
    field_rights.of(caller).require_writable(shared(values), market_state)
    return _settled(db, Contact(**values, name=store.CONTACTS.new_name()))


def insert_many(
    db: Db, caller: Caller, counterparty: Counterparty, people: Iterable[Contact]
) -> None:
    """Keeps prepared ones, inside the transaction that creates their client."""
    created = store.CONTACTS.insert_many(db, [each.at(counterparty) for each in people])
    changes.record_many(
        db,
        caller,
        [
            changes.Change(
                event=events.ContactCreated(contact=to_proto(each, pb.Contact)),
                after=each,
                permission=READ,
            )
            for each in created
        ],
    )


@transactional
def update(
    db: Db,
    caller: Caller,
    name: str,
    etag: str,
    values: Mapping[str, Any],
    *,
    restored: str = "",
) -> Contact:
    """`restored`: the entry of the audit trail that these values are from, if so."""
    current = visible_contact(db, caller, name)
    require_etag(current, etag)
    changed = outcome(db, caller, current, values)
    if changed == current:
        return current
    saved = store.CONTACTS.replace(db, changed)
    event = events.ContactUpdated(contact=to_proto(saved, pb.Contact), restored_change=restored)
    changes.record(
        db, caller, event, before=current, after=saved, permission=READ, restored=restored
    )
    return saved


def outcome(db: Db, caller: Caller, current: Contact, values: Mapping[str, Any]) -> Contact:
    """What an update would make of it, or why it would be refused; writes nothing."""
    caller.require_for(UPDATE, current.visible_to)
    current.require_active()
    field_rights.of(caller).require_writable(shared(values), current.market_state)
    draft = replace(current, **custom_values.filled(values, current.custom_fields))
    if draft.counterparty != current.counterparty:
        draft = draft.at(_changeable_counterparty(db, caller, draft.counterparty))
    return _settled(db, draft, current)


@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> Contact:
    current = visible_contact(db, caller, name)
    caller.require_for(UPDATE, current.visible_to)
    require_etag(current, etag)
    return _save_all(db, caller, [current], [current.deleted(clock.now())], _deleted, "")[0]


@transactional
def undelete(db: Db, caller: Caller, name: str, etag: str) -> Contact:
    current = visible_contact(db, caller, name)
    # Not into a counterparty that lies in the recycle bin itself.
    counterparty = _changeable_counterparty(db, caller, current.counterparty)
    require_etag(current, etag)
    restored = current.restored().at(counterparty)
    return _save_all(db, caller, [current], [restored], _restored, "")[0]


def follow_deletion(
    db: Db, caller: Caller, counterparties: Sequence[str], now: datetime, job: str
) -> None:
    """Contacts go to the recycle bin together with theirs."""
    found = [c for c in store.contacts_of(db, counterparties) if c.state is State.ACTIVE]
    _save_all(db, caller, found, [contact.deleted(now) for contact in found], _deleted, job)


def follow_restoration(
    db: Db, caller: Caller, counterparties: Sequence[Counterparty], job: str
) -> None:
    """Those come back that went together with it, not those deleted before."""
    went = {each.name: each.delete_time for each in counterparties}
    found = [
        contact
        for contact in store.contacts_of(db, list(went))
        if contact.state is State.DELETED and contact.delete_time == went[contact.counterparty]
    ]
    _save_all(db, caller, found, [contact.restored() for contact in found], _restored, job)


def _changeable_counterparty(db: Db, caller: Caller, name: str) -> Counterparty:
    try:
        counterparty = visible(db, caller, name)
    except NotFound as error:
        text = f"There is no {name}: choose another one."
        raise InvalidArgument(text, field="counterparty", reason="COUNTERPARTY_UNKNOWN") from error
    caller.require_for(UPDATE, counterparty.visible_to)
    counterparty.require_active()
    return counterparty


def _settled(db: Db, draft: Contact, before: Contact | None = None) -> Contact:
    tidy = draft.tidy()
    earlier = before.custom_fields if before else None
    values, wrong = custom_values.settled(db, Resource.CONTACT, tidy.custom_fields, None, earlier)
    unknown = holiday_problems(db, tidy.professional_holidays, before)
    if problems := [*tidy.problems(clock.now().date()), *unknown, *wrong]:
        raise InvalidArgument.of(problems)
    return tidy if values is tidy.custom_fields else replace(tidy, custom_fields=values)


def shared(values: Iterable[str]) -> set[str]:
    """Fields that a client's field rights speak of as well: its people's telephones are its own."""
    return set(values) & _SHARED


def _save_all(
    db: Db,
    caller: Caller,
    before: Sequence[Contact],
    after: Sequence[Contact],
    event: Any,
    job: str,
) -> list[Contact]:
    saved = replace_many(db, store.CONTACTS, zip(before, after, strict=True))
    changes.record_many(
        db,
        caller,
        [
            changes.Change(event=event(new), before=old, after=new, permission=READ, job=job)
            for old, new in zip(before, saved, strict=True)
        ],
    )
    return saved


def _deleted(contact: Contact) -> events.ContactDeleted:
    return events.ContactDeleted(contact=to_proto(contact, pb.Contact))


def _restored(contact: Contact) -> events.ContactRestored:
    return events.ContactRestored(contact=to_proto(contact, pb.Contact))
