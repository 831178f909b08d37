"""LeadSettingsService over gRPC."""

from google.protobuf import empty_pb2

from crm.deals.v1 import lead_settings_pb2 as pb
from crm.deals.v1 import lead_settings_pb2_grpc as pb_grpc
from services.deals.lead_settings import store
from services.deals.lead_settings.keeping import ASSIGNMENT_RULES, LEAD_STATUSES, LOSS_REASONS
from services.deals.lead_settings.rule import AssignmentRule
from services.deals.lead_settings.status import LeadStatus, LossReason
from services.kit.mapping import from_proto, to_proto
from services.kit.rpc import Servicer, request_id


class LeadSettingsServicer(Servicer, pb_grpc.LeadSettingsServiceServicer):
    def ListLeadStatuses(
        self, request: pb.ListLeadStatusesRequest, context: object
    ) -> pb.ListLeadStatusesResponse:
        caller, db = self.asked(context)
        LEAD_STATUSES.begin(db, caller.language)
        page = store.page(db, store.STATUSES, request)
        return pb.ListLeadStatusesResponse(
            lead_statuses=[to_proto(each, pb.LeadStatus) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateLeadStatus(
        self, request: pb.CreateLeadStatusRequest, context: object
    ) -> pb.LeadStatus:
        caller, db = self.asked(context)
        values = from_proto(request.lead_status, LeadStatus)
        made = LEAD_STATUSES.create(db, caller, values, request_id(request.request_id))
        return to_proto(made, pb.LeadStatus)

    def UpdateLeadStatus(
        self, request: pb.UpdateLeadStatusRequest, context: object
    ) -> pb.LeadStatus:
        caller, db = self.asked(context)
        sent = request.lead_status
        values = from_proto(sent, LeadStatus, request.update_mask.paths)
        saved = LEAD_STATUSES.update(db, caller, sent.name, sent.etag, values)
        return to_proto(saved, pb.LeadStatus)

    def ListLossReasons(
        self, request: pb.ListLossReasonsRequest, context: object
    ) -> pb.ListLossReasonsResponse:
        caller, db = self.asked(context)
        LOSS_REASONS.begin(db, caller.language)
        page = store.page(db, store.REASONS, request)
        return pb.ListLossReasonsResponse(
            loss_reasons=[to_proto(each, pb.LossReason) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateLossReason(
        self, request: pb.CreateLossReasonRequest, context: object
    ) -> pb.LossReason:
        caller, db = self.asked(context)
        values = from_proto(request.loss_reason, LossReason)
        made = LOSS_REASONS.create(db, caller, values, request_id(request.request_id))
        return to_proto(made, pb.LossReason)

    def UpdateLossReason(
        self, request: pb.UpdateLossReasonRequest, context: object
    ) -> pb.LossReason:
        caller, db = self.asked(context)
        sent = request.loss_reason
        values = from_proto(sent, LossReason, request.update_mask.paths)
        saved = LOSS_REASONS.update(db, caller, sent.name, sent.etag, values)
        return to_proto(saved, pb.LossReason)

    def ListAssignmentRules(
        self, request: pb.ListAssignmentRulesRequest, context: object
    ) -> pb.ListAssignmentRulesResponse:
        _, db = self.asked(context)
        page = store.page(db, store.RULES, request)
        return pb.ListAssignmentRulesResponse(
            assignment_rules=[to_proto(each, pb.AssignmentRule) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateAssignmentRule(
        self, request: pb.CreateAssignmentRuleRequest, context: object
    ) -> pb.AssignmentRule:
        caller, db = self.asked(context)
        values = from_proto(request.assignment_rule, AssignmentRule)
        made = ASSIGNMENT_RULES.create(db, caller, values, request_id(request.request_id))
        return to_proto(made, pb.AssignmentRule)

    def UpdateAssignmentRule(
        self, request: pb.UpdateAssignmentRuleRequest, context: object
    ) -> pb.AssignmentRule:
        caller, db = self.asked(context)
        sent = request.assignment_rule
        values = from_proto(sent, AssignmentRule, request.update_mask.paths)
        saved = ASSIGNMENT_RULES.update(db, caller, sent.name, sent.etag, values)
        return to_proto(saved, pb.AssignmentRule)

    def DeleteAssignmentRule(
        self, request: pb.DeleteAssignmentRuleRequest, context: object
    ) -> empty_pb2.Empty:
        caller, db = self.asked(context)
        ASSIGNMENT_RULES.delete(db, caller, request.name, request.etag)
        return empty_pb2.Empty()
