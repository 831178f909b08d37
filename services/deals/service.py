"""The table of contents of the deals service."""

# Generated gRPC code carries no types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

from crm.deals.v1 import (
    deals_pb2_grpc,
    funnels_pb2_grpc,
    lead_settings_pb2_grpc,
    products_pb2_grpc,
)
from services.deals import store
from services.deals.access import visible
from services.deals.events import DealEvents
from services.deals.facts import store as facts
from services.deals.funnels import store as funnels
from services.deals.lead_settings import store as lead_settings
from services.deals.parties import store as parties
from services.deals.parties.following import Following
from services.deals.personal_data import HOLDINGS
from services.deals.products import store as products
from services.deals.rpc.deals import DealServicer
from services.deals.rpc.funnels import FunnelServicer
from services.deals.rpc.lead_settings import LeadSettingsServicer
from services.deals.rpc.products import ProductServicer
from services.deals.stamps import STAMPED
from services.kit.service import Service

COLLECTIONS = (
    *(*store.ALL, *facts.ALL, *funnels.ALL, *parties.ALL, *lead_settings.ALL),
    *products.ALL,
)
# What follows the clients and people it is linked to.
LINKED = ()

SERVICE = Service(
    name="deals",
    servicers=[
        (deals_pb2_grpc.add_DealServiceServicer_to_server, DealServicer),
        (funnels_pb2_grpc.add_FunnelServiceServicer_to_server, FunnelServicer),
        (
            lead_settings_pb2_grpc.add_LeadSettingsServiceServicer_to_server,
            LeadSettingsServicer,
        ),
        (products_pb2_grpc.add_ProductServiceServicer_to_server, ProductServicer),
    ],
    events=DealEvents,
    collections=COLLECTIONS,
    jobs=[Following(LINKED)],
    personal_data=HOLDINGS,
    people=[STAMPED],
    readers={
        "deals": visible,
        "products": lambda db, caller, name: products.PRODUCTS.get(db, name),  # noqa: ARG005
        "priceLists": lambda db, caller, name: products.PRICE_LISTS.get(db, name),  # noqa: ARG005
        "vatRates": lambda db, caller, name: products.RATES.get(db, name),  # noqa: ARG005
        "funnels": lambda db, caller, name: funnels.FUNNELS.get(db, name),  # noqa: ARG005
        "leadStatuses": lambda db, caller, name: lead_settings.STATUSES.get(db, name),  # noqa: ARG005
        "lossReasons": lambda db, caller, name: lead_settings.REASONS.get(db, name),  # noqa: ARG005
        "assignmentRules": lambda db, caller, name: lead_settings.RULES.get(db, name),  # noqa: ARG005
    },
)
