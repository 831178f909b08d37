"""Who belongs to a segment by rule: conditions on a client's fields (pure).

Values are compared by what they are, not by a definition: so a rule about a custom field that is
archived or gone simply finds no value there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple, cast

from services.counterparties.counterparty import Counterparty, MarketState, Role
from services.counterparties.custom_fields.custom_field import CustomField, Type
from services.counterparties.custom_fields.values import FIELD, Unfit, fitting
from services.counterparties.requisites import Kind
from services.kit.errors import Violation
from services.kit.money import Money
from services.kit.texts import many_problems, required

MOST_CONDITIONS, MOST_VALUES, LONGEST_VALUE = 20, 50, 200
_CUSTOM = f"{FIELD}."


class Match(StrEnum):
    ALL = "ALL"
    ANY = "ANY"


class Op(StrEnum):
    IS = "IS"
    IS_NOT = "IS_NOT"
    AT_LEAST = "AT_LEAST"
    AT_MOST = "AT_MOST"
    CONTAINS = "CONTAINS"
    SET = "SET"
    UNSET = "UNSET"


_CHOICE = (Op.IS, Op.IS_NOT)
_TEXT = (*_CHOICE, Op.CONTAINS, Op.SET, Op.UNSET)
_ORDERED = (Op.IS, Op.AT_LEAST, Op.AT_MOST, Op.SET, Op.UNSET)
_LIST = (*_CHOICE, Op.SET, Op.UNSET)
_OPS: Mapping[str, Sequence[Op]] = {
    "industry": _TEXT,
    "territory": _TEXT,
    "headcount": _ORDERED,
    "capital": _ORDERED,
    "market_state": _CHOICE,
    "kind": _CHOICE,
    "roles": _LIST,
}
_OPS_OF_TYPE: Mapping[Type, Sequence[Op]] = {
    Type.TEXT: _TEXT,
    Type.LINK: _TEXT,
    Type.NUMBER: _ORDERED,
    Type.MONEY: _ORDERED,
    Type.DATE: _ORDERED,
    Type.LIST: _LIST,
    Type.MULTI_LIST: _LIST,
    Type.BOOLEAN: _LIST,
}
_ENUMS: Mapping[str, type[StrEnum]] = {"market_state": MarketState, "kind": Kind, "roles": Role}


class Atom(NamedTuple):
    """One value as it is compared: what it is counted in, and how much or which."""

    unit: str
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentCondition:
    field: str
    op: Op
    values: tuple[str, ...] = ()

    def tidy(self) -> "SegmentCondition":
        values = (" ".join(value.split()) for value in self.values)
        return replace(self, values=tuple(dict.fromkeys(value for value in values if value)))

    def holds(self, client: Counterparty) -> bool:
        has = _atoms(_value(client, self.field))
        if self.op in (Op.SET, Op.UNSET):
            return bool(has) is (self.op is Op.SET)
        found = any(_TESTS[self.op](atom, value) for atom in has for value in self.values)
        return not found if self.op is Op.IS_NOT else found

    def problems(self, path: str, fields: Mapping[str, CustomField]) -> Iterator[Violation]:
        key = self.field.removeprefix(_CUSTOM)
        custom = fields.get(key) if key != self.field else None
        ops = _OPS_OF_TYPE[custom.type] if custom else _OPS.get(self.field)
        if ops is None:
            yield Violation(f"{path}.field", "RULE_FIELD_UNKNOWN", "Choose another field.")
        elif self.op not in ops:
            text = f"One of {', '.join(ops)} for this field."
            yield Violation(f"{path}.op", "RULE_OP_NOT_FOR_FIELD", text)
        elif self.op not in (Op.SET, Op.UNSET):
            yield from self._value_problems(f"{path}.values", custom)

    def _value_problems(self, path: str, custom: CustomField | None) -> Iterator[Violation]:
        if not self.values:
            yield required(path)
        yield from many_problems(path, len(self.values), MOST_VALUES)
        for value in self.values:
            if len(value) > LONGEST_VALUE or not _readable(self.field, custom, value):
                text = f"{value[:100]!r} is no value of this field: choose another one."
                yield Violation(path, "RULE_VALUE", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentRule:
    conditions: tuple[SegmentCondition, ...] = ()
    match: Match = Match.ALL

    def tidy(self) -> "SegmentRule":
        conditions = tuple(each.tidy() for each in self.conditions)
        return SegmentRule(conditions=conditions, match=self.match or Match.ALL)

    def fits(self, client: Counterparty) -> bool:
        enough = any if self.match is Match.ANY else all
        return enough(each.holds(client) for each in self.conditions)

    def problems(self, path: str, fields: Mapping[str, CustomField]) -> Iterator[Violation]:
        if not self.conditions:
            yield required(f"{path}.conditions")
        yield from many_problems(f"{path}.conditions", len(self.conditions), MOST_CONDITIONS)
        for at, condition in enumerate(self.conditions[:MOST_CONDITIONS]):
            yield from condition.problems(f"{path}.conditions[{at}]", fields)


def by_rules(
    client: Counterparty, given: Sequence[str], rules: Mapping[str, SegmentRule]
) -> tuple[str, ...]:
    """Its segments: those given by hand, and of those with rules the ones that it fits."""
    by_hand = (segment for segment in given if segment not in rules)
    return (*by_hand, *(segment for segment, rule in rules.items() if rule.fits(client)))


def _value(client: Counterparty, field: str) -> Any:
    if field.startswith(_CUSTOM):
        return client.custom_fields.get(field.removeprefix(_CUSTOM))
    # Nothing but what rules may name: a rule of an earlier edition finds no value either.
    return getattr(client, field) if field in _OPS else None


def _atoms(value: Any) -> Sequence[Atom]:
    """Its shape says what it is; what is empty or 0 is unknown."""
    if isinstance(value, bool):
        return (Atom("", "true" if value else "false"),)
    if not value:
        return ()
    if isinstance(value, Money):
        return (Atom(value.currency, value.amount),)
    if isinstance(value, int | float):
        return (Atom("", Decimal(str(value))),)
    if isinstance(value, str):
        return (Atom("", folded(value)),)
    if isinstance(value, Mapping):
        money = cast("Mapping[str, str]", value)
        return (Atom(money["currency"], Decimal(money["amount"])),)
    return [Atom("", folded(each)) for each in value]


def folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())


@lru_cache(maxsize=10_000)
def _wanted(text: str, *, number: bool, money: bool) -> Atom:
    if not number:
        return Atom("", folded(text))
    amount, _, currency = text.partition(" ")
    return Atom((currency.strip().upper() or "RUB") if money else "", Decimal(amount))


def _read(atom: Atom, text: str) -> Atom | None:
    number = isinstance(atom.value, Decimal)
    try:
        return _wanted(text, number=number, money=bool(atom.unit))
    except InvalidOperation:
        return None


def _is(atom: Atom, text: str) -> bool:
    return atom == _read(atom, text)


def _at_least(atom: Atom, text: str) -> bool:
    wanted = _read(atom, text)
    return wanted is not None and atom.unit == wanted.unit and atom.value >= wanted.value


def _at_most(atom: Atom, text: str) -> bool:
    wanted = _read(atom, text)
    return wanted is not None and atom.unit == wanted.unit and atom.value <= wanted.value


def _contains(atom: Atom, text: str) -> bool:
    return folded(text) in str(atom.value)


_TESTS: Mapping[Op, Callable[[Atom, str], bool]] = {
    Op.IS: _is,
    Op.IS_NOT: _is,
    Op.AT_LEAST: _at_least,
    Op.AT_MOST: _at_most,
    Op.CONTAINS: _contains,
}


def _readable(field: str, custom: CustomField | None, value: str) -> bool:
    if custom is not None:
        return _readable_custom(custom, value)
    if field in _ENUMS:
        return value in _ENUMS[field].__members__
    if field in ("headcount", "capital"):
        return _is_number(value, money=field == "capital")
    return True


def _readable_custom(custom: CustomField, value: str) -> bool:
    if custom.type in (Type.NUMBER, Type.MONEY):
        return _is_number(value, money=custom.type is Type.MONEY)
    if custom.type is Type.BOOLEAN:
        return value in ("true", "false")
    if custom.type in (Type.LIST, Type.MULTI_LIST):
        # Those archived as well: clients may still have them.
        return value in custom.labels
    try:
        return custom.type is Type.LINK or bool(fitting(custom, value))
    except Unfit:
        return False


def _is_number(text: str, *, money: bool) -> bool:
    try:
        amount = _wanted(text, number=True, money=money).value
    except InvalidOperation:
        return False
    return amount.is_finite() and (money or " " not in text)
