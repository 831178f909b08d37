"""A deal as somebody is told it: what its client keeps from him its copies do not give away."""

from crm.deals.v1 import deals_pb2 as pb
from services.deals.deal import COPIES, Deal
from services.kit.caller import Caller
from services.kit.mapping import to_proto

CLIENTS = "counterparties"


def hidden_from(caller: Caller) -> tuple[str, ...]:
    """Fields of deals that copy what he may not read of clients."""
    kept = caller.hidden_fields(CLIENTS)
    return tuple(mine for mine, its in COPIES["counterparty"].items() if its in kept)


def without(deal: pb.Deal, hidden: tuple[str, ...]) -> pb.Deal:
    for field in hidden:
        if field in deal.DESCRIPTOR.fields_by_name:
            deal.ClearField(field)  # type: ignore[arg-type]
    return deal


def told(caller: Caller, deal: Deal) -> pb.Deal:
    return without(to_proto(deal, pb.Deal), hidden_from(caller))
