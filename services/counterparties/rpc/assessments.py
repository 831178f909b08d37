"""AssessmentService over gRPC."""

from google.protobuf import empty_pb2

from crm.counterparties.v1 import assessments_pb2 as pb
from crm.counterparties.v1 import assessments_pb2_grpc as pb_grpc
from services.counterparties.actions import assessments as actions
from services.counterparties.assessments import store
from services.counterparties.assessments.assessment import Assessment
from services.kit import wire
from services.kit.mapping import from_proto, to_proto
from services.kit.rpc import Servicer, request_id

_ASPECTS = wire.enum_names(pb.Assessment.Aspect.DESCRIPTOR)


class AssessmentServicer(Servicer, pb_grpc.AssessmentServiceServicer):
    def GetAssessment(self, request: pb.GetAssessmentRequest, context: object) -> pb.Assessment:
        caller, db = self.asked(context)
        return to_proto(actions.visible_assessment(db, caller, request.name)[0], pb.Assessment)

    def ListAssessments(
        self, request: pb.ListAssessmentsRequest, context: object
    ) -> pb.ListAssessmentsResponse:
        caller, db = self.asked(context)
        client = actions.assessed(db, caller, request.counterparty)
        aspects = [_ASPECTS[number] for number in request.aspect if _ASPECTS.get(number)]
        page = store.page(db, client.name, aspects, request)
        return pb.ListAssessmentsResponse(
            assessments=[to_proto(each, pb.Assessment) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateAssessment(
        self, request: pb.CreateAssessmentRequest, context: object
    ) -> pb.Assessment:
        caller, db = self.asked(context)
        values = from_proto(request.assessment, Assessment)
        created = actions.create(db, caller, values, request_id(request.request_id))
        return to_proto(created, pb.Assessment)

    def UpdateAssessment(
        self, request: pb.UpdateAssessmentRequest, context: object
    ) -> pb.Assessment:
        caller, db = self.asked(context)
        sent = request.assessment
        values = from_proto(sent, Assessment, request.update_mask.paths)
        return to_proto(actions.update(db, caller, sent.name, sent.etag, values), pb.Assessment)

    def DeleteAssessment(
        self, request: pb.DeleteAssessmentRequest, context: object
    ) -> empty_pb2.Empty:
        caller, db = self.asked(context)
        actions.delete(db, caller, request.name, request.etag)
        return empty_pb2.Empty()
