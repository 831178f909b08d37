"""What a list of agreements shows: filters, and the index that answers them (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.deals.agreements.agreement import STANDARD, Kind
from services.kit.paging import NEWEST_FIRST
from services.kit.plans import Filter, Plan, both, one_or_in
from services.kit.words import beginning, found_by, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Filters as the caller asked for them."""

    kind: Kind | None = None
    states: Sequence[str] = ()
    # Its own ones, and standard ones that fit its segments.
    counterparty: str = ""
    segments: Sequence[str] = ()
    query: str = ""


def plan(listing: Listing, keys: Sequence[str]) -> Plan:
    """`keys`: the caller's visibility keys for reading."""
    where: Filter = {"visible_to": one_or_in([*keys, STANDARD])}
    if listing.kind:
        where["kind"] = listing.kind.value
    if listing.states:
        where["state"] = one_or_in(listing.states)
    if listing.counterparty:
        of_any: list[Any] = [[], *listing.segments]
        fitting: Filter = {"kind": Kind.STANDARD.value, "segments": {"$in": of_any}}
        where["$and"] = [{"$or": [{"counterparty": listing.counterparty}, fitting]}]
    sought = parse(listing.query)
    where = both(where, found_by(sought))
    if sought.first is None:
        return Plan(where, "visible", NEWEST_FIRST)
    rare = Plan(where, "search", NEWEST_FIRST)
    return Plan(where, "visible", NEWEST_FIRST, beginning(sought.first), rare)
