"""JSON and text to proto messages, strictly: each wrong field is named with its path.

Both snake_case and camelCase names are taken. A field that does not exist is refused rather than
dropped: a misspelt name must not look like success.
"""

import functools
import json
import re
from collections.abc import Callable
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from gateway import shapes
from gateway.values import SPECIAL, Wrong, is_list, is_object, scalar, special_text
from services.kit.errors import InvalidArgument, Violation

MAX_VIOLATIONS = 50
MAX_PATH_DEPTH = 6

Fill = Callable[[Any, Any, str, list[Violation]], None]


class Malformed(InvalidArgument):
    reason = "MALFORMED_JSON"


def parse(body: bytes) -> Any:
    """JSON of any value; refuses what parsers disagree on: repeated keys, NaN, broken text."""
    try:
        return json.loads(body, object_pairs_hook=_unique, parse_constant=_no_constant)
    except RecursionError as error:
        raise Malformed("The body is nested too deeply") from error
    except UnicodeDecodeError as error:
        raise Malformed("The body is not UTF-8") from error
    except ValueError as error:
        raise Malformed(f"The body is not JSON: {error}") from error


def fill(message: Message, value: Any) -> None:
    """Puts a parsed JSON object into the message; raises with everything that is wrong."""
    wrong: list[Violation] = []
    filler(message.DESCRIPTOR)(value, message, "", wrong)
    refuse(wrong)


def refuse(wrong: list[Violation]) -> None:
    if wrong:
        raise InvalidArgument.of(wrong[:MAX_VIOLATIONS])


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))
        raise ValueError(f"the key {twice!r} stands twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


# --- objects -----------------------------------------------------------------------------


@functools.cache
def filler(message: Descriptor) -> Fill:
    special = SPECIAL.get(message.full_name)
    return _guarded(special) if special else _object(message)


def _guarded(put: Callable[[Any, Any], None]) -> Fill:
    def fill_special(value: Any, target: Any, path: str, wrong: list[Violation]) -> None:
        try:
            put(value, target)
        except (Wrong, ValueError, TypeError, OverflowError) as error:
            wrong.append(Violation(path, "FIELD_INVALID", f"{path}: {error}"))

    return fill_special


def _object(message: Descriptor) -> Fill:
    setters: dict[str, tuple[str, Fill]] = {}
    for field in message.fields:
        pair = (field.name, _setter(field))
        setters[field.name] = setters[field.json_name or field.name] = pair

    def fill_object(value: Any, target: Any, path: str, wrong: list[Violation]) -> None:
        if not is_object(value):
            wrong.append(Violation(path, "FIELD_INVALID", f"{path or 'body'}: must be an object"))
            return
        prefix = f"{path}." if path else ""
        seen: set[str] = set()
        for key, item in value.items():
            name, put = setters.get(key, ("", None))
            if put is None:
                wrong.append(unknown(f"{prefix}{key}"))
            elif name in seen:
                wrong.append(Violation(prefix + name, "FIELD_INVALID", f"{name}: stands twice"))
            elif item is not None:
                put(item, target, prefix + name, wrong)
            seen.add(name)

    return fill_object


def unknown(path: str) -> Violation:
    return Violation(path[:200], "FIELD_UNKNOWN", f"There is no field {path[:200]!r}")


def _setter(field: FieldDescriptor) -> Fill:
    if shapes.is_map(field):
        return _map_setter(field)
    if field.is_repeated:
        return _list_setter(field)
    name = field.name
    if field.message_type is not None:
        inner, later = field.message_type, filler

        def set_message(value: Any, target: Any, path: str, wrong: list[Violation]) -> None:
            # Civil dates and the like: an empty text clears.
            if value == "" and inner.full_name in SPECIAL:
                return
            held = getattr(target, name)
            held.SetInParent()
            later(inner)(value, held, path, wrong)

        return set_message
    convert = scalar(field)

    def set_scalar(value: Any, target: Any, path: str, wrong: list[Violation]) -> None:
        try:
            setattr(target, name, convert(value))
        except (Wrong, ValueError, TypeError) as error:
            wrong.append(Violation(path, "FIELD_INVALID", f"{path}: {_reason(error)}"))

    return set_scalar


def _reason(error: Exception) -> str:
    return "is not valid Unicode text" if isinstance(error, UnicodeError) else str(error)


def _list_setter(field: FieldDescriptor) -> Fill:
    name, inner = field.name, field.message_type
    convert = None if inner is not None else scalar(field)

    def set_list(value: Any, target: Any, path: str, wrong: list[Violation]) -> None:
        if not is_list(value):
            wrong.append(Violation(path, "FIELD_INVALID", f"{path}: must be a list"))
            return
        held = getattr(target, name)
        for index, item in enumerate(value):
            place = f"{path}[{index}]"
            if inner is not None:
                filler(inner)(item, held.add(), place, wrong)
                continue
            try:
                held.append(convert(item) if convert else item)
            except (Wrong, ValueError, TypeError) as error:
                wrong.append(Violation(place, "FIELD_INVALID", f"{place}: {_reason(error)}"))

    return set_list


def _map_setter(field: FieldDescriptor) -> Fill:
    key_field, value_field = shapes.map_fields(field)
    name, inner = field.name, value_field.message_type
    convert_key = scalar_text(key_field)
    convert = None if inner is not None else scalar(value_field)

    def set_map(value: Any, target: Any, path: str, wrong: list[Violation]) -> None:
        if not is_object(value):
            wrong.append(Violation(path, "FIELD_INVALID", f"{path}: must be an object"))
            return
        held = getattr(target, name)
        for key, item in value.items():
            place = f"{path}.{key}"[:200]
            try:
                if inner is not None:
                    filler(inner)(item, held[convert_key(key)], place, wrong)
                else:
                    held[convert_key(key)] = convert(item) if convert else item
            except (Wrong, ValueError, TypeError) as error:
                wrong.append(Violation(place, "FIELD_INVALID", f"{place}: {_reason(error)}"))

    return set_map


# --- text: query parameters, form fields, parts of a path --------------------------------


def scalar_text(field: FieldDescriptor) -> Callable[[str], Any]:
    """The field's value from text as it stands in a URL."""
    convert = scalar(field)
    if field.type in shapes.INTEGERS:
        return lambda text: (
            convert(int(text)) if re.fullmatch(r"-?\d{1,20}", text) else convert(text)
        )
    if field.type in shapes.FLOATS:
        return lambda text: convert(float(text))
    if field.type == FieldDescriptor.TYPE_BOOL:
        words = {"true": True, "1": True, "false": False, "0": False}
        return lambda text: convert(words.get(text.lower(), text))
    return convert


Put = Callable[[Any, str], None]


@functools.lru_cache(maxsize=4096)
def text_setter(message: Descriptor, key: str) -> Put | None:
    """How `filter.query=…` gets into a message; None if there is no such field."""
    *parents, last = key.split(".")
    if len(parents) > MAX_PATH_DEPTH:
        return None
    way: list[str] = []
    for parent in parents:
        field = _named(message, parent)
        if field is None or field.message_type is None or field.is_repeated:
            return None
        way.append(field.name)
        message = field.message_type
    field = _named(message, last)
    return _text_put(field, way) if field is not None else None


def _named(message: Descriptor, key: str) -> FieldDescriptor | None:
    found = message.fields_by_name.get(key)
    if found is None:
        found = message.fields_by_camelcase_name.get(key)
    return found


def _text_put(field: FieldDescriptor, way: list[str]) -> Put | None:
    name = field.name
    if field.message_type is not None:
        if field.is_repeated or field.message_type.full_name not in SPECIAL:
            return None
        put = special_text(field.message_type)
        return lambda message, text: put(text, getattr(_reach(message, way), name))
    convert = scalar_text(field)
    if field.is_repeated:
        return lambda message, text: getattr(_reach(message, way), name).append(convert(text))
    return lambda message, text: setattr(_reach(message, way), name, convert(text))


def _reach(message: Any, way: list[str]) -> Any:
    for name in way:
        message = getattr(message, name)
    return message


def fill_text(message: Message, pairs: list[tuple[str, str]]) -> None:
    """Query parameters or form fields into the message."""
    wrong: list[Violation] = []
    for key, text in pairs:
        put = text_setter(message.DESCRIPTOR, key)
        if put is None:
            wrong.append(unknown(key))
            continue
        try:
            put(message, text)
        except (Wrong, ValueError, TypeError, OverflowError) as error:
            wrong.append(Violation(key, "FIELD_INVALID", f"{key}: {_reason(error)}"))
    refuse(wrong)
