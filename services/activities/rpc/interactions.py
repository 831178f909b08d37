"""InteractionService over gRPC."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from crm.activities.v1 import interactions_pb2 as pb
from crm.activities.v1 import interactions_pb2_grpc as pb_grpc
from services.activities.access import visible as work_visible
from services.activities.interactions import actions, linking, store
from services.activities.interactions.access import visible
from services.activities.interactions.interaction import READ, Attachment, Interaction
from services.activities.interactions.listing import Listing, plan
from services.activities.interactions.store import INTERACTIONS
from services.activities.linking import Look
from services.activities.store import WORKS
from services.activities.timeline.reading import merged_into
from services.kit import clock, lists, wire
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.mapping import converter, from_proto, to_proto
from services.kit.mongo import Db
from services.kit.parties.asker import asker
from services.kit.parties.asking import party
from services.kit.plans import Plan
from services.kit.rows import Rows
from services.kit.rpc import Servicer, request_id, short

_to_message = converter(pb.Interaction)
_STATES = wire.enum_names(pb.Interaction.State.DESCRIPTOR)


class InteractionServicer(Servicer, pb_grpc.InteractionServiceServicer):
    def GetInteraction(self, request: pb.GetInteractionRequest, context: object) -> pb.Interaction:
        caller, db = self.asked(context)
        document = store.card(db, request.name)
        if document is None or not caller.may(READ, document["visible_to"]):
            raise NotFound(f"No {request.name}", name=request.name)
        return _to_message(document)

    def ListInteractions(
        self, request: pb.ListInteractionsRequest, context: object
    ) -> pb.ListInteractionsResponse:
        caller, db = self.asked(context)
        chosen = _plan(db, request, caller)
        return _ROWS.answer(lists.page(db, INTERACTIONS, chosen, request, store.LIST_FIELDS), ())

    def CountInteractions(
        self, request: pb.CountInteractionsRequest, context: object
    ) -> pb.CountInteractionsResponse:
        caller, db = self.asked(context)
        limit = 0 if request.exact else lists.CAP + 1
        count = lists.count(db, INTERACTIONS, _plan(db, request.filter, caller), limit)
        capped = not request.exact and count > lists.CAP
        return pb.CountInteractionsResponse(
            count=min(count, lists.CAP) if capped else count, capped=capped
        )

    def CreateInteraction(
        self, request: pb.CreateInteractionRequest, context: object
    ) -> pb.Interaction:
        caller, db = self.asked(context)
        sent = from_proto(request.interaction, Interaction)
        values = linking.linked(sent, None, self._look(context))
        made = actions.create(db, caller, values, request_id(request.request_id))
        return to_proto(made, pb.Interaction)

    def UpdateInteraction(
        self, request: pb.UpdateInteractionRequest, context: object
    ) -> pb.Interaction:
        caller, db = self.asked(context)
        sent = request.interaction
        values = from_proto(sent, Interaction, request.update_mask.paths)
        before = visible(db, caller, sent.name)
        values = linking.linked(values, before, self._look(context))
        saved = actions.update(db, caller, sent.name, sent.etag, values)
        return to_proto(saved, pb.Interaction)

    def ProcessInteraction(
        self, request: pb.ProcessInteractionRequest, context: object
    ) -> pb.Interaction:
        caller, db = self.asked(context)
        saved = actions.process(db, caller, request.name, request.etag, request.result)
        return to_proto(saved, pb.Interaction)

    def PostponeInteraction(
        self, request: pb.PostponeInteractionRequest, context: object
    ) -> pb.Interaction:
        caller, db = self.asked(context)
        until = request.until_time.ToDatetime(tzinfo=UTC)
        saved = actions.postpone(db, caller, request.name, request.etag, until)
        return to_proto(saved, pb.Interaction)

    def ReopenInteraction(
        self, request: pb.ReopenInteractionRequest, context: object
    ) -> pb.Interaction:
        caller, db = self.asked(context)
        return to_proto(actions.reopen(db, caller, request.name, request.etag), pb.Interaction)

    def LinkParticipant(
        self, request: pb.LinkParticipantRequest, context: object
    ) -> pb.Interaction:
        caller, db = self.asked(context)
        look = self._look(context)
        known = linking.person(request.record, "record", look)
        said = (request.text, known, linking.about(known.record, look))
        saved = actions.link(db, caller, request.name, request.etag, said)
        return to_proto(saved, pb.Interaction)

    def AttachToInteraction(
        self, request: pb.AttachToInteractionRequest, context: object
    ) -> pb.Interaction:
        caller, db = self.asked(context)
        look, about = self._look(context), dict[str, Any]()
        if request.record.startswith(f"{WORKS.id}/"):
            work = work_visible(db, caller, request.record)
            made = Attachment(record=work.name, record_display_name=work.display_name)
        else:
            made = linking.attachment(request.record, look)
            about = linking.about(made.record, look)
        saved = actions.attach(db, caller, request.name, request.etag, made, about)
        return to_proto(saved, pb.Interaction)

    def DeleteInteraction(
        self, request: pb.DeleteInteractionRequest, context: object
    ) -> pb.Interaction:
        caller, db = self.asked(context)
        return to_proto(actions.delete(db, caller, request.name, request.etag), pb.Interaction)

    def _look(self, context: object) -> Look:
        caller, db = self.asked(context)
        ask = asker(self._runtime, context)
        return lambda name, field, kinds: party(db, caller, name, ask, field, kinds)


def _row(document: Mapping[str, Any], _: tuple[()]) -> pb.Interaction:
    return _to_message(document)


_ROWS: Rows[pb.ListInteractionsResponse, tuple[()]] = Rows(
    pb.ListInteractionsResponse, "interactions", _row
)


def _plan(db: Db, request: pb.ListInteractionsRequest, caller: Caller) -> Plan:
    link = request.link
    listing = Listing(
        query=request.query,
        state=short(request.state, _STATES),
        unprocessed=request.unprocessed,
        owner=tuple(request.owner),
        org_unit=request.org_unit,
        # What was attached to whoever is merged by now is the survivor's.
        links=(link, *merged_into(db, link)) if link else (),
        kind=tuple(request.kind),
        chain=request.chain,
        unlinked=request.unlinked,
    )
    return plan(listing, caller.user, caller.keys(READ), clock.now())
