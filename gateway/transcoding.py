"""REST in, gRPC out: how a request message is put together for each operation.

The path wins over the body and the body over the query. A change that names no update_mask
changes what its body names.
"""

import hashlib
import re
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from google.protobuf.message import Message

from gateway import catalog, decoding, shapes
from gateway.catalog import Operation
from gateway.values import snake
from services.kit.errors import InvalidArgument

MAX_PARAMETERS = 500
FILLED = ("user_agent", "ip_address")
ETAG = re.compile(r'(?:W/)?("[^"]{0,100}"|[\w.-]{1,100})')


class NothingToUpdate(InvalidArgument):
    reason = "NOTHING_TO_UPDATE"


class Transcoder:
    """Builds the request messages of one operation."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.request: type[Message] = catalog.message_class(operation.input)
        self.reply: type[Message] = catalog.message_class(operation.output)
        fields = operation.input.fields_by_name
        body = fields.get(operation.body)
        self._body = body.name if body is not None else ""
        self._mask = "update_mask" in fields and operation.verb == "PATCH"
        held = body.message_type if body is not None else None
        self._changeable = shapes.changeable(held) if held is not None else frozenset[str]()
        self._etag_inside = held is not None and "etag" in held.fields_by_name
        self._etag = "etag" in fields
        self._request_id = "request_id" in fields and operation.verb == "POST"
        self._filled = [name for name in FILLED if operation.public and name in fields]
        self.takes_body = bool(operation.body) and not operation.uploads
        self.conditional = self._etag or self._etag_inside or self._request_id

    def build(self, segments: list[str], query: bytes, value: Any) -> Message:
        """`value` is the parsed body; it is not looked at if the operation takes none."""
        message = self.request()
        if query:
            decoding.fill_text(message, parameters(query))
        if self.takes_body:
            self._put_body(message, value)
        if self._body:
            self._put_mask(message, value)
        self.put_path(message, segments)
        return message

    def put_path(self, message: Message, segments: list[str]) -> None:
        for variable in self.operation.variables:
            target: Any = message
            for name in variable.field[:-1]:
                target = getattr(target, name)
            text = "/".join(segments[variable.start : variable.end])
            setattr(target, variable.field[-1], text)

    def put_conditions(self, message: Any, headers: Mapping[bytes, bytes], owner: str) -> None:
        """`If-Match` and `Idempotency-Key`, where the body did not say the same already."""
        match = headers.get(b"if-match")
        if match and match != b"*":
            holder = getattr(message, self._body) if self._etag_inside else message
            if (self._etag_inside or self._etag) and not holder.etag:
                holder.etag = _etag(match.decode("latin-1"))
        key = headers.get(b"idempotency-key")
        if key and self._request_id and not message.request_id:
            message.request_id = as_uuid(key, owner)

    def put_connection(self, message: Message, user_agent: str, ip_address: str) -> None:
        known = {"user_agent": user_agent, "ip_address": ip_address}
        for name in self._filled:
            setattr(message, name, known[name])

    def _put_body(self, message: Message, value: Any) -> None:
        target = getattr(message, self._body) if self._body else message
        if self._body:
            target.SetInParent()
        decoding.fill(target, value)

    def _put_mask(self, message: Any, value: Any) -> None:
        if not self._mask or message.update_mask.paths:
            return
        named = [snake(key) for key in value]
        message.update_mask.paths.extend(name for name in named if name in self._changeable)
        if not message.update_mask.paths:
            raise NothingToUpdate("The body names no field that can be changed")


def parameters(query: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            query.decode("ascii"), keep_blank_values=True, max_num_fields=MAX_PARAMETERS
        )
    except ValueError as error:
        raise InvalidArgument("The query string is not valid") from error


def _etag(text: str) -> str:
    match = ETAG.fullmatch(text.strip())
    if not match:
        raise InvalidArgument("If-Match must be one etag", field="etag")
    return match[1]


def as_uuid(key: bytes, owner: str) -> str:
    """Any text may be an Idempotency-Key; services take UUID4.

    «order-1» is somebody else's key, too: of each tenant and user it becomes another UUID.
    """
    try:
        given = uuid.UUID(key.decode("ascii").strip('"'))
        return str(given)
    except ValueError:
        digest = hashlib.sha256(owner.encode() + b"\0" + key).digest()
        return str(uuid.UUID(bytes=digest[:16], version=4))
