"""DraftService over gRPC."""

from google.protobuf import empty_pb2

from crm.counterparties.v1 import counterparties_pb2
from crm.counterparties.v1 import drafts_pb2 as pb
from crm.counterparties.v1 import drafts_pb2_grpc as pb_grpc
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty
from services.counterparties.drafts import keeping, registering, store
from services.counterparties.drafts.draft import CounterpartyDraft
from services.counterparties.rpc.counterparties import changed
from services.kit.errors import FieldRequired
from services.kit.mapping import converter, from_proto, to_proto
from services.kit.rpc import Servicer, request_id

_to_message = converter(pb.CounterpartyDraft)


class DraftServicer(Servicer, pb_grpc.DraftServiceServicer):
    def ListCounterpartyDrafts(
        self, request: pb.ListCounterpartyDraftsRequest, context: object
    ) -> pb.ListCounterpartyDraftsResponse:
        caller, db = self.asked(context)
        page = store.page(db, caller.user, request)
        return pb.ListCounterpartyDraftsResponse(
            counterparty_drafts=[_to_message(document) for document in page.items],
            next_page_token=page.next_page_token,
        )

    def GetCounterpartyDraft(
        self, request: pb.GetCounterpartyDraftRequest, context: object
    ) -> pb.CounterpartyDraft:
        caller, db = self.asked(context)
        return to_proto(keeping.mine(db, caller, request.name), pb.CounterpartyDraft)

    def UpdateCounterpartyDraft(
        self, request: pb.UpdateCounterpartyDraftRequest, context: object
    ) -> pb.CounterpartyDraft:
        caller, db = self.asked(context)
        sent = request.counterparty_draft
        # What was entered is saved whole, whatever part of it is named.
        mask = {path.partition(".")[0] for path in request.update_mask.paths}
        values = from_proto(sent, CounterpartyDraft, mask)
        saved = keeping.save(
            db, caller, sent.name, sent.etag, values, allow_missing=request.allow_missing
        )
        return to_proto(saved, pb.CounterpartyDraft)

    def DeleteCounterpartyDraft(
        self, request: pb.DeleteCounterpartyDraftRequest, context: object
    ) -> empty_pb2.Empty:
        caller, db = self.asked(context)
        keeping.delete(db, caller, request.name, request.etag)
        return empty_pb2.Empty()

    def RegisterCounterparty(
        self, request: pb.RegisterCounterpartyRequest, context: object
    ) -> counterparties_pb2.Counterparty:
        caller, db = self.asked(context)
        # No mask of required fields: what is missing is told together with all else.
        client = from_proto(request.counterparty, Counterparty, ())
        if not client.get("kind"):
            raise FieldRequired("kind is required", field="counterparty.kind")
        asked = registering.Registration(
            counterparty={"display_name": "", **client},
            contacts=[from_proto(contact, Contact, ()) for contact in request.contacts],
            draft=request.draft,
            bypass_duplicates=request.bypass_duplicates,
        )
        created = registering.register(db, caller, asked, request_id(request.request_id))
        return changed(caller, created)
