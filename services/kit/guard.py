"""Admits a call: reads the caller's token and checks the permission its RPC declares."""

from collections.abc import Mapping
from typing import Any

from google.api import annotations_pb2
from google.protobuf import descriptor_pool

from crm.type.v1 import options_pb2
from services.kit import caller
from services.kit.caller import Caller
from services.kit.errors import PermissionDenied, Unauthenticated
from services.kit.tokens import Verifier

PUBLIC, SIGNED_IN, INTERNAL, VIEWING = "public", "signed_in", "internal", "viewing"
SOURCES = ("UI", "API")
LANGUAGES = ("ru", "en")


class ViewOnly(PermissionDenied):
    """Who looks as somebody else changes nothing in his name."""

    reason = "VIEW_AS_READ_ONLY"


class NotViewing(PermissionDenied):
    reason = "NOT_VIEWING"


class Guard:
    def __init__(self, verifier: Verifier) -> None:
        self._verifier = verifier

    @staticmethod
    def permission(service: str, method: str) -> str:
        """What the proto asks for; an RPC that forgot it is refused at start, not let through."""
        found = descriptor_pool.Default().FindServiceByName(service)
        extension: Any = options_pb2.permission
        declared: str = found.methods_by_name[method].GetOptions().Extensions[extension]
        if not declared:
            raise TypeError(f"{service}.{method} declares no permission")
        return declared

    @staticmethod
    def reads(service: str, method: str) -> bool:
        """Whether it only looks: what HTTP calls GET."""
        found = descriptor_pool.Default().FindServiceByName(service)
        extension: Any = annotations_pb2.http
        return bool(found.methods_by_name[method].GetOptions().Extensions[extension].get)

    def admit(self, permission: str, metadata: Mapping[str, str], *, reads: bool) -> Caller | None:
        if permission in (PUBLIC, INTERNAL):
            return self._anybody(metadata)
        scheme, _, token = metadata.get("authorization", "").partition(" ")
        if scheme != "Bearer" or not token:
            raise Unauthenticated("Nobody is signed in")
        asking = _asking(self._verifier.claims(token), metadata)
        if permission == VIEWING:
            if not asking.viewed_by:
                raise NotViewing("Nobody looks on in this session")
            return asking
        if asking.viewed_by and not reads:
            raise ViewOnly("This session only looks")
        if permission != SIGNED_IN:
            asking.require(permission)
        return asking

    @staticmethod
    def _anybody(metadata: Mapping[str, str]) -> Caller:
        """Before sign-in there is only the request."""
        language = metadata.get("accept-language", "")
        return Caller(
            tenant="",
            user="",
            grants={},
            language=language if language in LANGUAGES else "ru",
            request_id=metadata.get("x-request-id", ""),
            traceparent=metadata.get("traceparent", ""),
        )


def _asking(claims: Mapping[str, object], metadata: Mapping[str, str]) -> Caller:
    source = metadata.get("x-source", "API")
    return caller.from_claims(
        claims,
        source=source if source in SOURCES else "API",
        request_id=metadata.get("x-request-id", ""),
        traceparent=metadata.get("traceparent", ""),
    )
