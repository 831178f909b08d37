"""CustomFieldService over gRPC."""

from google.protobuf import empty_pb2

from crm.counterparties.v1 import custom_fields_pb2 as pb
from crm.counterparties.v1 import custom_fields_pb2_grpc as pb_grpc
from services.counterparties.actions.custom_fields import CUSTOM_FIELDS
from services.counterparties.custom_fields import store
from services.counterparties.custom_fields.custom_field import CustomField, Resource
from services.kit import wire
from services.kit.errors import FieldRequired
from services.kit.mapping import from_proto, to_proto
from services.kit.rpc import Servicer, request_id

_RESOURCES = wire.enum_names(pb.CustomField.Resource.DESCRIPTOR)


class CustomFieldServicer(Servicer, pb_grpc.CustomFieldServiceServicer):
    def GetCustomField(self, request: pb.GetCustomFieldRequest, context: object) -> pb.CustomField:
        _, db = self.asked(context)
        return to_proto(store.CUSTOM_FIELDS.get(db, request.name), pb.CustomField)

    def ListCustomFields(
        self, request: pb.ListCustomFieldsRequest, context: object
    ) -> pb.ListCustomFieldsResponse:
        _, db = self.asked(context)
        resource = _RESOURCES.get(request.resource, "")
        page = store.page(db, resource, request, show_archived=request.show_archived)
        return pb.ListCustomFieldsResponse(
            custom_fields=[to_proto(field, pb.CustomField) for field in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateCustomField(
        self, request: pb.CreateCustomFieldRequest, context: object
    ) -> pb.CustomField:
        caller, db = self.asked(context)
        values = from_proto(request.custom_field, CustomField)
        created = CUSTOM_FIELDS.create(db, caller, values, request_id(request.request_id))
        return to_proto(created, pb.CustomField)

    def UpdateCustomField(
        self, request: pb.UpdateCustomFieldRequest, context: object
    ) -> pb.CustomField:
        caller, db = self.asked(context)
        sent = request.custom_field
        values = from_proto(sent, CustomField, request.update_mask.paths)
        return to_proto(
            CUSTOM_FIELDS.update(db, caller, sent.name, sent.etag, values), pb.CustomField
        )

    def ArchiveCustomField(
        self, request: pb.ArchiveCustomFieldRequest, context: object
    ) -> pb.CustomField:
        caller, db = self.asked(context)
        return to_proto(
            CUSTOM_FIELDS.archive(db, caller, request.name, request.etag), pb.CustomField
        )

    def RestoreCustomField(
        self, request: pb.RestoreCustomFieldRequest, context: object
    ) -> pb.CustomField:
        caller, db = self.asked(context)
        return to_proto(
            CUSTOM_FIELDS.restore(db, caller, request.name, request.etag), pb.CustomField
        )

    def ReorderCustomFields(
        self, request: pb.ReorderCustomFieldsRequest, context: object
    ) -> pb.ReorderCustomFieldsResponse:
        caller, db = self.asked(context)
        resource = _RESOURCES.get(request.resource)
        if not resource:
            raise FieldRequired("resource is required", field="resource")
        fields = CUSTOM_FIELDS.reorder(db, caller, Resource(resource), request.names)
        return pb.ReorderCustomFieldsResponse(
            custom_fields=[to_proto(field, pb.CustomField) for field in fields]
        )

    def DeleteCustomField(
        self, request: pb.DeleteCustomFieldRequest, context: object
    ) -> empty_pb2.Empty:
        caller, db = self.asked(context)
        CUSTOM_FIELDS.delete(db, caller, request.name, request.etag)
        return empty_pb2.Empty()
