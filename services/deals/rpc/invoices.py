"""InvoiceService over gRPC."""

from typing import Any

from crm.deals.v1 import invoices_pb2 as pb
from crm.deals.v1 import invoices_pb2_grpc as pb_grpc
from services.deals import access
from services.deals.deal import Deal
from services.deals.invoices import keeping, selling, store
from services.deals.invoices.invoice import Invoice
from services.deals.invoices.seller import Seller
from services.deals.rpc.telling import billed
from services.kit import wire
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument, NotFound
from services.kit.mapping import from_proto, to_proto
from services.kit.mongo import Db
from services.kit.parties import asking
from services.kit.parties import store as parties
from services.kit.parties.asker import asker
from services.kit.parties.party import Party
from services.kit.rpc import Servicer, request_id

_STATES = wire.enum_names(pb.Invoice.State.DESCRIPTOR)


class InvoiceServicer(Servicer, pb_grpc.InvoiceServiceServicer):
    def GetInvoice(self, request: pb.GetInvoiceRequest, context: object) -> pb.Invoice:
        caller, db = self.asked(context)
        return billed(caller, keeping.visible(db, caller, request.name))

    def ListInvoices(
        self, request: pb.ListInvoicesRequest, context: object
    ) -> pb.ListInvoicesResponse:
        caller, db = self.asked(context)
        if request.deal:
            access.visible(db, caller, request.deal)
            where: dict[str, Any] = {"deal": request.deal}
        else:
            where = {**caller.visible(keeping.READ)}
        if request.counterparty:
            where["counterparty"] = request.counterparty
        states = [_STATES[each] for each in request.state if _STATES.get(each)]
        page = store.page(db, where, states, request.query, request)
        return pb.ListInvoicesResponse(
            invoices=[billed(caller, each) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateInvoice(self, request: pb.CreateInvoiceRequest, context: object) -> pb.Invoice:
        caller, db = self.asked(context)
        values = from_proto(request.invoice, Invoice)
        deal = _deal(db, caller, values.get("deal", ""))
        buyer = self._buyer(db, caller, context, values.get("counterparty", ""), deal)
        asked = request_id(request.request_id)
        return billed(caller, keeping.create(db, caller, values, asked, deal, buyer))

    def UpdateInvoice(self, request: pb.UpdateInvoiceRequest, context: object) -> pb.Invoice:
        caller, db = self.asked(context)
        sent = request.invoice
        values = from_proto(sent, Invoice, request.update_mask.paths)
        current = keeping.visible(db, caller, sent.name)
        if values.get("deal", current.deal) != current.deal:
            deal = _deal(db, caller, values["deal"])
            values["deal_display_name"] = deal.display_name if deal else ""
            values["participants"] = deal.participants if deal else ()
        named = values.get("counterparty", "")
        changes_client = bool(named) and named != current.counterparty
        buyer = self._buyer(db, caller, context, named, None) if changes_client else None
        return billed(caller, keeping.update(db, caller, sent.name, sent.etag, values, buyer))

    def CancelInvoice(self, request: pb.CancelInvoiceRequest, context: object) -> pb.Invoice:
        caller, db = self.asked(context)
        return billed(
            caller, keeping.cancel(db, caller, request.name, request.etag, request.comment)
        )

    def ListSellers(
        self, request: pb.ListSellersRequest, context: object
    ) -> pb.ListSellersResponse:
        _, db = self.asked(context)
        page = store.page_of_sellers(db, request)
        return pb.ListSellersResponse(
            sellers=[to_proto(each, pb.Seller) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateSeller(self, request: pb.CreateSellerRequest, context: object) -> pb.Seller:
        caller, db = self.asked(context)
        values = from_proto(request.seller, Seller)
        created = selling.create(db, caller, values, request_id(request.request_id))
        return to_proto(created, pb.Seller)

    def UpdateSeller(self, request: pb.UpdateSellerRequest, context: object) -> pb.Seller:
        caller, db = self.asked(context)
        sent = request.seller
        values = from_proto(sent, Seller, request.update_mask.paths)
        return to_proto(selling.update(db, caller, sent.name, sent.etag, values), pb.Seller)

    def _buyer(
        self, db: Db, caller: Caller, context: object, named: str, deal: Deal | None
    ) -> Party | None:
        """Whom it names, if the caller sees him; else the deal's client."""
        if named:
            ask = asker(self._runtime, context)
            return asking.party(db, caller, named, ask, "counterparty")
        return parties.find(db, deal.counterparty) if deal and deal.counterparty else None


def _deal(db: Db, caller: Caller, name: str) -> Deal | None:
    if not name:
        return None
    try:
        return access.visible(db, caller, name)
    except NotFound as error:
        text = f"There is no {name}: choose another one."
        raise InvalidArgument(text, field="deal", reason="DEAL_UNKNOWN") from error
