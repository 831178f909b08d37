"""FulfilmentService over gRPC."""

from collections.abc import Mapping
from typing import Any, TypeVar

from google.protobuf import empty_pb2

from crm.deals.v1 import fulfilments_pb2 as pb
from crm.deals.v1 import fulfilments_pb2_grpc as pb_grpc
from services.deals.fulfilments.keeping import NOTES, OBLIGATIONS, SUPPLIER_ORDERS
from services.deals.fulfilments.note import FulfilmentNote
from services.deals.fulfilments.obligation import Obligation
from services.deals.fulfilments.supplier_order import SupplierOrder
from services.kit.mapping import from_proto, to_proto
from services.kit.mongo import Db
from services.kit.parties.asker import asker
from services.kit.parties.asking import supplier
from services.kit.people import recent_people
from services.kit.rpc import Servicer, request_id

P = TypeVar("P", Obligation, SupplierOrder)
M = TypeVar("M", pb.Obligation, pb.SupplierOrder)


class FulfilmentServicer(Servicer, pb_grpc.FulfilmentServiceServicer):
    # --- obligations ---

    def ListObligations(
        self, request: pb.ListObligationsRequest, context: object
    ) -> pb.ListObligationsResponse:
        caller, db = self.asked(context)
        page = OBLIGATIONS.page(db, caller, request.deal, request)
        return pb.ListObligationsResponse(
            obligations=_all(db, page.items, pb.Obligation), next_page_token=page.next_page_token
        )

    def CreateObligation(
        self, request: pb.CreateObligationRequest, context: object
    ) -> pb.Obligation:
        caller, db = self.asked(context)
        values = from_proto(request.obligation, Obligation)
        made = OBLIGATIONS.create(db, caller, values, request_id(request.request_id))
        return _one(db, made, pb.Obligation)

    def UpdateObligation(
        self, request: pb.UpdateObligationRequest, context: object
    ) -> pb.Obligation:
        caller, db = self.asked(context)
        sent = request.obligation
        values = from_proto(sent, Obligation, request.update_mask.paths)
        saved = OBLIGATIONS.update(db, caller, sent.name, sent.etag, values)
        return _one(db, saved, pb.Obligation)

    def DeleteObligation(
        self, request: pb.DeleteObligationRequest, context: object
    ) -> empty_pb2.Empty:
        caller, db = self.asked(context)
        OBLIGATIONS.delete(db, caller, request.name, request.etag)
        return empty_pb2.Empty()

    # --- notes ---

    def ListFulfilmentNotes(
        self, request: pb.ListFulfilmentNotesRequest, context: object
    ) -> pb.ListFulfilmentNotesResponse:
        caller, db = self.asked(context)
        page = NOTES.page(db, caller, request.deal, request)
        return pb.ListFulfilmentNotesResponse(
            fulfilment_notes=[to_proto(each, pb.FulfilmentNote) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateFulfilmentNote(
        self, request: pb.CreateFulfilmentNoteRequest, context: object
    ) -> pb.FulfilmentNote:
        caller, db = self.asked(context)
        values = from_proto(request.fulfilment_note, FulfilmentNote)
        made = NOTES.create(db, caller, values, request_id(request.request_id))
        return to_proto(made, pb.FulfilmentNote)

    def UpdateFulfilmentNote(
        self, request: pb.UpdateFulfilmentNoteRequest, context: object
    ) -> pb.FulfilmentNote:
        caller, db = self.asked(context)
        sent = request.fulfilment_note
        values = from_proto(sent, FulfilmentNote, request.update_mask.paths)
        saved = NOTES.update(db, caller, sent.name, sent.etag, values)
        return to_proto(saved, pb.FulfilmentNote)

    def DeleteFulfilmentNote(
        self, request: pb.DeleteFulfilmentNoteRequest, context: object
    ) -> empty_pb2.Empty:
        caller, db = self.asked(context)
        NOTES.delete(db, caller, request.name, request.etag)
        return empty_pb2.Empty()

    # --- orders to suppliers ---

    def ListSupplierOrders(
        self, request: pb.ListSupplierOrdersRequest, context: object
    ) -> pb.ListSupplierOrdersResponse:
        caller, db = self.asked(context)
        page = SUPPLIER_ORDERS.page(db, caller, request.deal, request)
        return pb.ListSupplierOrdersResponse(
            supplier_orders=_all(db, page.items, pb.SupplierOrder),
            next_page_token=page.next_page_token,
        )

    def CreateSupplierOrder(
        self, request: pb.CreateSupplierOrderRequest, context: object
    ) -> pb.SupplierOrder:
        caller, db = self.asked(context)
        values = from_proto(request.supplier_order, SupplierOrder)
        values |= self._supplier(context, values, "")
        made = SUPPLIER_ORDERS.create(db, caller, values, request_id(request.request_id))
        return _one(db, made, pb.SupplierOrder)

    def UpdateSupplierOrder(
        self, request: pb.UpdateSupplierOrderRequest, context: object
    ) -> pb.SupplierOrder:
        caller, db = self.asked(context)
        sent = request.supplier_order
        values = from_proto(sent, SupplierOrder, request.update_mask.paths)
        current = SUPPLIER_ORDERS.get(db, caller, sent.name)
        values |= self._supplier(context, values, current.supplier)
        saved = SUPPLIER_ORDERS.update(db, caller, sent.name, sent.etag, values)
        return _one(db, saved, pb.SupplierOrder)

    def DeleteSupplierOrder(
        self, request: pb.DeleteSupplierOrderRequest, context: object
    ) -> empty_pb2.Empty:
        caller, db = self.asked(context)
        SUPPLIER_ORDERS.delete(db, caller, request.name, request.etag)
        return empty_pb2.Empty()

    def _supplier(
        self, context: object, values: Mapping[str, Any], known: str
    ) -> Mapping[str, str]:
        """Whom it names, if that changes: asked for here, as no transaction waits for others."""
        caller, db = self.asked(context)
        named = values.get("supplier", "")
        if not named or named == known:
            return {}
        found = supplier(db, caller, named, asker(self._runtime, context), "supplier")
        return {"supplier": found.name, "supplier_display_name": found.display_name}


def _one(db: Db, part: P, message: type[M]) -> M:
    return _all(db, [part], message)[0]


def _all(db: Db, parts: Any, message: type[M]) -> list[M]:
    """With what those who see to them are called today."""
    people = recent_people(db, sorted({each.responsible for each in parts if each.responsible}))
    shown = [to_proto(each, message) for each in parts]
    for each in shown:
        if each.responsible in people:
            each.responsible_display_name = people[each.responsible].display_name
    return shown
