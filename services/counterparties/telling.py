"""What of clients and contacts belongs on timelines (crm.timeline.v1, pure)."""

from collections.abc import Iterator
from typing import Any

from crm.counterparties.v1 import contacts_pb2, counterparties_pb2
from crm.counterparties.v1 import events_pb2 as events
from crm.timeline.v1.events_pb2 import TimelineEntry as Line
from services.kit.telling import Tellers


def _client(key: str, client: counterparties_pb2.Counterparty, **more: Any) -> Line:
    return Line(
        subjects=[client.name],
        guard=client.name,
        permission="counterparties.read",
        category=Line.CATEGORY_CLIENT,
        key=f"counterparties.{key}",
        display_name=client.display_name,
        open=client.name,
        **more,
    )


def _contact(key: str, contact: contacts_pb2.Contact, **more: Any) -> Line:
    return Line(
        subjects=[each for each in (contact.counterparty, contact.name) if each],
        guard=contact.name,
        permission="counterparties.read",
        category=Line.CATEGORY_CLIENT,
        key=f"counterparties.contact_{key}",
        display_name=contact.display_name,
        open=contact.name,
        **more,
    )


def _imported(event: events.CounterpartyCreated, source: str) -> Iterator[Line]:
    if source == "IMPORT":
        yield _client("imported", event.counterparty)


def _handed_over(event: events.CounterpartyUpdated, _: str) -> Iterator[Line]:
    client = event.counterparty
    if event.previous_owner and event.previous_owner != client.owner:
        facts = {"owner": client.owner_display_name}
        yield _client("owner_changed" if client.owner else "owner_left", client, facts=facts)


def _merged(event: events.CounterpartyMerged, _: str) -> Iterator[Line]:
    names = ", ".join(each.display_name for each in event.merged)
    yield _client("merged", event.survivor, text=names[:500])


def _unmerged(event: events.CounterpartyUnmerged, _: str) -> Iterator[Line]:
    names = ", ".join(each.display_name for each in event.merged)
    yield _client("unmerged", event.survivor, text=names[:500])


def _registered(event: events.CounterpartyRegistryChanged, _: str) -> Iterator[Line]:
    # The first look finds all of it, and nothing of it is news.
    if event.HasField("previous"):
        yield _client("registry_changed", event.counterparty)


def _contact_added(event: events.ContactCreated, source: str) -> Iterator[Line]:
    if source != "IMPORT":
        yield _contact("created", event.contact)


TELLERS: Tellers = {
    events.CounterpartyCreated: _imported,
    events.CounterpartyUpdated: _handed_over,
    events.CounterpartyMerged: _merged,
    events.CounterpartyUnmerged: _unmerged,
    events.CounterpartyRegistryChanged: _registered,
    events.ContactCreated: _contact_added,
}
