"""A service just big enough to try the kit on: it keeps segments, each owned by somebody."""
# ruff: noqa: N802, ARG002

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from google.protobuf import empty_pb2
from pymongo import IndexModel

from crm.counterparties.v1 import events_pb2
from crm.counterparties.v1 import segments_pb2 as pb
from crm.counterparties.v1 import segments_pb2_grpc as pb_grpc
from services.kit.caller import Caller, caller_of, visible_to
from services.kit.changes import record
from services.kit.errors import FailedPrecondition
from services.kit.mapping import converter, from_proto, to_proto
from services.kit.mongo import Collection, Db, require_etag, transactional
from services.kit.paging import Order
from services.kit.service import Runtime, Service


class NameTaken(FailedPrecondition):
    reason = "TOY_NAME_TAKEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    name: str
    display_name: str
    color: str = ""
    description: str = field(default="", metadata={"secret": True})
    visible_to: tuple[str, ...] = ()
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0


SEGMENTS = Collection(
    "segments",
    Segment,
    indexes=[IndexModel([("visible_to", 1), ("display_name", 1), ("_id", 1)])],
)


@transactional
def create(db: Db, caller: Caller, draft: Segment) -> Segment:
    owned = replace(draft, visible_to=visible_to(caller.user, caller.org_path))
    created = SEGMENTS.insert(db, owned)
    event = events_pb2.SegmentCreated(segment=to_proto(created, pb.Segment))
    record(db, caller, event, after=created)
    return created


@transactional
def update(db: Db, caller: Caller, name: str, etag: str, values: dict[str, Any]) -> Segment:
    current = SEGMENTS.get(db, name)
    require_etag(current, etag)
    if values.get("display_name") == "taken":
        raise NameTaken("taken is taken", display_name="taken")
    changed = SEGMENTS.replace(db, replace(current, **values))
    event = events_pb2.SegmentUpdated(segment=to_proto(changed, pb.Segment))
    record(db, caller, event, before=current, after=changed)
    return changed


class SegmentServicer(pb_grpc.SegmentServiceServicer):
    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def GetSegment(self, request: Any, context: Any) -> pb.Segment:
        caller = caller_of(context)
        if request.name == "segments/bug":
            raise ZeroDivisionError("our own mistake")
        return to_proto(read(self._runtime.db(caller.tenant), caller, request.name), pb.Segment)

    def ListSegments(self, request: Any, context: Any) -> pb.ListSegmentsResponse:
        caller = caller_of(context)
        page = SEGMENTS.page_of_documents(
            self._runtime.db(caller.tenant),
            caller.visible("segments.read"),
            request,
            Order("display_name"),
        )
        return pb.ListSegmentsResponse(
            segments=[converter(pb.Segment)(each) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateSegment(self, request: Any, context: Any) -> pb.Segment:
        caller = caller_of(context)
        values = from_proto(request.segment, Segment)
        draft = Segment(name=SEGMENTS.new_name(request.request_id), **values)
        db = self._runtime.db(caller.tenant)
        make = lambda: create(db, caller, draft)  # noqa: E731
        mine = lambda made: caller.user in made.visible_to  # noqa: E731
        made = SEGMENTS.once(db, draft.name, request.request_id, make, mine)
        return to_proto(made, pb.Segment)

    def UpdateSegment(self, request: Any, context: Any) -> pb.Segment:
        caller, sent = caller_of(context), request.segment
        values = from_proto(sent, Segment, request.update_mask.paths)
        db = self._runtime.db(caller.tenant)
        return to_proto(update(db, caller, sent.name, sent.etag, values), pb.Segment)

    def DeleteSegment(self, request: Any, context: Any) -> empty_pb2.Empty:
        return empty_pb2.Empty()


def read(db: Db, caller: Caller, name: str) -> Segment:
    segment = SEGMENTS.get(db, name)
    if not caller.may("segments.read", segment.visible_to):
        SEGMENTS.get(db, "segments/invisible")
    return segment


SERVICE = Service(
    name="toy",
    servicers=[(pb_grpc.add_SegmentServiceServicer_to_server, SegmentServicer)],
    collections=[SEGMENTS],
    readers={"segments": read},
)


def a_caller(tenant: str = "north", user: str = "users/anna", **others: Any) -> Caller:
    keys = others.pop("keys", ("*",))
    permissions = others.pop("permissions", ("segments.read", "segments.write"))
    return Caller(tenant=tenant, user=user, grants=dict.fromkeys(permissions, keys), **others)
