"""Keeps what is planned with clients: the list tells with whom nothing is."""

from datetime import UTC

from crm.fact.v1 import events_pb2 as facts_pb
from services.counterparties import store as clients
from services.counterparties.facts import store
from services.counterparties.facts.fact import WorkFact, name_of, next_work
from services.kit.mongo import Db


def keep(db: Db, fact: WorkFact) -> None:
    """In whatever order they come; of a client that is not here as well."""
    if not store.put(db, fact):
        return
    client = clients.COUNTERPARTIES.find(db, fact.subject)
    if client is not None:
        clients.set_next_work(db, client, next_work(store.open_of(db, client.name)))


def stated(message: facts_pb.Fact) -> list[WorkFact]:
    """As it came off the broker: of works alone, of each client that it is about."""
    if message.kind != facts_pb.FACT_KIND_WORK:
        return []
    named = dict.fromkeys((message.subject, *message.also))
    due = message.due_time.ToDatetime(tzinfo=UTC) if message.HasField("due_time") else None
    return [
        WorkFact(
            name=name_of(subject, message.reference),
            subject=subject,
            reference=message.reference,
            open=message.state == facts_pb.FACT_STATE_OPEN,
            display_name=message.display_name,
            due_time=due,
            version=message.version,
        )
        for subject in named
        if subject.startswith(f"{clients.COUNTERPARTIES.id}/")
    ]
