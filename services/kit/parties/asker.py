"""Asks the services that keep them about parties, in the name of whoever asks us."""

# Generated gRPC code carries no types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from crm.counterparties.v1 import (
    contacts_pb2,
    contacts_pb2_grpc,
    counterparties_pb2,
    counterparties_pb2_grpc,
)
from crm.deals.v1 import deals_pb2, deals_pb2_grpc, leads_pb2, leads_pb2_grpc
from services.kit import rpc_client
from services.kit.parties.asking import Ask
from services.kit.parties.party import CONTACTS, COUNTERPARTIES, DEALS, LEADS, Party
from services.kit.parties.reading import of_contact, of_counterparty, of_deal, of_lead
from services.kit.service import Runtime

SERVICE = "counterparties"


class _Source(NamedTuple):
    """Who is asked for a kind of party, and what is made of the answer."""

    service: str
    stub: Callable[[Any], Any]
    method: str
    request: Callable[..., Any]
    reading: Callable[[Any], Party]


_SOURCES: Mapping[str, _Source] = {
    COUNTERPARTIES: _Source(
        SERVICE,
        counterparties_pb2_grpc.CounterpartyServiceStub,
        "GetCounterparty",
        counterparties_pb2.GetCounterpartyRequest,
        of_counterparty,
    ),
    CONTACTS: _Source(
        SERVICE,
        contacts_pb2_grpc.ContactServiceStub,
        "GetContact",
        contacts_pb2.GetContactRequest,
        of_contact,
    ),
    LEADS: _Source(
        "deals", leads_pb2_grpc.LeadServiceStub, "GetLead", leads_pb2.GetLeadRequest, of_lead
    ),
    DEALS: _Source(
        "deals", deals_pb2_grpc.DealServiceStub, "GetDeal", deals_pb2.GetDealRequest, of_deal
    ),
}


def asker(runtime: Runtime, context: object) -> Ask:
    def ask(name: str) -> Party:
        source = _SOURCES[f"{name.partition('/')[0]}/"]
        stub = source.stub(rpc_client.channel(runtime.settings.address(source.service)))
        method, request = getattr(stub, source.method), source.request(name=name)
        return source.reading(rpc_client.in_the_name_of(context, source.service, method, request))

    return ask
