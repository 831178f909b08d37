"""Keeps with a client what the registry says of it, and tells of what is news."""

from dataclasses import replace
from datetime import timedelta

from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.counterparties.v1 import events_pb2 as events
from services.counterparties import store as clients
from services.counterparties.actions.references import visible
from services.counterparties.counterparty import Counterparty, State
from services.counterparties.registry import party, store
from services.counterparties.registry.desk import Desk
from services.counterparties.registry.party import INN_MISMATCH, Reading
from services.counterparties.registry.store import KeptAnswer
from services.counterparties.registry_entry import RegistryEntry, news
from services.counterparties.requisites import Kind
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.errors import FailedPrecondition
from services.kit.mapping import to_proto
from services.kit.mongo import Db, transactional

# What a form was filled from a moment ago is not asked again.
JUST_NOW = timedelta(minutes=5)


class NoInn(FailedPrecondition):
    reason = "REGISTRY_NO_INN"


def refresh(db: Db, caller: Caller, desk: Desk, name: str) -> Counterparty:
    """Asks about one client now."""
    current = visible(db, caller, name)
    current.require_active()
    if not current.inn or current.kind is Kind.INDIVIDUAL:
        raise NoInn(f"{name} has no INN of a company or a proprietor", name=name)
    answer = desk.find(db, current.inn, current.kpp, newer_than=clock.now() - JUST_NOW)
    apply(db, caller, name, answer)
    return clients.COUNTERPARTIES.get(db, name)


@transactional
def apply(db: Db, caller: Caller, name: str, answer: KeptAnswer) -> bool:
    """Whether it was news."""
    current = clients.COUNTERPARTIES.find(db, name)
    if current is None or current.state is not State.ACTIVE:
        return False
    reading = party.read(answer.suggestions, inn=current.inn, kpp=current.kpp)
    entry = _entry(current, reading, answer)
    if entry is None:
        return False
    changed = news(current.registry, entry)
    if not changed:
        store.keep_entry(db, name, entry)
        return False
    saved = clients.COUNTERPARTIES.replace(db, replace(current, registry=entry))
    message = to_proto(saved, pb.Counterparty)
    event = events.CounterpartyRegistryChanged(counterparty=message, changed=changed)
    if current.registry is not None:
        event.previous.CopyFrom(to_proto(current.registry, pb.RegistryEntry))
    changes.record(db, caller, event, before=current, after=saved)
    return True


def _entry(current: Counterparty, reading: Reading, answer: KeptAnswer) -> RegistryEntry | None:
    """None: the answer says nothing about this client, whose INN has changed meanwhile perhaps."""
    if INN_MISMATCH in reading.warnings:
        return None
    known = current.registry
    if not reading.found and known is not None and known.status:
        # Companies do not vanish; registries have bad days.
        return replace(known, check_time=answer.ask_time)
    return party.entry(reading, answer.ask_time)
