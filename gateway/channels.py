"""One gRPC channel for each service, with a circuit that keeps a dead one from hurting others."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import grpc
import grpc.aio
from grpc_health.v1 import health_pb2

from gateway import problems
from gateway.problems import Problem
from services.kit import telemetry

Metadata = tuple[tuple[str, str], ...]
DEADLINE_S = 5.0
LIST_DEADLINE_S = 10.0
STREAM_DEADLINE_S = 3600.0
# So many failures in a row and calls are refused at once, but for one a second that tries again.
FAILURES = 5
PAUSE_S = 1.0
IN_FLIGHT = 512
HEALTH = "/grpc.health.v1.Health/Check"
OPTIONS = (
    ("grpc.enable_retries", 0),
    ("grpc.enable_http_proxy", 0),
    ("grpc.use_local_subchannel_pool", 1),
    ("grpc.initial_reconnect_backoff_ms", 100),
    # Also how long a connection may take to come about: longer than 0.1 s on a busy machine.
    ("grpc.min_reconnect_backoff_ms", 1000),
    ("grpc.max_reconnect_backoff_ms", 1000),
    ("grpc.keepalive_time_ms", 20000),
    ("grpc.keepalive_timeout_ms", 5000),
    ("grpc.max_receive_message_length", 16 * 2**20),
    ("grpc.max_send_message_length", 16 * 2**20),
)
EXPECTED = frozenset(
    {
        grpc.StatusCode.INVALID_ARGUMENT,
        grpc.StatusCode.FAILED_PRECONDITION,
        grpc.StatusCode.OUT_OF_RANGE,
        grpc.StatusCode.UNAUTHENTICATED,
        grpc.StatusCode.PERMISSION_DENIED,
        grpc.StatusCode.NOT_FOUND,
        grpc.StatusCode.ABORTED,
        grpc.StatusCode.ALREADY_EXISTS,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        grpc.StatusCode.CANCELLED,
    }
)
log = telemetry.logger("gateway.channels")
BROKEN = frozenset({grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED})


@dataclass(slots=True)
class Circuit:
    """Closed while calls succeed; open for a pause after several failures in a row."""

    failures: int = 0
    open_until: float = 0.0

    def allows(self) -> bool:
        if self.failures < FAILURES:
            return True
        now = time.monotonic()
        if now < self.open_until:
            return False
        self.open_until = now + PAUSE_S  # this one tries, the rest wait for its answer
        return True

    def succeeded(self) -> None:
        self.failures = 0

    def failed(self) -> None:
        self.failures += 1
        if self.failures >= FAILURES:
            self.open_until = time.monotonic() + PAUSE_S


@dataclass(slots=True)
class Service:
    """How one service is called. Requests are messages, answers raw bytes."""

    name: str
    address: str
    channel: Any  # grpc.aio.Channel, whose stubs know no untyped bytes
    circuit: Circuit = field(default_factory=Circuit)
    in_flight: int = 0
    uploading: int = 0
    _calls: dict[str, Any] = field(default_factory=dict[str, Any])
    _uploads: Any = None

    async def call(self, rpc: str, request: bytes, metadata: Metadata, deadline: float) -> bytes:
        """One unary call; raises Problem."""
        if self.in_flight >= IN_FLIGHT or not self.circuit.allows():
            raise problems.unavailable(self.name)
        method: Any = self._calls.get(rpc)
        if method is None:
            method = self._calls[rpc] = self.channel.unary_unary(rpc)
        self.in_flight += 1
        try:
            answer = await method(request, metadata=metadata, timeout=deadline)
        except grpc.aio.AioRpcError as error:
            raise self.refusal(error) from error
        finally:
            self.in_flight -= 1
        self.circuit.failures = 0
        return answer

    def stream_in(self, rpc: str, requests: Iterator[bytes], metadata: Metadata) -> Any:
        """A future of a client-streaming call.

        By the synchronous client: grpc.aio forgets why a service ended a call while it was still
        being written to, and a refusal in the middle of an upload is nothing rare.
        """
        self.require()
        if self._uploads is None:
            self._uploads = grpc.insecure_channel(self.address, options=OPTIONS)
        call: Any = self._uploads.stream_unary(rpc)
        return call.future(requests, metadata=metadata, timeout=STREAM_DEADLINE_S)

    def stream_out(self, rpc: str, request: bytes, metadata: Metadata) -> Any:
        self.require()
        return self.channel.unary_stream(rpc)(request, metadata=metadata, timeout=STREAM_DEADLINE_S)

    def require(self) -> None:
        if not self.circuit.allows():
            raise problems.unavailable(self.name)

    async def close(self) -> None:
        await self.channel.close()
        if self._uploads is not None:
            self._uploads.close()

    def refusal(self, error: Any) -> Problem:
        if error.code() in BROKEN and not problems.answered(error):
            self.circuit.failed()
        else:
            self.circuit.succeeded()
        if error.code() not in EXPECTED:
            # The client is told no more than a request id; the operator wants to know why.
            facts = {"service": self.name, "code": error.code().name}
            log.warning("A call failed: %s", error.details(), extra={"facts": facts})
        return problems.from_call(error, self.name)

    async def healthy(self) -> bool:
        request = health_pb2.HealthCheckRequest().SerializeToString()
        try:
            answer = await self.channel.unary_unary(HEALTH)(request, timeout=1.0)
        except grpc.aio.AioRpcError:
            return False
        status = health_pb2.HealthCheckResponse.FromString(answer).status
        return status == health_pb2.HealthCheckResponse.SERVING


class Services:
    """All services by name. Create it inside the running loop."""

    def __init__(self, addresses: dict[str, str]) -> None:
        self.by_name = {
            name: Service(name, address, grpc.aio.insecure_channel(address, options=OPTIONS))
            for name, address in addresses.items()
        }

    def __getitem__(self, name: str) -> Service:
        return self.by_name[name]

    def get(self, name: str) -> Service | None:
        return self.by_name.get(name)

    async def close(self) -> None:
        for service in self.by_name.values():
            await service.close()
