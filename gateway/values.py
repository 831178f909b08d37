"""Single values from JSON to proto: scalars by type, well-known types by name."""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeGuard

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from gateway import shapes

MAX_DEPTH = 32
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)")
AMOUNT = re.compile(r"-?\d{1,18}(\.\d{1,9})?")

Convert = Callable[[Any], Any]


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def is_list(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


class Wrong(Exception):
    """What a value should have been."""


def scalar(field: FieldDescriptor) -> Convert:
    kind = field.type
    if kind == FieldDescriptor.TYPE_ENUM:
        return _enum(field)
    if kind in shapes.INTEGERS:
        return _integer(*shapes.INTEGERS[kind])
    return SCALARS[kind]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Wrong("must be a string")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong("must be true or false")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Wrong("must be a number")
    if value in {float("inf"), float("-inf")} or value != value:
        raise Wrong("must be a finite number")
    return float(value)


def _bytes(value: Any) -> bytes:
    text = _text(value).replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise Wrong("must be base64") from error


def _integer(low: int, high: int) -> Convert:
    def convert(value: Any) -> int:
        # 64-bit numbers may come as text: not every client's JSON holds them.
        if isinstance(value, str) and high >= 2**32 and re.fullmatch(r"-?\d{1,20}", value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise Wrong("must be a whole number")
        if not low <= value <= high:
            raise Wrong(f"must be between {low} and {high}")
        return value

    return convert


def _enum(field: FieldDescriptor) -> Convert:
    enum: Any = field.enum_type
    short = {name: number for number, name in shapes.enum_names(enum).items()}
    full = {value.name: value.number for value in enum.values}
    numbers = {**full, **short}
    known = ", ".join(name for name in short if name)

    def convert(value: Any) -> int:
        number = numbers.get(value) if isinstance(value, str) else None
        if number is None:
            raise Wrong(f"must be one of {known}")
        return number

    return convert


SCALARS: dict[int, Convert] = {
    FieldDescriptor.TYPE_STRING: _text,
    FieldDescriptor.TYPE_BOOL: _flag,
    FieldDescriptor.TYPE_BYTES: _bytes,
    FieldDescriptor.TYPE_DOUBLE: _number,
    FieldDescriptor.TYPE_FLOAT: _number,
}


# --- well-known types ----------------------------------------------------------------------


def _timestamp(value: Any, target: Any) -> None:
    text = _text(value)
    match = MOMENT.fullmatch(text)
    if not match:
        raise Wrong("must be a moment such as 2026-11-21T20:51:00Z")
    fraction = (match[1] or "").removeprefix(".").ljust(9, "0")
    whole = text[:19].upper() + (match[2].upper().replace("Z", "+00:00"))
    try:
        moment = datetime.fromisoformat(whole).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Wrong("is not a real moment") from error
    target.seconds = int(moment.timestamp())
    target.nanos = int(fraction)


def _duration(value: Any, target: Any) -> None:
    match = re.fullmatch(r"(-?)(\d{1,12})(?:\.(\d{1,9}))?s", _text(value))
    if not match:
        raise Wrong("must be a duration such as 3.5s")
    sign = -1 if match[1] else 1
    target.seconds = sign * int(match[2])
    target.nanos = sign * int((match[3] or "").ljust(9, "0"))


def _date(value: Any, target: Any) -> None:
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", _text(value))
    try:
        day = date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        day = None
    if day is None:
        raise Wrong("must be a date such as 2026-11-21")
    target.year, target.month, target.day = day.year, day.month, day.day


def _money(value: Any, target: Any) -> None:
    if not is_object(value):
        raise Wrong('must be money such as {"amount": "123.45", "currency": "RUB"}')
    given = value
    extra = given.keys() - {"amount", "currency", "currency_code", "currencyCode"}
    if extra:
        raise Wrong(f"has no field {min(extra)!r}")
    currency = given.get("currency") or given.get("currency_code") or given.get("currencyCode")
    text = str(given.get("amount", ""))
    if isinstance(given.get("amount"), float) or not AMOUNT.fullmatch(text):
        raise Wrong('needs an amount as text, such as "123.45"')
    if not isinstance(currency, str) or not re.fullmatch(r"[A-Z]{3}", currency):
        raise Wrong("needs a currency of three letters, such as RUB")
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise Wrong('needs an amount such as "123.45"') from error
    target.currency_code = currency
    target.units = int(amount)
    target.nanos = int((amount - int(amount)).scaleb(9))


def _mask(value: Any, target: Any) -> None:
    names = _text(value).split(",")
    target.paths.extend(snake(name.strip()) for name in names if name.strip())


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: "_" + match[1].lower(), name)


def _struct(value: Any, target: Any, depth: int = 0) -> None:
    if not is_object(value):
        raise Wrong("must be an object")
    for key, item in value.items():
        _value(item, target.fields[key], depth + 1)


def _list(value: Any, target: Any, depth: int = 0) -> None:
    if not is_list(value):
        raise Wrong("must be a list")
    for item in value:
        _value(item, target.values.add(), depth + 1)


def _value(value: Any, target: Any, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise Wrong(f"is nested deeper than {MAX_DEPTH} levels")
    if value is None:
        target.null_value = 0
    elif isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, str):
        target.string_value = value
    elif isinstance(value, dict):
        target.struct_value.SetInParent()
        _struct(value, target.struct_value, depth)
    elif isinstance(value, list):
        target.list_value.SetInParent()
        _list(value, target.list_value, depth)
    else:
        target.number_value = _number(value)


def _wrapper(value: Any, target: Any) -> None:
    target.value = scalar(target.DESCRIPTOR.fields_by_name["value"])(value)


def _nothing(value: Any, target: Any) -> None:  # noqa: ARG001
    if value != {}:
        raise Wrong("must be an empty object")


SPECIAL: dict[str, Callable[[Any, Any], None]] = {
    "google.protobuf.Timestamp": _timestamp,
    "google.protobuf.Duration": _duration,
    "google.protobuf.FieldMask": _mask,
    "google.protobuf.Struct": _struct,
    "google.protobuf.Value": _value,
    "google.protobuf.ListValue": _list,
    "google.protobuf.Empty": _nothing,
    "google.type.Date": _date,
    "google.type.Money": _money,
    **dict.fromkeys(shapes.WRAPPERS, _wrapper),
}


def special_text(message: Descriptor) -> Callable[[Any, Any], None]:
    return SPECIAL[message.full_name]
