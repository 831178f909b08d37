"""What a list of works shows: filters, and the one index that answers them (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from services.activities import search_keys
from services.activities.sign import Sign
from services.activities.work import Priority, State
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

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
SORTS = {"due_time": "due_key", "close_time": "close_time"}
_ENDED = {State.DONE.value, State.CANCELLED.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Filters and sort as the caller asked for them."""

    query: str = ""
    order_by: str = ""
    state: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    org_unit: str = ""
    link: str = ""
    parent: str = ""
    action: tuple[str, ...] = ()
    sign: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    overdue: bool = False
    min_due_time: datetime | None = None
    max_due_time: datetime | None = None
    campaign: str = ""

    @property
    def states(self) -> list[str]:
        return [known(State, each, "state") for each in self.state] or [State.OPEN.value]

    @property
    def order(self) -> Order:
        asked = order_of(self.order_by, SORTS)
        is_past = set(self.states) <= _ENDED
        return asked or (Order("close_time", descending=True) if is_past else Order("due_key"))


def plan(listing: Listing, user: str, keys: Sequence[str], now: datetime) -> Plan:
    """`keys`: the caller's visibility keys for reading."""
    order = listing.order
    where = _filter(listing, user, now)
    beside = seen_by(listing.org_unit, keys)
    if typed := search_keys.found_by(listing.query):
        return Plan(both(both(where, typed), beside), "search", order)
    if order.key != "due_key":
        # Also for the index: it has only those that ended.
        where = both(where, {"$and": [{"close_time": {"$gt": LONG_AGO}}]})
    for field, index in (("link", "linked"), ("parent", "parent")):
        if named := getattr(listing, field):
            return Plan(both(both(where, {index: named}), beside), index, order)
    if listing.owner and order.key == "due_key":
        return Plan(both(where, beside), "owner_by_due", order)
    narrow, rest = unit_keys(listing.org_unit, keys)
    seen = {"visible_to": one_or_in(narrow)}
    return Plan(
        {**both(where, rest), **seen}, f"visible_by_{order.key.removesuffix('_key')}", order
    )


def _filter(listing: Listing, user: str, now: datetime) -> Filter:
    where: Filter = {"state": one_or_in(listing.states)}
    if listing.owner:
        where["owner"] = owned_by_any(listing.owner, user)
    if listing.action:
        where["action"] = one_or_in(listing.action)
    if listing.sign:
        where["sign"] = one_or_in([known(Sign, each, "sign") for each in listing.sign])
    if listing.priority:
        where["priority"] = one_or_in(
            [known(Priority, each, "priority") for each in listing.priority]
        )
    if listing.campaign:
        where["campaign"] = listing.campaign
    if due := _due(listing, now):
        where["due_key"] = due
    return where


def _due(listing: Listing, now: datetime) -> dict[str, Any]:
    due: dict[str, Any] = {}
    if listing.min_due_time:
        due["$gte"] = listing.min_due_time
    before = [each for each in (listing.max_due_time, now if listing.overdue else None) if each]
    if before:
        due["$lt"] = min(before)
    return due
