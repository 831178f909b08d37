"""AccountingFileService over gRPC."""

from collections.abc import Iterator

from crm.deals.v1 import accounting_files_pb2 as pb
from crm.deals.v1 import accounting_files_pb2_grpc as pb_grpc
from services.deals.accounting import fetching, file_exchange
from services.deals.accounting.file_session import BroughtFile
from services.kit.jobs import Job, State
from services.kit.rpc import Servicer
from services.kit.uploads import whole

_Seen = pb.AccountingFile.State


class AccountingFileServicer(Servicer, pb_grpc.AccountingFileServiceServicer):
    def BeginAccountingFiles(
        self, request: pb.BeginAccountingFilesRequest, context: object
    ) -> pb.BeginAccountingFilesResponse:
        caller, db = self.asked(context)
        begun = file_exchange.begin(db, caller, request.session, request.version)
        return pb.BeginAccountingFilesResponse(version=begun.commerce_version)

    def UploadAccountingFile(
        self, request_iterator: Iterator[pb.UploadAccountingFileRequest], context: object
    ) -> pb.AccountingFile:
        caller, db = self.asked(context)
        first = next(request_iterator, pb.UploadAccountingFileRequest())
        pieces = whole(first, request_iterator)
        return _file(*file_exchange.upload(db, caller, first.session, first.file_name, pieces))

    def ImportAccountingFile(
        self, request: pb.ImportAccountingFileRequest, context: object
    ) -> pb.AccountingFile:
        caller, db = self.asked(context)
        name = request.file_name
        return _file(*file_exchange.import_file(db, caller, request.session, name))

    def FetchAccountingFile(
        self, request: pb.FetchAccountingFileRequest, context: object
    ) -> pb.FetchAccountingFileResponse:
        caller, db = self.asked(context)
        content, count = fetching.fetch(db, caller, request.session)
        return pb.FetchAccountingFileResponse(content=content, invoices=count)

    def ConfirmAccountingFile(
        self, request: pb.ConfirmAccountingFileRequest, context: object
    ) -> pb.ConfirmAccountingFileResponse:
        caller, db = self.asked(context)
        count = fetching.confirm(db, caller, request.session)
        return pb.ConfirmAccountingFileResponse(invoices=count)


def _file(file: BroughtFile, job: Job | None) -> pb.AccountingFile:
    state, reason = _Seen.STATE_COMING, ""
    if job is not None and job.state.active:
        state = _Seen.STATE_IMPORTING
    elif job is not None and job.state is State.DONE:
        state = _Seen.STATE_IMPORTED
    elif file.job:
        state, reason = _Seen.STATE_FAILED, (job.error_reason if job else "") or "STOPPED"
    return pb.AccountingFile(file_name=file.file_name, state=state, error_reason=reason)
