"""What a list of deals shows: filters and sort, and the one index that answers them (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.deals.deal import State
from services.kit.caller import EVERYBODY
from services.kit.errors import InvalidArgument
from services.kit.paging import Order
from services.kit.person import ME, NO_ONE
from services.kit.plans import Filter, Plan, both, one_or_in, order_of, owned_by_any, unit_keys
from services.kit.words import found_by, parse

# What may be sorted by -> the document's key, and the ending of the index's name.
SORTS = {
    "create_time": "create_time",
    "expected_close_date": "close_date_key",
    "amount": "amount_key",
    "rank": "rank",
}
_ONE_BY_ONE = ("funnel", "stage", "loss_reason")


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
        asked = order_of(self.order_by, SORTS)
        return asked or Order("create_time", descending=True)

    @property
    def places(self) -> list[str]:
        """The columns it is about, if it names them."""
        states = self.state or (State.OPEN.value,)
        return [f"{s}|{f}|{g}" for s in states for f in self.funnel for g in self.stage]


def plan(listing: Listing, user: str, keys: Sequence[str], now: datetime) -> Plan:
    """`keys`: the caller's visibility keys for reading."""
    order = listing.order
    state = one_or_in(listing.state or (State.OPEN.value,))
    where = {**both(narrowed(listing, user, now), visible(listing, user, keys)), "state": state}
    if parse(listing.query).first is not None:
        return Plan(where, "search", order)
    if listing.counterparty:
        return Plan(where, "counterparty", order)
    if order.key != "rank":
        return Plan(where, f"visible_by_{order.key.removesuffix('_key')}", order)
    if not listing.places:
        text = "Ranks are those of one funnel's stages: name the funnel and its stages."
        raise InvalidArgument(text, field="order_by", reason="ORDER_NEEDS_STAGE")
    return Plan({**where, "place": one_or_in(listing.places)}, "visible_by_rank", order)


def narrowed(listing: Listing, user: str, now: datetime) -> Filter:
    """What must hold beside state and visibility."""
    where = found_by(parse(listing.query))
    for field in _ONE_BY_ONE:
        if chosen := getattr(listing, field):
            where[field] = one_or_in(chosen)
    if listing.owner:
        where["owner"] = owned_by_any(listing.owner, user)
    if listing.counterparty:
        where["counterparty"] = listing.counterparty
    if days := dict(_days(listing)):
        where["close_date_key"] = days
    if listing.stuck:
        # Null is no moment for Mongo, so deals that are never stuck stay out.
        where["stuck_time"] = {"$lte": now}
    if listing.without_work:
        where["next_work"] = None
    return where


def visible(listing: Listing, user: str, keys: Sequence[str]) -> Filter:
    """The visibility keys to look under, and what else must hold.

    An owner's key is on all that he owns, a unit's on all that its people own: few lie under it.
    """
    narrow, rest = unit_keys(listing.org_unit, keys)
    if not listing.owner or NO_ONE in listing.owner:
        return {"visible_to": one_or_in(narrow), **rest}
    owners = [user if owner == ME else owner for owner in listing.owner]
    seen: Filter = {"visible_to": one_or_in(owners), **rest}
    return (
        seen if EVERYBODY in narrow else both(seen, {"$and": [{"visible_to": one_or_in(narrow)}]})
    )


def _days(listing: Listing) -> Iterator[tuple[str, str]]:
    if listing.min_expected_close_date:
        yield "$gte", listing.min_expected_close_date.isoformat()
    if listing.max_expected_close_date:
        yield "$lte", listing.max_expected_close_date.isoformat()
