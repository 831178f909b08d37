"""SalesHandOverService over gRPC."""

from crm.deals.v1 import hand_overs_pb2 as pb
from crm.deals.v1 import hand_overs_pb2_grpc as pb_grpc
from services.deals.handing_over.store import left_by
from services.kit.rpc import Servicer


class SalesHandOverServicer(Servicer, pb_grpc.SalesHandOverServiceServicer):
    def PreviewSalesHandOver(
        self, request: pb.PreviewSalesHandOverRequest, context: object
    ) -> pb.PreviewSalesHandOverResponse:
        caller, db = self.asked(context)
        left = left_by(db, caller, request.user)
        return pb.PreviewSalesHandOverResponse(
            open_leads=left["leads"].open,
            open_deals=left["deals"].open,
            open_invoices=left["invoices"].open,
            agreements=left["agreements"].open,
            closed=sum(each.closed for each in left.values()),
            participating=sum(each.participating for each in left.values()),
        )
