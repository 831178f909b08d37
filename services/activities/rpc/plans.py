"""WorkPlanService over gRPC."""

from datetime import date

from google.protobuf import empty_pb2

from crm.activities.v1 import plans_pb2 as pb
from crm.activities.v1 import plans_pb2_grpc as pb_grpc
from services.activities.plans import keeping, store
from services.activities.plans.plan import WorkPlan
from services.activities.when import today
from services.kit import clock
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument
from services.kit.mapping import from_proto
from services.kit.rpc import Servicer, request_id


class WorkPlanServicer(Servicer, pb_grpc.WorkPlanServiceServicer):
    def ListWorkPlans(
        self, request: pb.ListWorkPlansRequest, context: object
    ) -> pb.ListWorkPlansResponse:
        caller, db = self.asked(context)
        users = keeping.seen(db, caller, request.users, request.org_unit)
        page = store.page(db, users, _day(request, caller), request)
        return pb.ListWorkPlansResponse(
            work_plans=keeping.shown(db, page.items), next_page_token=page.next_page_token
        )

    def CreateWorkPlan(self, request: pb.CreateWorkPlanRequest, context: object) -> pb.WorkPlan:
        caller, db = self.asked(context)
        values = from_proto(request.work_plan, WorkPlan)
        made = keeping.create(db, caller, values, request_id(request.request_id))
        return keeping.shown(db, [made])[0]

    def UpdateWorkPlan(self, request: pb.UpdateWorkPlanRequest, context: object) -> pb.WorkPlan:
        caller, db = self.asked(context)
        sent = request.work_plan
        values = from_proto(sent, WorkPlan, request.update_mask.paths)
        saved = keeping.update(db, caller, sent.name, sent.etag, values)
        return keeping.shown(db, [saved])[0]

    def DeleteWorkPlan(self, request: pb.DeleteWorkPlanRequest, context: object) -> empty_pb2.Empty:
        caller, db = self.asked(context)
        keeping.delete(db, caller, request.name, request.etag)
        return empty_pb2.Empty()


def _day(request: pb.ListWorkPlansRequest, caller: Caller) -> date:
    asked = request.on_date
    if not asked.year:
        return today(clock.now(), caller.tenant_time_zone)
    try:
        return date(asked.year, asked.month, asked.day)
    except ValueError as error:
        text = "There is no such day"
        raise InvalidArgument(text, field="on_date", reason="DATE_FORMAT") from error
