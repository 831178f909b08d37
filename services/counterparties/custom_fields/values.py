"""Values of custom fields: what a definition lets a record hold (pure).

They are plain JSON everywhere, on the wire as in the store: a text, a number, true or false, a day
as `YYYY-MM-DD`, money as `{amount, currency}`, the id of an option or a list of ids.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, cast

from services.counterparties.custom_fields.custom_field import CustomField, Type
from services.counterparties.requisites import Kind
from services.kit.errors import Violation
from services.kit.texts import required

Values = Mapping[str, Any]
FIELD = "custom_fields"
LONGEST_TEXT, LONGEST_LINK, MOST_CHOSEN = 2000, 2000, 50
_GREATEST = 10**15
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
# Nothing but these two: a link of another scheme is a way to run a script.
_LINK = re.compile(r"https?://[^\s/?#<>\"]+\.[^\s<>\"]+", re.IGNORECASE)
_HOW_TO_FIX = {
    "CUSTOM_FIELD_UNKNOWN": "There is no such custom field: leave it out or define it.",
    "CUSTOM_FIELD_ARCHIVED": "The field is archived: restore it first.",
    "CUSTOM_FIELD_NOT_FOR_KIND": "Clients of this kind have no such field: clear it.",
    "CUSTOM_TEXT": "Write a text.",
    "TEXT_TOO_LONG": f"At most {LONGEST_TEXT} characters: shorten it.",
    "CUSTOM_NUMBER": "Write a number such as 12.5.",
    "CUSTOM_MONEY": 'Write money such as {"amount": "123.45", "currency": "RUB"}.',
    "CUSTOM_DATE": "Write a day such as 2026-11-22.",
    "CUSTOM_OPTION": "Choose one of the field's options.",
    "CUSTOM_BOOLEAN": "Say true or false.",
    "CUSTOM_LINK": "Write an address that begins with http:// or https://.",
    "TOO_MANY": f"At most {MOST_CHOSEN}: leave some out.",
}


class Unfit(Exception):
    """Why a value is none of the field's; the argument is the reason."""


@dataclass(frozen=True)
class Definitions:
    """All fields of a resource in their order, archived ones included."""

    fields: tuple[CustomField, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[str, CustomField]:
        return {field.key: field for field in self.fields}

    @cached_property
    def active(self) -> Sequence[CustomField]:
        return [field for field in self.fields if not field.archived]

    @cached_property
    def required(self) -> Sequence[CustomField]:
        return [field for field in self.active if field.required]

    @cached_property
    def filterable(self) -> frozenset[str]:
        """Archived ones too: they may be restored, and be filtered by, at any time."""
        return frozenset(field.key for field in self.fields if field.filterable)


NO_FIELDS = Definitions()


def overlaid(before: Values, given: Values | None) -> dict[str, Any]:
    """What a change asks for: keys given over those there, None to clear; no values at all clear
    everything."""
    return dict.fromkeys(before) if given is None else {**before, **given}


def checked(
    wanted: Values, definitions: Definitions, kind: Kind | None, before: Values | None
) -> tuple[dict[str, Any], list[Violation]]:
    """The values as they are kept, and all that is wrong with what changed.

    `before` is None for a new record, which alone must have all required ones: what became
    required later does not keep anybody from changing something else.
    """
    kept: dict[str, Any] = {}
    wrong: list[Violation] = []
    earlier = before or {}
    for key, value in wanted.items():
        if value is None or value in ("", []):
            continue
        # What was right once stays, though its option or its field is archived by now.
        if key in earlier and earlier[key] == value:
            kept[key] = value
            continue
        try:
            kept[key] = _fitting(definitions.by_key.get(key), kind, value, earlier.get(key))
        except Unfit as unfit:
            reason = str(unfit)
            wrong.append(Violation(f"{FIELD}.{key}"[:200], reason, _HOW_TO_FIX[reason]))
    refused = {each.field for each in wrong}
    missing = [
        f"{FIELD}.{field.key}"
        for field in definitions.required
        if field.key not in kept and field.applies_to(kind)
        if before is None or field.key in earlier
    ]
    return kept, [*wrong, *(required(path) for path in missing if path not in refused)]


def _fitting(field: CustomField | None, kind: Kind | None, value: Any, before: Any) -> Any:
    if field is None:
        raise Unfit("CUSTOM_FIELD_UNKNOWN")
    if field.archived:
        raise Unfit("CUSTOM_FIELD_ARCHIVED")
    if not field.applies_to(kind):
        raise Unfit("CUSTOM_FIELD_NOT_FOR_KIND")
    return fitting(field, value, before)


def fitting(field: CustomField, value: Any, before: Any = None) -> Any:
    """The value as it is kept; Unfit if it is none of the field's."""
    if field.type is Type.LIST:
        return _option(field, value, (before,))
    if field.type is Type.MULTI_LIST:
        return _options(field, value, before or ())
    return _READERS[field.type](value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit("CUSTOM_TEXT")
    if len(value) > LONGEST_TEXT:
        raise Unfit("TEXT_TOO_LONG")
    return value.strip()


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unfit("CUSTOM_NUMBER")
    if not math.isfinite(value) or abs(value) > _GREATEST:
        raise Unfit("CUSTOM_NUMBER")
    return int(value) if value == int(value) else value


def _money(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise Unfit("CUSTOM_MONEY")
    given = cast("Values", value)
    amount, currency = given.get("amount"), given.get("currency") or "RUB"
    if isinstance(amount, bool) or not isinstance(amount, str | int | float):
        raise Unfit("CUSTOM_MONEY")
    if given.keys() - {"amount", "currency"} or not _is_currency(currency):
        raise Unfit("CUSTOM_MONEY")
    return {"amount": _amount(str(amount)), "currency": currency}


def _is_currency(value: Any) -> bool:
    return isinstance(value, str) and bool(_CURRENCY.fullmatch(value))


def _amount(text: str) -> str:
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise Unfit("CUSTOM_MONEY") from error
    if not amount.is_finite() or abs(amount) > _GREATEST or amount != round(amount, 2):
        raise Unfit("CUSTOM_MONEY")
    return f"{amount:.2f}"


def _day(value: Any) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError) as error:
        raise Unfit("CUSTOM_DATE") from error


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Unfit("CUSTOM_BOOLEAN")
    return value


def _link(value: Any) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if len(text) > LONGEST_LINK or not _LINK.fullmatch(text):
        raise Unfit("CUSTOM_LINK")
    return text


def _option(field: CustomField, value: Any, before: Sequence[Any]) -> str:
    """One that is offered, or that the record has had."""
    for option in field.options:
        if option.id == value and (not option.archived or value in before):
            return option.id
    raise Unfit("CUSTOM_OPTION")


def _options(field: CustomField, value: Any, before: Sequence[Any]) -> list[str]:
    if not isinstance(value, list):
        raise Unfit("CUSTOM_OPTION")
    given = cast("list[Any]", value)
    if len(given) > MOST_CHOSEN:
        raise Unfit("TOO_MANY")
    return list(dict.fromkeys(_option(field, each, before) for each in given))


_READERS: Mapping[Type, Callable[[Any], Any]] = {
    Type.TEXT: _text,
    Type.NUMBER: _number,
    Type.MONEY: _money,
    Type.DATE: _day,
    Type.BOOLEAN: _flag,
    Type.LINK: _link,
}
