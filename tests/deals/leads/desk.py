"""Leads as one caller works with them."""

from typing import Any

from crm.deals.v1 import deals_pb2, deals_pb2_grpc, lead_settings_pb2, lead_settings_pb2_grpc
from crm.deals.v1 import leads_pb2 as pb
from crm.deals.v1 import leads_pb2_grpc as pb_grpc
from services.kit.caller import Caller
from tests.deals.office import Office

Pb = Any


class Leads:
    def __init__(self, office: Office, caller: Caller) -> None:
        self.office, self.caller = office, caller
        self.stub: Pb = office.door.stub(pb_grpc.LeadServiceStub, caller)
        self.deals: Pb = office.door.stub(deals_pb2_grpc.DealServiceStub, caller)
        settings = lead_settings_pb2_grpc.LeadSettingsServiceStub
        self.settings: Pb = office.door.stub(settings, office.admin)

    def create(self, title: str = "Насосы", *, assign: bool = False, **fields: Any) -> Pb:
        lead = pb.Lead(display_name=title, **fields)
        return self.stub.CreateLead(pb.CreateLeadRequest(lead=lead, assign=assign))

    def get(self, lead: Pb) -> Pb:
        return self.stub.GetLead(pb.GetLeadRequest(name=lead.name))

    def update(self, lead: Pb, *paths: str, etag: str = "", **fields: Any) -> Pb:
        draft = pb.Lead(name=lead.name, etag=etag, **fields)
        request = pb.UpdateLeadRequest(lead=draft)
        request.update_mask.paths.extend(paths or fields)
        return self.stub.UpdateLead(request)

    def titles(self, **request: Any) -> list[str]:
        answer = self.stub.ListLeads(pb.ListLeadsRequest(**request))
        return [each.display_name for each in answer.leads]

    def reject(self, lead: Pb, title: str = "Спам", comment: str = "") -> Pb:
        reasons = self.settings.ListLossReasons(lead_settings_pb2.ListLossReasonsRequest())
        named = {each.display_name: each.name for each in reasons.loss_reasons}
        request = pb.RejectLeadRequest(name=lead.name, reason=named[title], comment=comment)
        return self.stub.RejectLead(request)

    def reopen(self, lead: Pb) -> Pb:
        return self.stub.ReopenLead(pb.ReopenLeadRequest(name=lead.name))

    def convert(self, lead: Pb, **request: Any) -> Pb:
        return self.stub.ConvertLead(pb.ConvertLeadRequest(name=lead.name, **request))

    def deal_titles(self) -> list[str]:
        answer = self.deals.ListDeals(deals_pb2.ListDealsRequest())
        return [each.display_name for each in answer.deals]

    def rule(self, *users: tuple[str, int], **fields: Any) -> Pb:
        share = lead_settings_pb2.AssignmentRule.Share
        draft = lead_settings_pb2.AssignmentRule(
            display_name=fields.pop("title", "Правило"),
            candidates=[share(user=user, capacity=capacity) for user, capacity in users],
            **fields,
        )
        request = lead_settings_pb2.CreateAssignmentRuleRequest(assignment_rule=draft)
        return self.settings.CreateAssignmentRule(request)

    def log(self, lead: Pb) -> list[Pb]:
        answer = self.stub.ListAssignments(pb.ListAssignmentsRequest(lead=lead.name))
        return list(answer.assignments)
