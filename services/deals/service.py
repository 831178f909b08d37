"""The table of contents of the deals service."""

# Generated gRPC code carries no types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

from crm.deals.v1 import (
    accounting_files_pb2_grpc,
    accounting_pb2_grpc,
    agreements_pb2_grpc,
    boards_pb2_grpc,
    bonuses_pb2_grpc,
    deals_pb2_grpc,
    fulfilments_pb2_grpc,
    funnels_pb2_grpc,
    hand_overs_pb2_grpc,
    invoices_pb2_grpc,
    lead_settings_pb2_grpc,
    leads_pb2_grpc,
    payments_pb2_grpc,
    products_pb2_grpc,
    reports_pb2_grpc,
)
from services.deals import following, store
from services.deals.access import visible
from services.deals.accounting import store as accounting
from services.deals.accounting.exchanging import ExchangeAccounting
from services.deals.accounting.file_import import ImportAccountingFile
from services.deals.agreements import following as agreements_following
from services.deals.agreements import keeping as agreeing
from services.deals.agreements import store as agreements
from services.deals.client_owners import store as client_owners
from services.deals.client_owners.following import FollowClientOwners
from services.deals.events import DealEvents
from services.deals.facts import store as facts
from services.deals.fulfilments import following as fulfilments_following
from services.deals.fulfilments import keeping as fulfilling
from services.deals.fulfilments import store as fulfilments
from services.deals.funnels import store as funnels
from services.deals.handing_over.estates import ESTATES
from services.deals.invoices import following as invoices_following
from services.deals.invoices import keeping as invoicing
from services.deals.invoices import store as invoices
from services.deals.lead_settings import store as lead_settings
from services.deals.leads import access as leads_access
from services.deals.leads import following as leads_following
from services.deals.leads import store as leads
from services.deals.loyalty import access as loyalty_access
from services.deals.loyalty import following as loyalty_following
from services.deals.loyalty import store as loyalty
from services.deals.payments import following as payments_following
from services.deals.payments import store as payments
from services.deals.payments.matching_job import MatchStatement
from services.deals.personal_data import HOLDINGS
from services.deals.products import store as products
from services.deals.rpc.accounting import AccountingServicer
from services.deals.rpc.accounting_files import AccountingFileServicer
from services.deals.rpc.agreements import AgreementServicer
from services.deals.rpc.boards import BoardServicer
from services.deals.rpc.bonuses import BonusServicer
from services.deals.rpc.deals import DealServicer
from services.deals.rpc.fulfilments import FulfilmentServicer
from services.deals.rpc.funnels import FunnelServicer
from services.deals.rpc.hand_overs import SalesHandOverServicer
from services.deals.rpc.invoices import InvoiceServicer
from services.deals.rpc.lead_settings import LeadSettingsServicer
from services.deals.rpc.leads import LeadServicer
from services.deals.rpc.payments import PaymentServicer
from services.deals.rpc.products import ProductServicer
from services.deals.rpc.reports import DealReportServicer
from services.deals.rpc.telling import COPIES
from services.deals.stamps import STAMPED
from services.deals.telling import TELLERS
from services.kit.parties import store as parties
from services.kit.parties.following import Following
from services.kit.reading import by_right
from services.kit.service import Service

COLLECTIONS = (
    *(*store.ALL, *facts.ALL, *funnels.ALL, *parties.ALL, *lead_settings.ALL, *leads.ALL),
    *(*invoices.ALL, *payments.ALL, *accounting.ALL, *client_owners.ALL),
    *(*products.ALL, *agreements.ALL, *loyalty.ALL, *fulfilments.ALL),
)
# What follows the clients and people it is linked to.
LINKED = (
    *(*following.LINKED, *leads_following.LINKED),
    *(invoices_following.LINKED, payments_following.LINKED, agreements_following.LINKED),
    *(fulfilments_following.LINKED, loyalty_following.LINKED),
)

SERVICE = Service(
    name="deals",
    servicers=[
        (boards_pb2_grpc.add_BoardServiceServicer_to_server, BoardServicer),
        (deals_pb2_grpc.add_DealServiceServicer_to_server, DealServicer),
        (fulfilments_pb2_grpc.add_FulfilmentServiceServicer_to_server, FulfilmentServicer),
        (reports_pb2_grpc.add_DealReportServiceServicer_to_server, DealReportServicer),
        (funnels_pb2_grpc.add_FunnelServiceServicer_to_server, FunnelServicer),
        (
            lead_settings_pb2_grpc.add_LeadSettingsServiceServicer_to_server,
            LeadSettingsServicer,
        ),
        (leads_pb2_grpc.add_LeadServiceServicer_to_server, LeadServicer),
        (hand_overs_pb2_grpc.add_SalesHandOverServiceServicer_to_server, SalesHandOverServicer),
        (invoices_pb2_grpc.add_InvoiceServiceServicer_to_server, InvoiceServicer),
        (payments_pb2_grpc.add_PaymentServiceServicer_to_server, PaymentServicer),
        (accounting_pb2_grpc.add_AccountingServiceServicer_to_server, AccountingServicer),
        (
            accounting_files_pb2_grpc.add_AccountingFileServiceServicer_to_server,
            AccountingFileServicer,
        ),
        (products_pb2_grpc.add_ProductServiceServicer_to_server, ProductServicer),
        (bonuses_pb2_grpc.add_BonusServiceServicer_to_server, BonusServicer),
        (agreements_pb2_grpc.add_AgreementServiceServicer_to_server, AgreementServicer),
    ],
    events=DealEvents,
    collections=COLLECTIONS,
    jobs=[
        Following(LINKED),
        FollowClientOwners(),
        MatchStatement(),
        ExchangeAccounting(),
        ImportAccountingFile(),
    ],
    personal_data=HOLDINGS,
    people=[
        *(STAMPED, leads_following.STAMPED),
        *(invoices_following.STAMPED, agreements_following.STAMPED),
    ],
    estates=ESTATES,
    copies=COPIES,
    tellers=TELLERS,
    readers={
        "deals": visible,
        "invoices": invoicing.visible,
        "sellers": by_right("invoices.read", invoices.SELLERS.get),
        "statements": by_right("payments.read", payments.STATEMENTS.get),
        "payments": by_right("payments.read", payments.get),
        "accountingSettings": by_right("accounting.read", accounting.SETTINGS.get),
        "accountingLinks": by_right("accounting.read", accounting.LINKS.get),
        "agreements": agreeing.visible,
        "loyaltyPrograms": by_right("agreements.read", loyalty.PROGRAMS.get),
        "bonuses": loyalty_access.visible,
        "obligations": fulfilling.OBLIGATIONS.get,
        "fulfilmentNotes": fulfilling.NOTES.get,
        "supplierOrders": fulfilling.SUPPLIER_ORDERS.get,
        "products": by_right("products.read", products.PRODUCTS.get),
        "priceLists": by_right("products.read", products.PRICE_LISTS.get),
        "vatRates": by_right("products.read", products.RATES.get),
        "funnels": by_right("funnels.read", funnels.FUNNELS.get),
        "leads": leads_access.visible,
        "leadStatuses": by_right("leads.read", lead_settings.STATUSES.get),
        "lossReasons": by_right("leads.read", lead_settings.REASONS.get),
        "assignmentRules": by_right("leads.read", lead_settings.RULES.get),
    },
)
