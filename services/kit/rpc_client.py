"""Stubs of other services: one channel per address, a deadline on every call.

For gRPC processes only: an event handler acts on its own service's data and calls nobody.
"""

import functools
from collections.abc import Mapping
from typing import Any

import grpc

from crm.identity.v1 import sessions_pb2, sessions_pb2_grpc
from services.kit.errors import (
    InvalidArgument,
    NotFound,
    PermissionDenied,
    Unauthenticated,
    Unavailable,
)
from services.kit.settings import Settings

OPTIONS = [
    ("grpc.enable_retries", 1),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.max_receive_message_length", 16 * 2**20),
]
DEADLINE_S = 3.0
FORWARDED = ("authorization", "x-request-id", "accept-language", "x-source", "traceparent")
REFUSALS = {
    grpc.StatusCode.NOT_FOUND: NotFound,
    grpc.StatusCode.PERMISSION_DENIED: PermissionDenied,
    grpc.StatusCode.INVALID_ARGUMENT: InvalidArgument,
    grpc.StatusCode.UNAUTHENTICATED: Unauthenticated,
}


@functools.cache
def channel(address: str) -> grpc.Channel:
    return grpc.insecure_channel(address, options=OPTIONS)


def in_the_name_of(context: Any, service: str, rpc: Any, request: Any) -> Any:
    """Asks another service as whoever asks us, so that its own rules for him hold there, too."""
    sent = [(key, value) for key, value in context.invocation_metadata() if key in FORWARDED]
    try:
        return rpc(request, metadata=sent, timeout=DEADLINE_S)
    except grpc.RpcError as error:
        failed: Any = error
        refusal = REFUSALS.get(failed.code())
        if refusal is None:
            raise Unavailable(f"{service} does not answer", service=service) from error
        raise refusal(failed.details()) from error


def signing_keys(settings: Settings) -> Mapping[str, bytes]:
    """Identity's public keys by key id."""
    stub: Any = sessions_pb2_grpc.SessionServiceStub(channel(settings.address("identity")))
    try:
        request = sessions_pb2.ListSigningKeysRequest()
        answer = stub.ListSigningKeys(request, timeout=DEADLINE_S, wait_for_ready=True)
    except grpc.RpcError as error:
        raise Unavailable("identity does not answer", service="identity") from error
    return {key.key_id: key.public_key for key in answer.keys}
