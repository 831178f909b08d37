"""What tests of files do again and again."""

from collections.abc import Iterable, Iterator
from typing import Any

from google.protobuf import wrappers_pb2

from crm.counterparties.v1 import attachments_pb2 as pb
from crm.counterparties.v1 import attachments_pb2_grpc
from services.kit.caller import Caller
from tests.counterparties.office import Office

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"body\n" * 20


def stub(office: Office, caller: Caller | None = None) -> Any:
    return office.door.stub(attachments_pb2_grpc.AttachmentServiceStub, caller or office.admin)


def sent(
    parent: str, content: bytes | Iterable[bytes], file_name: str = "file.bin", **fields: Any
) -> Iterator[pb.CreateAttachmentRequest]:
    yield pb.CreateAttachmentRequest(parent=parent, file_name=file_name, **fields)
    for piece in [content] if isinstance(content, bytes) else content:
        yield pb.CreateAttachmentRequest(chunk=piece)
    yield pb.CreateAttachmentRequest()


def upload(
    office: Office,
    parent: str,
    content: bytes | Iterable[bytes] = PDF,
    file_name: str = "file.bin",
    caller: Caller | None = None,
    **fields: Any,
) -> pb.Attachment:
    return stub(office, caller).CreateAttachment(sent(parent, content, file_name, **fields))


def listed(
    office: Office, parent: str, caller: Caller | None = None, **more: Any
) -> list[pb.Attachment]:
    request = pb.ListAttachmentsRequest(parent=parent, **more)
    return list(stub(office, caller).ListAttachments(request).attachments)


def names(office: Office, parent: str, **more: Any) -> list[str]:
    return [each.file_name for each in listed(office, parent, **more)]


def downloaded(office: Office, name: str, caller: Caller | None = None) -> tuple[bytes, str, str]:
    """Content, type and name."""
    request = pb.DownloadAttachmentRequest(name=name)
    first, *rest = stub(office, caller).DownloadAttachment(request)
    file_name = wrappers_pb2.StringValue()
    first.extensions[0].Unpack(file_name)
    return b"".join(each.data for each in rest), first.content_type, file_name.value


def delete(office: Office, name: str, caller: Caller | None = None) -> pb.Attachment:
    return stub(office, caller).DeleteAttachment(pb.DeleteAttachmentRequest(name=name))
