"""Carries an entity between its dataclass, its proto message and its Mongo document.

One name everywhere: the proto field, the dataclass field and the document key are spelled alike,
so a new field needs no code here. Two exceptions: `name` is the document's `_id`, and `version`
shows on the wire as `etag`. Codecs are compiled once per type; a list goes from document to
message without a dataclass in between (architecture.md §5).
"""

import dataclasses
import functools
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from google.protobuf.message import Message

from services.kit import decimals, wire
from services.kit.money import Money

T = TypeVar("T")
M = TypeVar("M", bound=Message)
Codec = Callable[[Any], Any]


def etag(version: int) -> str:
    return f'"{version}"'


# --- dataclass and document ------------------------------------------------------------


def to_document(entity: Any) -> dict[str, Any]:
    return _writer(type(entity))(entity)


def from_document(entity_type: type[T], document: Mapping[str, Any]) -> T:
    values: dict[str, Any] = {}
    for key, stored, decode in _decoders(entity_type):
        value = document.get(stored, _ABSENT)
        if value is not _ABSENT:
            values[key] = value if decode is None or value is None else decode(value)
    return entity_type(**values)


def field_from_stored(entity_type: type, field: str, value: Any) -> Any:
    """One field's value of a document as the entity holds it; its default for none."""
    if value is None:
        return next(_default(f) for f in dataclasses.fields(entity_type) if f.name == field)
    decode = next(decode for key, _, decode in _decoders(entity_type) if key == field)
    return value if decode is None else decode(value)


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return None if field.default is dataclasses.MISSING else field.default


_ABSENT = object()


@functools.cache
def _writer(entity_type: type) -> Callable[[Any], dict[str, Any]]:
    """One dict display per type, made as dataclasses make __init__: each write goes through it,
    twice with its event, and a loop over the fields takes four times as long."""
    encoders = _encoders(entity_type)
    scope: dict[str, Any] = {key: encode for key, encode in encoders if encode is not None}
    items = [
        f"{('_id' if key == 'name' else key)!r}: "
        + (f"e.{key}" if encode is None else f"None if e.{key} is None else {key}(e.{key})")
        for key, encode in encoders
    ]
    return eval(f"lambda e: {{{', '.join(items)}}}", scope)  # noqa: S307 - field names only


@functools.cache
def _encoders(entity_type: type) -> list[tuple[str, Codec | None]]:
    hints = get_type_hints(entity_type)
    return [(f.name, _encoder(hints[f.name])) for f in dataclasses.fields(entity_type)]


@functools.cache
def _decoders(entity_type: type) -> list[tuple[str, str, Codec | None]]:
    hints = get_type_hints(entity_type)
    return [
        (f.name, "_id" if f.name == "name" else f.name, _decoder(hints[f.name]))
        for f in dataclasses.fields(entity_type)
    ]


def _encoder(hint: Any) -> Codec | None:
    hint = _without_none(hint)
    if get_origin(hint) is tuple:
        item = _encoder(get_args(hint)[0])
        return list if item is None else lambda values: [item(v) for v in values]
    if not isinstance(hint, type):
        return None
    if issubclass(hint, StrEnum):
        # The plain string, as Mongo's driver knows no other; faster than `.value`.
        return str.__str__
    if hint is Decimal:
        return decimals.stored
    if hint is date:
        return date.isoformat
    if dataclasses.is_dataclass(hint):
        return to_document
    if hint in (dict, Mapping):
        return dict
    return None


def _decoder(hint: Any) -> Codec | None:
    hint = _without_none(hint)
    if get_origin(hint) is tuple:
        item = _decoder(get_args(hint)[0])
        return tuple if item is None else lambda values: tuple(item(v) for v in values)
    if not isinstance(hint, type):
        return None
    if issubclass(hint, StrEnum):
        return lambda value: hint(value) if value else None
    if hint is Decimal:
        return decimals.read
    if hint is date:
        return date.fromisoformat
    if dataclasses.is_dataclass(hint):
        return functools.partial(from_document, typing.cast("type[Any]", hint))
    return None


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (typing.Union, types.UnionType):
        return next(arg for arg in get_args(hint) if arg is not type(None))
    return hint


# --- document and message --------------------------------------------------------------


def converter(message_type: type[M]) -> Callable[[Mapping[str, Any]], M]:
    """Document -> message, compiled once; keys that are absent or null stay unset."""
    return typing.cast("Callable[[Mapping[str, Any]], M]", wire.document_reader(message_type))


def to_proto(entity: Any, message_type: type[M]) -> M:
    return converter(message_type)(to_document(entity))


def from_proto(
    message: Message, entity_type: type, mask: Iterable[str] | None = None
) -> dict[str, Any]:
    """What the caller sets, as the entity's field values.

    Without a mask (create): all that is populated, and every REQUIRED field must be. With a mask
    (update): the fields named, whole; an empty mask means those populated (AIP-134). OUTPUT_ONLY
    and IDENTIFIER fields are passed over. All missing fields are reported together.
    """
    chosen = wire.chosen_fields(message, mask)
    hints = _hints(entity_type)
    return {name: _value(hints[name], value) for name, value in chosen.items() if name in hints}


# Evaluates annotations anew at each call, which took a tenth of a create.
_hints = functools.cache(get_type_hints)


def _value(hint: Any, value: Any) -> Any:
    """A plain value of wire.read into the entity's type."""
    hint = _without_none(hint)
    if value is None:
        return None
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return tuple(_value(item, each) for each in value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value) if value else None
    if hint is Money or not dataclasses.is_dataclass(hint):
        return value
    nested = _hints(hint)
    fields = {key: _value(nested[key], each) for key, each in value.items() if key in nested}
    return typing.cast("type", hint)(**fields)
