"""What a list of deals shows: filters and sort, and the one index that answers them (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.deals.deal import State
from services.kit.caller import EVERYBODY
from services.kit.errors import InvalidArgument
from services.kit.paging import Order
from services.kit.person import ME, NO_ONE
from services.kit.plans import Filter, Plan, both, one_or_in, order_of, owned_by_any, unit_keys
from services.kit.words import beginning, found_by, parse

MOST_PLACES = 1000
# What may be sorted by -> the document's key, and the ending of the index's name.
SORTS = {
    "create_time": "create_time",
    "expected_close_date": "close_date_key",
    "amount": "amount_key",
    "rank": "rank",
}
# What a filter is called -> the key of which it names values.
_ONE_BY_ONE = {
    "funnel": "funnel",
    "stage": "stage",
    "loss_reason": "loss_reason",
    "product": "lines.product",
    "segment": "counterparty_segments",
}
# No deal was closed before: the index of closed ones begins here.
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
Moments = tuple[datetime | None, datetime | None]


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
    # Today, of those that are asked for something due before it.
    overdue_on: date | None = None
    loss_reason: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    segment: tuple[str, ...] = ()
    # From the one moment on, and before the other.
    closed_since: datetime | None = None
    closed_until: datetime | None = None

    @property
    def order(self) -> Order:
        asked = order_of(self.order_by, SORTS)
        return asked or Order("create_time", descending=True)

    @property
    def places(self) -> list[str]:
        """The columns it is about, if it names them."""
        states = self.state or (State.OPEN.value,)
        if len(states) * len(self.funnel) * len(self.stage) > MOST_PLACES:
            text = f"At most {MOST_PLACES} columns at once: name fewer stages."
            raise InvalidArgument(text, field="stage", reason="TOO_MANY")
        return [f"{s}|{f}|{g}" for s in states for f in self.funnel for g in self.stage]


def plan(listing: Listing, user: str, keys: Sequence[str], now: datetime) -> Plan:
    """`keys`: the caller's visibility keys for reading."""
    state = one_or_in(listing.state or (State.OPEN.value,))
    where = {**both(narrowed(listing, user, now), visible(listing, user, keys)), "state": state}
    lead, word = _in_order(listing, where), parse(listing.query).first
    if word is None or listing.counterparty:
        return lead
    # What few have is sorted when it is found; of what many have a page is soon come across.
    rare = Plan(lead.filter, "search", lead.order)
    return Plan(lead.filter, lead.index, lead.order, beginning(word), rare)


def _in_order(listing: Listing, where: Filter) -> Plan:
    order = listing.order
    if listing.counterparty:
        return Plan(where, "counterparty", order)
    if order.key != "rank":
        return Plan(where, f"visible_by_{order.key.removesuffix('_key')}", order)
    if not listing.places:
        text = "Ranks are those of one funnel's stages: name the funnel and its stages."
        raise InvalidArgument(text, field="order_by", reason="ORDER_NEEDS_STAGE")
    return Plan({**where, "place": one_or_in(listing.places)}, "visible_by_rank", order)


def closed_plan(listing: Listing, user: str, keys: Sequence[str], now: datetime) -> Plan:
    """What was closed within some time, for sums: in no order."""
    where = both(narrowed(listing, user, now), visible(listing, user, keys))
    closed = {"$gte": BEGINNING + timedelta(seconds=1)} | _closed(listing)
    return Plan({**where, "state": one_or_in(listing.state), "close_time": closed}, "closed", None)


def narrowed(listing: Listing, user: str, now: datetime) -> Filter:
    """What must hold beside state and visibility."""
    where = found_by(parse(listing.query))
    for field, key in _ONE_BY_ONE.items():
        if chosen := getattr(listing, field):
            where[key] = one_or_in(chosen)
    if listing.owner:
        where["owner"] = owned_by_any(listing.owner, user)
    if listing.counterparty:
        where["counterparty"] = listing.counterparty
    within = {
        "close_date_key": dict(_days(listing)),
        "close_time": _closed(listing),
        # Null is no moment for Mongo, so deals that are never stuck stay out.
        "stuck_time": {"$lte": now} if listing.stuck else {},
        "next_due_date": {"$lt": str(listing.overdue_on)} if listing.overdue_on else {},
    }
    where |= {key: limits for key, limits in within.items() if limits}
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


def moments(first: date | None, last: date | None, zone: ZoneInfo) -> Moments:
    """From the beginning of the first day to the end of the last one; either may be missing."""
    day = timedelta(days=1)
    return (
        datetime.combine(first, time(), zone) if first else None,
        datetime.combine(last + day, time(), zone) if last else None,
    )


def _closed(listing: Listing) -> Filter:
    moments = {"$gte": listing.closed_since, "$lt": listing.closed_until}
    return {sign: moment for sign, moment in moments.items() if moment}


def _days(listing: Listing) -> Iterator[tuple[str, str]]:
    if listing.min_expected_close_date:
        yield "$gte", listing.min_expected_close_date.isoformat()
    if listing.max_expected_close_date:
        yield "$lte", listing.max_expected_close_date.isoformat()
