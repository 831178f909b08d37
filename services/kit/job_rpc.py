"""JobService over gRPC: shows and steers the jobs of a service that has some."""

from collections.abc import Sequence

from crm.job.v1 import jobs_pb2 as pb
from crm.job.v1 import jobs_pb2_grpc as pb_grpc
from services.kit import jobs, paging, wire
from services.kit.caller import Caller, caller_of
from services.kit.errors import NotFound
from services.kit.jobs import JOB_ROWS, JOBS
from services.kit.mapping import converter, to_proto
from services.kit.mongo import Db
from services.kit.service import Registration, Runtime, Service

BY_NUMBER = paging.Order("n")
_RESULTS = wire.enum_names(pb.JobRow.Result.DESCRIPTOR)
_row = converter(pb.JobRow)


def registrations(_service: Service) -> Sequence[Registration]:
    """A service without jobs answers too: with an empty list."""
    return [(pb_grpc.add_JobServiceServicer_to_server, JobServicer)]


class JobServicer(pb_grpc.JobServiceServicer):
    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def GetJob(self, request: pb.GetJobRequest, context: object) -> pb.Job:
        db, caller = self._asked(context)
        return to_proto(jobs.find_visible(db, caller, request.name), pb.Job)

    def ListJobs(self, request: pb.ListJobsRequest, context: object) -> pb.ListJobsResponse:
        db, caller = self._asked(context)
        if request.parent != f"jobs/{db.service}":
            raise NotFound(f"No {request.parent}", name=request.parent)
        page = JOBS.page(db, {"creator": caller.user}, request)
        return pb.ListJobsResponse(
            jobs=[to_proto(job, pb.Job) for job in page.items],
            next_page_token=page.next_page_token,
        )

    def ListJobRows(
        self, request: pb.ListJobRowsRequest, context: object
    ) -> pb.ListJobRowsResponse:
        db, caller = self._asked(context)
        job = jobs.find_visible(db, caller, request.parent)
        query = {"job": job.name, "run": job.cursor.get("run", "")}
        if request.result:
            query["result"] = _RESULTS[request.result]
        page = JOB_ROWS.page_of_documents(db, query, request, BY_NUMBER)
        return pb.ListJobRowsResponse(
            rows=[_row(document) for document in page.items], next_page_token=page.next_page_token
        )

    def StopJob(self, request: pb.StopJobRequest, context: object) -> pb.Job:
        db, caller = self._asked(context)
        return to_proto(jobs.stop(db, caller, request.name), pb.Job)

    def UndoJob(self, request: pb.UndoJobRequest, context: object) -> pb.Job:
        db, caller = self._asked(context)
        return to_proto(jobs.undo(db, caller, request.name), pb.Job)

    def _asked(self, context: object) -> tuple[Db, Caller]:
        caller = caller_of(context)
        return self._runtime.db(caller.tenant), caller
