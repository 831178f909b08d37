"""Between protobuf messages and plain Python values, by descriptors, compiled once per type.

Stored and plain forms: enums by their short name (`LEGAL` for KIND_LEGAL), civil dates as
`YYYY-MM-DD` in documents, money as `{amount: Decimal128, currency}`, moments as UTC datetimes.
"""

import functools
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bson import Decimal128
from google.api import field_behavior_pb2
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.protobuf.timestamp_pb2 import Timestamp
from google.type import date_pb2, money_pb2

from services.kit import decimals, structs
from services.kit.errors import InvalidArgument, Violation
from services.kit.money import Money

Reader = Callable[[Mapping[str, Any]], Message]
# Descriptors come in two kinds with the same attributes (pure Python and C), and stubs for one.
FieldDescriptor = Any
EnumDescriptor = Any
_READ_ONLY = {field_behavior_pb2.OUTPUT_ONLY, field_behavior_pb2.IDENTIFIER}


# --- enums -------------------------------------------------------------------------------


@functools.cache
def enum_numbers(enum: EnumDescriptor) -> dict[str, int]:
    """Short name -> number; the empty name is the zero."""
    prefix = enum.values_by_number[0].name.removesuffix("UNSPECIFIED")
    return {"": 0} | {value.name.removeprefix(prefix): value.number for value in enum.values}


@functools.cache
def enum_names(enum: EnumDescriptor) -> dict[int, str]:
    """Number -> short name; zero is the empty name."""
    return {number: name for name, number in enum_numbers(enum).items()} | {0: ""}


# --- document -> message -------------------------------------------------------------------


@functools.cache
def document_reader(message_type: type[Message]) -> Reader:
    plan = [
        (field.name, "_id" if field.name == "name" else field.name, _writer(field))
        for field in message_type.DESCRIPTOR.fields
        if field.name != "etag"
    ]
    has_etag = "etag" in message_type.DESCRIPTOR.fields_by_name

    def read(document: Mapping[str, Any]) -> Message:
        values: dict[str, Any] = {}
        get = document.get
        for name, stored, write in plan:
            value = get(stored)
            if value:  # all that is false in Python is unset in proto3
                values[name] = value if write is None else write(value)
        if has_etag:
            values["etag"] = f'"{get("version", 0)}"'
        return message_type(**values)

    return read


def _writer(field: FieldDescriptor) -> Callable[[Any], Any] | None:
    one = _single_writer(field)
    if not field.is_repeated or one is None or _is_map(field):
        return one if not _is_map(field) else None
    return lambda values: [one(value) for value in values]


def _single_writer(field: FieldDescriptor) -> Callable[[Any], Any] | None:
    if field.enum_type is not None:
        return enum_numbers(field.enum_type).__getitem__
    if field.message_type is None:
        return None
    special = _SPECIAL_WRITERS.get(field.message_type.full_name)
    return special or document_reader(GetMessageClass(field.message_type))


def _write_timestamp(value: datetime) -> Timestamp:
    # Timestamp.FromDatetime goes through calendar.timegm: five times dearer, in every row.
    return Timestamp(seconds=int(value.timestamp() // 1), nanos=value.microsecond * 1000)


def _write_date(value: str | date) -> date_pb2.Date:
    day = date.fromisoformat(value) if isinstance(value, str) else value
    return date_pb2.Date(year=day.year, month=day.month, day=day.day)


def _write_money(value: Mapping[str, Any]) -> money_pb2.Money:
    stored = value["amount"]
    amount = decimals.read(stored) if isinstance(stored, Decimal128) else Decimal(stored)
    units = int(amount)
    nanos = int((amount - units) * 10**9)
    return money_pb2.Money(currency_code=value["currency"], units=units, nanos=nanos)


_SPECIAL_WRITERS: dict[str, Callable[[Any], Any]] = {
    "google.protobuf.Timestamp": _write_timestamp,
    "google.protobuf.Struct": structs.written,
    "google.type.Date": _write_date,
    "google.type.Money": _write_money,
}


# --- message -> plain values ---------------------------------------------------------------


def chosen_fields(message: Message, mask: Iterable[str] | None) -> dict[str, Any]:
    """The editable fields that a create (no mask) or an update (mask) sets, as plain values."""
    fields, required, editable = _plan(message.DESCRIPTOR)
    populated = {field.name for field, _ in message.ListFields()}
    keys, named = _split(fields, mask) if mask else ({}, populated)
    missing = [
        Violation(name, "FIELD_REQUIRED", f"{name} is required")
        for name in required
        if name not in populated and (mask is None or name in named)
    ]
    unknown = [
        Violation("update_mask", "FIELD_UNKNOWN", f"There is no field {path!r} to update")
        for path in named
        if path not in fields
    ]
    if missing or unknown:
        raise InvalidArgument.of([*missing, *unknown])
    chosen = {name: read_field(fields[name], message) for name in named if name in editable}
    for name, inner in keys.items():
        # Keys named one by one: those the message does not have are cleared.
        given = read_field(fields[name], message) or {}
        chosen[name] = {key: given.get(key) for key in inner}
    return chosen


def _split(
    fields: Mapping[str, FieldDescriptor], mask: Iterable[str]
) -> tuple[dict[str, list[str]], set[str]]:
    """`custom_fields.key` names a key of a Struct; (keys by field, fields named whole)."""
    keys: dict[str, list[str]] = {}
    whole: set[str] = set()
    for path in mask:
        name, _, key = path.partition(".")
        if key and name in fields and _is_struct(fields[name]):
            keys.setdefault(name, []).append(key)
        else:
            whole.add(path)
    return {name: inner for name, inner in keys.items() if name not in whole}, whole


@functools.cache
def _plan(message: Any) -> tuple[dict[str, FieldDescriptor], list[str], frozenset[str]]:
    """Fields by name, those that must be there, those that a caller may set."""
    fields: dict[str, FieldDescriptor] = dict(message.fields_by_name)
    required = [n for n, f in fields.items() if _behaves(f, field_behavior_pb2.REQUIRED)]
    return fields, required, frozenset(n for n, f in fields.items() if _editable(f))


def editable_fields(message_type: type[Message]) -> frozenset[str]:
    """Those that a caller may set."""
    return _plan(message_type.DESCRIPTOR)[2]


def read_field(field: FieldDescriptor, message: Message) -> Any:
    value = getattr(message, field.name)
    if _is_map(field):
        return dict(value)
    if field.is_repeated:
        return tuple(_read_one(field, item) for item in value)
    if field.message_type is not None and not message.HasField(field.name):
        return None
    return _read_one(field, value)


def _read_one(field: FieldDescriptor, value: Any) -> Any:
    if field.enum_type is not None:
        return enum_names(field.enum_type).get(value, "")
    if field.message_type is None:
        return value
    special = _SPECIAL_READERS.get(field.message_type.full_name)
    if special:
        return special(value)
    return {each.name: read_field(each, value) for each in field.message_type.fields}


def _read_date(value: date_pb2.Date) -> date:
    try:
        return date(value.year, value.month, value.day)
    except ValueError as error:
        message = f"{value.year}-{value.month}-{value.day} is not a date"
        raise InvalidArgument(message, field="date", reason="DATE_IMPOSSIBLE") from error


_SPECIAL_READERS: dict[str, Callable[[Any], Any]] = {
    "google.protobuf.Timestamp": lambda m: m.ToDatetime(tzinfo=UTC),
    "google.protobuf.Struct": structs.read,
    "google.type.Date": _read_date,
    "google.type.Money": lambda m: Money(
        Decimal(m.units) + Decimal(m.nanos).scaleb(-9), m.currency_code
    ),
}


def _behaves(field: FieldDescriptor, behavior: int) -> bool:
    extension: Any = field_behavior_pb2.field_behavior
    return behavior in field.GetOptions().Extensions[extension]


def _editable(field: FieldDescriptor) -> bool:
    return field.name != "etag" and not any(_behaves(field, each) for each in _READ_ONLY)


def _is_struct(field: FieldDescriptor) -> bool:
    kind = field.message_type
    return kind is not None and kind.full_name == "google.protobuf.Struct"


def _is_map(field: FieldDescriptor) -> bool:
    kind = field.message_type
    return kind is not None and kind.GetOptions().map_entry
