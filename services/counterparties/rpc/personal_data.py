"""PersonalDataService over gRPC."""

from collections.abc import Iterator

from google.api import httpbody_pb2

from crm.counterparties.v1 import personal_data_pb2 as pb
from crm.counterparties.v1 import personal_data_pb2_grpc as pb_grpc
from services.counterparties import papers
from services.counterparties.personal_data import fulfilling as actions
from services.counterparties.personal_data import taking_out
from services.counterparties.personal_data.request import PersonalDataRequest, Refusal
from services.kit import wire
from services.kit.downloads import as_file
from services.kit.errors import InvalidArgument
from services.kit.mapping import from_proto
from services.kit.rpc import Servicer, request_id

_REFUSALS = wire.enum_names(pb.PersonalDataRequest.Refusal.DESCRIPTOR)


class PersonalDataServicer(Servicer, pb_grpc.PersonalDataServiceServicer):
    def GetPersonalDataRequest(
        self, request: pb.GetPersonalDataRequestRequest, context: object
    ) -> pb.PersonalDataRequest:
        caller, db = self.asked(context)
        return actions.message(actions.found(db, caller, request.name))

    def ListPersonalDataRequests(
        self, request: pb.ListPersonalDataRequestsRequest, context: object
    ) -> pb.ListPersonalDataRequestsResponse:
        caller, db = self.asked(context)
        page, overdue = actions.listed(db, caller, request, only_open=request.open)
        return pb.ListPersonalDataRequestsResponse(
            personal_data_requests=[actions.message(each) for each in page.items],
            next_page_token=page.next_page_token,
            overdue_count=overdue,
        )

    def CreatePersonalDataRequest(
        self, request: pb.CreatePersonalDataRequestRequest, context: object
    ) -> pb.PersonalDataRequest:
        caller, db = self.asked(context)
        values = from_proto(request.personal_data_request, PersonalDataRequest)
        made = actions.create(db, caller, values, request_id(request.request_id))
        return actions.message(made)

    def PreviewPersonalDataRequest(
        self, request: pb.PreviewPersonalDataRequestRequest, context: object
    ) -> pb.PersonalDataRequest:
        caller, db = self.asked(context)
        return actions.message(actions.preview(db, caller, request.name, request.same_persons))

    def RunPersonalDataRequest(
        self, request: pb.RunPersonalDataRequestRequest, context: object
    ) -> pb.PersonalDataRequest:
        caller, db = self.asked(context)
        done = actions.run(db, caller, request.name, request.confirmation, request.etag)
        return actions.message(done)

    def RetryPersonalDataRequest(
        self, request: pb.RetryPersonalDataRequestRequest, context: object
    ) -> pb.PersonalDataRequest:
        caller, db = self.asked(context)
        return actions.message(actions.ask_again(db, caller, request.name))

    def RefusePersonalDataRequest(
        self, request: pb.RefusePersonalDataRequestRequest, context: object
    ) -> pb.PersonalDataRequest:
        caller, db = self.asked(context)
        short = _REFUSALS.get(request.refusal)
        if not short:
            text = "Say by what it is refused."
            raise InvalidArgument(text, field="refusal", reason="FIELD_REQUIRED")
        refused = actions.refuse(
            db, caller, request.name, Refusal(short), request.note, request.etag
        )
        return actions.message(refused)

    def ExtendPersonalDataRequest(
        self, request: pb.ExtendPersonalDataRequestRequest, context: object
    ) -> pb.PersonalDataRequest:
        caller, db = self.asked(context)
        put_off = actions.extend(db, caller, request.name, request.note, request.etag)
        return actions.message(put_off)

    def DownloadPersonalData(
        self, request: pb.DownloadPersonalDataRequest, context: object
    ) -> Iterator[httpbody_pb2.HttpBody]:
        caller, db = self.asked(context)
        file_format = request.format or "html"
        pieces = taking_out.pieces(db, caller, request.name, file_format)
        name = f"personal-data.{file_format}"
        yield from as_file(pieces, papers.CONTENT_TYPES[file_format], name)

    def PrintPersonalDataAct(
        self, request: pb.PrintPersonalDataActRequest, context: object
    ) -> Iterator[httpbody_pb2.HttpBody]:
        caller, db = self.asked(context)
        pieces = taking_out.act(db, caller, request.name)
        yield from as_file(pieces, papers.CONTENT_TYPES["html"], "act.html")
