"""Filters by custom fields: as asked for, as a Mongo filter, and the keys that answer them (pure).

Each value of a filterable field is one key of the search index, `c:<field>:<value>`, written so
that keys sort as values do. A key without the reader's visibility costs a fifth of those of
segments; that lists are sorted otherwise is what `listing.Plan.rare` is about.
"""

import math
import re
import struct
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from services.counterparties.custom_fields.custom_field import CustomField, Type
from services.counterparties.custom_fields.values import Definitions, Unfit, fitting
from services.kit.errors import InvalidArgument, Violation

Filter = dict[str, Any]
EQ, ANY_OF, GE, LE, CONTAINS, SET, UNSET = "EQ", "ANY_OF", "GE", "LE", "CONTAINS", "SET", "UNSET"
PREFIX = "c:"
MOST_CONDITIONS, MOST_VALUES = 10, 50
# Longer texts differ by then.
_LONGEST = 60
_TEXTS = (Type.TEXT, Type.LINK)
_ORDERED = (Type.NUMBER, Type.MONEY, Type.DATE)
_OPS: Mapping[str, Sequence[Type]] = {
    EQ: tuple(Type),
    ANY_OF: (Type.LIST, Type.MULTI_LIST),
    GE: _ORDERED,
    LE: _ORDERED,
    CONTAINS: _TEXTS,
    SET: tuple(Type),
    UNSET: tuple(Type),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One filter; `values` as the index has them, but of CONTAINS as typed."""

    key: str
    op: str
    values: tuple[str, ...] = ()


# --- keys ------------------------------------------------------------------------------------


def index_keys(values: Mapping[str, Any], filterable: Collection[str]) -> list[str]:
    return [
        f"{PREFIX}{key}:{text}"
        for key, value in values.items()
        if key in filterable
        for text in _sortable(value)
    ]


def _sortable(value: Any) -> Iterator[str]:
    """Values of one field are all of one type, so their shape says how they sort."""
    if isinstance(value, bool):
        yield str(int(value))
    elif isinstance(value, int | float):
        yield _hex(value)
    elif isinstance(value, str):
        yield _folded(value)
    elif isinstance(value, Mapping):
        money = cast("Mapping[str, str]", value)
        yield f"{money['currency']}:{_hex(float(money['amount']))}"
    else:
        yield from value


def _hex(number: float) -> str:
    """Sixteen digits that sort as numbers do: the sign turned round, negatives backwards."""
    (bits,) = struct.unpack(">Q", struct.pack(">d", number + 0.0))
    return f"{bits ^ (2**64 - 1 if bits >> 63 else 2**63):016x}"


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())[:_LONGEST]


# --- as asked for ----------------------------------------------------------------------------


def conditions(asked: Iterable[str], definitions: Definitions) -> tuple[Condition, ...]:
    """`key:op:value` texts; everything that is wrong with them together."""
    found: list[Condition] = []
    wrong: list[Violation] = []
    for at, text in enumerate(asked):
        key, _, rest = text.partition(":")
        op, _, value = rest.partition(":")
        try:
            found.append(_condition(definitions.by_key.get(key), op.strip().upper(), value))
        except Unfit as unfit:
            wrong.append(Violation(f"custom[{at}]", str(unfit), f"{text[:100]!r}: {unfit}"))
    if len(found) > MOST_CONDITIONS:
        wrong.append(Violation("custom", "TOO_MANY", f"At most {MOST_CONDITIONS} conditions."))
    if wrong:
        raise InvalidArgument.of(wrong)
    return tuple(found)


def _condition(field: CustomField | None, op: str, text: str) -> Condition:
    if field is None or field.archived:
        raise Unfit("CUSTOM_FIELD_UNKNOWN")
    if not field.filterable:
        raise Unfit("CUSTOM_FIELD_NOT_FILTERABLE")
    if field.type not in _OPS.get(op, ()):
        raise Unfit("CUSTOM_FILTER_OP")
    bare = Condition(key=field.key, op=op)
    if op in (SET, UNSET):
        return bare
    if op == CONTAINS:
        if not text.strip():
            raise Unfit("CUSTOM_FILTER_VALUE")
        return replace(bare, values=(text.strip()[:100],))
    pieces = text.split(",")[:MOST_VALUES] if op == ANY_OF else [text]
    values = tuple(dict.fromkeys(v for piece in pieces for v in _sortable(_typed(field, piece))))
    if not values:
        raise Unfit("CUSTOM_FILTER_VALUE")
    return replace(bare, values=values)


def _typed(field: CustomField, text: str) -> Any:
    """A value of the field from its text in a URL."""
    plain = text.strip()
    if field.type in (Type.LIST, Type.MULTI_LIST):
        # Those archived are found as well.
        if plain not in field.labels:
            raise Unfit("CUSTOM_FILTER_VALUE")
        return plain
    if field.type in _TEXTS:
        if not plain:
            raise Unfit("CUSTOM_FILTER_VALUE")
        return plain
    try:
        return fitting(field, _plain_value(field.type, plain))
    except (Unfit, ValueError) as error:
        raise Unfit("CUSTOM_FILTER_VALUE") from error


def _plain_value(kind: Type, text: str) -> Any:
    if kind is Type.NUMBER:
        number = float(text)
        return number if math.isfinite(number) else text
    if kind is Type.MONEY:
        amount, _, currency = text.partition(" ")
        return {"amount": amount, "currency": currency.strip() or "RUB"}
    if kind is Type.BOOLEAN:
        return {"true": True, "false": False}.get(text.lower(), text)
    return text


# --- as Mongo filters --------------------------------------------------------------------------


def mongo(asked: Sequence[Condition]) -> list[Filter]:
    """Conditions that must all hold."""
    return [each for _, filters in _by_strength(asked) for each in filters]


def narrowest(asked: Sequence[Condition]) -> Filter | None:
    """The one of them that the index of search keys is to be read by."""
    for _, (first, *_) in _by_strength(asked):
        if "search" in first:
            return first
    return None


def _by_strength(asked: Sequence[Condition]) -> list[tuple[int, list[Filter]]]:
    """Equality before ranges, ranges before mere presence; both ends of a range as one."""
    done: list[tuple[int, list[Filter]]] = []
    ranges: dict[tuple[str, str], dict[str, str]] = {}
    for each in asked:
        start = f"{PREFIX}{each.key}:"
        if each.op in (EQ, ANY_OF):
            keys = [start + value for value in each.values]
            done.append((0, [{"search": keys[0] if len(keys) == 1 else {"$in": keys}}]))
        elif each.op in (GE, LE):
            currency = start + each.values[0][:4] if ":" in each.values[0] else start
            bounds = ranges.setdefault((each.key, currency), _within(currency))
            bounds["$gte" if each.op == GE else "$lte"] = start + each.values[0]
        elif each.op == UNSET:
            done.append((3, [{f"custom_fields.{each.key}": None}]))
        else:
            done.append((2, [{"search": {"$elemMatch": _within(start)}}, *_containing(each)]))
    done += [(1, [{"search": {"$elemMatch": bounds}}]) for bounds in ranges.values()]
    return sorted(done, key=lambda each: each[0])


def _within(start: str) -> dict[str, str]:
    """All keys that begin so; `;` is what follows `:`."""
    return {"$gte": start, "$lt": start[:-1] + ";"}


def _containing(condition: Condition) -> Iterator[Filter]:
    for value in condition.values:
        pattern = re.escape(value)
        yield {f"custom_fields.{condition.key}": {"$regex": pattern, "$options": "i"}}
