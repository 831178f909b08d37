"""What a list shows: a filter, the sort, and the one index that answers both (pure).

All queries start with the tenant, as all indexes do: so the index is named, not left to chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from services.kit.caller import EVERYBODY
from services.kit.errors import InvalidArgument
from services.kit.paging import Order
from services.kit.person import ME, NO_ONE

Filter = dict[str, Any]
_WAYS = {"": False, "asc": False, "desc": True}


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

    @property
    def hint(self) -> str:
        return f"tenant_1_{self.index}" if self.index else "_id_"

    def only(self, more: Filter) -> "Plan":
        """The same for those that fit `more` as well."""
        rare = self.rare.only(more) if self.rare else None
        return replace(self, filter={**self.filter, **more}, rare=rare)


def order_of(order_by: str, sorts: Mapping[str, str]) -> Order | None:
    """`sorts`: what may be sorted by -> the document's key. None: nothing was asked for."""
    if not order_by:
        return None
    field, _, way = order_by.strip().partition(" ")
    if field not in sorts or way.strip() not in _WAYS:
        text = f"order_by is one of {', '.join(sorts)}, each with ` desc` if wanted"
        raise InvalidArgument(text, field="order_by", reason="ORDER_UNKNOWN")
    return Order(sorts[field], descending=_WAYS[way.strip()])


# --- who may see -----------------------------------------------------------------------------


def unit_keys(unit: str, keys: Sequence[str]) -> tuple[Sequence[str], Filter]:
    """For who holds these keys and asks for one unit, or none: the visibility keys to look under,
    and what else must hold. `keys` empty: he sees nothing."""
    if not unit:
        return keys, {}
    if EVERYBODY in keys or unit in keys:
        return (unit,), {}
    return (unit,), {"$and": [{"visible_to": one_or_in(keys)}]}


def seen_by(unit: str, keys: Sequence[str]) -> Filter:
    """Visibility as a filter beside another index; nothing for those who see everything."""
    narrow, rest = unit_keys(unit, keys)
    return rest if EVERYBODY in narrow else {"visible_to": one_or_in(narrow), **rest}


# --- filters ---------------------------------------------------------------------------------


def both(where: Filter, more: Filter) -> Filter:
    """Each may have conditions of its own in `$and`, and none may get lost."""
    conditions = [*where.get("$and", ()), *more.get("$and", ())]
    return {**where, **more, **({"$and": conditions} if conditions else {})}


def one_or_in(values: Sequence[str]) -> Any:
    return values[0] if len(values) == 1 else {"$in": list(values)}


def owned_by_any(asked: Sequence[str], user: str) -> Any:
    """Owners as a caller names them: himself, nobody, or whom he means."""
    return one_or_in([{ME: user, NO_ONE: ""}.get(each, each) for each in asked])


def known(enum: Any, value: str, field: str) -> str:
    if value not in set(enum):
        raise InvalidArgument(f"{value!r} is no {field}", field=field, reason="FILTER_UNKNOWN")
    return value
