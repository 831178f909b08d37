"""The part of WorkSettingsService that has to do with ladders of escalation."""

from crm.activities.v1 import work_settings_pb2 as pb
from services.activities.discipline import store
from services.activities.discipline.keeping import ESCALATION_LADDERS
from services.activities.discipline.ladder import EscalationLadder
from services.kit.mapping import from_proto, to_proto
from services.kit.rpc import Servicer, request_id


class LadderDoors(Servicer):
    def ListEscalationLadders(
        self, request: pb.ListEscalationLaddersRequest, context: object
    ) -> pb.ListEscalationLaddersResponse:
        caller, db = self.asked(context)
        ESCALATION_LADDERS.begin(db, caller.language)
        page = store.page(db, request)
        return pb.ListEscalationLaddersResponse(
            escalation_ladders=[to_proto(each, pb.EscalationLadder) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateEscalationLadder(
        self, request: pb.CreateEscalationLadderRequest, context: object
    ) -> pb.EscalationLadder:
        caller, db = self.asked(context)
        values = from_proto(request.escalation_ladder, EscalationLadder)
        made = ESCALATION_LADDERS.create(db, caller, values, request_id(request.request_id))
        return to_proto(made, pb.EscalationLadder)

    def UpdateEscalationLadder(
        self, request: pb.UpdateEscalationLadderRequest, context: object
    ) -> pb.EscalationLadder:
        caller, db = self.asked(context)
        sent = request.escalation_ladder
        values = from_proto(sent, EscalationLadder, request.update_mask.paths)
        saved = ESCALATION_LADDERS.update(db, caller, sent.name, sent.etag, values)
        return to_proto(saved, pb.EscalationLadder)
