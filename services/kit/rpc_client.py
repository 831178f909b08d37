"""Stubs of other services: one channel per address, a deadline on every call.

For gRPC processes only: an event handler acts on its own service's data and calls nobody.
"""

import functools
from collections.abc import Mapping
from typing import Any, TypeVar

import grpc
from google.protobuf.message import Message
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

from crm.identity.v1 import sessions_pb2, sessions_pb2_grpc
from services.kit.errors import (
    AlreadyExists,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    ResourceExhausted,
    ServiceError,
    Stale,
    Unauthenticated,
    Unavailable,
    Violation,
)
from services.kit.settings import Settings

OPTIONS = [
    ("grpc.enable_retries", 1),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.max_receive_message_length", 16 * 2**20),
]
DEADLINE_S = 3.0
FORWARDED = ("authorization", "x-request-id", "accept-language", "x-source", "traceparent")
# What its rules say to the caller; anything else is trouble of its own.
REFUSALS: Mapping[str, type[ServiceError]] = {
    each.code: each
    for each in (
        *(NotFound, PermissionDenied, InvalidArgument, Unauthenticated),
        *(FailedPrecondition, AlreadyExists, Stale, ResourceExhausted),
    )
}
D = TypeVar("D", bound=Message)


@functools.cache
def channel(address: str) -> grpc.Channel:
    return grpc.insecure_channel(address, options=OPTIONS)


def in_the_name_of(context: Any, service: str, rpc: Any, request: Any) -> Any:
    """Asks another service as whoever asks us, so that its own rules for him hold there, too."""
    sent = [(key, value) for key, value in context.invocation_metadata() if key in FORWARDED]
    try:
        return rpc(request, metadata=sent, timeout=DEADLINE_S)
    except grpc.RpcError as error:
        raise _refusal(service, rpc_status.from_call(error)) from error  # type: ignore[arg-type]


def _refusal(service: str, status: status_pb2.Status | None) -> ServiceError:
    """The same with which the other service refused: its reason, its metadata, all its fields."""
    kind = REFUSALS.get(code_pb2.Code.Name(status.code)) if status else None
    if status is None or kind is None:
        return Unavailable(f"{service} does not answer", service=service)
    info = _detail(status, error_details_pb2.ErrorInfo)
    told: dict[str, Any] = dict(info.metadata)
    if kind is InvalidArgument:
        fields = _detail(status, error_details_pb2.BadRequest).field_violations
        wrong = [Violation(each.field, each.reason, each.description) for each in fields]
        told |= {"field": wrong[0].field if wrong else "", "violations": wrong}
    if kind is ResourceExhausted:
        delay = _detail(status, error_details_pb2.RetryInfo).retry_delay
        told["retry_after"] = delay.seconds
    return kind(status.message, reason=info.reason, **told)


def _detail(status: status_pb2.Status, kind: type[D]) -> D:
    found = kind()
    next((True for each in status.details if each.Unpack(found)), False)
    return found


def signing_keys(settings: Settings) -> Mapping[str, bytes]:
    """Identity's public keys by key id."""
    stub: Any = sessions_pb2_grpc.SessionServiceStub(channel(settings.address("identity")))
    try:
        request = sessions_pb2.ListSigningKeysRequest()
        answer = stub.ListSigningKeys(request, timeout=DEADLINE_S, wait_for_ready=True)
    except grpc.RpcError as error:
        raise Unavailable("identity does not answer", service="identity") from error
    return {key.key_id: key.public_key for key in answer.keys}
