"""SegmentService over gRPC."""

from google.protobuf import empty_pb2

from crm.counterparties.v1 import segments_pb2 as pb
from crm.counterparties.v1 import segments_pb2_grpc as pb_grpc
from services.counterparties import resegment, store
from services.counterparties.actions import segments as actions
from services.counterparties.segment import Segment
from services.counterparties.segment_rule import SegmentRule
from services.kit.mapping import from_proto, to_proto
from services.kit.paging import Order
from services.kit.rpc import Servicer, request_id


class SegmentServicer(Servicer, pb_grpc.SegmentServiceServicer):
    def GetSegment(self, request: pb.GetSegmentRequest, context: object) -> pb.Segment:
        _, db = self.asked(context)
        return to_proto(store.SEGMENTS.get(db, request.name), pb.Segment)

    def ListSegments(
        self, request: pb.ListSegmentsRequest, context: object
    ) -> pb.ListSegmentsResponse:
        _, db = self.asked(context)
        page = store.segments_page(db, request, Order("name_key"))
        return pb.ListSegmentsResponse(
            segments=[to_proto(segment, pb.Segment) for segment in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateSegment(self, request: pb.CreateSegmentRequest, context: object) -> pb.Segment:
        caller, db = self.asked(context)
        values = from_proto(request.segment, Segment)
        created = actions.create(db, caller, values, request_id(request.request_id))
        return to_proto(created, pb.Segment)

    def UpdateSegment(self, request: pb.UpdateSegmentRequest, context: object) -> pb.Segment:
        caller, db = self.asked(context)
        sent = request.segment
        values = from_proto(sent, Segment, request.update_mask.paths)
        return to_proto(actions.update(db, caller, sent.name, sent.etag, values), pb.Segment)

    def PreviewSegment(
        self, request: pb.PreviewSegmentRequest, context: object
    ) -> pb.PreviewSegmentResponse:
        caller, db = self.asked(context)
        rule = SegmentRule(**from_proto(request.rule, SegmentRule))
        found = resegment.preview(db, caller, request.name, rule)
        return pb.PreviewSegmentResponse(
            total=found.total,
            members=found.members,
            entering=found.entering,
            leaving=found.leaving,
            estimated=found.estimated,
        )

    def DeleteSegment(self, request: pb.DeleteSegmentRequest, context: object) -> empty_pb2.Empty:
        caller, db = self.asked(context)
        actions.delete(db, caller, request.name, request.etag)
        return empty_pb2.Empty()
