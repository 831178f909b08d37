"""RoleService over gRPC."""

from google.protobuf.empty_pb2 import Empty

from crm.identity.v1 import roles_pb2 as pb
from crm.identity.v1 import roles_pb2_grpc as pb_grpc
from services.identity import store
from services.identity.actions import roles
from services.identity.role import Role
from services.identity.rpc.place import Servicer
from services.kit.caller import caller_of
from services.kit.mapping import from_proto, to_proto


class RoleServicer(Servicer, pb_grpc.RoleServiceServicer):
    def GetRole(self, request: pb.GetRoleRequest, context: object) -> pb.Role:
        db = self.db(caller_of(context))
        return to_proto(store.ROLES.get(db, request.name), pb.Role)

    def ListRoles(self, request: pb.ListRolesRequest, context: object) -> pb.ListRolesResponse:
        db = self.db(caller_of(context))
        page = store.ROLES.page(db, {}, request, store.BY_PLACE)
        return pb.ListRolesResponse(
            roles=[to_proto(role, pb.Role) for role in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateRole(self, request: pb.CreateRoleRequest, context: object) -> pb.Role:
        caller = caller_of(context)
        name = store.ROLES.new_name(request.request_id)
        values = from_proto(request.role, Role)
        return to_proto(roles.create(self.db(caller), caller, name, values), pb.Role)

    def UpdateRole(self, request: pb.UpdateRoleRequest, context: object) -> pb.Role:
        caller = caller_of(context)
        values = from_proto(request.role, Role, request.update_mask.paths)
        changed = roles.update(
            self.db(caller), caller, request.role.name, request.role.etag, values
        )
        return to_proto(changed, pb.Role)

    def DeleteRole(self, request: pb.DeleteRoleRequest, context: object) -> Empty:
        caller = caller_of(context)
        roles.delete(self.db(caller), caller, request.name, request.etag)
        return Empty()
