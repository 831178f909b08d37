"""A lead becomes a deal [перевод лида в сделку].

The client comes first, in counterparties, under a name that follows from the lead; then the lead
is closed and the deal made in one transaction here, under a name that follows from the lead and its
round. So whoever repeats it, and wherever it broke off, there are one client and one deal.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crm.deals.v1 import events_pb2 as events
from services.deals.access import READ as READ_DEALS
from services.deals.actions import deals
from services.deals.deal import Deal
from services.deals.funnels import keeping as funnels
from services.deals.leads.access import changeable
from services.deals.leads.keeping import told
from services.deals.leads.lead import Lead, LeadBecameDeal, LeadWasRejected, State
from services.deals.leads.settling import LINKS, NO_PARTIES, Parties, linked
from services.deals.leads.store import LEADS
from services.deals.store import DEALS
from services.kit import clock
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import InvalidArgument
from services.kit.mongo import Db, require_etag, transactional
from services.kit.parties import store as known_parties
from services.kit.people import find_people

CREATE_DEAL = "deals.create"
_NAMESPACE = uuid.UUID("7f0f1a53-98ab-4d52-8a3f-3f0f4a0f8d10")
# Of the lead's fields, what its deal begins with.
_CARRIED = (
    *("display_name", "interest", "qualification", "source", "campaign", "amount"),
    *("participants", "comment", "owner"),
)


class ClientTwice(InvalidArgument):
    reason = "CLIENT_TWICE"


class ContactWithoutClient(InvalidArgument):
    reason = "CONTACT_WITHOUT_CLIENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A conversion as somebody wants it; `values`: what of the deal he says himself."""

    etag: str = ""
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    # Client and contact, there by now.
    parties: Parties = field(default_factory=lambda: NO_PARTIES)


def request_of(db: Db, lead: str, what: str) -> str:
    """The request that creates what a lead needs: of each of them there is one, ever."""
    return str(uuid.uuid5(_NAMESPACE, f"{db.tenant}/{lead}/{what}"))


def look(db: Db, caller: Caller, name: str) -> tuple[Lead, Deal | None]:
    """The lead if it may be converted, and the deal that it has become already."""
    lead = changeable(db, caller, name)
    caller.require(CREATE_DEAL)
    return lead, _done(db, caller, lead)


def convert(db: Db, caller: Caller, name: str, wish: Wish) -> Deal:
    funnels.begin(db, caller.language)
    return _convert(db, caller, name, wish)


@transactional
def _convert(db: Db, caller: Caller, name: str, wish: Wish) -> Deal:
    lead, done = look(db, caller, name)
    if done is not None:
        return done
    require_etag(lead, wish.etag)
    deal_name = f"{DEALS.id}/{request_of(db, name, f'deal/{lead.round}')}"
    mine = linked(db, _linked_as(lead, wish.parties), lead, wish.parties)
    # First of all: whoever converts the same lead meanwhile conflicts here, and finds it done.
    closed = LEADS.replace(db, mine.converted(deal_name, clock.now()))
    values = {**_carried(db, closed), **wish.values}
    deal, funnel = deals.prepared(db, caller, deal_name, values, _of_deal(db, closed, wish.parties))
    created = deals.insert(db, caller, replace(deal, lead=name), funnel)
    told(db, caller, events.LeadConverted, lead, closed, deal=created.name)
    return created


def _done(db: Db, caller: Caller, lead: Lead) -> Deal | None:
    if lead.state is State.CONVERTED:
        deal = DEALS.get(db, lead.deal)
        # Whoever repeats his conversion is told what he was told; of what became of it since, only
        # who sees the deal.
        is_his = deal.creator == caller.user and deal.version == 1
        if is_his or caller.may(READ_DEALS, deal.visible_to):
            return deal
        raise LeadBecameDeal(f"{lead.name} has become {lead.deal}", name=lead.name)
    if lead.state is State.REJECTED:
        raise LeadWasRejected(f"{lead.name} was rejected", name=lead.name)
    lead.require_open()
    return None


def _linked_as(lead: Lead, parties: Parties) -> Lead:
    """To whom it is converted with, and nobody else: another client has other people."""
    links = {field: parties[field].name if field in parties else "" for field in LINKS}
    return replace(lead, **links) if parties else lead


def _carried(db: Db, lead: Lead) -> dict[str, Any]:
    carried = {each: value for each in _CARRIED if (value := getattr(lead, each))}
    # Who has left takes part in nothing new.
    people = find_people(db, lead.participants)
    here = (each for each in lead.participants if each in people and people[each].active)
    carried["participants"] = tuple(here)
    links = {"counterparty": lead.counterparty, "decision_maker": lead.contact}
    return carried | {each: value for each, value in links.items() if value}


def _of_deal(db: Db, lead: Lead, parties: Parties) -> Parties:
    """Under the names that a deal has for them; a contact may have brought his client along."""
    fields = {"counterparty": "counterparty", "contact": "decision_maker"}
    found = {
        of_deal: parties.get(field) or known_parties.find(db, getattr(lead, field))
        for field, of_deal in fields.items()
        if getattr(lead, field)
    }
    return {field: party for field, party in found.items() if party is not None}
