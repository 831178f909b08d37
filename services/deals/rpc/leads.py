"""LeadService over gRPC."""

# Generated gRPC code carries no types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from collections.abc import Mapping, Sequence
from typing import Any

from crm.counterparties.v1 import (
    contacts_pb2,
    counterparties_pb2,
    duplicates_pb2,
    duplicates_pb2_grpc,
)
from crm.deals.v1 import deals_pb2
from crm.deals.v1 import leads_pb2 as pb
from crm.deals.v1 import leads_pb2_grpc as pb_grpc
from services.deals.deal import Deal
from services.deals.leads import assigning, converting, duplicates, keeping, store
from services.deals.leads.access import READ, visible
from services.deals.leads.duplicates import Duplicate
from services.deals.leads.lead import Lead
from services.deals.leads.listing import Listing, plan
from services.deals.leads.settling import LINKS, Parties
from services.deals.leads.store import LEADS
from services.deals.rpc.converting import Counterpart
from services.deals.rpc.telling import told
from services.kit import lists, rpc_client, wire
from services.kit.caller import Caller
from services.kit.errors import NotFound, PermissionDenied
from services.kit.mapping import converter, from_proto, to_proto
from services.kit.parties.asker import SERVICE, asker
from services.kit.parties.asking import party
from services.kit.plans import Plan
from services.kit.rows import Rows
from services.kit.rpc import Servicer, request_id

_to_message = converter(pb.Lead)
_STATES = wire.enum_names(pb.Lead.State.DESCRIPTOR)


class LeadServicer(Servicer, pb_grpc.LeadServiceServicer):
    def GetLead(self, request: pb.GetLeadRequest, context: object) -> pb.Lead:
        caller, db = self.asked(context)
        document = store.card(db, request.name)
        if document is None or not caller.may(READ, document["visible_to"]):
            raise NotFound(f"No {request.name}", name=request.name)
        return _to_message(document)

    def ListLeads(self, request: pb.ListLeadsRequest, context: object) -> pb.ListLeadsResponse:
        caller, db = self.asked(context)
        found = lists.page(db, LEADS, _plan(request, caller), request, store.LIST_FIELDS)
        return _ROWS.answer(found, ())

    def CountLeads(self, request: pb.CountLeadsRequest, context: object) -> pb.CountLeadsResponse:
        caller, db = self.asked(context)
        limit = 0 if request.exact else lists.CAP + 1
        count = lists.count(db, LEADS, _plan(request.filter, caller), limit)
        capped = not request.exact and count > lists.CAP
        return pb.CountLeadsResponse(
            count=min(count, lists.CAP) if capped else count, capped=capped
        )

    def CreateLead(self, request: pb.CreateLeadRequest, context: object) -> pb.Lead:
        caller, db = self.asked(context)
        values = from_proto(request.lead, Lead)
        parties = self._parties(context, values, "")
        made = request_id(request.request_id)
        created = keeping.create(db, caller, values, made, parties, assign=request.assign)
        if created.assign_pending:
            created = assigning.assign_new(db, caller, created.name)
        return to_proto(created, pb.Lead)

    def UpdateLead(self, request: pb.UpdateLeadRequest, context: object) -> pb.Lead:
        caller, db = self.asked(context)
        sent = request.lead
        values = from_proto(sent, Lead, request.update_mask.paths)
        parties = self._parties(context, values, sent.name)
        saved = keeping.update(db, caller, sent.name, sent.etag, values, parties)
        return to_proto(saved, pb.Lead)

    def DeleteLead(self, request: pb.DeleteLeadRequest, context: object) -> pb.Lead:
        caller, db = self.asked(context)
        return to_proto(keeping.delete(db, caller, request.name, request.etag), pb.Lead)

    def UndeleteLead(self, request: pb.UndeleteLeadRequest, context: object) -> pb.Lead:
        caller, db = self.asked(context)
        return to_proto(keeping.undelete(db, caller, request.name, request.etag), pb.Lead)

    def ConvertLead(self, request: pb.ConvertLeadRequest, context: object) -> deals_pb2.Deal:
        caller, db = self.asked(context)
        lead, done = converting.look(db, caller, request.name)
        if done is None:
            counterpart = Counterpart(self._runtime, context, db, caller)
            wish = converting.Wish(
                etag=request.etag,
                values=from_proto(request.deal, Deal, ()) if request.HasField("deal") else {},
                parties=counterpart.of(lead, request),
            )
            done = converting.convert(db, caller, request.name, wish)
        return told(caller, done)

    def RejectLead(self, request: pb.RejectLeadRequest, context: object) -> pb.Lead:
        caller, db = self.asked(context)
        said = (request.reason, request.comment)
        return to_proto(keeping.reject(db, caller, request.name, request.etag, *said), pb.Lead)

    def ReopenLead(self, request: pb.ReopenLeadRequest, context: object) -> pb.Lead:
        caller, db = self.asked(context)
        return to_proto(keeping.reopen(db, caller, request.name, request.etag), pb.Lead)

    def AssignLead(self, request: pb.AssignLeadRequest, context: object) -> pb.LeadAssignment:
        caller, db = self.asked(context)
        return to_proto(assigning.assign(db, caller, request.name), pb.LeadAssignment)

    def ListAssignments(
        self, request: pb.ListAssignmentsRequest, context: object
    ) -> pb.ListAssignmentsResponse:
        caller, db = self.asked(context)
        where = caller.visible(READ)
        if request.lead:
            where = {"lead": visible(db, caller, request.lead).name}
        page = store.assignments(db, where, request)
        return pb.ListAssignmentsResponse(
            assignments=[to_proto(each, pb.LeadAssignment) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def FindLeadDuplicates(
        self, request: pb.FindLeadDuplicatesRequest, context: object
    ) -> pb.FindLeadDuplicatesResponse:
        caller, db = self.asked(context)
        values: dict[str, Any] = {"display_name": "", **from_proto(request.lead, Lead, ())}
        draft = Lead(**values, name=request.lead.name).tidy()
        alike = [*duplicates.found(db, caller, draft), *self._clients(context, draft)]
        return pb.FindLeadDuplicatesResponse(
            duplicates=[to_proto(each, pb.LeadDuplicate) for each in duplicates.best(alike)]
        )

    def _parties(self, context: object, values: Mapping[str, Any], lead: str) -> Parties:
        """Whom the values link it to: asked for here, as no transaction waits for others."""
        named = {field: values[field] for field in LINKS if values.get(field)}
        if not named:
            return {}
        caller, db = self.asked(context)
        current = LEADS.find(db, lead) if lead else None
        ask = asker(self._runtime, context)
        return {
            field: party(db, caller, name, ask, field)
            for field, name in named.items()
            if current is None or getattr(current, field) != name
        }

    def _clients(self, context: object, draft: Lead) -> list[Duplicate]:
        """Clients like it, as far as the caller may look for them."""
        channel = rpc_client.channel(self._runtime.settings.address(SERVICE))
        stub = duplicates_pb2_grpc.DuplicateServiceStub(channel)
        phones = [counterparties_pb2.Phone(number=each) for each in draft.phones]
        emails = [counterparties_pb2.Email(address=each) for each in draft.emails]
        person = contacts_pb2.Contact(display_name=draft.person_name, phones=phones, emails=emails)
        client = counterparties_pb2.Counterparty(
            display_name=draft.company_name, inn=draft.inn, phones=phones, emails=emails
        )
        wish = duplicates_pb2.FindDuplicatesRequest(counterparty=client, contacts=[person])
        try:
            answer = rpc_client.in_the_name_of(context, SERVICE, stub.FindDuplicates, wish)
        except PermissionDenied:
            return []
        return [_duplicate(each) for each in answer.candidates]


_ROWS: Rows[pb.ListLeadsResponse, tuple[()]] = Rows(
    pb.ListLeadsResponse, "leads", lambda document, _: _to_message(document)
)


def _duplicate(candidate: duplicates_pb2.DuplicateCandidate) -> Duplicate:
    client = candidate.counterparty
    return Duplicate(
        name=client.name,
        display_name=client.display_name,
        owner_display_name=client.owner_display_name,
        keys=tuple(dict.fromkeys(_key(each) for each in candidate.reasons)),
        score=candidate.score,
    )


def _key(reason: Any) -> str:
    """phone, email, inn or name"""
    key = duplicates_pb2.DuplicateReason.Key.Name(reason.key).removeprefix("KEY_").lower()
    return next((each for each in duplicates.SCORES if each in key), "name")


def _plan(request: pb.ListLeadsRequest, caller: Caller) -> Plan:
    listing = Listing(
        query=request.query,
        order_by=request.order_by,
        state=_short(request.state),
        status=tuple(request.status),
        owner=tuple(request.owner),
        org_unit=request.org_unit,
        counterparty=request.counterparty,
        source=tuple(filter(None, request.source)),
        campaign=tuple(filter(None, request.campaign)),
    )
    return plan(listing, caller.user, caller.keys(READ))


def _short(numbers: Sequence[int]) -> tuple[str, ...]:
    return tuple(_STATES[number] for number in numbers if _STATES.get(number))
