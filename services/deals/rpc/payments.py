"""PaymentService over gRPC."""

from collections.abc import Iterator

from crm.deals.v1 import payments_pb2 as pb
from crm.deals.v1 import payments_pb2_grpc as pb_grpc
from services.deals.payments import desk, receiving, store
from services.deals.payments.payment import Allocation, Payment
from services.kit import wire
from services.kit.mapping import from_proto, to_proto
from services.kit.rpc import Servicer, request_id
from services.kit.uploads import whole

_DECISIONS = wire.enum_names(pb.Payment.Decision.DESCRIPTOR)
_STATES = wire.enum_names(pb.Payment.State.DESCRIPTOR)


class PaymentServicer(Servicer, pb_grpc.PaymentServiceServicer):
    def CreateStatement(
        self, request_iterator: Iterator[pb.CreateStatementRequest], context: object
    ) -> pb.Statement:
        caller, db = self.asked(context)
        first = next(request_iterator, pb.CreateStatementRequest())
        pieces = whole(first, request_iterator)
        asked = request_id(first.request_id)
        received = receiving.receive(db, caller, first.file_name, pieces, asked)
        return to_proto(received, pb.Statement)

    def GetStatement(self, request: pb.GetStatementRequest, context: object) -> pb.Statement:
        _, db = self.asked(context)
        return to_proto(store.STATEMENTS.get(db, request.name), pb.Statement)

    def ListStatements(
        self, request: pb.ListStatementsRequest, context: object
    ) -> pb.ListStatementsResponse:
        _, db = self.asked(context)
        page = store.page_of_statements(db, request)
        return pb.ListStatementsResponse(
            statements=[to_proto(each, pb.Statement) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def GetPayment(self, request: pb.GetPaymentRequest, context: object) -> pb.Payment:
        _, db = self.asked(context)
        return _payment(store.get(db, request.name))

    def ListPayments(
        self, request: pb.ListPaymentsRequest, context: object
    ) -> pb.ListPaymentsResponse:
        _, db = self.asked(context)
        page = store.page(
            db,
            request,
            statement=request.statement,
            counterparty=request.counterparty,
            states=[_STATES[each] for each in request.state if _STATES.get(each)],
            decisions=[_DECISIONS[each] for each in request.decision if _DECISIONS.get(each)],
        )
        return pb.ListPaymentsResponse(
            payments=map(_payment, page.items), next_page_token=page.next_page_token
        )

    def AllocatePayment(self, request: pb.AllocatePaymentRequest, context: object) -> pb.Payment:
        caller, db = self.asked(context)
        asked = [Allocation(**from_proto(each, Allocation)) for each in request.allocations]
        return _payment(desk.allocate(db, caller, request.name, request.etag, asked))

    def ReleasePayment(self, request: pb.ReleasePaymentRequest, context: object) -> pb.Payment:
        caller, db = self.asked(context)
        return _payment(desk.release(db, caller, request.name, request.etag, request.comment))

    def DismissPayment(self, request: pb.DismissPaymentRequest, context: object) -> pb.Payment:
        caller, db = self.asked(context)
        return _payment(desk.dismiss(db, caller, request.name, request.etag, request.comment))


def _payment(payment: Payment) -> pb.Payment:
    return to_proto(payment, pb.Payment)
