"""What can be done to a deal within its stage."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from google.protobuf.message import Message

from crm.deals.v1 import deals_pb2 as pb
from crm.deals.v1 import events_pb2 as events
from services.deals import missing, rank, store
from services.deals.access import DELETE, UPDATE, changeable
from services.deals.actions import sale, settling, works
from services.deals.actions.settling import NO_PARTIES, Parties
from services.deals.deal import Deal, State
from services.deals.facts import fact as facts
from services.deals.facts import store as fact_store
from services.deals.facts.fact import FactKind, FactState
from services.deals.funnels import keeping as funnels
from services.deals.funnels.funnel import Funnel
from services.deals.invoices import keeping as invoicing
from services.deals.invoices import sharing
from services.deals.missing import NOTHING_KNOWN, Known
from services.deals.move import moved
from services.deals.products import selling
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.gathering import inserting
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional
from services.kit.owned import owned_by, require_may_hand_over
from services.kit.people import find_people

NO_VALUES: Mapping[str, Any] = {}


def create(
    db: Db,
    caller: Caller,
    values: Mapping[str, Any],
    request_id: str,
    parties: Parties = NO_PARTIES,
) -> Deal:
    """The same request sent twice creates once, and answers what it created."""
    funnels.begin(db, caller.language)
    selling.begin(db, caller, values)
    name = store.DEALS.new_name(request_id)
    return store.DEALS.once(
        db,
        name,
        request_id,
        lambda: _create(db, caller, name, values, parties),
        lambda found: found.creator == caller.user,
    )


@inserting
def _create(db: Db, caller: Caller, name: str, values: Mapping[str, Any], parties: Parties) -> Deal:
    return insert(db, caller, *prepared(db, caller, name, values, parties))


def prepared(
    db: Db, caller: Caller, name: str, values: Mapping[str, Any], parties: Parties = NO_PARTIES
) -> tuple[Deal, Funnel]:
    """A new one as it is to be kept, at the top of the first stage; or all that is wrong."""
    funnel = funnels.chosen(db, values.get("funnel", ""))
    filled: dict[str, Any] = {
        **values,
        "owner": values.get("owner") or caller.user,
        "funnel": funnel.name,
        "funnel_version": funnel.stages_version,
        "stage": funnel.first,
    }
    draft = Deal(**filled, name=name, creator=caller.user)
    deal = settling.settled(db, caller, draft, None, funnel, parties)
    now = clock.now()
    first = funnel.stage(funnel.first)
    top = rank.top(now)
    return deal.entered(first, top, now, caller.user, caller.display_name), funnel


def insert(db: Db, caller: Caller, deal: Deal, funnel: Funnel) -> Deal:
    """Keeps a prepared one, inside a transaction."""
    move = store.MOVES.new_name()
    planned = facts.planned(deal, funnel.stage(deal.stage), move, clock.now())
    created = store.insert(db, replace(deal, next_work=facts.next_work(planned)))
    store.MOVES.insert(db, moved(move, caller, None, created, funnel))
    event = events.DealCreated(deal=to_proto(created, pb.Deal))
    changes.record(db, caller, event, after=created)
    works.plan(db, caller, created, planned)
    return created


@transactional
def update(
    db: Db,
    caller: Caller,
    name: str,
    etag: str,
    values: Mapping[str, Any],
    parties: Parties = NO_PARTIES,
) -> Deal:
    current = changeable(db, caller, name)
    require_etag(current, etag)
    current.require_open()
    funnel = funnels.found(db, current.funnel, current.funnel_version)
    change = Change(values, parties, funnel, known(db, caller, current, funnel, values))
    after = outcome(db, caller, current, change)
    if after == current:
        return current
    saved = store.save(db, current, after)
    sharing.follow_deal(db, current, saved)
    event = events.DealUpdated(deal=to_proto(saved, pb.Deal), previous_owner=current.owner)
    changes.record(db, caller, event, before=current, after=saved)
    return saved


class Change(NamedTuple):
    """What is to become of a deal's fields, and all that is needed to judge it."""

    values: Mapping[str, Any]
    parties: Parties
    # With the version of its stages that the deal goes by.
    funnel: Funnel
    known: Known


def outcome(db: Db, caller: Caller, current: Deal, change: Change) -> Deal:
    """What a change would make of it, or why it would be refused; writes nothing."""
    draft = replace(current, **change.values)
    settled = settling.settled(db, caller, draft, current, change.funnel, change.parties)
    after = invoicing.recounted(db, current, settled)
    settling.require_kept(change.funnel, current, after, change.known)
    require_may_hand_over(caller, UPDATE, current, after.owner)
    return after


@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> Deal:
    current = changeable(db, caller, name, DELETE)
    require_etag(current, etag)
    deleted = store.save(db, current, current.deleted(clock.now()))
    return told(db, caller, events.DealDeleted, current, deleted)


@transactional
def undelete(db: Db, caller: Caller, name: str, etag: str) -> Deal:
    """To where it was; a strict one only if it might come there today."""
    current = changeable(db, caller, name, DELETE)
    require_etag(current, etag)
    restored = current.restored()
    if restored.state is State.OPEN:
        funnel = funnels.found(db, current.funnel, current.funnel_version)
        unmet = missing.where_it_is(funnel, restored, known(db, caller, restored, funnel))
        missing.require_none(current.name, unmet)
    # Its owner may have moved meanwhile, or been renamed.
    people = find_people(db, [restored.owner])
    if restored.owner in people:
        restored = owned_by(restored, people[restored.owner])
    return told(db, caller, events.DealRestored, current, store.save(db, current, restored))


def known(
    db: Db, caller: Caller, deal: Deal, funnel: Funnel, values: Mapping[str, Any] = NO_VALUES
) -> Known:
    """What others have stated about it, as far as its funnel asks for it; `values`: what it is
    about to become."""
    if not funnel.asks_others:
        return NOTHING_KNOWN
    becoming = replace(deal, **values)
    named = {(each.agreement, each.counterparty): each for each in (deal, becoming)}
    terms = [pair for pair, each in named.items() if sale.holding(db, caller, each)]
    done = [each for each in fact_store.of(db, deal.name) if each.state is FactState.PLUS]
    return Known(
        documents=frozenset(each.key for each in done if each.kind is FactKind.DOCUMENT),
        works=frozenset(each.key for each in done if each.kind is FactKind.WORK),
        sale_terms=frozenset(terms),
    )


def told(db: Db, caller: Caller, event: type[Message], before: Deal, after: Deal) -> Deal:
    """Tells with an event that carries nothing but the deal."""
    message: Any = event
    changes.record(db, caller, message(deal=to_proto(after, pb.Deal)), before=before, after=after)
    return after
