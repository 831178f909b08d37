"""An entity's dataclass and its message agree: same names, types that fit."""

import dataclasses
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from google.api import field_behavior_pb2
from google.protobuf import descriptor_pb2 as pb

from services.kit.money import Money
from services.kit.service import Service
from tests.contracts.descriptors import Descriptors, behaviors, enum_value_names

F = pb.FieldDescriptorProto
SCALARS: dict[int, tuple[type, ...]] = {
    F.TYPE_STRING: (str,),
    F.TYPE_BYTES: (bytes,),
    F.TYPE_BOOL: (bool,),
    F.TYPE_INT32: (int,),
    F.TYPE_INT64: (int,),
    F.TYPE_DOUBLE: (float,),
}
WELL_KNOWN: dict[str, tuple[Any, ...]] = {
    ".google.protobuf.Timestamp": (datetime,),
    ".google.type.Date": (date, str),
    ".google.type.Money": (Money,),
    ".google.type.Decimal": (Decimal,),
    ".google.protobuf.Struct": (dict, Mapping),
}
# The document's version shows on the wire as etag; other keys follow the entity.
ON_THE_WIRE_ONLY = {"etag"}


def problems(api: Descriptors, service: Service) -> list[str]:
    package = f"crm.{service.name}.v1"
    return [
        problem
        for collection in service.collections
        for message in [api.message(f"{package}.{collection.entity.__name__}")]
        if message is not None and dataclasses.is_dataclass(collection.entity)
        for problem in disagreements(api, collection.entity, message)
    ]


def disagreements(api: Descriptors, entity: Any, message: pb.DescriptorProto) -> Iterator[str]:
    hints = typing.get_type_hints(entity)
    for field in message.field:
        where = f"{entity.__name__}.{field.name}"
        if field.name in ON_THE_WIRE_ONLY:
            continue
        if field.name in hints:
            yield from (f"{where}: {each}" for each in misfits(api, hints[field.name], field))
        # What only the server says may be added on the way out.
        elif field_behavior_pb2.OUTPUT_ONLY not in behaviors(field):
            yield f"{where}: the message has it, the dataclass does not"


def misfits(api: Descriptors, hint: Any, field: pb.FieldDescriptorProto) -> Iterator[str]:
    hint = without_none(hint)
    if is_map(api, field):
        if typing.get_origin(hint) not in (dict, Mapping) and hint not in (dict, Mapping):
            yield f"a map does not fit {hint}"
        return
    if field.label == F.LABEL_REPEATED:
        if typing.get_origin(hint) is not tuple:
            yield f"a repeated field must be a tuple, not {hint}"
            return
        hint = typing.get_args(hint)[0]
    yield from one_misfit(api, hint, field)


def one_misfit(api: Descriptors, hint: Any, field: pb.FieldDescriptorProto) -> Iterator[str]:
    hint = typing.get_origin(hint) or hint
    if field.type == F.TYPE_ENUM:
        yield from enum_misfit(api, hint, field)
    elif field.type != F.TYPE_MESSAGE:
        if hint not in SCALARS.get(field.type, ()):
            yield f"{hint} does not fit the wire's scalar type"
    elif field.type_name in WELL_KNOWN:
        if hint not in WELL_KNOWN[field.type_name]:
            yield f"{hint} does not fit {field.type_name}"
    elif dataclasses.is_dataclass(hint):
        nested = api.message(field.type_name)
        if nested is not None:
            yield from disagreements(api, hint, nested)


def enum_misfit(api: Descriptors, hint: Any, field: pb.FieldDescriptorProto) -> Iterator[str]:
    if not (isinstance(hint, type) and issubclass(hint, StrEnum)):
        if hint is not str:
            yield f"{hint} does not fit an enum"
        return
    short = field.type_name.rsplit(".", 1)[-1]
    owner = field.type_name.rsplit(".", 1)[0]
    message = api.message(owner)
    nested = [each for each in (message.enum_type if message else []) if each.name == short]
    enum = nested[0] if nested else dict(api.enums()).get(short)
    if enum is not None and {*enum_value_names(enum)} != {value.value for value in hint}:
        yield f"{hint.__name__} has other values than the enum {field.type_name}"


def is_map(api: Descriptors, field: pb.FieldDescriptorProto) -> bool:
    message = api.message(field.type_name) if field.type_name else None
    return bool(message and message.options.map_entry)


def without_none(hint: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return next(each for each in typing.get_args(hint) if each is not type(None))
    return hint
