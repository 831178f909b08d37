"""AttachmentService over gRPC."""

from collections.abc import Iterator

from google.api import httpbody_pb2

from crm.counterparties.v1 import attachments_pb2 as pb
from crm.counterparties.v1 import attachments_pb2_grpc as pb_grpc
from services.counterparties.attachments import keeping, store, uploading
from services.counterparties.attachments.attachment import Attachment
from services.kit import files
from services.kit.downloads import as_file
from services.kit.mapping import from_proto, to_proto
from services.kit.rpc import Servicer, request_id
from services.kit.uploads import whole

PIECE = 256 * 1024
GIB = 1024**3


class AttachmentServicer(Servicer, pb_grpc.AttachmentServiceServicer):
    def CreateAttachment(
        self, request_iterator: Iterator[pb.CreateAttachmentRequest], context: object
    ) -> pb.Attachment:
        caller, db = self.asked(context)
        first = next(request_iterator, pb.CreateAttachmentRequest())
        draft = Attachment(
            name=store.ATTACHMENTS.new_name(request_id(first.request_id)),
            parent=first.parent,
            file_name=first.file_name,
            description=first.description,
        )
        room = self._runtime.settings.number("CRM_ATTACHMENT_ROOM_GIB", 50) * GIB
        pieces = whole(first, request_iterator)
        return _attachment(uploading.upload(db, caller, draft, pieces, room))

    def GetAttachment(self, request: pb.GetAttachmentRequest, context: object) -> pb.Attachment:
        caller, db = self.asked(context)
        return _attachment(keeping.visible_attachment(db, caller, request.name)[0])

    def ListAttachments(
        self, request: pb.ListAttachmentsRequest, context: object
    ) -> pb.ListAttachmentsResponse:
        caller, db = self.asked(context)
        page = keeping.listed(db, caller, request.parent, request, deleted=request.deleted)
        return pb.ListAttachmentsResponse(
            attachments=map(_attachment, page.items), next_page_token=page.next_page_token
        )

    def UpdateAttachment(
        self, request: pb.UpdateAttachmentRequest, context: object
    ) -> pb.Attachment:
        caller, db = self.asked(context)
        sent = request.attachment
        values = from_proto(sent, Attachment, request.update_mask.paths)
        return _attachment(keeping.update(db, caller, sent.name, sent.etag, values))

    def DeleteAttachment(
        self, request: pb.DeleteAttachmentRequest, context: object
    ) -> pb.Attachment:
        caller, db = self.asked(context)
        return _attachment(keeping.delete(db, caller, request.name, request.etag))

    def UndeleteAttachment(
        self, request: pb.UndeleteAttachmentRequest, context: object
    ) -> pb.Attachment:
        caller, db = self.asked(context)
        return _attachment(keeping.undelete(db, caller, request.name, request.etag))

    def DownloadAttachment(
        self, request: pb.DownloadAttachmentRequest, context: object
    ) -> Iterator[httpbody_pb2.HttpBody]:
        caller, db = self.asked(context)
        return _body(*keeping.taken_out(db, caller, request.name))

    def PreviewAttachment(
        self, request: pb.PreviewAttachmentRequest, context: object
    ) -> Iterator[httpbody_pb2.HttpBody]:
        caller, db = self.asked(context)
        return _body(*keeping.looked_at(db, caller, request.name))


def _attachment(attachment: Attachment) -> pb.Attachment:
    return to_proto(attachment, pb.Attachment)


def _body(attachment: Attachment, file: files.Stored) -> Iterator[httpbody_pb2.HttpBody]:
    pieces = iter(lambda: file.read(PIECE), b"")
    return as_file(pieces, attachment.content_type, attachment.file_name)
