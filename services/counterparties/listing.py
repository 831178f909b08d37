"""What a list of counterparties shows: filters and sort, and the one index that answers them.

Each index serves every sort of one leading filter; filters beside it are applied to what it finds.
All queries start with the tenant, as all indexes do: so the index is named, not left to chance.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from services.counterparties import search_keys
from services.counterparties.counterparty import LifecycleStage, MarketState, Role, State
from services.counterparties.custom_fields import filters
from services.counterparties.custom_fields.filters import Condition
from services.counterparties.field_rights import ALL_STATES, FieldRights
from services.counterparties.managing.conflicts import Conflicts
from services.counterparties.requisites import Kind
from services.kit.caller import EVERYBODY
from services.kit.errors import InvalidArgument
from services.kit.paging import Order
from services.kit.person import ME

Filter = dict[str, Any]
# What may be sorted by -> the document's key, and the ending of the index's name.
# No update_time: each change would move the client in all indexes of that sort (a quarter of them).
SORTS = {"display_name": "name_key", "create_time": "create_time"}
NOBODY, INACTIVE = "users/none", "users/inactive"
MOST_GROUPS = 50
# After all that begins alike.
LAST = "\U0010ffff"
NOTHING: Filter = {"search": {"$in": []}}
_WAYS = {"": False, "asc": False, "desc": True}


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

    @property
    def order(self) -> Order | None:
        """None: best matches first."""
        if not self.order_by:
            return None if self.query.strip() else Order("name_key")
        field, _, way = self.order_by.strip().partition(" ")
        if field not in SORTS or way.strip() not in _WAYS:
            text = f"order_by is one of {', '.join(SORTS)}, each with ` desc` if wanted"
            raise InvalidArgument(text, field="order_by", reason="ORDER_UNKNOWN")
        return Order(SORTS[field], descending=_WAYS[way.strip()])


def frozen(listing: Listing) -> dict[str, Any]:
    """For a job's parameters."""
    return msgspec.to_builtins(listing)


def thawed(params: Mapping[str, Any]) -> Listing:
    return msgspec.convert(params, Listing)


@dataclass(frozen=True, slots=True)
class Plan:
    """A Mongo filter, the index that answers it, and the sort; no order: as the index has it.

    No index: the filter names them. `rare`: how to find the same through the search index, by one
    condition of it alone (`narrow`); better if few fit that one, which only the store can tell.
    """

    filter: Filter
    index: str
    order: Order | None
    narrow: Filter | None = None
    rare: "Plan | None" = None

    def only(self, more: Filter) -> "Plan":
        """The same for those that fit `more` as well."""
        rare = self.rare.only(more) if self.rare else None
        return replace(self, filter={**self.filter, **more}, rare=rare)


def plan(listing: Listing, user: str, keys: Sequence[str], rights: FieldRights) -> Plan:
    """For a caller with these visibility keys. `keys` empty: he sees nothing."""
    query = search_keys.parse(listing.query)
    where = _both(_common(listing, user), words(query, rights))
    if listing.custom:
        where = _both(where, _where_readable("custom_fields", rights))
    if listing.lifecycle_stage:
        where = _both(where, _where_readable("lifecycle_stage", rights))
    order = listing.order
    if query.first is not None:
        return Plan(_both(where, _seen_by(listing, keys)), "search", order)
    lead, led = _lead(listing, keys, where)
    order = order or Order("name_key")
    index = f"{lead}_by_{order.key.removesuffix('_key')}"
    narrow = _narrowest(listing) if lead == "visible" else None
    if narrow is None:
        return Plan(led, index, order)
    rare = Plan({**_both(where, _seen_by(listing, keys)), **narrow}, "search", order)
    return Plan(led, index, order, narrow, rare)


def _narrowest(listing: Listing) -> Filter | None:
    if listing.registry_alarming:
        return {"search": search_keys.ALARMING}
    return filters.narrowest(listing.custom)


def _lead(listing: Listing, keys: Sequence[str], where: Filter) -> tuple[str, Filter]:
    """The leading filter's index, and the whole filter."""
    if listing.source_import:
        return "import", _both(where, _seen_by(listing, keys))
    if listing.owner:
        return "owner", _both(where, _seen_by(listing, keys))
    groups = _groups(listing)
    if groups:
        narrow, rest = _unit_keys(listing, keys)
        chosen = _one_or_in([f"{group}|{key}" for group in groups for key in narrow])
        return "group", {**_both(where, rest), "group_keys": chosen}
    narrow, rest = _unit_keys(listing, keys)
    # Unset filters name all values: then the sort comes from the index, merged.
    spread = {
        "market_state": where.get("market_state", {"$in": [*MarketState]}),
        "kind": where.get("kind", {"$in": [*Kind]}),
    }
    return "visible", {**_both(where, rest), **spread, "visible_to": _one_or_in(narrow)}


def _common(listing: Listing, user: str) -> Filter:
    where: Filter = {"state": (State.DELETED if listing.deleted else State.ACTIVE).value}
    if listing.kind:
        where["kind"] = _one_or_in([_known(Kind, value, "kind") for value in listing.kind])
    if listing.market_state:
        states = [_known(MarketState, value, "market_state") for value in listing.market_state]
        where["market_state"] = _one_or_in(states)
    if listing.roles:
        where["roles"] = _one_or_in([_known(Role, value, "roles") for value in listing.roles])
    if listing.lifecycle_stage:
        stages = [_known(LifecycleStage, s, "lifecycle_stage") for s in listing.lifecycle_stage]
        where["lifecycle_stage"] = _one_or_in(stages)
    if listing.segments:
        where["segments"] = _one_or_in(listing.segments)
    if listing.owner:
        where["owner"] = _one_or_in([{ME: user, NOBODY: ""}.get(o, o) for o in listing.owner])
    if listing.source_import:
        where["source_import"] = listing.source_import
    conditions = list(_conditions(listing))
    return {**where, "$and": conditions} if conditions else where


def _conditions(listing: Listing) -> Iterator[Filter]:
    yield from filters.mongo(listing.custom)
    if listing.registry_alarming:
        yield {"search": search_keys.ALARMING}
    if listing.conflicts:
        yield listing.conflicts.filter


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


def _unit_keys(listing: Listing, keys: Sequence[str]) -> tuple[Sequence[str], Filter]:
    """The visibility keys to look under, and what else must hold."""
    unit = listing.org_unit
    if not unit:
        return keys, {}
    if EVERYBODY in keys or unit in keys:
        return (unit,), {}
    return (unit,), {"$and": [{"visible_to": _one_or_in(keys)}]}


def _seen_by(listing: Listing, keys: Sequence[str]) -> Filter:
    """Visibility as a filter beside another index; nothing for those who see everything."""
    narrow, rest = _unit_keys(listing, keys)
    return rest if EVERYBODY in narrow else {"visible_to": _one_or_in(narrow), **rest}


def _where_readable(field: str, rights: FieldRights) -> Filter:
    """A hidden value is not found by."""
    states = rights.readable_states(field)
    return {} if states == ALL_STATES else {"$and": [{"market_state": {"$in": sorted(states)}}]}


def _both(where: Filter, more: Filter) -> Filter:
    """Each may have conditions of its own in `$and`, and none may get lost."""
    conditions = [*where.get("$and", ()), *more.get("$and", ())]
    return {**where, **more, **({"$and": conditions} if conditions else {})}


def words(query: search_keys.Query, rights: FieldRights) -> Filter:
    if query.is_empty:
        return {}
    must = [{"text": {"$regex": f"(^| ){re.escape(word)}"}} for word in query.plain]
    if query.first is None:
        return {"$and": must}
    where = _beginning(query.first, rights)
    for part in query.others:
        # Words are looked for in the text: the planner shall not choose them for the index.
        plain = part.keys == (part.word,)
        must.append(
            {"text": {"$regex": re.escape(part.word)}} if plain else _beginning(part, rights)
        )
    return {**where, "$and": [*where.get("$and", ()), *must]} if must else where


def _beginning(part: search_keys.Part, rights: FieldRights) -> Filter:
    """Documents with a key that begins with one of the part's, but not by a value hidden there."""
    states = {key: _searchable(key, rights) for key in part.keys}
    branches = [
        _begins(key)
        if states[key] == ALL_STATES
        else {**_begins(key), "market_state": {"$in": sorted(states[key])}}
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


def _begins(key: str) -> Filter:
    # Not a pattern: several of them take Mongo four times as long to prepare.
    return {"search": {"$elemMatch": {"$gte": key, "$lt": key + LAST}}}


def _one_or_in(values: Sequence[str]) -> Any:
    return values[0] if len(values) == 1 else {"$in": list(values)}


def _known(enum: Any, value: str, field: str) -> str:
    if value not in set(enum):
        raise InvalidArgument(f"{value!r} is no {field}", field=field, reason="FILTER_UNKNOWN")
    return value
