"""CampaignService over gRPC."""

from crm.activities.v1 import campaigns_pb2 as pb
from crm.activities.v1 import campaigns_pb2_grpc as pb_grpc
from services.activities.campaigns import running, store
from services.activities.campaigns.campaign import Campaign, State
from services.activities.campaigns.keeping import CAMPAIGN_TEMPLATES
from services.activities.campaigns.template import CampaignTemplate
from services.activities.dictionaries import store as dictionaries
from services.activities.mass.sources import Asking, targets
from services.activities.rpc.mass import order
from services.kit import wire
from services.kit.mapping import from_proto, to_proto
from services.kit.rpc import Servicer, request_id, short

_STATES = wire.enum_names(pb.Campaign.State.DESCRIPTOR)


class CampaignServicer(Servicer, pb_grpc.CampaignServiceServicer):
    def ListCampaignTemplates(
        self, request: pb.ListCampaignTemplatesRequest, context: object
    ) -> pb.ListCampaignTemplatesResponse:
        caller, db = self.asked(context)
        CAMPAIGN_TEMPLATES.begin(db, caller.language)
        page = dictionaries.page(db, store.TEMPLATES, request)
        return pb.ListCampaignTemplatesResponse(
            campaign_templates=[to_proto(each, pb.CampaignTemplate) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateCampaignTemplate(
        self, request: pb.CreateCampaignTemplateRequest, context: object
    ) -> pb.CampaignTemplate:
        caller, db = self.asked(context)
        values = from_proto(request.campaign_template, CampaignTemplate)
        made = CAMPAIGN_TEMPLATES.create(db, caller, values, request_id(request.request_id))
        return to_proto(made, pb.CampaignTemplate)

    def UpdateCampaignTemplate(
        self, request: pb.UpdateCampaignTemplateRequest, context: object
    ) -> pb.CampaignTemplate:
        caller, db = self.asked(context)
        sent = request.campaign_template
        values = from_proto(sent, CampaignTemplate, request.update_mask.paths)
        saved = CAMPAIGN_TEMPLATES.update(db, caller, sent.name, sent.etag, values)
        return to_proto(saved, pb.CampaignTemplate)

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
        found = targets(Asking(self._runtime, context, db, caller), request.plan)
        number = request_id(request.request_id)
        started = running.start(db, caller, values, order(request.plan), found, number)
        return running.shown(db, started)

    def EndCampaign(self, request: pb.EndCampaignRequest, context: object) -> pb.Campaign:
        caller, db = self.asked(context)
        ended = running.end(
            db, caller, request.name, request.etag, cancel_works=request.cancel_works
        )
        return running.shown(db, ended)
