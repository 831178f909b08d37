"""What of deals, leads, invoices and payments belongs on timelines (crm.timeline.v1, pure)."""

from collections.abc import Iterator
from typing import Any

from crm.deals.v1 import deals_pb2, invoices_pb2, leads_pb2
from crm.deals.v1 import events_pb2 as events
from crm.timeline.v1.events_pb2 import TimelineEntry as Line
from services.kit.telling import Tellers, sum_of

DEAL, LEAD, PAYMENT = Line.CATEGORY_DEAL, Line.CATEGORY_LEAD, Line.CATEGORY_PAYMENT
PLUS, MINUS = Line.OUTCOME_PLUS, Line.OUTCOME_MINUS


def _deal(key: str, deal: deals_pb2.Deal, facts: dict[str, str], **more: Any) -> Line:
    return Line(
        subjects=[each for each in (deal.counterparty, deal.decision_maker, deal.name) if each],
        guard=deal.name,
        permission="deals.read",
        category=DEAL,
        key=f"deals.{key}",
        facts=facts,
        display_name=deal.display_name,
        open=deal.name,
        chain=deal.name,
        chain_display_name=deal.display_name,
        **more,
    )


def _lead(key: str, lead: leads_pb2.Lead, facts: dict[str, str], **more: Any) -> Line:
    return Line(
        subjects=[each for each in (lead.counterparty, lead.contact, lead.name) if each],
        guard=lead.name,
        permission="leads.read",
        category=LEAD,
        key=f"deals.lead_{key}",
        facts=facts,
        display_name=lead.display_name,
        open=lead.name,
        chain=lead.name,
        chain_display_name=lead.display_name,
        **more,
    )


def _invoice(key: str, invoice: invoices_pb2.Invoice, **more: Any) -> Line:
    return Line(
        subjects=[each for each in (invoice.counterparty, invoice.deal) if each],
        guard=invoice.deal or invoice.counterparty,
        permission="invoices.read",
        category=PAYMENT,
        key=f"deals.invoice_{key}",
        facts={"number": invoice.number, "total": sum_of(invoice.total)},
        open=invoice.deal or invoice.counterparty,
        chain=invoice.deal,
        chain_display_name=invoice.deal_display_name,
        **more,
    )


def _moved(event: events.DealStageChanged, _: str) -> Iterator[Line]:
    stages = {"from": event.from_stage_display_name, "to": event.stage_display_name}
    yield _deal("stage_changed", event.deal, stages)


def _handed_over(event: events.DealUpdated, _: str) -> Iterator[Line]:
    deal = event.deal
    if event.previous_owner and event.previous_owner != deal.owner:
        yield _deal("owner_changed", deal, {"owner": deal.owner_display_name})


def _won(event: events.DealWon, _: str) -> Iterator[Line]:
    yield _deal("won", event.deal, {"amount": sum_of(event.deal.amount)}, outcome=PLUS)


def _lost(event: events.DealLost, _: str) -> Iterator[Line]:
    facts = {"reason": event.loss_reason_display_name, "stage": event.stage_display_name}
    yield _deal("lost", event.deal, facts, outcome=MINUS)


def _reopened(event: events.DealReopened, _: str) -> Iterator[Line]:
    yield _deal("reopened", event.deal, {})


def _lead_converted(event: events.LeadConverted, _: str) -> Iterator[Line]:
    line = _lead("converted", event.lead, {}, outcome=PLUS)
    line.subjects.append(event.deal)
    line.open = event.deal
    yield line


def _lead_rejected(event: events.LeadRejected, _: str) -> Iterator[Line]:
    yield _lead("rejected", event.lead, {}, outcome=MINUS, text=event.lead.reject_comment)


def _lead_reopened(event: events.LeadReopened, _: str) -> Iterator[Line]:
    yield _lead("reopened", event.lead, {})


def _lead_assigned(event: events.LeadAssigned, _: str) -> Iterator[Line]:
    if event.lead.owner:
        yield _lead("assigned", event.lead, {"owner": event.lead.owner_display_name})


def _invoiced(event: events.InvoiceCreated, _: str) -> Iterator[Line]:
    yield _invoice("created", event.invoice)


def _cancelled(event: events.InvoiceCancelled, _: str) -> Iterator[Line]:
    yield _invoice("cancelled", event.invoice, text=event.invoice.cancel_comment)


def _paid(event: events.InvoicePaid, _: str) -> Iterator[Line]:
    yield _invoice("paid", event.invoice, outcome=PLUS)


def _received(event: events.PaymentReceived, _: str) -> Iterator[Line]:
    payment = event.payment
    if payment.counterparty:
        yield Line(
            subjects=[payment.counterparty],
            guard=payment.counterparty,
            permission="payments.read",
            category=PAYMENT,
            key="deals.payment_received",
            facts={"number": payment.number, "amount": sum_of(payment.amount)},
            text=payment.purpose[:500],
            open=payment.counterparty,
        )


TELLERS: Tellers = {
    events.DealStageChanged: _moved,
    events.DealUpdated: _handed_over,
    events.DealWon: _won,
    events.DealLost: _lost,
    events.DealReopened: _reopened,
    events.LeadConverted: _lead_converted,
    events.LeadRejected: _lead_rejected,
    events.LeadReopened: _lead_reopened,
    events.LeadAssigned: _lead_assigned,
    events.InvoiceCreated: _invoiced,
    events.InvoiceCancelled: _cancelled,
    events.InvoicePaid: _paid,
    events.PaymentReceived: _received,
}
