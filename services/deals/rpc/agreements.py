"""AgreementService over gRPC."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from crm.deals.v1 import agreements_pb2 as pb
from crm.deals.v1 import agreements_pb2_grpc as pb_grpc
from services.deals.agreements import keeping, standing, store
from services.deals.agreements.agreement import Agreement, Kind
from services.deals.agreements.keeping import Asked
from services.deals.agreements.listing import Listing, plan
from services.deals.agreements.terms import differences
from services.deals.loyalty.keeping import PROGRAMS
from services.deals.loyalty.program import LoyaltyProgram
from services.deals.loyalty.store import programs_page
from services.deals.products import selling
from services.kit import wire
from services.kit.caller import Caller
from services.kit.mapping import from_proto, to_proto
from services.kit.mongo import Db
from services.kit.parties import store as parties
from services.kit.parties.asker import asker
from services.kit.parties.asking import party
from services.kit.parties.party import Party
from services.kit.rpc import Servicer, request_id

_KINDS = wire.enum_names(pb.Agreement.Kind.DESCRIPTOR)
_STATES = wire.enum_names(pb.Agreement.State.DESCRIPTOR)


class Step(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def etag(self) -> str: ...
    @property
    def comment(self) -> str: ...


class AgreementServicer(Servicer, pb_grpc.AgreementServiceServicer):
    def GetAgreement(self, request: pb.GetAgreementRequest, context: object) -> pb.Agreement:
        caller, db = self.asked(context)
        return _shown(db, keeping.visible(db, caller, request.name))

    def ListAgreements(
        self, request: pb.ListAgreementsRequest, context: object
    ) -> pb.ListAgreementsResponse:
        caller, db = self.asked(context)
        client = parties.find(db, request.counterparty) if request.counterparty else None
        kind = _KINDS.get(request.kind, "")
        listing = Listing(
            kind=Kind(kind) if kind else None,
            states=[_STATES[each] for each in request.state if _STATES.get(each)],
            counterparty=client.name if client else request.counterparty,
            segments=client.segments if client else (),
            query=request.query,
        )
        page = store.page(db, plan(listing, caller.keys(keeping.READ)), request)
        return pb.ListAgreementsResponse(
            agreements=[to_proto(each, pb.Agreement) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateAgreement(self, request: pb.CreateAgreementRequest, context: object) -> pb.Agreement:
        caller, db = self.asked(context)
        values = from_proto(request.agreement, Agreement)
        client = self._client(context, values, "")
        made = request_id(request.request_id)
        return _shown(db, keeping.create(db, caller, values, made, client))

    def UpdateAgreement(self, request: pb.UpdateAgreementRequest, context: object) -> pb.Agreement:
        caller, db = self.asked(context)
        sent = request.agreement
        values = from_proto(sent, Agreement, request.update_mask.paths)
        client = self._client(context, values, sent.name)
        asked = Asked(sent.name, sent.etag)
        return _shown(db, keeping.update(db, caller, asked, values, client))

    def SubmitAgreement(self, request: pb.SubmitAgreementRequest, context: object) -> pb.Agreement:
        return self._stepped(keeping.submit, request, context)

    def ApproveAgreement(
        self, request: pb.ApproveAgreementRequest, context: object
    ) -> pb.Agreement:
        return self._stepped(keeping.approve, request, context)

    def DeclineAgreement(
        self, request: pb.DeclineAgreementRequest, context: object
    ) -> pb.Agreement:
        return self._stepped(keeping.decline, request, context)

    def ReviseAgreement(self, request: pb.ReviseAgreementRequest, context: object) -> pb.Agreement:
        return self._stepped(keeping.revise, request, context)

    def TerminateAgreement(
        self, request: pb.TerminateAgreementRequest, context: object
    ) -> pb.Agreement:
        return self._stepped(keeping.terminate, request, context)

    def ListLoyaltyPrograms(
        self, request: pb.ListLoyaltyProgramsRequest, context: object
    ) -> pb.ListLoyaltyProgramsResponse:
        _, db = self.asked(context)
        page = programs_page(db, request)
        return pb.ListLoyaltyProgramsResponse(
            loyalty_programs=[to_proto(each, pb.LoyaltyProgram) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateLoyaltyProgram(
        self, request: pb.CreateLoyaltyProgramRequest, context: object
    ) -> pb.LoyaltyProgram:
        caller, db = self.asked(context)
        keeping.require_for_all(caller, keeping.WRITE)
        values = from_proto(request.loyalty_program, LoyaltyProgram)
        made = PROGRAMS.create(db, caller, values, request_id(request.request_id))
        return to_proto(made, pb.LoyaltyProgram)

    def UpdateLoyaltyProgram(
        self, request: pb.UpdateLoyaltyProgramRequest, context: object
    ) -> pb.LoyaltyProgram:
        caller, db = self.asked(context)
        keeping.require_for_all(caller, keeping.WRITE)
        sent = request.loyalty_program
        values = from_proto(sent, LoyaltyProgram, request.update_mask.paths)
        saved = PROGRAMS.update(db, caller, sent.name, sent.etag, values)
        return to_proto(saved, pb.LoyaltyProgram)

    def GetLoyaltyStanding(
        self, request: pb.GetLoyaltyStandingRequest, context: object
    ) -> pb.LoyaltyStanding:
        caller, db = self.asked(context)
        ask = asker(self._runtime, context)
        client = party(db, caller, request.counterparty, ask, "counterparty")
        today = selling.today(caller)
        found = standing.standing(db, client.name, client.segments, today)
        return to_proto(found, pb.LoyaltyStanding)

    def _client(self, context: object, values: Mapping[str, Any], name: str) -> Party | None:
        """Whom an individual one is for, if that changes: asked for outside the transaction."""
        caller, db = self.asked(context)
        named = values.get("counterparty", "")
        current = store.AGREEMENTS.find(db, name) if name and named else None
        if not named or (current and current.counterparty == named):
            return None
        return party(db, caller, named, asker(self._runtime, context), "counterparty")

    def _stepped(
        self, step: Callable[[Db, Caller, Asked], Agreement], request: Step, context: object
    ) -> pb.Agreement:
        caller, db = self.asked(context)
        asked = Asked(request.name, request.etag, request.comment)
        return _shown(db, step(db, caller, asked))


def _shown(db: Db, agreement: Agreement) -> pb.Agreement:
    """An individual one with how it differs from what it was formed from."""
    shown = to_proto(agreement, pb.Agreement)
    standard = store.AGREEMENTS.find(db, agreement.standard) if agreement.standard else None
    if standard is not None:
        found = differences(standard.agreed, agreement.agreed)
        shown.differences.extend(to_proto(each, pb.TermDifference) for each in found)
    return shown
