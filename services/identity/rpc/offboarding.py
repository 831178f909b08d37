"""OffboardingService over gRPC."""

from crm.identity.v1 import offboarding_pb2 as pb
from crm.identity.v1 import offboarding_pb2_grpc as pb_grpc
from crm.identity.v1 import users_pb2
from services.identity.actions import offboarding
from services.identity.offboarding import HandOverPlan
from services.identity.rpc.place import Servicer
from services.kit.caller import caller_of
from services.kit.mapping import from_proto, to_proto


class OffboardingServicer(Servicer, pb_grpc.OffboardingServiceServicer):
    def OffboardUser(
        self, request: pb.OffboardUserRequest, context: object
    ) -> pb.OffboardUserResponse:
        caller = caller_of(context)
        plan = HandOverPlan(**from_proto(request.plan, HandOverPlan))
        done = offboarding.offboard(self.db(caller), caller, request.name, request.etag, plan)
        return pb.OffboardUserResponse(
            user=to_proto(done.user, users_pb2.User),
            plan=to_proto(done.plan, pb.HandOverPlan),
            hand_over=done.hand_over,
            ended_sessions=done.sessions,
            ended_api_keys=done.api_keys,
        )
