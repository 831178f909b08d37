"""CampaignService over gRPC."""

from crm.activities.v1 import campaigns_pb2 as pb
from crm.activities.v1 import campaigns_pb2_grpc as pb_grpc
from crm.activities.v1 import works_pb2 as works_pb
from services.activities.campaigns import deciding, running, store
from services.activities.campaigns.campaign import Campaign, State
from services.activities.campaigns.keeping import CAMPAIGN_TEMPLATES
from services.activities.mass.sources import Asking, targets
from services.activities.rpc.mass import order
from services.kit import wire
from services.kit.dictionary_rpc import doors
from services.kit.mapping import from_proto, to_proto
from services.kit.rpc import Servicer, request_id, short

_STATES = wire.enum_names(pb.Campaign.State.DESCRIPTOR)


class CampaignServicer(Servicer, pb_grpc.CampaignServiceServicer):
    ListCampaignTemplates, CreateCampaignTemplate, UpdateCampaignTemplate = doors(
        CAMPAIGN_TEMPLATES, pb.CampaignTemplate, pb.ListCampaignTemplatesResponse
    )

    def GetCampaign(self, request: pb.GetCampaignRequest, context: object) -> pb.Campaign:
        caller, db = self.asked(context)
        return running.shown(db, running.visible(db, caller, request.name))

    def ListCampaigns(
        self, request: pb.ListCampaignsRequest, context: object
    ) -> pb.ListCampaignsResponse:
        caller, db = self.asked(context)
        states = short(request.state, _STATES) or (State.OPEN.value,)
        page = store.page(db, caller, states, request)
        return pb.ListCampaignsResponse(
            campaigns=[to_proto(each, pb.Campaign) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateCampaign(self, request: pb.CreateCampaignRequest, context: object) -> pb.Campaign:
        caller, db = self.asked(context)
        values = from_proto(request.campaign, Campaign)
        found = targets(Asking(self._runtime, context, db, caller, expects=True), request.plan)
        number = request_id(request.request_id)
        started = running.start(db, caller, values, order(request.plan), found, number)
        return running.shown(db, started)

    def FindNextSteps(
        self, request: pb.FindNextStepsRequest, context: object
    ) -> pb.FindNextStepsResponse:
        caller, db = self.asked(context)
        answer = pb.FindNextStepsResponse()
        for each in deciding.offered(db, caller, request.work):
            step = to_proto(each.step, pb.CampaignStep)
            answer.next_steps.add(step=step, work=each.work)
        return answer

    def ContinueCampaign(
        self, request: pb.ContinueCampaignRequest, context: object
    ) -> works_pb.Work:
        caller, db = self.asked(context)
        planned = deciding.decide(db, caller, request.work, request.step)
        return to_proto(planned, works_pb.Work)

    def EndCampaign(self, request: pb.EndCampaignRequest, context: object) -> pb.Campaign:
        caller, db = self.asked(context)
        ended = running.end(
            db, caller, request.name, request.etag, cancel_works=request.cancel_works
        )
        return running.shown(db, ended)
