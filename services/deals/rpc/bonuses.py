"""BonusService over gRPC."""

from crm.deals.v1 import bonuses_pb2 as pb
from crm.deals.v1 import bonuses_pb2_grpc as pb_grpc
from services.deals.loyalty import spending, store
from services.kit import wire
from services.kit.mapping import to_proto
from services.kit.parties.asker import asker
from services.kit.parties.asking import party
from services.kit.rpc import Servicer, request_id


class BonusServicer(Servicer, pb_grpc.BonusServiceServicer):
    def ListBonuses(
        self, request: pb.ListBonusesRequest, context: object
    ) -> pb.ListBonusesResponse:
        caller, db = self.asked(context)
        ask = asker(self._runtime, context)
        client = party(db, caller, request.counterparty, ask, "counterparty")
        page = store.page(db, client.name, request)
        return pb.ListBonusesResponse(
            bonuses=[to_proto(each, pb.Bonus) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def SpendBonuses(self, request: pb.SpendBonusesRequest, context: object) -> pb.Bonus:
        caller, db = self.asked(context)
        amount = wire.read_field(request.DESCRIPTOR.fields_by_name["amount"], request)
        made = request_id(request.request_id)
        return to_proto(spending.spend(db, caller, request.invoice, amount, made), pb.Bonus)

    def ReturnBonuses(self, request: pb.ReturnBonusesRequest, context: object) -> pb.Bonus:
        caller, db = self.asked(context)
        return to_proto(spending.give_back(db, caller, request.name, request.etag), pb.Bonus)
