"""AccessService over gRPC. Who has which rights is asked of identity in the caller's own name."""

from typing import Any

from crm.counterparties.v1 import access_pb2 as pb
from crm.counterparties.v1 import access_pb2_grpc as pb_grpc
from crm.identity.v1 import access_pb2 as identity
from crm.identity.v1 import access_pb2_grpc as identity_grpc
from crm.identity.v1 import users_pb2
from services.counterparties import access
from services.counterparties.access import Grant, Way
from services.counterparties.actions.references import READ, visible
from services.kit import rpc_client
from services.kit.mapping import converter, from_proto, to_document
from services.kit.rpc import Servicer

_path = converter(pb.AccessPath)


class AccessServicer(Servicer, pb_grpc.AccessServiceServicer):
    def ExplainAccess(
        self, request: pb.ExplainAccessRequest, context: Any
    ) -> pb.ExplainAccessResponse:
        caller, db = self.asked(context)
        client = visible(db, caller, request.name)
        permission = request.permission or READ
        answer = self._grants(request.user, permission, context)
        grants = [Grant(**from_proto(each, Grant)) for each in answer.grants]
        active = answer.user.state == users_pb2.User.STATE_ACTIVE
        found = access.explain(client, grants, active=active)
        return pb.ExplainAccessResponse(
            allowed=bool(found.via),
            via=[_message(each) for each in found.via],
            obstacle=(f"OBSTACLE_{found.obstacle or 'UNSPECIFIED'}"),
            nearest=[_message(each) for each in found.nearest],
            user_display_name=answer.user.display_name,
            permission=permission,
            owner=client.owner,
            owner_display_name=client.owner_display_name,
            org_path=client.org_path,
        )

    def _grants(self, user: str, permission: str, context: Any) -> identity.ExplainGrantsResponse:
        stub: Any = identity_grpc.AccessServiceStub(
            rpc_client.channel(self._runtime.settings.address("identity"))
        )
        asked = identity.ExplainGrantsRequest(name=user, permission=permission)
        return rpc_client.in_the_name_of(context, "identity", stub.ExplainGrants, asked)


def _message(way: Way) -> pb.AccessPath:
    return _path({**to_document(way.grant), "kind": way.kind.value if way.kind else ""})
