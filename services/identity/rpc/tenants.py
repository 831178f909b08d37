"""TenantService over gRPC."""

from crm.identity.v1 import tenants_pb2 as pb
from crm.identity.v1 import tenants_pb2_grpc as pb_grpc
from services.identity import tenant
from services.identity.actions import tenants
from services.identity.actions.tenants import Administrator
from services.identity.rpc.place import Servicer
from services.identity.tenant import Tenant
from services.kit.caller import caller_of
from services.kit.mapping import from_proto, to_proto


class TenantServicer(Servicer, pb_grpc.TenantServiceServicer):
    def GetTenant(self, request: pb.GetTenantRequest, context: object) -> pb.Tenant:
        caller = caller_of(context)
        return to_proto(tenants.get(self.installation, caller, request.name), pb.Tenant)

    def CreateTenant(self, request: pb.CreateTenantRequest, context: object) -> pb.Tenant:
        values = from_proto(request, Tenant)
        draft = Tenant(name=tenant.name_of(request.code), **values)
        admin = Administrator(**from_proto(request.admin, Administrator))
        created = tenants.create(self.installation, caller_of(context), draft, admin)
        return to_proto(created, pb.Tenant)

    def UpdateTenant(self, request: pb.UpdateTenantRequest, context: object) -> pb.Tenant:
        caller = caller_of(context)
        values = from_proto(request.tenant, Tenant, request.update_mask.paths)
        changed = tenants.update(
            self.db(caller), caller, request.tenant.name, request.tenant.etag, values
        )
        return to_proto(changed, pb.Tenant)
