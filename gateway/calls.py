"""One request on its way to a service: what was asked, by whom, and what is known of the RPC."""

import re
from dataclasses import dataclass, field

from gateway.asgi import Header
from gateway.catalog import Operation
from gateway.channels import DEADLINE_S, LIST_DEADLINE_S, Metadata, Service
from gateway.sessions import Signed
from gateway.transcoding import Transcoder

ROUTELESS = "none"
TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


class Served:
    """An operation with everything that is worth making once."""

    __slots__ = ("deadline", "label", "operation", "reply", "rpc", "service", "transcoder", "whole")

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.transcoder = Transcoder(operation)
        self.reply = self.transcoder.reply
        self.rpc = operation.rpc
        self.service = operation.service
        self.label = str(operation.method.name)
        lists = "next_page_token" in operation.output.fields_by_name
        self.deadline = LIST_DEADLINE_S if lists else DEADLINE_S
        # Such as a board: of a list each row is remembered by itself.
        self.whole = operation.verb == "GET" and not lists


@dataclass(slots=True)
class Asked:
    """A request as it goes through the door; parts are filled in as they become known."""

    method: str
    headers: dict[bytes, bytes]
    request_id: str
    language: str
    address: str
    route: str = ROUTELESS
    status: int = 500
    tenant: str = ""
    limits: list[Header] = field(default_factory=list[Header])
    service: Service | None = None
    traceparent: str = ""
    user: str = ""
    session: str = ""
    ends_own_session: bool = False
    by_cookie: bool = False
    viewing: bool = False  # by the cookie of a look as somebody else
    begun: bool = False  # the answer is on its way: it cannot become a refusal any more
    _authorization: str = ""
    _source: str = "API"

    @property
    def answerer(self) -> Service:
        if self.service is None:
            raise LookupError("The request has not been routed yet")
        return self.service

    def caller(self, signed: Signed, *, by_cookie: bool) -> None:
        self.tenant = signed.tenant
        self.user, self.session = signed.user, signed.session
        self._authorization = signed.authorization
        self.by_cookie = by_cookie
        self._source = "UI" if by_cookie else "API"

    def metadata(self, source: str = "", authorization: str = "") -> Metadata:
        authorization = authorization or self._authorization
        found: list[tuple[str, str]] = [
            ("x-request-id", self.request_id),
            ("accept-language", self.language),
            ("x-source", source or self._source),
        ]
        if authorization:
            found.append(("authorization", authorization))
        trace = self.traceparent or self.headers.get(b"traceparent", b"").decode("latin-1")
        if TRACEPARENT.fullmatch(trace):
            found.append(("traceparent", trace))
        return tuple(found)
