# ruff: noqa: ARG002, N802 - the protos name the methods and their parameters
"""Toy services that implement our protos over real sockets, for the gateway to talk to."""

import threading
import time
import uuid
from collections.abc import Iterator
from concurrent import futures
from typing import Any

import grpc
import jwt
from google.api import httpbody_pb2
from google.protobuf import empty_pb2, wrappers_pb2
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_status import rpc_status

from crm.audit.v1 import audit_pb2, audit_pb2_grpc
from crm.counterparties.v1 import (
    counterparties_pb2,
    counterparties_pb2_grpc,
    imports_pb2,
    imports_pb2_grpc,
)
from crm.identity.v1 import sessions_pb2, sessions_pb2_grpc, users_pb2, users_pb2_grpc
from crm.job.v1 import jobs_pb2, jobs_pb2_grpc
from deploy.local.ports import free_port
from services.kit.errors import InvalidArgument, NotFound, ServiceError, Stale, to_status

TENANT, PASSWORD = "demo", "long enough password"
ANNA, BORIS = "users/anna", "users/boris"
GRANTS: dict[str, list[dict[str, Any]]] = {
    ANNA: [{"permissions": ["counterparties.read", "imports.read"], "keys": ["*"]}],
    BORIS: [{"permissions": ["counterparties.read"], "keys": ["users/boris", "orgUnits/b"]}],
}


def refuse(context: Any, error: ServiceError) -> None:
    context.abort_with_status(rpc_status.to_status(to_status(error, "toy")))


class Sessions(sessions_pb2_grpc.SessionServiceServicer):
    """Remembers who signed in; counts how often it was asked."""

    def __init__(self) -> None:
        self.live: dict[str, tuple[str, str]] = {}  # token -> session, user
        self.asked = 0
        self.created: list[Any] = []
        self.metadata: list[dict[str, str]] = []
        self.pause = 0.0
        self.grants = dict(GRANTS)

    def CreateSession(self, request: Any, context: Any) -> Any:
        self.created.append(request)
        if request.password != PASSWORD:
            error = ServiceError("Wrong", reason="SIGN_IN_REFUSED")
            error.code = "UNAUTHENTICATED"
            refuse(context, error)
        token = f"secret-{uuid.uuid4().hex}"
        session = f"sessions/{uuid.uuid4()}"
        self.live[token] = session, f"users/{request.login}"
        return sessions_pb2.Session(name=session, access_token=token, user=f"users/{request.login}")

    def Authenticate(self, request: Any, context: Any) -> Any:
        self.asked += 1
        time.sleep(self.pause)
        known = self.live.get(request.credential)
        if known is None:
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "unknown")
        session, user = known
        claims = {"tenant": TENANT, "user": user, "exp": int(time.time()) + 300}
        claims["grants"] = self.grants.get(user, [])
        return sessions_pb2.AuthenticateResponse(
            caller_token=jwt.encode(claims, "k" * 32, algorithm="HS256"),
            session=session,
            tenant=TENANT,
            user=user,
        )

    def DeleteSession(self, request: Any, context: Any) -> Any:
        self.live = {t: known for t, known in self.live.items() if known[0] != request.name}
        return empty_pb2.Empty()

    def GetProfile(self, request: Any, context: Any) -> Any:
        self.metadata.append({item.key: item.value for item in context.invocation_metadata()})
        profile = sessions_pb2.Profile(user=users_pb2.User(name=ANNA))
        profile.preferences.update({"theme": "dark", "density": 2, "deep": {"list": [1, None]}})
        return profile

    def UpdatePreferences(self, request: Any, context: Any) -> Any:
        return sessions_pb2.Profile(preferences=request.preferences)


class Users(users_pb2_grpc.UserServiceServicer):
    def AcceptInvitation(self, request: Any, context: Any) -> Any:
        if request.token != "good":
            refuse(context, NotFound("No such invitation"))
        return users_pb2.User(name=ANNA, login="anna")


class Counterparties(counterparties_pb2_grpc.CounterpartyServiceServicer):
    def __init__(self) -> None:
        self.seen: list[Any] = []
        # Who asks waits while it is not set.
        self.awake = threading.Event()
        self.awake.set()

    def GetCounterparty(self, request: Any, context: Any) -> Any:
        self.seen.append(request)
        self.awake.wait()
        if request.name == "counterparties/none":
            refuse(context, NotFound("No such counterparty", name=request.name))
        if request.name == "counterparties/bug":
            raise RuntimeError("a secret of the stack")
        return counterparties_pb2.Counterparty(
            name=request.name, display_name="ООО «Ромашка»", kind=1, etag='"1"'
        )

    def ListCounterparties(self, request: Any, context: Any) -> Any:
        self.seen.append(request)
        row = counterparties_pb2.Counterparty(name="counterparties/1", display_name="Ромашка")
        return counterparties_pb2.ListCounterpartiesResponse(counterparties=[row] * 3)

    def CountCounterparties(self, request: Any, context: Any) -> Any:
        self.seen.append(request)
        return counterparties_pb2.CountCounterpartiesResponse(count=2**40, capped=True)

    def CreateCounterparty(self, request: Any, context: Any) -> Any:
        self.seen.append(request)
        if request.counterparty.inn == "1":
            refuse(context, InvalidArgument("Bad INN", field="inn", reason="INN_LENGTH"))
        return request.counterparty

    def UpdateCounterparty(self, request: Any, context: Any) -> Any:
        self.seen.append(request)
        if request.counterparty.etag == '"0"':
            refuse(context, Stale("Changed since"))
        return request.counterparty

    def DeleteCounterparty(self, request: Any, context: Any) -> Any:
        self.seen.append(request)
        return counterparties_pb2.Counterparty(name=request.name)

    def ExportCounterparties(self, request: Any, context: Any) -> Iterator[Any]:
        if request.format == "none":
            refuse(context, NotFound("No such format"))
        first = httpbody_pb2.HttpBody(content_type="text/csv; charset=utf-8", data=b"a;b\n")
        first.extensions.add().Pack(wrappers_pb2.StringValue(value="Клиенты «все».csv"))
        if request.format == "tagged":
            first.extensions.add().Pack(wrappers_pb2.BytesValue(value=b"tag"))
        yield first
        for number in range(100):
            if request.format == "cut" and number == 50:
                raise RuntimeError("in the middle")
            yield httpbody_pb2.HttpBody(data=b"%d;x\n" % number)


class Imports(imports_pb2_grpc.ImportServiceServicer):
    def __init__(self) -> None:
        self.received: list[tuple[Any, int]] = []

    def CreateImport(self, requests: Iterator[Any], context: Any) -> Any:
        first = next(requests)
        if first.owner == "users/nobody":
            refuse(context, NotFound("No such user"))
        size = len(first.chunk) + sum(len(each.chunk) for each in requests)
        self.received.append((first, size))
        return imports_pb2.Import(name="imports/1", kind=first.kind, file_size=size)

    def RepairImport(self, requests: Iterator[Any], context: Any) -> Any:
        first = next(requests)
        size = sum(len(each.chunk) for each in requests)
        return imports_pb2.Import(name=first.name, file_name=first.file_name, file_size=size)

    def UpdateImportRow(self, request: Any, context: Any) -> Any:
        return request.row


class Jobs(jobs_pb2_grpc.JobServiceServicer):
    def __init__(self, service: str) -> None:
        self.service = service

    def GetJob(self, request: Any, context: Any) -> Any:
        return jobs_pb2.Job(name=request.name, kind=self.service)

    def ListJobs(self, request: Any, context: Any) -> Any:
        return jobs_pb2.ListJobsResponse(jobs=[jobs_pb2.Job(kind=self.service)])


class Audit(audit_pb2_grpc.AuditServiceServicer):
    def ListAuditEntries(self, request: Any, context: Any) -> Any:
        return audit_pb2.ListAuditEntriesResponse(
            entries=[audit_pb2.AuditEntry(subject=request.subject, source=1)]
        )


class Toy:
    """One service on its own port; it can be stopped and started again."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sessions, self.users = Sessions(), Users()
        self.counterparties, self.imports = Counterparties(), Imports()
        # Nobody else's while it is stopped: the kernel gives such ports to no connection.
        self.port = free_port(set())
        self._server: Any = None
        self._lock = threading.Lock()
        self.start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        server = grpc.server(futures.ThreadPoolExecutor(16), options=[("grpc.so_reuseport", 0)])
        if self.name == "identity":
            sessions_pb2_grpc.add_SessionServiceServicer_to_server(self.sessions, server)
            users_pb2_grpc.add_UserServiceServicer_to_server(self.users, server)
        else:
            add = counterparties_pb2_grpc.add_CounterpartyServiceServicer_to_server
            add(self.counterparties, server)
            imports_pb2_grpc.add_ImportServiceServicer_to_server(self.imports, server)
            audit_pb2_grpc.add_AuditServiceServicer_to_server(Audit(), server)
        jobs_pb2_grpc.add_JobServiceServicer_to_server(Jobs(self.name), server)
        healthy = health.HealthServicer()
        healthy.set("", health_pb2.HealthCheckResponse.SERVING)
        health_pb2_grpc.add_HealthServicer_to_server(healthy, server)
        self.port = server.add_insecure_port(f"127.0.0.1:{self.port}")
        server.start()
        self._server = server

    def stop(self) -> None:
        self._server.stop(0).wait()
