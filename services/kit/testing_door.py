"""The real door of a service for tests: a gRPC server on a free port, callers with tokens."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import grpc
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.kit import indexes, rpc_server, tokens
from services.kit.caller import Caller
from services.kit.mongo import Db
from services.kit.service import Service
from services.kit.settings import Settings

Stub = TypeVar("Stub")
KEY_ID = "test"


class _WithMetadata(grpc.UnaryUnaryClientInterceptor, grpc.UnaryStreamClientInterceptor):
    def __init__(self, metadata: Mapping[str, str]) -> None:
        self._metadata = tuple(metadata.items())

    def _with(self, details: Any) -> Any:
        return details._replace(metadata=(*(details.metadata or ()), *self._metadata))

    def intercept_unary_unary(
        self, continuation: Any, client_call_details: Any, request: Any
    ) -> Any:
        return continuation(self._with(client_call_details), request)

    def intercept_unary_stream(
        self, continuation: Any, client_call_details: Any, request: Any
    ) -> Any:
        return continuation(self._with(client_call_details), request)

    def intercept_stream_unary(
        self, continuation: Any, client_call_details: Any, request_iterator: Any
    ) -> Any:
        return continuation(self._with(client_call_details), request_iterator)


class _Streaming(_WithMetadata, grpc.StreamUnaryClientInterceptor):
    """All three shapes that our RPCs have."""


@dataclass(frozen=True)
class Door:
    """A running service."""

    service: Service
    settings: Settings
    address: str
    key: Ed25519PrivateKey

    def db(self, tenant: str) -> Db:
        return self.service.runtime(self.settings).db(tenant)

    def token(self, caller: Caller) -> str:
        return tokens.issue(self.key, KEY_ID, caller.claims())

    def stub(self, stub: type[Stub], caller: Caller | None = None, **metadata: str) -> Stub:
        """A stub that calls as `caller`; as nobody without one."""
        sent = {"x-request-id": str(uuid.uuid4()), **metadata}
        if caller is not None:
            sent["authorization"] = f"Bearer {self.token(caller)}"
        channel = grpc.insecure_channel(self.address)
        return stub(grpc.intercept_channel(channel, _Streaming(sent)))  # type: ignore[call-arg]


@contextmanager
def opened(
    service: Service, environ: Mapping[str, str], key: Ed25519PrivateKey | None = None
) -> Iterator[Door]:
    """Runs the service's gRPC server with its indexes; `environ` holds CRM_MONGO_URL. Services with
    the same key know each other's callers."""
    settings = Settings(dict(environ))
    key = key or Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    indexes.create(service, settings)
    verifier = tokens.Verifier(lambda: {KEY_ID: public})
    running = rpc_server.start(service, settings, verifier, "127.0.0.1:0")
    try:
        yield Door(service, settings, f"127.0.0.1:{running.port}", key)
    finally:
        running.stop(0).wait()
