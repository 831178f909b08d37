"""What a list of leads shows: filters, and the one index that answers them (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.deals.leads import search_keys
from services.deals.leads.lead import State
from services.kit.paging import Order
from services.kit.plans import (
    Filter,
    Plan,
    both,
    known,
    one_or_in,
    order_of,
    owned_by_any,
    seen_by,
    unit_keys,
)

SORTS = {"create_time": "create_time"}
# Each has an index of its own.
CAME_BY = ("source", "campaign")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Filters and sort as the caller asked for them."""

    query: str = ""
    order_by: str = ""
    state: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    org_unit: str = ""
    counterparty: str = ""
    source: tuple[str, ...] = ()
    campaign: tuple[str, ...] = ()


def plan(listing: Listing, user: str, keys: Sequence[str]) -> Plan:
    """`keys`: the caller's visibility keys for reading."""
    order = order_of(listing.order_by, SORTS) or Order("create_time", descending=True)
    states = [known(State, each, "state") for each in listing.state] or [State.OPEN.value]
    where: Filter = {"state": one_or_in(states)}
    for field in ("status", *CAME_BY):
        if chosen := getattr(listing, field):
            where[field] = one_or_in(chosen)
    if listing.owner:
        where["owner"] = owned_by_any(listing.owner, user)
    typed = search_keys.found_by(listing.query)
    if listing.counterparty:
        # By its whole name, which is among what leads are found by.
        link = {"counterparty": listing.counterparty}
        found = typed or {"search": listing.counterparty}
        beside = seen_by(listing.org_unit, keys)
        return Plan(both(both({**where, **link}, found), beside), "search", order)
    lead = _in_order(listing, keys, both(where, typed), order)
    rare = "search" if typed else next((each for each in CAME_BY if each in where), "")
    if not rare:
        return lead
    # What few have is sorted when it is found; of what many have a page is soon come across.
    narrow = {rare: lead.filter[rare]}
    return Plan(lead.filter, lead.index, order, narrow, Plan(lead.filter, rare, order))


def _in_order(listing: Listing, keys: Sequence[str], where: Filter, order: Order) -> Plan:
    if listing.owner:
        return Plan(both(where, seen_by(listing.org_unit, keys)), "owner_by_create_time", order)
    narrow, rest = unit_keys(listing.org_unit, keys)
    seen = {"visible_to": one_or_in(narrow)}
    return Plan({**both(where, rest), **seen}, "visible_by_create_time", order)
