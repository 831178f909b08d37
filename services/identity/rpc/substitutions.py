"""SubstitutionService over gRPC."""

from crm.identity.v1 import substitutions_pb2 as pb
from crm.identity.v1 import substitutions_pb2_grpc as pb_grpc
from services.identity import store, substitution_search
from services.identity.actions import substitutions
from services.identity.rpc.place import Servicer
from services.identity.substitution import Substitution
from services.kit.caller import caller_of
from services.kit.mapping import from_proto

ME = "users/me"


class SubstitutionServicer(Servicer, pb_grpc.SubstitutionServiceServicer):
    def GetSubstitution(
        self, request: pb.GetSubstitutionRequest, context: object
    ) -> pb.Substitution:
        caller = caller_of(context)
        db = self.db(caller)
        return substitutions.shown(db, [substitutions.get(db, caller, request.name)])[0]

    def ListSubstitutions(
        self, request: pb.ListSubstitutionsRequest, context: object
    ) -> pb.ListSubstitutionsResponse:
        caller = caller_of(context)
        db = self.db(caller)
        user = caller.user if request.user == ME else request.user
        page = substitution_search.page(db, caller, user, request)
        return pb.ListSubstitutionsResponse(
            substitutions=substitutions.shown(db, page.items), next_page_token=page.next_page_token
        )

    def CreateSubstitution(
        self, request: pb.CreateSubstitutionRequest, context: object
    ) -> pb.Substitution:
        caller = caller_of(context)
        db = self.db(caller)
        name = store.SUBSTITUTIONS.new_name(request.request_id)
        values = from_proto(request.substitution, Substitution)
        for field in ("absent", "substitute"):
            values[field] = caller.user if values[field] == ME else values[field]
        return substitutions.shown(db, [substitutions.create(db, caller, name, values)])[0]

    def EndSubstitution(
        self, request: pb.EndSubstitutionRequest, context: object
    ) -> pb.Substitution:
        caller = caller_of(context)
        db = self.db(caller)
        ended = substitutions.end(db, caller, request.name, request.etag)
        return substitutions.shown(db, [ended])[0]
