"""WorkSettingsService over gRPC."""

from crm.activities.v1 import work_settings_pb2 as pb
from crm.activities.v1 import work_settings_pb2_grpc as pb_grpc
from services.activities.dictionaries import store
from services.activities.dictionaries.action import InteractionKind, WorkAction
from services.activities.dictionaries.keeping import INTERACTION_KINDS, WORK_ACTIONS
from services.activities.rpc.ladders import LadderDoors
from services.kit.mapping import from_proto, to_proto
from services.kit.rpc import request_id


class WorkSettingsServicer(LadderDoors, pb_grpc.WorkSettingsServiceServicer):
    def ListWorkActions(
        self, request: pb.ListWorkActionsRequest, context: object
    ) -> pb.ListWorkActionsResponse:
        caller, db = self.asked(context)
        WORK_ACTIONS.begin(db, caller.language)
        page = store.page(db, store.ACTIONS, request)
        return pb.ListWorkActionsResponse(
            work_actions=[to_proto(each, pb.WorkAction) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateWorkAction(
        self, request: pb.CreateWorkActionRequest, context: object
    ) -> pb.WorkAction:
        caller, db = self.asked(context)
        values = from_proto(request.work_action, WorkAction)
        made = WORK_ACTIONS.create(db, caller, values, request_id(request.request_id))
        return to_proto(made, pb.WorkAction)

    def UpdateWorkAction(
        self, request: pb.UpdateWorkActionRequest, context: object
    ) -> pb.WorkAction:
        caller, db = self.asked(context)
        sent = request.work_action
        values = from_proto(sent, WorkAction, request.update_mask.paths)
        saved = WORK_ACTIONS.update(db, caller, sent.name, sent.etag, values)
        return to_proto(saved, pb.WorkAction)

    def ListInteractionKinds(
        self, request: pb.ListInteractionKindsRequest, context: object
    ) -> pb.ListInteractionKindsResponse:
        caller, db = self.asked(context)
        INTERACTION_KINDS.begin(db, caller.language)
        page = store.page(db, store.KINDS, request)
        return pb.ListInteractionKindsResponse(
            interaction_kinds=[to_proto(each, pb.InteractionKind) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateInteractionKind(
        self, request: pb.CreateInteractionKindRequest, context: object
    ) -> pb.InteractionKind:
        caller, db = self.asked(context)
        values = from_proto(request.interaction_kind, InteractionKind)
        made = INTERACTION_KINDS.create(db, caller, values, request_id(request.request_id))
        return to_proto(made, pb.InteractionKind)

    def UpdateInteractionKind(
        self, request: pb.UpdateInteractionKindRequest, context: object
    ) -> pb.InteractionKind:
        caller, db = self.asked(context)
        sent = request.interaction_kind
        values = from_proto(sent, InteractionKind, request.update_mask.paths)
        saved = INTERACTION_KINDS.update(db, caller, sent.name, sent.etag, values)
        return to_proto(saved, pb.InteractionKind)
