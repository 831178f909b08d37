"""MassWorkService over gRPC."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from crm.activities.v1 import mass_pb2 as pb
from crm.activities.v1 import mass_pb2_grpc as pb_grpc
from crm.job.v1 import jobs_pb2
from services.activities.mass import cancelling, job, postponing, reassigning
from services.activities.mass.chosen import Chosen
from services.activities.mass.distribution import Distribution
from services.activities.mass.planned import Order, Planned, planned
from services.activities.mass.previewing import preview
from services.activities.mass.sources import Asking, targets
from services.activities.mass.windows import Window
from services.activities.rpc.works import listing_of
from services.activities.work import Work
from services.kit.mapping import from_proto, to_proto
from services.kit.rpc import Servicer, request_id


class MassWorkServicer(Servicer, pb_grpc.MassWorkServiceServicer):
    def PreviewMassWorks(
        self, request: pb.PreviewMassWorksRequest, context: object
    ) -> pb.PreviewMassWorksResponse:
        return preview(self._planned(request.plan, context))

    def CreateMassWorks(self, request: pb.CreateMassWorksRequest, context: object) -> jobs_pb2.Job:
        caller, db = self.asked(context)
        plan = self._planned(request.plan, context, expects=True)
        started = job.start(db, caller, plan, request_id(request.request_id))
        return to_proto(started, jobs_pb2.Job)

    def ReassignWorks(self, request: pb.ReassignWorksRequest, context: object) -> jobs_pb2.Job:
        caller, db = self.asked(context)
        started = reassigning.start(
            db,
            caller,
            chosen(request),
            Distribution(**from_proto(request.distribution, Distribution)),
            request_id(request.request_id),
        )
        return to_proto(started, jobs_pb2.Job)

    def PostponeWorks(self, request: pb.PostponeWorksRequest, context: object) -> jobs_pb2.Job:
        caller, db = self.asked(context)
        once = request_id(request.request_id)
        day = from_proto(request, _Day).get("start_date")
        started = postponing.start(db, caller, chosen(request), day, request.comment, once)
        return to_proto(started, jobs_pb2.Job)

    def CancelWorks(self, request: pb.CancelWorksRequest, context: object) -> jobs_pb2.Job:
        caller, db = self.asked(context)
        once = request_id(request.request_id)
        started = cancelling.start(db, caller, chosen(request), request.comment, once)
        return to_proto(started, jobs_pb2.Job)

    def _planned(self, plan: pb.MassPlan, context: object, *, expects: bool = False) -> Planned:
        caller, db = self.asked(context)
        found = targets(Asking(self._runtime, context, db, caller, expects), plan)
        return planned(db, caller, order(plan), found)


@dataclass(frozen=True, slots=True)
class _Day:
    start_date: date | None = None


def chosen(request: Any) -> Chosen:
    listed = listing_of(request.filter) if request.HasField("filter") else None
    return Chosen(listed, request.names, request.except_names)


def order(plan: pb.MassPlan) -> Order:
    return Order(
        work=from_proto(plan.work, Work),
        distribution=Distribution(**from_proto(plan.distribution, Distribution)),
        window=Window(**from_proto(plan.window, Window)),
        skip_planned=plan.skip_planned,
    )
