"""Runs servicers: who is calling, may he, what went wrong, how long it took.

Handlers are wrapped once at registration rather than by an interceptor, which would cost each call.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent import futures
from typing import Any, NoReturn

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_status import rpc_status
from pymongo.errors import PyMongoError

from services.kit import audit_rpc, caller, guard, job_rpc, rpc_client, telemetry
from services.kit.errors import ServiceError, Unavailable, to_status
from services.kit.service import Service
from services.kit.settings import Settings
from services.kit.signals import ToldToStop
from services.kit.tokens import Verifier

log = telemetry.logger(__name__)
THREADS = 16
# For what only looks: soon done, so it does not wait behind what takes long; and the fewer threads
# there are, the less they hand each other the interpreter (a tenth of a short request's time).
READERS = 8
# Of what is sent or taken piece by piece, at the pace of whoever is at the other end: a telephone
# must not keep others from writing.
STREAMS = 32
GRACE_S = 20
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
OPTIONS = [
    ("grpc.so_reuseport", 0),
    ("grpc.max_receive_message_length", 4 * 2**20),
    ("grpc.max_concurrent_streams", 256),
]


class Running:
    """A started server of one service."""

    def __init__(self, server: grpc.Server, port: int, healthy: health.HealthServicer) -> None:
        self._server, self.port, self._healthy = server, port, healthy

    def stop(self, grace: float = GRACE_S) -> threading.Event:
        """Takes no more calls, lets those under way end; the event is set when they have."""
        self._healthy.set("", NOT_SERVING)
        return self._server.stop(grace)


def start(service: Service, settings: Settings, verifier: Verifier, address: str = "") -> Running:
    server = grpc.server(futures.ThreadPoolExecutor(THREADS, service.name), options=OPTIONS)
    runtime = service.runtime(settings)
    registrar: Any = _Registrar(service.name, server, guard.Guard(verifier))
    for register, servicer in [
        *service.servicers,
        *audit_rpc.registrations(service),
        *job_rpc.registrations(service),
    ]:
        register(servicer(runtime), registrar)
    healthy = health.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(healthy, server)
    port = server.add_insecure_port(address or settings.address(service.name))
    server.start()
    healthy.set("", SERVING)
    return Running(server, port, healthy)


def serve(declared: Sequence[Service], settings: Settings) -> None:
    """Runs the services of this process until SIGTERM or SIGINT."""
    verifier = Verifier(lambda: rpc_client.signing_keys(settings))
    told = ToldToStop()
    running = [start(service, settings, verifier) for service in declared]
    log.info("serving %s", ", ".join(service.name for service in declared))
    told.wait()
    for done in [each.stop() for each in running]:
        done.wait()


class _Registrar:
    """Stands in for the server while generated code registers, and wraps each handler."""

    def __init__(self, service: str, server: grpc.Server, guarded: guard.Guard) -> None:
        self._service, self._guard = service, guarded
        self._server: Any = server
        self._readers = futures.ThreadPoolExecutor(READERS, f"{service}-reader")
        self._streams = futures.ThreadPoolExecutor(STREAMS, f"{service}-stream")

    def add_generic_rpc_handlers(self, handlers: object) -> None:
        """Generated code calls both ways of registering; the other one is enough."""

    def add_registered_method_handlers(self, name: str, handlers: Mapping[str, Any]) -> None:
        wrapped = {
            method: self._wrap(handler, name, method) for method, handler in handlers.items()
        }
        self._server.add_registered_method_handlers(name, wrapped)

    def _wrap(self, handler: Any, name: str, method: str) -> Any:
        make, answer = _shape(handler)
        call = _Call(self._service, name, method, self._guard)
        run: Any = call.streaming(answer) if handler.response_streaming else call.plain(answer)
        # Where grpc looks for the pool of a method that is to have its own.
        if handler.request_streaming or handler.response_streaming:
            run.experimental_thread_pool = self._streams
        elif call.reads:
            run.experimental_thread_pool = self._readers
        return make(run, handler.request_deserializer, handler.response_serializer)


def _shape(handler: Any) -> tuple[Callable[..., Any], Callable[[Any, Any], Any]]:
    if handler.request_streaming:
        return grpc.stream_unary_rpc_method_handler, handler.stream_unary
    if handler.response_streaming:
        return grpc.unary_stream_rpc_method_handler, handler.unary_stream
    return grpc.unary_unary_rpc_method_handler, handler.unary_unary


class _Call:
    """What surrounds every call of one method."""

    def __init__(self, service: str, name: str, method: str, guarded: guard.Guard) -> None:
        self._service, self._method, self._guard = service, method, guarded
        self._permission = guarded.permission(name, method)
        self.reads = guarded.reads(name, method)
        self._seconds = telemetry.RPC_SECONDS.labels(service, method)
        self._fine = telemetry.RPC_ANSWERS.labels(service, method, "OK")

    def plain(self, answer: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        def run(request: Any, context: grpc.ServicerContext) -> Any:
            began = time.perf_counter()
            try:
                self._admit(context)
                reply = answer(request, context)
            except Exception as error:  # noqa: BLE001 - the one place where errors become answers
                return self._refuse(context, error)
            self._fine.inc()
            self._seconds.observe(time.perf_counter() - began)
            return reply

        return run

    def streaming(self, answer: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Iterator[Any]]:
        def run(request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
            try:
                self._admit(context)
                yield from answer(request, context)
            except Exception as error:  # noqa: BLE001 - the one place where errors become answers
                self._refuse(context, error)
            self._fine.inc()

        return run

    def _admit(self, context: grpc.ServicerContext) -> None:
        sent: Any = context.invocation_metadata()
        metadata: dict[str, str] = {item.key: item.value for item in sent}
        telemetry.request_id.set(metadata.get("x-request-id", ""))
        caller.current.set(self._guard.admit(self._permission, metadata, reads=self.reads))

    def _refuse(self, context: grpc.ServicerContext, error: Exception) -> NoReturn:
        if isinstance(error, PyMongoError) and error.timeout:
            error = Unavailable("The store does not answer in time", service=self._service)
        if isinstance(error, ServiceError):
            telemetry.RPC_ANSWERS.labels(self._service, self._method, error.code).inc()
            facts = {"method": self._method, "reason": error.reason, **error.metadata}
            log.info("refused: %s", error.message, extra={"facts": facts})
            context.abort_with_status(rpc_status.to_status(to_status(error, self._service)))
        telemetry.RPC_ANSWERS.labels(self._service, self._method, "INTERNAL").inc()
        log.error("%s failed", self._method, exc_info=error, extra={"facts": {"alert": True}})
        context.abort(grpc.StatusCode.INTERNAL, "Something went wrong on our side")
