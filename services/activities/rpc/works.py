"""WorkService over gRPC."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from google.protobuf import timestamp_pb2

from crm.activities.v1 import works_pb2 as pb
from crm.activities.v1 import works_pb2_grpc as pb_grpc
from services.activities import closing, store
from services.activities.access import visible
from services.activities.actions import works
from services.activities.interactions import making
from services.activities.linking import CONTACT, SUBJECT, linked
from services.activities.listing import Listing, plan
from services.activities.sign import Sign
from services.activities.store import WORKS
from services.activities.tree import showing
from services.activities.work import READ, Said, Work
from services.kit import clock, lists, wire
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.mapping import converter, from_proto, to_proto
from services.kit.parties.asker import asker
from services.kit.parties.asking import party
from services.kit.plans import Plan
from services.kit.rows import Rows
from services.kit.rpc import Servicer, request_id, short

_to_message = converter(pb.Work)
_STATES = wire.enum_names(pb.Work.State.DESCRIPTOR)
_SIGNS = wire.enum_names(pb.Work.Sign.DESCRIPTOR)
_LINKS = {SUBJECT, CONTACT}
_PRIORITIES = wire.enum_names(pb.Work.Priority.DESCRIPTOR)


class WorkServicer(Servicer, pb_grpc.WorkServiceServicer):
    def GetWork(self, request: pb.GetWorkRequest, context: object) -> pb.Work:
        caller, db = self.asked(context)
        document = store.card(db, request.name)
        if document is None or not caller.may(READ, document["visible_to"]):
            raise NotFound(f"No {request.name}", name=request.name)
        return _to_message(document)

    def ListWorks(self, request: pb.ListWorksRequest, context: object) -> pb.ListWorksResponse:
        caller, db = self.asked(context)
        found = lists.page(db, WORKS, _plan(request, caller), request, store.LIST_FIELDS)
        return _ROWS.answer(found, ())

    def CountWorks(self, request: pb.CountWorksRequest, context: object) -> pb.CountWorksResponse:
        caller, db = self.asked(context)
        limit = 0 if request.exact else lists.CAP + 1
        count = lists.count(db, WORKS, _plan(request.filter, caller), limit)
        capped = not request.exact and count > lists.CAP
        return pb.CountWorksResponse(
            count=min(count, lists.CAP) if capped else count, capped=capped
        )

    def CreateWork(self, request: pb.CreateWorkRequest, context: object) -> pb.Work:
        caller, db = self.asked(context)
        values = self._linked(context, from_proto(request.work, Work))
        chosen = request_id(request.request_id)
        if request.interaction:
            made = making.work_of(db, caller, request.interaction, values, chosen)
            return to_proto(made, pb.Work)
        created = works.create(db, caller, values, chosen)
        return to_proto(created, pb.Work)

    def UpdateWork(self, request: pb.UpdateWorkRequest, context: object) -> pb.Work:
        caller, db = self.asked(context)
        sent = request.work
        values = from_proto(sent, Work, request.update_mask.paths)
        if values.keys() & _LINKS:
            # What it links to already is not looked for again: it may be gone, or out of sight.
            before = visible(db, caller, sent.name)
            values = {k: v for k, v in values.items() if k not in _LINKS or v != getattr(before, k)}
        saved = works.update(db, caller, sent.name, sent.etag, self._linked(context, values))
        return to_proto(saved, pb.Work)

    def CloseWork(self, request: pb.CloseWorkRequest, context: object) -> pb.CloseWorkResponse:
        caller, db = self.asked(context)
        sign = _SIGNS[request.sign]
        said = Said(
            sign=Sign(sign) if sign else None, result=request.result, comment=request.comment
        )
        following = None
        if request.HasField("next"):
            following = self._linked(context, from_proto(request.next, Work))
        closed, planned = closing.close(db, caller, request.name, request.etag, said, following)
        return pb.CloseWorkResponse(
            work=to_proto(closed, pb.Work), next=[to_proto(each, pb.Work) for each in planned]
        )

    def PostponeWork(self, request: pb.PostponeWorkRequest, context: object) -> pb.Work:
        caller, db = self.asked(context)
        # As a work of its own, which the times are read from.
        times = pb.Work(when=request.when)
        if request.HasField("deadline_time"):
            times.deadline_time.CopyFrom(request.deadline_time)
        values = from_proto(times, Work)
        moved = works.postpone(db, caller, request.name, request.etag, values, request.comment)
        return to_proto(moved, pb.Work)

    def CancelWork(self, request: pb.CancelWorkRequest, context: object) -> pb.Work:
        caller, db = self.asked(context)
        cancelled = works.cancel(db, caller, request.name, request.etag, request.comment)
        return to_proto(cancelled, pb.Work)

    def ReopenWork(self, request: pb.ReopenWorkRequest, context: object) -> pb.Work:
        caller, db = self.asked(context)
        return to_proto(works.reopen(db, caller, request.name, request.etag), pb.Work)

    def DeleteWork(self, request: pb.DeleteWorkRequest, context: object) -> pb.Work:
        caller, db = self.asked(context)
        return to_proto(works.delete(db, caller, request.name, request.etag), pb.Work)

    def UndeleteWork(self, request: pb.UndeleteWorkRequest, context: object) -> pb.Work:
        caller, db = self.asked(context)
        return to_proto(works.undelete(db, caller, request.name, request.etag), pb.Work)

    def ListRollups(
        self, request: pb.ListRollupsRequest, context: object
    ) -> pb.ListRollupsResponse:
        caller, db = self.asked(context)
        return pb.ListRollupsResponse(rollups=showing.rollups(db, caller, request.works))

    def _linked(self, context: object, values: Mapping[str, Any]) -> dict[str, Any]:
        caller, db = self.asked(context)
        ask = asker(self._runtime, context)
        return linked(values, lambda name, field, kinds: party(db, caller, name, ask, field, kinds))


def _row(document: Mapping[str, Any], _: tuple[()]) -> pb.Work:
    return _to_message(document)


_ROWS: Rows[pb.ListWorksResponse, tuple[()]] = Rows(pb.ListWorksResponse, "works", _row)


def _plan(request: pb.ListWorksRequest, caller: Caller) -> Plan:
    return plan(listing_of(request), caller.user, caller.keys(READ), clock.now())


def listing_of(request: pb.ListWorksRequest) -> Listing:
    return Listing(
        query=request.query,
        order_by=request.order_by,
        state=short(request.state, _STATES),
        owner=tuple(request.owner),
        org_unit=request.org_unit,
        link=request.link,
        parent=request.parent,
        action=tuple(request.action),
        sign=short(request.sign, _SIGNS),
        priority=short(request.priority, _PRIORITIES),
        overdue=request.overdue,
        min_due_time=_moment(request, "min_due_time"),
        max_due_time=_moment(request, "max_due_time"),
        campaign=request.campaign,
    )


def _moment(request: pb.ListWorksRequest, field: str) -> datetime | None:
    sent: timestamp_pb2.Timestamp = getattr(request, field)
    return sent.ToDatetime(tzinfo=UTC) if sent.seconds else None
