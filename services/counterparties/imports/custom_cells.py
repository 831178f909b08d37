"""Columns that become custom fields, and what people type into their cells (pure)."""

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from services.counterparties.custom_fields.custom_field import CustomField, Type
from services.counterparties.custom_fields.values import FIELD, Definitions, Unfit, fitting
from services.counterparties.imports import cells
from services.counterparties.imports.cells import Wrong

PREFIX = f"{FIELD}."
_NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d{1,12})?", re.ASCII)
_CODE = re.compile(r"\s*([A-Z]{3}|[$€¥])$")
_SIGNS = {"$": "USD", "€": "EUR", "¥": "CNY"}
_ROUBLES = frozenset(("RUB", "RUR"))
_SEPARATED = re.compile(r"\s*[;|\n]\s*")


def named(definitions: Definitions, plain: Callable[[str], str]) -> dict[str, str]:
    """Header as `plain` leaves it -> field, by display name and by key."""
    found: dict[str, str] = {}
    for field in definitions.active:
        found.setdefault(plain(field.display_name), PREFIX + field.key)
    for field in definitions.active:
        found.setdefault(plain(field.key), PREFIX + field.key)
    return found


def fields_of(definitions: Definitions) -> frozenset[str]:
    return frozenset(PREFIX + field.key for field in definitions.active)


def reader(field: CustomField) -> Callable[[str], Any]:
    """A cell's text to the field's value, or why it has none."""
    typed = _READERS.get(field.type, _as_it_is)
    labels = _labels(field)

    def read(cell: str) -> Any:
        # What keeps spreadsheets from taking «-5» of an exported list for a formula.
        value = typed(cell.removeprefix("'"), labels)
        if isinstance(value, Wrong):
            return value
        try:
            return fitting(field, value)
        except Unfit as unfit:
            return Wrong(str(unfit))

    return read


def _labels(field: CustomField) -> Mapping[str, str]:
    """What people write for an option -> its id."""
    offered = [option for option in field.options if not option.archived]
    ids = {_folded(option.id): option.id for option in offered}
    return ids | {_folded(option.label): option.id for option in offered}


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())


def _as_it_is(cell: str, _: Mapping[str, str]) -> Any:
    return cell


def _number(cell: str, _: Mapping[str, str]) -> Any:
    plain = "".join(cell.split())
    return float(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else Wrong("CUSTOM_NUMBER")


def _money(cell: str, _: Mapping[str, str]) -> Any:
    code = _CODE.search(cell)
    text = cell[: code.start()] if code else cell
    currency = _SIGNS.get(code[1], code[1]) if code else "RUB"
    sign = "-" if text.startswith("-") else ""
    amount = cells.amount(text.removeprefix("-").strip())
    if isinstance(amount, Wrong):
        return Wrong("CUSTOM_MONEY")
    return {"amount": f"{sign}{amount}", "currency": "RUB" if currency in _ROUBLES else currency}


def _day(cell: str, _: Mapping[str, str]) -> Any:
    day = cells.day(cell)
    return day if isinstance(day, Wrong) else day.isoformat()


def _flag(cell: str, _: Mapping[str, str]) -> Any:
    flag = cells.consent(cell)
    return Wrong("CUSTOM_BOOLEAN") if isinstance(flag, Wrong) else flag


def _option(cell: str, labels: Mapping[str, str]) -> Any:
    known = labels.get(_folded(cell))
    if known:
        return known
    likely = get_close_matches(_folded(cell), list(labels), n=1, cutoff=0.75)
    return Wrong("CUSTOM_OPTION", likely[0] if likely else "")


def _options(cell: str, labels: Mapping[str, str]) -> Any:
    if _folded(cell) in labels:
        return [labels[_folded(cell)]]
    pieces: Sequence[str] = [piece for piece in _SEPARATED.split(cell) if piece]
    if len(pieces) == 1:
        pieces = [piece for piece in re.split(r"\s*,\s*", cell) if piece]
    found = [_option(piece, labels) for piece in pieces]
    return next((each for each in found if isinstance(each, Wrong)), found)


def _link(cell: str, _: Mapping[str, str]) -> Any:
    return cell if "://" in cell else f"https://{cell}"


_READERS: Mapping[Type, Callable[[str, Mapping[str, str]], Any]] = {
    Type.NUMBER: _number,
    Type.MONEY: _money,
    Type.DATE: _day,
    Type.BOOLEAN: _flag,
    Type.LIST: _option,
    Type.MULTI_LIST: _options,
    Type.LINK: _link,
}
