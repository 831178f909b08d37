"""The relay's JSON of events is json_format's, for every message there is."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from google.protobuf import json_format, struct_pb2, timestamp_pb2
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from crm.counterparties.v1 import counterparties_pb2, events_pb2
from crm.identity.v1 import events_pb2 as identity_events_pb2
from crm.job.v1 import events_pb2 as job_events_pb2
from services.kit.event_json import plain

FILES = (events_pb2, identity_events_pb2, job_events_pb2)
EVENTS = [kind for file in FILES for kind in file.DESCRIPTOR.message_types_by_name.values()]
DEEPEST = 4


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.full_name)
def test_an_event_is_told_as_the_library_would(event: Any) -> None:
    draw = random.Random(event.full_name)  # noqa: S311
    for _ in range(3):
        message = filled(GetMessageClass(event)(), draw)
        assert plain(message) == by_the_library(message)


def by_the_library(message: Message) -> dict[str, Any]:
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


@pytest.mark.parametrize("nanos", [0, 5_000_000, 123_000_000, 123_456_000, 7_000, 123_456_789])
@pytest.mark.parametrize("seconds", [0, -1, 1_795_324_556, -62_135_596_800, 253_402_300_799])
def test_a_moment_is_written_as_the_library_would(seconds: int, nanos: int) -> None:
    moment = timestamp_pb2.Timestamp(seconds=seconds, nanos=nanos)
    message = counterparties_pb2.Counterparty(create_time=moment)
    assert plain(message) == by_the_library(message)


def filled(message: Any, draw: random.Random, depth: int = 0) -> Any:
    for field in message.DESCRIPTOR.fields:
        if draw.random() < 0.3:
            continue
        if field.message_type is not None:
            if depth < DEEPEST:
                _fill_inner(message, field, draw, depth)
        elif field.is_repeated:
            getattr(message, field.name).extend(_scalars(field, draw))
        else:
            setattr(message, field.name, next(_scalars(field, draw)))
    return message


def _fill_inner(message: Any, field: Any, draw: random.Random, depth: int) -> None:
    inner = getattr(message, field.name)
    if field.message_type.GetOptions().map_entry:
        if field.message_type.fields_by_name["value"].message_type is None:
            inner["ключ"] = next(_scalars(field.message_type.fields_by_name["value"], draw))
    elif field.is_repeated:
        filled(inner.add(), draw, depth + 1)
    elif field.message_type.full_name == "google.protobuf.Struct":
        inner.CopyFrom(struct_pb2.Struct())
        inner.update({"budget": 1.5, "whole": 2, "list": ["а", True, None], "in": {"x": "y"}})
    elif field.message_type.full_name == "google.protobuf.Timestamp":
        inner.FromMilliseconds(draw.randrange(10**12))
    elif field.message_type.file.package != "google.protobuf":
        filled(inner, draw, depth + 1)


def _scalars(field: Any, draw: random.Random) -> Iterator[Any]:
    for _ in range(2):
        if field.enum_type is not None:
            yield draw.choice(list(field.enum_type.values_by_number))
        elif field.type == field.TYPE_STRING:
            yield draw.choice(("ООО «Ромашка»", "", "users/1"))
        elif field.type == field.TYPE_BYTES:
            yield draw.randbytes(5)
        elif field.type == field.TYPE_DOUBLE:
            yield draw.choice((1.5, -2.0, float("inf"), float("-inf")))
        elif field.type == field.TYPE_BOOL:
            yield draw.random() < 0.5
        else:
            yield draw.randrange(2**31 if field.cpp_type in (1, 3) else 2**53)
