"""OrgUnitService over gRPC."""

from google.protobuf.empty_pb2 import Empty

from crm.identity.v1 import org_units_pb2 as pb
from crm.identity.v1 import org_units_pb2_grpc as pb_grpc
from services.identity import store
from services.identity.actions import org_units
from services.identity.org_unit import OrgUnit
from services.identity.rpc.place import Servicer
from services.kit.caller import caller_of
from services.kit.mapping import from_proto, to_proto


class OrgUnitServicer(Servicer, pb_grpc.OrgUnitServiceServicer):
    def GetOrgUnit(self, request: pb.GetOrgUnitRequest, context: object) -> pb.OrgUnit:
        db = self.db(caller_of(context))
        return to_proto(store.ORG_UNITS.get(db, request.name), pb.OrgUnit)

    def ListOrgUnits(
        self, request: pb.ListOrgUnitsRequest, context: object
    ) -> pb.ListOrgUnitsResponse:
        db = self.db(caller_of(context))
        page = store.ORG_UNITS.page(db, {}, request, store.BY_PLACE)
        return pb.ListOrgUnitsResponse(
            org_units=[to_proto(unit, pb.OrgUnit) for unit in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateOrgUnit(self, request: pb.CreateOrgUnitRequest, context: object) -> pb.OrgUnit:
        caller = caller_of(context)
        name = store.ORG_UNITS.new_name(request.request_id)
        values = from_proto(request.org_unit, OrgUnit)
        return to_proto(org_units.create(self.db(caller), caller, name, values), pb.OrgUnit)

    def UpdateOrgUnit(self, request: pb.UpdateOrgUnitRequest, context: object) -> pb.OrgUnit:
        caller = caller_of(context)
        values = from_proto(request.org_unit, OrgUnit, request.update_mask.paths)
        changed = org_units.update(
            self.db(caller), caller, request.org_unit.name, request.org_unit.etag, values
        )
        return to_proto(changed, pb.OrgUnit)

    def DeleteOrgUnit(self, request: pb.DeleteOrgUnitRequest, context: object) -> Empty:
        caller = caller_of(context)
        org_units.delete(self.db(caller), caller, request.name, request.etag)
        return Empty()
