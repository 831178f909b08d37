"""WorkSeriesService over gRPC."""

from collections.abc import Mapping, Sequence
from typing import Any

from crm.activities.v1 import series_pb2 as pb
from crm.activities.v1 import series_pb2_grpc as pb_grpc
from crm.activities.v1 import works_pb2
from services.activities.linking import linked
from services.activities.series import actions, store
from services.activities.series.actions import Change
from services.activities.series.series import State, WorkSeries
from services.activities.work import Work
from services.kit import wire
from services.kit.mapping import from_proto, to_proto
from services.kit.parties.asker import asker
from services.kit.parties.asking import party
from services.kit.rpc import Servicer, request_id, short

_STATES = wire.enum_names(pb.WorkSeries.State.DESCRIPTOR)
_WORK, _INSIDE = "work", "work."


class WorkSeriesServicer(Servicer, pb_grpc.WorkSeriesServiceServicer):
    def GetWorkSeries(self, request: pb.GetWorkSeriesRequest, context: object) -> pb.WorkSeries:
        caller, db = self.asked(context)
        return _shown(actions.visible(db, caller, request.name))

    def ListWorkSeries(
        self, request: pb.ListWorkSeriesRequest, context: object
    ) -> pb.ListWorkSeriesResponse:
        caller, db = self.asked(context)
        states = short(request.state, _STATES) or (State.OPEN.value,)
        page = store.page(db, caller, states, request)
        return pb.ListWorkSeriesResponse(
            work_series=[_shown(each.whole()) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateWorkSeries(
        self, request: pb.CreateWorkSeriesRequest, context: object
    ) -> pb.WorkSeries:
        caller, db = self.asked(context)
        work, values = self._said(context, request.work_series)
        number = request_id(request.request_id)
        return _shown(actions.create(db, caller, work, values, request.from_work, number))

    def UpdateWorkSeries(
        self, request: pb.UpdateWorkSeriesRequest, context: object
    ) -> pb.WorkSeries:
        caller, db = self.asked(context)
        sent = request.work_series
        work, values = self._said(context, sent, request.update_mask.paths)
        change = Change(
            work=work, series=values, from_work=request.from_work, all_open=request.all_open
        )
        return _shown(actions.update(db, caller, sent.name, sent.etag, change))

    def DeleteWorkSeries(
        self, request: pb.DeleteWorkSeriesRequest, context: object
    ) -> pb.WorkSeries:
        caller, db = self.asked(context)
        return _shown(actions.delete(db, caller, request.name, request.etag))

    def UndeleteWorkSeries(
        self, request: pb.UndeleteWorkSeriesRequest, context: object
    ) -> pb.WorkSeries:
        caller, db = self.asked(context)
        return _shown(actions.undelete(db, caller, request.name, request.etag))

    def PreviewOccurrences(
        self, request: pb.PreviewOccurrencesRequest, context: object
    ) -> pb.PreviewOccurrencesResponse:
        caller, db = self.asked(context)
        work, values = self._said(context, request.work_series)
        found = actions.preview(db, caller, work, values)
        return pb.PreviewOccurrencesResponse(
            occurrences=[to_proto(each, works_pb2.When) for each in found.kept],
            skipped=[to_proto(each, works_pb2.When) for each in found.left_out],
        )

    def _said(
        self, context: object, sent: pb.WorkSeries, mask: Sequence[str] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """What its works are to be, and the rest. A mask may name single fields of the work."""
        caller, db = self.asked(context)
        inside = [path.removeprefix(_INSIDE) for path in mask or () if path.startswith(_INSIDE)]
        outside = [path for path in mask or () if not path.startswith(_INSIDE)]
        values = from_proto(sent, WorkSeries, outside) if mask is None or outside else {}
        has_work = _WORK in values
        values.pop(_WORK, None)
        work: Mapping[str, Any] = {}
        if has_work or inside:
            work = from_proto(sent.work, Work, inside or None)
        ask = asker(self._runtime, context)
        found = linked(work, lambda name, field, kinds: party(db, caller, name, ask, field, kinds))
        return found, values


def _shown(series: WorkSeries) -> pb.WorkSeries:
    return to_proto(series, pb.WorkSeries)
