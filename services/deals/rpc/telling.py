"""Deals and invoices as somebody is told them: what their client keeps from him, their copies do
not give away. An invoice's KPP is no such copy: with no INN beside it, it is anybody's."""

from collections.abc import Mapping

from crm.deals.v1 import deals_pb2 as pb
from crm.deals.v1 import invoices_pb2
from services.deals import deal as deals
from services.deals.deal import Deal
from services.deals.invoices import invoice as invoices
from services.deals.invoices.invoice import Invoice
from services.kit.caller import Caller
from services.kit.mapping import to_proto

CLIENTS = "counterparties"
# By collection: what its records copy of their client -> what he calls that.
COPIES: Mapping[str, Mapping[str, str]] = {
    "deals": deals.COPIES["counterparty"],
    "invoices": invoices.COPIES,
}


def hidden_from(caller: Caller) -> tuple[str, ...]:
    """Fields of deals that copy what he may not read of clients."""
    return _hidden(caller, "deals")


def _hidden(caller: Caller, collection: str) -> tuple[str, ...]:
    kept = caller.hidden_fields(CLIENTS)
    return tuple(mine for mine, its in COPIES[collection].items() if its in kept)


def without(deal: pb.Deal, hidden: tuple[str, ...]) -> pb.Deal:
    for field in hidden:
        if field in deal.DESCRIPTOR.fields_by_name:
            deal.ClearField(field)  # type: ignore[arg-type]
    return deal


def told(caller: Caller, deal: Deal) -> pb.Deal:
    return without(to_proto(deal, pb.Deal), hidden_from(caller))


def billed(caller: Caller, invoice: Invoice) -> invoices_pb2.Invoice:
    shown = to_proto(invoice, invoices_pb2.Invoice)
    for field in _hidden(caller, "invoices"):
        shown.ClearField(field)  # type: ignore[arg-type]
    return shown
