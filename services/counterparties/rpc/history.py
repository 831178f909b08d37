"""HistoryService over gRPC."""

from crm.counterparties.v1 import history_pb2 as pb
from crm.counterparties.v1 import history_pb2_grpc as pb_grpc
from services.counterparties.history import restoring
from services.kit.audit_rpc import json_text
from services.kit.rpc import Servicer


class HistoryServicer(Servicer, pb_grpc.HistoryServiceServicer):
    def RestoreValues(
        self, request: pb.RestoreValuesRequest, context: object
    ) -> pb.RestoreValuesResponse:
        caller, db = self.asked(context)
        wish = restoring.Wish(
            name=request.name,
            change=request.change,
            fields=tuple(request.fields),
            etag=request.etag,
        )
        do = restoring.preview if request.validate_only else restoring.restore
        found = do(db, caller, wish)
        return pb.RestoreValuesResponse(
            values=map(_value, found.values), change=found.change, etag=found.etag
        )


def _value(value: restoring.Value) -> pb.RestoredValue:
    refusal = value.refusal
    return pb.RestoredValue(
        field=value.field,
        current_value=json_text(value.current),
        restored_value=json_text(value.restored),
        reason=refusal.reason if refusal else "",
        description=refusal.description if refusal else "",
    )
