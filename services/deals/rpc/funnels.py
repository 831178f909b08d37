"""FunnelService over gRPC."""

from crm.deals.v1 import funnels_pb2 as pb
from crm.deals.v1 import funnels_pb2_grpc as pb_grpc
from services.deals.funnels import keeping, store
from services.deals.funnels.funnel import Funnel
from services.kit.mapping import from_proto, to_proto
from services.kit.rpc import Servicer, request_id


class FunnelServicer(Servicer, pb_grpc.FunnelServiceServicer):
    def GetFunnel(self, request: pb.GetFunnelRequest, context: object) -> pb.Funnel:
        caller, db = self.asked(context)
        keeping.begin(db, caller.language)
        return to_proto(keeping.found(db, request.name, request.stages_version), pb.Funnel)

    def ListFunnels(
        self, request: pb.ListFunnelsRequest, context: object
    ) -> pb.ListFunnelsResponse:
        caller, db = self.asked(context)
        keeping.begin(db, caller.language)
        page = store.page(db, request, show_archived=request.show_archived)
        return pb.ListFunnelsResponse(
            funnels=[to_proto(each, pb.Funnel) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateFunnel(self, request: pb.CreateFunnelRequest, context: object) -> pb.Funnel:
        caller, db = self.asked(context)
        values = from_proto(request.funnel, Funnel)
        created = keeping.create(db, caller, values, request_id(request.request_id))
        return to_proto(created, pb.Funnel)

    def UpdateFunnel(self, request: pb.UpdateFunnelRequest, context: object) -> pb.Funnel:
        caller, db = self.asked(context)
        sent = request.funnel
        values = from_proto(sent, Funnel, request.update_mask.paths)
        return to_proto(keeping.update(db, caller, sent.name, sent.etag, values), pb.Funnel)
