"""Files on their way out: a server-streaming RPC of google.api.HttpBody to an HTTP download."""

import re
from typing import Any
from urllib.parse import quote

import grpc
import grpc.aio
from google.api import httpbody_pb2
from google.protobuf import wrappers_pb2
from google.protobuf.message import Message

from gateway.asgi import Header, Send
from gateway.calls import Asked, Served

CONTENT_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(; ?charset=[\w-]+)?")


async def send_file(
    served: Served, request: Message, asked: Asked, send: Send, headers: list[Header]
) -> int:
    """Refusals before the first piece become problems; after it the connection is cut, because
    a cut file is seen by every client and a shortened one is not."""
    service = asked.answerer
    call = service.stream_out(served.rpc, request.SerializeToString(), asked.metadata())
    try:
        async for raw in call:
            body = httpbody_pb2.HttpBody.FromString(raw)
            if not asked.begun:
                asked.begun = True
                status = 304 if _has_it_already(body, asked) else 200
                headers = [*_tagged(headers, _etag(body)), *_headers(body)]
                await send({"type": "http.response.start", "status": status, "headers": headers})
                if status == 304:
                    await send({"type": "http.response.body", "body": b""})
                    return status
            await send({"type": "http.response.body", "body": body.data, "more_body": True})
    except grpc.aio.AioRpcError as error:
        problem = service.refusal(error)
        if asked.begun:
            return 502
        raise problem from error
    finally:
        call.cancel()
    service.circuit.succeeded()
    if not asked.begun:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
    return 200


def _has_it_already(first: Any, asked: Asked) -> bool:
    tag = _etag(first)
    return bool(tag) and b'"%s"' % tag in asked.headers.get(b"if-none-match", b"")


def _tagged(headers: list[Header], tag: bytes) -> list[Header]:
    """Who is to ask whether it is still the same has to keep it: else nothing is kept."""
    if not tag:
        return headers
    others = [each for each in headers if each[0] != b"cache-control"]
    return [*others, (b"cache-control", b"private, no-cache"), (b"etag", b'W/"%s"' % tag)]


def _headers(first: Any) -> list[Header]:
    media = first.content_type or "application/octet-stream"
    if not CONTENT_TYPE.fullmatch(media):
        media = "application/octet-stream"
    return [
        (b"content-type", media.encode("ascii")),
        # Beside that of every answer: what somebody uploaded is of no origin, however it is opened.
        (b"content-security-policy", b"sandbox"),
        (b"content-disposition", disposition(_file_name(first)).encode("ascii")),
    ]


def _file_name(first: Any) -> str:
    return _said(first, wrappers_pb2.StringValue(), "")


def _etag(first: Any) -> bytes:
    return _said(first, wrappers_pb2.BytesValue(), b"")


def _said(first: Any, said: Any, otherwise: Any) -> Any:
    return next((said.value for packed in first.extensions if packed.Unpack(said)), otherwise)


def disposition(file_name: str) -> str:
    """RFC 6266: a plain name for old clients, the real one in UTF-8 (RFC 5987) for the rest."""
    if not file_name:
        return "attachment"
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", file_name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"
