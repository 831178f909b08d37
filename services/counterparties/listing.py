"""What a list of counterparties shows: filters and sort, and the one index that answers them.

Each index serves every sort of one leading filter; filters beside it are applied to what it finds.
All queries start with the tenant, as all indexes do: so the index is named, not left to chance.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from services.counterparties import search_keys
from services.counterparties.counterparty import (
    LifecycleStage,
    MarketState,
    NextWorkState,
    Role,
    State,
)
from services.counterparties.custom_fields import filters
from services.counterparties.custom_fields.filters import Condition
from services.counterparties.field_rights import ALL_STATES, FieldRights
from services.counterparties.managing.conflicts import Conflicts
from services.counterparties.requisites import Kind
from services.kit import clock, words
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

# What may be sorted by -> the document's key, and the ending of the index's name.
# No update_time: each change would move the client in all indexes of that sort (a quarter of them).
SORTS = {"display_name": "name_key", "create_time": "create_time"}
MOST_GROUPS = 50
NOTHING: Filter = {"search": {"$in": []}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Filters and sort as the caller asked for them; kept by jobs that work on a whole filter."""

    query: str = ""
    order_by: str = ""
    kind: tuple[str, ...] = ()
    market_state: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    org_unit: str = ""
    roles: tuple[str, ...] = ()
    deleted: bool = False
    source_import: str = ""
    custom: tuple[Condition, ...] = ()
    registry_alarming: bool = False
    conflicts: Conflicts | None = None
    lifecycle_stage: tuple[str, ...] = ()
    next_work: str = ""

    @property
    def order(self) -> Order | None:
        """None: best matches first."""
        asked = order_of(self.order_by, SORTS)
        return asked or (None if self.query.strip() else Order("name_key"))


def frozen(listing: Listing) -> dict[str, Any]:
    """For a job's parameters."""
    return msgspec.to_builtins(listing)


def thawed(params: Mapping[str, Any]) -> Listing:
    return msgspec.convert(params, Listing)


def plan(listing: Listing, user: str, keys: Sequence[str], rights: FieldRights) -> Plan:
    """For a caller with these visibility keys. `keys` empty: he sees nothing."""
    query = search_keys.parse(listing.query)
    where = both(_common(listing, user), found_by(query, rights))
    if listing.custom:
        where = both(where, _where_readable("custom_fields", rights))
    if listing.lifecycle_stage:
        where = both(where, _where_readable("lifecycle_stage", rights))
    order = listing.order
    if query.first is not None:
        return Plan(both(where, seen_by(listing.org_unit, keys)), "search", order)
    lead, led = _lead(listing, keys, where)
    order = order or Order("name_key")
    index = f"{lead}_by_{order.key.removesuffix('_key')}"
    narrow = _narrowest(listing) if lead == "visible" else None
    if narrow is None:
        return Plan(led, index, order)
    rare = Plan({**both(where, seen_by(listing.org_unit, keys)), **narrow}, "search", order)
    return Plan(led, index, order, narrow, rare)


def _narrowest(listing: Listing) -> Filter | None:
    if listing.registry_alarming:
        return {"search": search_keys.ALARMING}
    if listing.next_work in (NextWorkState.PLANNED, NextWorkState.OVERDUE):
        return {"search": search_keys.HAS_WORK}
    return filters.narrowest(listing.custom)


def _lead(listing: Listing, keys: Sequence[str], where: Filter) -> tuple[str, Filter]:
    """The leading filter's index, and the whole filter."""
    if listing.source_import:
        return "import", both(where, seen_by(listing.org_unit, keys))
    if listing.owner:
        return "owner", both(where, seen_by(listing.org_unit, keys))
    groups = _groups(listing)
    if groups:
        narrow, rest = unit_keys(listing.org_unit, keys)
        chosen = one_or_in([f"{group}|{key}" for group in groups for key in narrow])
        return "group", {**both(where, rest), "group_keys": chosen}
    narrow, rest = unit_keys(listing.org_unit, keys)
    # Unset filters name all values: then the sort comes from the index, merged.
    spread = {
        "market_state": where.get("market_state", {"$in": [*MarketState]}),
        "kind": where.get("kind", {"$in": [*Kind]}),
    }
    return "visible", {**both(where, rest), **spread, "visible_to": one_or_in(narrow)}


def _common(listing: Listing, user: str) -> Filter:
    where: Filter = {"state": (State.DELETED if listing.deleted else State.ACTIVE).value}
    if listing.kind:
        where["kind"] = one_or_in([known(Kind, value, "kind") for value in listing.kind])
    if listing.market_state:
        states = [known(MarketState, value, "market_state") for value in listing.market_state]
        where["market_state"] = one_or_in(states)
    if listing.roles:
        where["roles"] = one_or_in([known(Role, value, "roles") for value in listing.roles])
    if listing.lifecycle_stage:
        stages = [known(LifecycleStage, s, "lifecycle_stage") for s in listing.lifecycle_stage]
        where["lifecycle_stage"] = one_or_in(stages)
    if listing.segments:
        where["segments"] = one_or_in(listing.segments)
    if listing.owner:
        where["owner"] = owned_by_any(listing.owner, user)
    if listing.source_import:
        where["source_import"] = listing.source_import
    conditions = list(_conditions(listing))
    return {**where, "$and": conditions} if conditions else where


def _conditions(listing: Listing) -> Iterator[Filter]:
    yield from filters.mongo(listing.custom)
    if listing.registry_alarming:
        yield {"search": search_keys.ALARMING}
    if listing.next_work:
        yield _next_work(known(NextWorkState, listing.next_work, "next_work"))
    if listing.conflicts:
        yield listing.conflicts.filter


def _next_work(state: str) -> Filter:
    match state:
        case NextWorkState.NONE:
            # Also of those kept before works were told of.
            return {"next_work": None}
        case NextWorkState.OVERDUE:
            return {"next_work.due_time": {"$lt": clock.now()}}
        case _:
            return {"search": search_keys.HAS_WORK}


def _groups(listing: Listing) -> Sequence[str]:
    roles = tuple(f"roles/{role}" for role in listing.roles)
    groups = listing.segments or roles or tuple(map(_stage_group, listing.lifecycle_stage))
    if groups or listing.conflicts is None:
        return groups
    # Beyond so many, one pass over all clients is shorter than as many merged.
    managed = listing.conflicts.managed
    return managed if len(managed) <= MOST_GROUPS else ()


def group_keys(
    segments: Sequence[str], roles: Sequence[str], stage: str | None, visible: Sequence[str]
) -> list[str]:
    """Segments, roles and stage together with who may see: one index key answers both."""
    groups = [*segments, *(f"roles/{role}" for role in roles)]
    if stage:
        groups.append(_stage_group(stage))
    return [f"{group}|{key}" for group in groups for key in visible]


def _stage_group(stage: str) -> str:
    return f"stages/{stage}"


def _where_readable(field: str, rights: FieldRights) -> Filter:
    """A hidden value is not found by."""
    states = rights.readable_states(field)
    return {} if states == ALL_STATES else {"$and": [{"market_state": {"$in": sorted(states)}}]}


def found_by(query: words.Query, rights: FieldRights) -> Filter:
    """What is hidden from him is not found by."""
    return words.found_by(query, lambda part: _beginning(part, rights))


def _beginning(part: words.Part, rights: FieldRights) -> Filter:
    """Documents with a key that begins with one of the part's, but not by a value hidden there."""
    states = {key: _searchable(key, rights) for key in part.keys}
    branches = [
        words.begins(key)
        if states[key] == ALL_STATES
        else {**words.begins(key), "market_state": {"$in": sorted(states[key])}}
        for key in part.keys
        if states[key]
    ]
    return {"$or": branches} if branches else NOTHING


def _searchable(key: str, rights: FieldRights) -> frozenset[MarketState]:
    field = {
        search_keys.PHONE: "phones",
        search_keys.INN: "inn",
        search_keys.OGRN: "ogrn",
        search_keys.EMAIL: "emails",
    }.get(key[:2])
    if field is None:
        return ALL_STATES
    readable = rights.readable_states(field)
    # Who types a whole number knows it: an operator finds who is calling, but reveals nothing.
    if field == "phones" and len(key) >= len(search_keys.PHONE) + 10:
        readable |= rights.states_with(field, "MASKED")
    return readable
