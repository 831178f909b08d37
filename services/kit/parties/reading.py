"""What its service tells of a client, a contact, a lead or a deal, as a party."""

from typing import Any

from crm.counterparties.v1 import contacts_pb2, counterparties_pb2
from crm.deals.v1 import deals_pb2, leads_pb2
from services.kit.parties.party import Party, State

_Client = counterparties_pb2.Counterparty
_COPIED = ("inn", "kpp", "display_name", "owner", "territory", "segments", "participants", "roles")


def of_counterparty(client: counterparties_pb2.Counterparty) -> Party:
    return Party(
        name=client.name,
        display_name=client.display_name,
        kind=_short(_Client.Kind, client.kind),
        inn=client.inn,
        kpp=client.kpp,
        owner=client.owner,
        participants=tuple(client.participants),
        segments=tuple(client.segments),
        roles=tuple(_short(_Client.Role, each) for each in client.roles),
        market_state=_short(_Client.MarketState, client.market_state),
        territory=client.territory,
        state=_state(client.state),
        merged_into=client.merged_into,
        hidden=_hidden(client),
        version=_version(client),
    )


def of_contact(person: contacts_pb2.Contact) -> Party:
    return Party(
        name=person.name,
        display_name=person.display_name,
        counterparty=person.counterparty,
        state=_state(person.state),
        merged_into=person.merged_into,
        hidden=_hidden(person),
        version=_version(person),
    )


def of_lead(lead: leads_pb2.Lead) -> Party:
    return Party(
        name=lead.name,
        display_name=lead.display_name,
        counterparty=lead.counterparty,
        contact=lead.contact,
        owner=lead.owner,
        participants=tuple(lead.participants),
        state=_present(lead.state == leads_pb2.Lead.STATE_DELETED),
        version=_version(lead),
    )


def of_deal(deal: deals_pb2.Deal) -> Party:
    return Party(
        name=deal.name,
        display_name=deal.display_name,
        counterparty=deal.counterparty,
        contact=deal.decision_maker,
        owner=deal.owner,
        participants=tuple(deal.participants),
        state=_present(deal.state == deals_pb2.Deal.STATE_DELETED),
        version=_version(deal),
    )


def _present(deleted: bool) -> State:
    return State.DELETED if deleted else State.ACTIVE


def _short(enum: Any, value: int) -> str:
    """KIND_LEGAL -> LEGAL; unspecified is empty."""
    name: str = enum.Name(value)
    prefix = enum.DESCRIPTOR.values_by_number[0].name.removesuffix("UNSPECIFIED")
    return name.removeprefix(prefix) if value else ""


def _state(value: int) -> State:
    return State(_short(_Client.State, value) or State.ACTIVE)


def _hidden(message: Any) -> tuple[str, ...]:
    return tuple(field for field in message.hidden_fields if field in _COPIED)


def _version(message: Any) -> int:
    """Its etag is its version in quotes."""
    return int(message.etag.strip('"') or 0)
