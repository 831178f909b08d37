"""What a list of interactions shows: filters, and the one index that answers them (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.activities.interactions import search_keys, store
from services.activities.interactions.interaction import State
from services.kit.paging import Order
from services.kit.plans import (
    Filter,
    Plan,
    both,
    known,
    one_or_in,
    owned_by_any,
    seen_by,
    unit_keys,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Filters as the caller asked for them; `links`: a record, and those merged into it."""

    query: str = ""
    state: tuple[str, ...] = ()
    unprocessed: bool = False
    owner: tuple[str, ...] = ()
    org_unit: str = ""
    links: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    chain: str = ""
    unlinked: bool = False

    @property
    def order(self) -> Order:
        """Who waits longest comes first; of the rest the newest."""
        return Order("waiting_time") if self.unprocessed else Order("start_time", descending=True)


def plan(listing: Listing, user: str, keys: Sequence[str], now: datetime) -> Plan:
    """`keys`: the caller's visibility keys for reading."""
    where, order = _filter(listing, user, now), listing.order
    beside = seen_by(listing.org_unit, keys)
    if typed := search_keys.found_by(listing.query):
        return Plan(both(both(where, typed), beside), "search", order)
    for field, named in (("linked", listing.links), ("chain", (listing.chain,))):
        if any(named):
            return Plan(both(both(where, {field: one_or_in(named)}), beside), field, order)
    by = "waiting" if listing.unprocessed else order.key
    if listing.owner:
        return Plan(both(where, beside), f"owner_by_{by}", order)
    narrow, rest = unit_keys(listing.org_unit, keys)
    seen = {"visible_to": one_or_in(narrow)}
    return Plan({**both(where, rest), **seen}, f"visible_by_{by}", order)


def _filter(listing: Listing, user: str, now: datetime) -> Filter:
    states = [known(State, each, "state") for each in listing.state]
    where: Filter = {}
    if listing.unprocessed:
        where |= store.waits(now)
    if states or not listing.unprocessed:
        # Those of an index that has the state behind whose they are.
        where["state"] = one_or_in(states or [each.value for each in State])
    if listing.owner:
        where["owner"] = owned_by_any(listing.owner, user)
    if listing.kind:
        where["kind"] = one_or_in(listing.kind)
    if listing.unlinked:
        where["unlinked"] = True
    return where
