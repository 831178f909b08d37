"""How this service hears of parties: whoever is known here, or being asked for, is kept up to date;
links follow merges, their undoing and other names.
"""

from collections.abc import Iterable

from crm.counterparties.v1 import events_pb2 as counterparties
from crm.deals.v1 import events_pb2 as deals
from services.kit.envelope import Envelope
from services.kit.events import EventWorker, on
from services.kit.mongo import Db
from services.kit.parties import store
from services.kit.parties.following import follow
from services.kit.parties.party import Party
from services.kit.parties.reading import of_contact, of_counterparty, of_deal, of_lead
from services.kit.parties.store import PartyMerge, What

_OfClient = (
    counterparties.CounterpartyUpdated
    | counterparties.CounterpartyDeleted
    | counterparties.CounterpartyRestored
)
_OfContact = (
    counterparties.ContactUpdated | counterparties.ContactDeleted | counterparties.ContactRestored
)

_OfDeal = (
    deals.DealUpdated
    | deals.DealStageChanged
    | deals.DealWon
    | deals.DealLost
    | deals.DealReopened
    | deals.DealDeleted
    | deals.DealRestored
)
_OfLead = (
    deals.LeadUpdated
    | deals.LeadAssigned
    | deals.LeadConverted
    | deals.LeadRejected
    | deals.LeadReopened
    | deals.LeadDeleted
    | deals.LeadRestored
)


def _known(db: Db, envelope: Envelope, _: object) -> bool:
    return store.is_known(db, envelope.subject)


class PartyListener(EventWorker):
    @on(counterparties.CounterpartyUpdated, concerns=_known)
    @on(counterparties.CounterpartyDeleted, concerns=_known)
    @on(counterparties.CounterpartyRestored, concerns=_known)
    def keep_client(self, db: Db, event: _OfClient, envelope: Envelope) -> None:
        _keep(db, envelope, of_counterparty(event.counterparty))

    @on(counterparties.ContactUpdated, concerns=_known)
    @on(counterparties.ContactDeleted, concerns=_known)
    @on(counterparties.ContactRestored, concerns=_known)
    def keep_contact(self, db: Db, event: _OfContact, envelope: Envelope) -> None:
        _keep(db, envelope, of_contact(event.contact))

    # Each of several merges into one survivor counts, in whatever order they come.
    @on(counterparties.CounterpartyMerged, every=True)
    def follow_merged_clients(
        self, db: Db, event: counterparties.CounterpartyMerged, envelope: Envelope
    ) -> None:
        merged = [of_counterparty(each) for each in event.merged]
        _merge(db, envelope, event.merge, of_counterparty(event.survivor), merged)

    @on(counterparties.CounterpartyUnmerged, every=True)
    def follow_unmerged_clients(
        self, db: Db, event: counterparties.CounterpartyUnmerged, envelope: Envelope
    ) -> None:
        merged = [of_counterparty(each) for each in event.merged]
        _unmerge(db, envelope, event.merge, of_counterparty(event.survivor), merged)

    @on(counterparties.ContactMerged, every=True)
    def follow_merged_contacts(
        self, db: Db, event: counterparties.ContactMerged, envelope: Envelope
    ) -> None:
        merged = [of_contact(each) for each in event.merged]
        _merge(db, envelope, event.merge, of_contact(event.survivor), merged)

    @on(counterparties.ContactUnmerged, every=True)
    def follow_unmerged_contacts(
        self, db: Db, event: counterparties.ContactUnmerged, envelope: Envelope
    ) -> None:
        merged = [of_contact(each) for each in event.merged]
        _unmerge(db, envelope, event.merge, of_contact(event.survivor), merged)


class SaleListener(EventWorker):
    """For services whose records are linked to leads and deals."""

    @on(deals.DealUpdated, concerns=_known)
    @on(deals.DealStageChanged, concerns=_known)
    @on(deals.DealWon, concerns=_known)
    @on(deals.DealLost, concerns=_known)
    @on(deals.DealReopened, concerns=_known)
    @on(deals.DealDeleted, concerns=_known)
    @on(deals.DealRestored, concerns=_known)
    def keep_deal(self, db: Db, event: _OfDeal, envelope: Envelope) -> None:
        _keep(db, envelope, of_deal(event.deal))

    @on(deals.LeadUpdated, concerns=_known)
    @on(deals.LeadAssigned, concerns=_known)
    @on(deals.LeadConverted, concerns=_known)
    @on(deals.LeadRejected, concerns=_known)
    @on(deals.LeadReopened, concerns=_known)
    @on(deals.LeadDeleted, concerns=_known)
    @on(deals.LeadRestored, concerns=_known)
    def keep_lead(self, db: Db, event: _OfLead, envelope: Envelope) -> None:
        _keep(db, envelope, of_lead(event.lead))


def _keep(db: Db, envelope: Envelope, party: Party, *, expected: bool = False) -> None:
    before = store.keep(db, party, expected=expected)
    if before is not None and party.differs_from(before):
        follow(db, envelope.caller, What.RENAMED, party.name)


def _merge(
    db: Db, envelope: Envelope, merge: str, survivor: Party, merged: Iterable[Party]
) -> None:
    names = [each.name for each in merged]
    known = store.find_many(db, [survivor.name, *names])
    # If none of them is known here, nothing is linked to any.
    _keep(db, envelope, survivor, expected=bool(known))
    for each in merged:
        _keep(db, envelope, each, expected=bool(known))
    about = PartyMerge(name=merge, survivor=survivor.name, merged=tuple(names))
    if set(known) & set(names) and store.begin_merge(db, about):
        follow(db, envelope.caller, What.MERGED, merge)


def _unmerge(
    db: Db, envelope: Envelope, merge: str, survivor: Party, merged: Iterable[Party]
) -> None:
    names = [each.name for each in merged]
    if not store.find_many(db, [survivor.name, *names]):
        return
    for each in (survivor, *merged):
        _keep(db, envelope, each, expected=True)
    about = PartyMerge(name=merge, survivor=survivor.name, merged=tuple(names))
    store.undo_merge(db, about)
    follow(db, envelope.caller, What.UNMERGED, merge)
