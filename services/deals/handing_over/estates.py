"""What a leaver owns here, as it goes to others."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from google.protobuf.message import Message

from crm.deals.v1 import agreements_pb2, invoices_pb2, leads_pb2
from crm.deals.v1 import events_pb2 as events
from services.deals import access
from services.deals import store as deals
from services.deals.actions import owning
from services.deals.agreements import keeping as agreeing
from services.deals.agreements.store import AGREEMENTS
from services.deals.invoices import keeping as invoicing
from services.deals.invoices.invoice import Invoice
from services.deals.invoices.store import INVOICES
from services.deals.leads import access as leads_access
from services.deals.leads.lead import Lead
from services.deals.leads.settling import unassigned
from services.deals.leads.store import LEADS, share_assignments
from services.kit import changes, saving
from services.kit.caller import Caller
from services.kit.changes import Change
from services.kit.estates import Estate, Pairs
from services.kit.mapping import to_proto
from services.kit.mongo import Collection, Db
from services.kit.parties import store as parties

T = TypeVar("T", bound=Any)


class _OfClient(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def counterparty(self) -> str: ...


def _segments(db: Db, found: Sequence[_OfClient]) -> Mapping[str, Sequence[str]]:
    """Those of their clients."""
    named = [each.counterparty for each in found if each.counterparty]
    clients = parties.find_many(db, named)
    return {
        each.name: clients[each.counterparty].segments
        for each in found
        if each.counterparty in clients
    }


def _deal_owners(db: Db, found: Sequence[Invoice]) -> Mapping[str, str]:
    """An invoice goes where its deal went: deals come first."""
    wanted = sorted({each.deal for each in found if each.deal})
    owners = {each.name: each.owner for each in deals.DEALS.select(db, {"_id": {"$in": wanted}})}
    return {each.name: owners[each.deal] for each in found if each.deal in owners}


def _saving(
    collection: Collection[T], news: Callable[[T], Message], permission: str = ""
) -> Callable[[Db, Caller, Pairs[T], str], None]:
    """Writes them, and tells of each with the event that tells of any change."""

    def save(db: Db, caller: Caller, pairs: Pairs[T], job: str) -> None:
        saved = saving.replace_many(db, collection, pairs)
        rows = (
            Change(event=news(after), before=before, after=after, permission=permission, job=job)
            for (before, _), after in zip(pairs, saved, strict=True)
        )
        changes.record_many(db, caller, rows)

    return save


_save_leads = _saving(LEADS, lambda a: events.LeadUpdated(lead=to_proto(a, leads_pb2.Lead)))
_save_invoices = _saving(
    INVOICES, lambda a: events.InvoiceUpdated(invoice=to_proto(a, invoices_pb2.Invoice))
)
_save_agreements = _saving(
    AGREEMENTS,
    lambda a: events.AgreementUpdated(agreement=to_proto(a, agreements_pb2.Agreement)),
    agreeing.READ,
)


def _save_settled_leads(db: Db, caller: Caller, pairs: Pairs[Lead], job: str) -> None:
    """Without an owner they wait where they came in."""
    settled = [(b, a if a.owner else unassigned(a, b.org_path)) for b, a in pairs]
    share_assignments(db, ((after.name, after.visible_to) for _, after in settled))
    _save_leads(db, caller, settled, job)


ESTATES = (
    Estate(
        collection=deals.DEALS,
        permission=access.UPDATE,
        save=owning.give,
        segments=_segments,
    ),
    Estate(
        collection=LEADS,
        permission=leads_access.UPDATE,
        save=_save_settled_leads,
        segments=_segments,
    ),
    Estate(
        collection=INVOICES,
        permission=invoicing.WRITE,
        save=_save_invoices,
        segments=_segments,
        heirs=_deal_owners,
        visible_hint="tenant_1_visible",
    ),
    Estate(
        collection=AGREEMENTS,
        permission=agreeing.WRITE,
        save=_save_agreements,
        segments=_segments,
        visible_hint="tenant_1_visible",
    ),
)
