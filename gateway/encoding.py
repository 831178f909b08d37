"""Proto messages to plain values for JSON, by closures compiled once per message type.

Every field is present: unset messages are None, unset enums the empty string. One dict display per
message type, made as dataclasses make __init__, and no look at what is not set make it fast.
"""

import base64
import functools
import keyword
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any

import msgspec
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from gateway import shapes
from services.kit import structs

Encode = Callable[[Any], Any]
# Rows of lists are asked for over and over; beyond this size they are few, and dear to keep.
MOST_ROWS, LARGEST_ROW = 16_384, 2048
# So are boards and reports, as a whole; what is smaller is encoded as fast as it is found.
MOST_WHOLES, SMALLEST_WHOLE, LARGEST_WHOLE = 64, 4096, 2**17
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A slice of a repeated field is a list, five times cheaper than list(): it skips the iterator.
_copy = itemgetter(slice(None))
_json = msgspec.json.Encoder()


def to_json(message: Message) -> bytes:
    return _json.encode(encoder(message.DESCRIPTOR)(message))


def whole_to_json(kind: type[Message], raw: bytes) -> bytes:
    """Of an answer as it came, which others may have got before."""
    remembered = SMALLEST_WHOLE <= len(raw) <= LARGEST_WHOLE
    return (_known_whole if remembered else _known_whole.__wrapped__)(kind, raw)


@functools.lru_cache(MOST_WHOLES)
def _known_whole(kind: type[Message], raw: bytes) -> bytes:
    """The same bytes are the same JSON."""
    return to_json(kind.FromString(raw))


@functools.cache
def encoder(message: Descriptor) -> Encode:
    special = SPECIAL.get(message.full_name)
    if special:
        return special
    if message.full_name in shapes.WRAPPERS:
        return _wrapper(message)
    return _object(message)


def _object(message: Descriptor) -> Encode:
    converts: dict[str, Any] = {}
    items: list[str] = []
    for field in message.fields:
        name = field.name
        text = f"m.{name}" if not keyword.iskeyword(name) else f"getattr(m, {name!r})"
        convert = _field(field)
        if convert is not None:
            converts[f"_{name}"] = convert
            text = f"_{name}({text})"
        items.append(
            f"{name!r}: {text}" + f" if m.HasField({name!r}) else None" * field.has_presence
        )
    return eval(f"lambda m: {{{', '.join(items)}}}", converts)  # noqa: S307 - field names only


def _field(field: FieldDescriptor) -> Encode | None:
    """How a field that is set is converted; None if it is right as it is."""
    if not field.is_repeated:
        return _one(field)
    if shapes.is_map(field):
        return _map(field)
    one = _one(field)
    if one is None:
        return _copy
    if _is_remembered(field):
        return lambda values: [_row(value) for value in values]
    return lambda values: [one(value) for value in values[:]] if values else []


def _one(field: FieldDescriptor) -> Encode | None:
    if field.enum_type is not None:
        return _EnumNames(shapes.enum_names(field.enum_type)).__getitem__
    if field.message_type is not None:
        return _later(field.message_type)
    return _base64 if field.type == FieldDescriptor.TYPE_BYTES else None


def _is_remembered(field: FieldDescriptor) -> bool:
    """Whether they are the rows of a list, or records as cards of a grid, which stand deeper."""
    if field.message_type is None:
        return False
    holder: Any = field.containing_type
    own = field.message_type.fields_by_name
    return "next_page_token" in holder.fields_by_name or ("name" in own and "etag" in own)


def _row(message: Message) -> msgspec.Raw:
    raw = message.SerializeToString()
    remembered = _known_row if len(raw) <= LARGEST_ROW else _known_row.__wrapped__
    return remembered(type(message), raw)


@functools.lru_cache(MOST_ROWS)
def _known_row(kind: type[Message], raw: bytes) -> msgspec.Raw:
    """As above."""
    return msgspec.Raw(to_json(kind.FromString(raw)))


class _EnumNames(dict[int, Any]):
    """A number that this gateway does not know yet is shown as it is."""

    def __missing__(self, number: int) -> int:
        return number


def _later(message: Descriptor) -> Encode:
    """Compiled at its first use: a message may hold itself."""
    if message.full_name in SPECIAL:
        return SPECIAL[message.full_name]
    return lambda value: encoder(message)(value)  # noqa: PLW0108 - inlined it would never end


def _map(field: FieldDescriptor) -> Encode:
    one = _one(shapes.map_fields(field)[1])
    if one is None:
        return lambda values: {_key(key): value for key, value in values.items()}
    return lambda values: {_key(key): one(value) for key, value in values.items()}


def _key(key: Any) -> str:
    return ("true" if key else "false") if isinstance(key, bool) else str(key)


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _wrapper(message: Descriptor) -> Encode:
    convert = _one(message.fields_by_name["value"])
    return (lambda m: convert(m.value)) if convert else (lambda m: m.value)


@functools.lru_cache(maxsize=4096)
def _minute(number: int) -> str:
    """Rows of a list share minutes, and formatting a date is the dear part."""
    return (EPOCH + timedelta(minutes=number)).isoformat()[:17]


def timestamp(value: Any) -> str:
    minute, second = divmod(value.seconds, 60)
    return f"{_minute(minute)}{second:02d}.{value.nanos // 1_000_000:03d}Z"


def _duration(value: Any) -> str:
    sign = "-" if value.seconds < 0 or value.nanos < 0 else ""
    fraction = f".{abs(value.nanos):09d}".rstrip("0").rstrip(".")
    return f"{sign}{abs(value.seconds)}{fraction}s"


def _date(value: Any) -> str:
    return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"


def _money(value: Any) -> dict[str, str]:
    sign = "-" if value.units < 0 or value.nanos < 0 else ""
    cents = f"{abs(value.nanos):09d}"
    # Two digits as people write money; more only where there are more.
    fraction = cents[:2] + cents[2:].rstrip("0")
    return {"amount": f"{sign}{abs(value.units)}.{fraction}", "currency": value.currency_code}


def _mask(value: Any) -> str:
    return ",".join(value.paths)


SPECIAL: dict[str, Encode] = {
    "google.protobuf.Timestamp": timestamp,
    "google.protobuf.Duration": _duration,
    "google.protobuf.FieldMask": _mask,
    "google.protobuf.Struct": structs.read,
    "google.protobuf.Value": structs.read_value,
    "google.protobuf.ListValue": structs.read_list,
    "google.type.Date": _date,
    "google.type.Money": _money,
}
