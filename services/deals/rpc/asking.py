"""Asks counterparties about parties, in the name of whoever asks us."""

# Generated gRPC code carries no types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from crm.counterparties.v1 import (
    contacts_pb2,
    contacts_pb2_grpc,
    counterparties_pb2,
    counterparties_pb2_grpc,
)
from services.deals.parties.asking import Ask
from services.deals.parties.party import Party, is_contact
from services.deals.parties.reading import of_contact, of_counterparty
from services.kit import rpc_client
from services.kit.service import Runtime

SERVICE = "counterparties"


def asker(runtime: Runtime, context: object) -> Ask:
    channel = rpc_client.channel(runtime.settings.address(SERVICE))
    clients = counterparties_pb2_grpc.CounterpartyServiceStub(channel)
    people = contacts_pb2_grpc.ContactServiceStub(channel)

    def ask(name: str) -> Party:
        if is_contact(name):
            person = contacts_pb2.GetContactRequest(name=name)
            return of_contact(
                rpc_client.in_the_name_of(context, SERVICE, people.GetContact, person)
            )
        client = counterparties_pb2.GetCounterpartyRequest(name=name)
        return of_counterparty(
            rpc_client.in_the_name_of(context, SERVICE, clients.GetCounterparty, client)
        )

    return ask
