"""What a list of deals shows: filters and sort, and the one index that answers them (pure).

All queries start with the tenant, as all indexes do: so the index is named, not left to chance.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.deals import search_keys
from services.deals.deal import State
from services.kit.caller import EVERYBODY
from services.kit.errors import InvalidArgument
from services.kit.paging import Order
from services.kit.person import ME

Filter = dict[str, Any]
# What may be sorted by -> the document's key, and the ending of the index's name.
SORTS = {
    "create_time": "create_time",
    "expected_close_date": "close_date_key",
    "amount": "amount_minor",
    "rank": "rank",
}
_WAYS = {"": False, "asc": False, "desc": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Filters and sort as the caller asked for them."""

    query: str = ""
    order_by: str = ""
    state: tuple[str, ...] = ()
    funnel: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    org_unit: str = ""
    counterparty: str = ""
    min_expected_close_date: date | None = None
    max_expected_close_date: date | None = None
    stuck: bool = False
    without_work: bool = False
    loss_reason: tuple[str, ...] = ()

    @property
    def order(self) -> Order:
        if not self.order_by.strip():
            return Order("create_time", descending=True)
        field, _, way = self.order_by.strip().partition(" ")
        if field not in SORTS or way.strip() not in _WAYS:
            text = f"order_by is one of {', '.join(SORTS)}, each with ` desc` if wanted"
            raise InvalidArgument(text, field="order_by", reason="ORDER_UNKNOWN")
        return Order(SORTS[field], descending=_WAYS[way.strip()])


@dataclass(frozen=True, slots=True)
class Plan:
    """A Mongo filter, the index that answers it, and the sort."""

    filter: Filter
    index: str
    order: Order

    @property
    def hint(self) -> str:
        return f"tenant_1_{self.index}"


def plan(listing: Listing, user: str, keys: Sequence[str], now: datetime) -> Plan:
    """`keys`: the caller's visibility keys for reading."""
    order = listing.order
    states = listing.state or (State.OPEN.value,)
    where = {"state": _one_or_in(states), **narrowed(listing, user, now)}
    seen = visible(listing, user, keys)
    if listing.query.strip():
        return Plan(both(where, seen), "search", order)
    if listing.counterparty:
        return Plan(both(where, seen), "counterparty", order)
    if order.key == "rank":
        places = [f"{s}|{f}|{g}" for s in states for f in listing.funnel for g in listing.stage]
        if not places:
            text = "Ranks are those of one funnel's stages: name the funnel and its stages."
            raise InvalidArgument(text, field="order_by", reason="ORDER_NEEDS_STAGE")
        return Plan(both(where, {**seen, "place": _one_or_in(places)}), "visible_by_rank", order)
    return Plan(both(where, seen), f"visible_by_{order.key}", order)


def narrowed(listing: Listing, user: str, now: datetime) -> Filter:
    """What must hold beside state and visibility."""
    where: Filter = search_keys.found_by(listing.query)
    for field in ("funnel", "stage", "loss_reason"):
        if chosen := getattr(listing, field):
            where[field] = _one_or_in(chosen)
    if listing.owner:
        where["owner"] = _one_or_in(owners(listing, user))
    if listing.counterparty:
        where["counterparty"] = listing.counterparty
    if days := dict(_days(listing)):
        where["close_date_key"] = days
    if listing.stuck:
        # Null is no date for Mongo, so deals that are never stuck stay out.
        where["stuck_time"] = {"$lte": now}
    if listing.without_work:
        where["next_work"] = None
    return where


def owners(listing: Listing, user: str) -> list[str]:
    return [user if owner == ME else owner for owner in listing.owner]


def visible(listing: Listing, user: str, keys: Sequence[str]) -> Filter:
    """The visibility keys to look under, and what else must hold.

    An owner's key is on all he owns, a unit's on all its people own: few lie under either.
    """
    if listing.owner:
        narrow = owners(listing, user)
    elif listing.org_unit:
        narrow = [listing.org_unit]
    else:
        return {"visible_to": _one_or_in(keys)}
    conditions: list[Filter] = []
    if EVERYBODY not in keys:
        conditions.append({"visible_to": _one_or_in(keys)})
    if listing.owner and listing.org_unit:
        conditions.append({"visible_to": listing.org_unit})
    return {"visible_to": _one_or_in(narrow), **({"$and": conditions} if conditions else {})}


def both(where: Filter, more: Filter) -> Filter:
    """Each may have conditions of its own in `$and`, and none may get lost."""
    conditions = [*where.get("$and", ()), *more.get("$and", ())]
    return {**where, **more, **({"$and": conditions} if conditions else {})}


def _days(listing: Listing) -> Iterator[tuple[str, str]]:
    if listing.min_expected_close_date:
        yield "$gte", listing.min_expected_close_date.isoformat()
    if listing.max_expected_close_date:
        yield "$lte", listing.max_expected_close_date.isoformat()


def _one_or_in(values: Sequence[str]) -> Any:
    return values[0] if len(values) == 1 else {"$in": list(values)}
