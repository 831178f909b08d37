"""AccessService over gRPC."""

from crm.identity.v1 import access_pb2 as pb
from crm.identity.v1 import access_pb2_grpc as pb_grpc
from crm.identity.v1 import users_pb2
from services.identity.actions import access
from services.identity.rpc.place import Servicer
from services.kit.caller import caller_of
from services.kit.mapping import to_proto


class AccessServicer(Servicer, pb_grpc.AccessServiceServicer):
    def ExplainGrants(
        self, request: pb.ExplainGrantsRequest, context: object
    ) -> pb.ExplainGrantsResponse:
        caller = caller_of(context)
        user, found = access.explained(self.db(caller), caller, request.name, request.permission)
        return pb.ExplainGrantsResponse(
            user=to_proto(user, users_pb2.User),
            grants=[to_proto(each, pb.Grant) for each in found],
        )
