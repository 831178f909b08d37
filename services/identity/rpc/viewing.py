"""ViewingService over gRPC."""

from google.protobuf.empty_pb2 import Empty

from crm.identity.v1 import sessions_pb2
from crm.identity.v1 import viewing_pb2 as pb
from crm.identity.v1 import viewing_pb2_grpc as pb_grpc
from services.identity.actions import viewing
from services.identity.rpc.place import Servicer
from services.kit.caller import caller_of
from services.kit.mapping import to_proto


class ViewingServicer(Servicer, pb_grpc.ViewingServiceServicer):
    def StartViewing(
        self, request: pb.StartViewingRequest, context: object
    ) -> sessions_pb2.Session:
        caller = caller_of(context)
        session, secret = viewing.start(self.db(caller), caller, request.name)
        answer = to_proto(session, sessions_pb2.Session)
        answer.access_token = secret
        return answer

    def StopViewing(self, request: pb.StopViewingRequest, context: object) -> Empty:
        caller = caller_of(context)
        viewing.stop(self.db(caller), caller)
        return Empty()
