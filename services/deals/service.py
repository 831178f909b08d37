"""The table of contents of the deals service."""

# Generated gRPC code carries no types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

from crm.deals.v1 import funnels_pb2_grpc
from services.deals.events import DealEvents
from services.deals.funnels import store as funnels
from services.deals.parties import store as parties
from services.deals.parties.following import Following
from services.deals.personal_data import HOLDINGS
from services.deals.rpc.funnels import FunnelServicer
from services.kit.service import Service

COLLECTIONS = (*funnels.ALL, *parties.ALL)
# What follows the clients and people it is linked to.
LINKED = ()

SERVICE = Service(
    name="deals",
    servicers=[
        (funnels_pb2_grpc.add_FunnelServiceServicer_to_server, FunnelServicer),
    ],
    events=DealEvents,
    collections=COLLECTIONS,
    jobs=[Following(LINKED)],
    personal_data=HOLDINGS,
    readers={
        "funnels": lambda db, caller, name: funnels.FUNNELS.get(db, name),  # noqa: ARG005
    },
)
