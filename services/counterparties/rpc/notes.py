"""NoteService over gRPC."""

from typing import Any

from google.protobuf import empty_pb2

from crm.counterparties.v1 import notes_pb2 as pb
from crm.counterparties.v1 import notes_pb2_grpc as pb_grpc
from services.counterparties import store
from services.counterparties.actions import notes as actions
from services.counterparties.actions.references import visible
from services.counterparties.note import Note
from services.kit import wire
from services.kit.mapping import from_proto, to_proto
from services.kit.rpc import Servicer, request_id

_KINDS = wire.enum_names(pb.Note.Kind.DESCRIPTOR)


class NoteServicer(Servicer, pb_grpc.NoteServiceServicer):
    def GetNote(self, request: pb.GetNoteRequest, context: object) -> pb.Note:
        caller, db = self.asked(context)
        return to_proto(actions.visible_note(db, caller, request.name)[0], pb.Note)

    def ListNotes(self, request: pb.ListNotesRequest, context: object) -> pb.ListNotesResponse:
        caller, db = self.asked(context)
        counterparty = visible(db, caller, request.counterparty)
        where: dict[str, Any] = {"counterparty": counterparty.name}
        if kinds := [_KINDS[number] for number in request.kind if _KINDS.get(number)]:
            where["kind"] = {"$in": kinds}
        page = store.NOTES.page(db, where, request)
        return pb.ListNotesResponse(
            notes=[to_proto(note, pb.Note) for note in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateNote(self, request: pb.CreateNoteRequest, context: object) -> pb.Note:
        caller, db = self.asked(context)
        values = from_proto(request.note, Note)
        created = actions.create(db, caller, values, request_id(request.request_id))
        return to_proto(created, pb.Note)

    def UpdateNote(self, request: pb.UpdateNoteRequest, context: object) -> pb.Note:
        caller, db = self.asked(context)
        sent = request.note
        values = from_proto(sent, Note, request.update_mask.paths)
        return to_proto(actions.update(db, caller, sent.name, sent.etag, values), pb.Note)

    def DeleteNote(self, request: pb.DeleteNoteRequest, context: object) -> empty_pb2.Empty:
        caller, db = self.asked(context)
        actions.delete(db, caller, request.name, request.etag)
        return empty_pb2.Empty()
