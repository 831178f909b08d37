"""DealService over gRPC."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from google.protobuf.message import Message

from crm.deals.v1 import deals_pb2 as pb
from crm.deals.v1 import deals_pb2_grpc as pb_grpc
from crm.fact.v1 import events_pb2 as fact_pb
from services.deals import store
from services.deals.access import READ, visible
from services.deals.actions import closing, moving
from services.deals.actions import deals as actions
from services.deals.actions.settling import Parties
from services.deals.deal import COPIES, AgreementOverride, Deal
from services.deals.facts import store as fact_store
from services.deals.listing import Listing, Moments, moments, plan
from services.deals.products.selling import today
from services.deals.rpc.sums import money
from services.deals.rpc.telling import hidden_from, told, without
from services.kit import clock, lists, wire
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.mapping import converter, from_proto, to_proto
from services.kit.mongo import Db
from services.kit.parties.asker import asker
from services.kit.parties.asking import party
from services.kit.people import inactive_people
from services.kit.person import INACTIVE
from services.kit.plans import Plan
from services.kit.rows import Rows
from services.kit.rpc import Servicer, request_id

_to_message = converter(pb.Deal)
_STATES = wire.enum_names(pb.Deal.State.DESCRIPTOR)


class DealServicer(Servicer, pb_grpc.DealServiceServicer):
    def GetDeal(self, request: pb.GetDealRequest, context: object) -> pb.Deal:
        caller, db = self.asked(context)
        document = store.card(db, request.name)
        if document is None or not caller.may(READ, document["visible_to"]):
            raise NotFound(f"No {request.name}", name=request.name)
        return without(_to_message(document), hidden_from(caller))

    def ListDeals(self, request: pb.ListDealsRequest, context: object) -> pb.ListDealsResponse:
        caller, db = self.asked(context)
        return _ROWS.answer(
            store.page(db, _plan(db, request, caller), request), hidden_from(caller)
        )

    def CountDeals(self, request: pb.CountDealsRequest, context: object) -> pb.CountDealsResponse:
        caller, db = self.asked(context)
        chosen = _plan(db, request.filter, caller)
        if not request.exact:
            found = lists.count(db, store.DEALS, chosen, lists.CAP + 1)
            return pb.CountDealsResponse(count=min(found, lists.CAP), capped=found > lists.CAP)
        sums = store.sums(db, chosen)
        return pb.CountDealsResponse(
            count=sum(count for _, count, _ in sums),
            amounts=[money(units, currency) for currency, _, units in sums if currency],
        )

    def CreateDeal(self, request: pb.CreateDealRequest, context: object) -> pb.Deal:
        caller, db = self.asked(context)
        values = {**from_proto(request.deal, Deal), **_override(request)}
        parties = self._parties(context, values, None)
        made = request_id(request.request_id)
        created = actions.create(db, caller, values, made, parties)
        return told(caller, created)

    def UpdateDeal(self, request: pb.UpdateDealRequest, context: object) -> pb.Deal:
        caller, db = self.asked(context)
        sent = request.deal
        values = {**from_proto(sent, Deal, request.update_mask.paths), **_override(request)}
        parties = self._parties(context, values, sent.name)
        updated = actions.update(db, caller, sent.name, sent.etag, values, parties)
        return told(caller, updated)

    def MoveDeal(self, request: pb.MoveDealRequest, context: object) -> pb.Deal:
        caller, db = self.asked(context)
        paths = request.update_mask.paths
        sets = bool(paths) or request.HasField("deal")
        values = {**from_proto(request.deal, Deal, paths), **_override(request)} if sets else {}
        asked = moving.Asked(
            stage=request.stage,
            from_stage=request.from_stage,
            after=request.after,
            etag=request.etag,
            values=values,
            parties=self._parties(context, values, request.name),
            comment=request.comment,
        )
        return told(caller, moving.move(db, caller, request.name, asked))

    def CheckDealMove(
        self, request: pb.CheckDealMoveRequest, context: object
    ) -> pb.CheckDealMoveResponse:
        caller, db = self.asked(context)
        missing = moving.check(db, caller, request.name, request.stage)
        found = [to_proto(each, pb.Missing) for each in missing]
        return pb.CheckDealMoveResponse(allowed=not found, missing=found)

    def WinDeal(self, request: pb.WinDealRequest, context: object) -> pb.Deal:
        caller, db = self.asked(context)
        won = closing.win(db, caller, request.name, request.etag, request.comment)
        return told(caller, won)

    def LoseDeal(self, request: pb.LoseDealRequest, context: object) -> pb.Deal:
        caller, db = self.asked(context)
        loss = closing.Loss(request.reason, request.comment)
        return told(caller, closing.lose(db, caller, request.name, request.etag, loss))

    def ReopenDeal(self, request: pb.ReopenDealRequest, context: object) -> pb.Deal:
        caller, db = self.asked(context)
        return told(caller, closing.reopen(db, caller, request.name, request.etag))

    def DeleteDeal(self, request: pb.DeleteDealRequest, context: object) -> pb.Deal:
        caller, db = self.asked(context)
        return told(caller, actions.delete(db, caller, request.name, request.etag))

    def UndeleteDeal(self, request: pb.UndeleteDealRequest, context: object) -> pb.Deal:
        caller, db = self.asked(context)
        return told(caller, actions.undelete(db, caller, request.name, request.etag))

    def ListDealMoves(
        self, request: pb.ListDealMovesRequest, context: object
    ) -> pb.ListDealMovesResponse:
        caller, db = self.asked(context)
        deal = visible(db, caller, request.parent)
        page = store.moves_page(db, deal.name, request)
        return pb.ListDealMovesResponse(
            moves=[to_proto(each, pb.DealMove) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def ListDealFacts(
        self, request: pb.ListDealFactsRequest, context: object
    ) -> pb.ListDealFactsResponse:
        caller, db = self.asked(context)
        deal = visible(db, caller, request.parent)
        page = fact_store.page(db, deal.name, request)
        return pb.ListDealFactsResponse(
            facts=[to_proto(each, fact_pb.Fact) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def _parties(self, context: object, values: Mapping[str, Any], deal: str | None) -> Parties:
        """Whom the values link it to: asked for here, as no transaction waits for others."""
        caller, db = self.asked(context)
        named = {field: values[field] for field in COPIES if values.get(field)}
        current = store.DEALS.find(db, deal) if named and deal else None
        ask = asker(self._runtime, context)
        return {
            field: party(db, caller, name, ask, field)
            for field, name in named.items()
            if current is None or getattr(current, field) != name
        }


_ROWS: Rows[pb.ListDealsResponse, tuple[str, ...]] = Rows(
    pb.ListDealsResponse, "deals", lambda document, hidden: without(_to_message(document), hidden)
)


def _override(
    request: pb.CreateDealRequest | pb.UpdateDealRequest | pb.MoveDealRequest,
) -> dict[str, AgreementOverride]:
    """Whose it is, and of what, the action finds out if there is anything to let pass."""
    if not request.override_agreement:
        return {}
    return {"agreement_override": AgreementOverride(comment=request.override_comment)}


def _plan(db: Db, request: pb.ListDealsRequest, caller: Caller) -> Plan:
    return plan(listing(db, request, caller), caller.user, caller.keys(READ), clock.now())


def listing(db: Db, request: pb.ListDealsRequest, caller: Caller) -> Listing:
    since, until = closed_within(request, caller)
    return Listing(
        query=request.query,
        order_by=request.order_by,
        state=_short(request.state),
        funnel=tuple(request.funnel),
        stage=tuple(request.stage),
        owner=owners(db, request.owner),
        org_unit=request.org_unit,
        counterparty=request.counterparty,
        min_expected_close_date=_day(request, "min_expected_close_date"),
        max_expected_close_date=_day(request, "max_expected_close_date"),
        stuck=request.stuck,
        without_work=request.without_work,
        overdue_on=today(caller) if request.overdue else None,
        loss_reason=tuple(request.loss_reason),
        product=tuple(request.product),
        segment=tuple(request.segment),
        closed_since=since,
        closed_until=until,
    )


def owners(db: Db, asked: Sequence[str]) -> tuple[str, ...]:
    """Those who have left stand for themselves; if nobody has, the word finds nothing."""
    return (*asked, *inactive_people(db)) if INACTIVE in asked else tuple(asked)


def _short(numbers: Sequence[int]) -> tuple[str, ...]:
    return tuple(_STATES[number] for number in numbers if _STATES.get(number))


def closed_within(request: Message, caller: Caller) -> Moments:
    """The days on which deals were closed are the tenant's."""
    first, last = _day(request, "min_close_date"), _day(request, "max_close_date")
    return moments(first, last, ZoneInfo(caller.tenant_time_zone))


def _day(request: Message, field: str) -> date | None:
    return wire.read_field(request.DESCRIPTOR.fields_by_name[field], request)
