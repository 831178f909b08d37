"""How proto types look in JSON: short enum names, well-known types, labels of fields.

Shared by the walkers and the OpenAPI document, so that one cannot say what the other does not do.
"""

import re
from typing import Any

from google.api import field_behavior_pb2
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor

INTEGERS = {
    FieldDescriptor.TYPE_INT32: (-(2**31), 2**31 - 1),
    FieldDescriptor.TYPE_SINT32: (-(2**31), 2**31 - 1),
    FieldDescriptor.TYPE_SFIXED32: (-(2**31), 2**31 - 1),
    FieldDescriptor.TYPE_UINT32: (0, 2**32 - 1),
    FieldDescriptor.TYPE_FIXED32: (0, 2**32 - 1),
    FieldDescriptor.TYPE_INT64: (-(2**63), 2**63 - 1),
    FieldDescriptor.TYPE_SINT64: (-(2**63), 2**63 - 1),
    FieldDescriptor.TYPE_SFIXED64: (-(2**63), 2**63 - 1),
    FieldDescriptor.TYPE_UINT64: (0, 2**64 - 1),
    FieldDescriptor.TYPE_FIXED64: (0, 2**64 - 1),
}
FLOATS = frozenset({FieldDescriptor.TYPE_DOUBLE, FieldDescriptor.TYPE_FLOAT})
WRAPPERS = frozenset(
    f"google.protobuf.{name}Value"
    for name in ("Double", "Float", "Int64", "UInt64", "Int32", "UInt32", "Bool", "String", "Bytes")
)
REQUIRED = field_behavior_pb2.REQUIRED
OUTPUT_ONLY = field_behavior_pb2.OUTPUT_ONLY
IDENTIFIER = field_behavior_pb2.IDENTIFIER


def enum_prefix(enum: EnumDescriptor) -> str:
    """`MarketState` -> `MARKET_STATE_`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", str(enum.name))
    return words.upper() + "_"


def enum_names(enum: EnumDescriptor) -> dict[int, str]:
    """Number -> short name; UNSPECIFIED is the empty string."""
    prefix = enum_prefix(enum)
    names = {value.number: value.name.removeprefix(prefix) for value in enum.values}
    return {number: "" if name == "UNSPECIFIED" else name for number, name in names.items()}


def behaviors(field: FieldDescriptor) -> frozenset[int]:
    options: Any = field.GetOptions()
    return frozenset(options.Extensions[field_behavior_pb2.field_behavior])


def is_map(field: FieldDescriptor) -> bool:
    message = field.message_type
    return bool(field.is_repeated and message and message.GetOptions().map_entry)


def map_fields(field: FieldDescriptor) -> tuple[FieldDescriptor, FieldDescriptor]:
    """Key and value of a map."""
    entry: Any = field.message_type
    return entry.fields_by_name["key"], entry.fields_by_name["value"]


def changeable(message: Descriptor) -> frozenset[str]:
    """The fields a client may name in an update mask."""
    return frozenset(
        field.name
        for field in message.fields
        if field.name != "etag" and not behaviors(field) & {OUTPUT_ONLY, IDENTIFIER}
    )
