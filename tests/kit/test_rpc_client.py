"""What another service refuses is refused by the same words to whoever asked in whose name."""

# Servicer methods are named as their RPCs.
# ruff: noqa: N802

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest

from crm.counterparties.v1 import segments_pb2 as pb
from crm.counterparties.v1 import segments_pb2_grpc as pb_grpc
from services.kit import rpc_client
from services.kit.errors import (
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    ServiceError,
    Stale,
    Unavailable,
)
from services.kit.testing_door import Door, opened
from tests.kit import toy
from tests.kit.toy import a_caller

Refused = Callable[..., ServiceError]


class Between(pb_grpc.SegmentServiceServicer):
    """A service that asks the toy in its caller's name, and keeps what it heard."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.heard: list[ServiceError] = []

    def _ask(self, rpc: str, request: Any, context: Any) -> Any:
        stub = pb_grpc.SegmentServiceStub(rpc_client.channel(self._address))
        try:
            return rpc_client.in_the_name_of(context, "toy", getattr(stub, rpc), request)
        except ServiceError as error:
            self.heard.append(error)
            context.abort(grpc.StatusCode.UNKNOWN, "refused")

    def GetSegment(self, request: Any, context: Any) -> Any:
        return self._ask("GetSegment", request, context)

    def CreateSegment(self, request: Any, context: Any) -> Any:
        return self._ask("CreateSegment", request, context)

    def UpdateSegment(self, request: Any, context: Any) -> Any:
        return self._ask("UpdateSegment", request, context)


@pytest.fixture(scope="module")
def door(mongo_url: str) -> Iterator[Door]:
    environ = {"CRM_MONGO_URL": mongo_url, "CRM_DATABASE_PREFIX": "between_"}
    with opened(toy.SERVICE, environ) as running:
        yield running


@pytest.fixture
def refused(door: Door) -> Iterator[Refused]:
    """What the service in between hears of the toy."""

    def ask(rpc: str, request: Any, address: str = door.address, **rights: Any) -> ServiceError:
        between = Between(address)
        pb_grpc.add_SegmentServiceServicer_to_server(between, server := _server())
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        servers.append(server)
        stub = pb_grpc.SegmentServiceStub(grpc.insecure_channel(f"127.0.0.1:{port}"))
        token = door.token(a_caller(**rights))
        with pytest.raises(grpc.RpcError):
            getattr(stub, rpc)(request, metadata=[("authorization", f"Bearer {token}")])
        return between.heard[0]

    servers: list[grpc.Server] = []
    yield ask
    for each in servers:
        each.stop(0).wait()


def _server() -> grpc.Server:
    return grpc.server(ThreadPoolExecutor(2))


def test_reason_and_metadata_of_a_refusal_come_through(door: Door, refused: Refused) -> None:
    there = door.stub(pb_grpc.SegmentServiceStub, a_caller()).CreateSegment(
        pb.CreateSegmentRequest(segment=pb.Segment(display_name="Опт"))
    )
    taken = pb.Segment(name=there.name, display_name="taken")
    error = refused("UpdateSegment", pb.UpdateSegmentRequest(segment=taken))
    assert type(error) is FailedPrecondition
    assert (error.reason, dict(error.metadata)) == ("TOY_NAME_TAKEN", {"display_name": "taken"})
    stale = pb.Segment(name=there.name, display_name="Розница", etag='"77"')
    error = refused("UpdateSegment", pb.UpdateSegmentRequest(segment=stale))
    assert type(error) is Stale
    assert error.metadata["name"] == there.name


def test_all_wrong_fields_come_through(refused: Refused) -> None:
    error = refused("CreateSegment", pb.CreateSegmentRequest(segment=pb.Segment()))
    assert isinstance(error, InvalidArgument)
    assert [(each.field, each.reason) for each in error.violations] == [
        ("display_name", "FIELD_REQUIRED")
    ]


def test_what_is_not_there_what_is_not_allowed_and_silence(refused: Refused) -> None:
    missing = pb.GetSegmentRequest(name="segments/none")
    assert type(refused("GetSegment", missing)) is NotFound
    denied = refused("GetSegment", missing, permissions=())
    assert type(denied) is PermissionDenied
    assert denied.metadata["permission"] == "segments.read"
    silent = refused("GetSegment", missing, address="127.0.0.1:1")
    assert type(silent) is Unavailable
    assert silent.reason == "SERVICE_UNAVAILABLE"
