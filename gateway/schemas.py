"""JSON Schema of proto messages for the OpenAPI document.

A message that clients both send and receive has two schemas: `Counterparty` as answered (every
field present) and `CounterpartyInput` as sent (nothing the server sets, only REQUIRED required).
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor, FileDescriptor

from gateway import shapes

Schema = dict[str, Any]

WELL_KNOWN: dict[str, Schema] = {
    "google.protobuf.Timestamp": {
        "type": "string",
        "format": "date-time",
        "examples": ["2026-11-21T20:51:00.000Z"],
    },
    "google.protobuf.Duration": {"type": "string", "examples": ["3.5s"]},
    "google.protobuf.FieldMask": {"type": "string", "examples": ["display_name,phones"]},
    "google.protobuf.Struct": {"type": "object", "additionalProperties": True},
    "google.protobuf.Value": {},
    "google.protobuf.ListValue": {"type": "array", "items": {}},
    "google.protobuf.Empty": {"type": "object", "properties": {}},
    "google.type.Date": {"type": "string", "format": "date", "examples": ["2026-11-21"]},
    "google.type.Money": {
        "type": "object",
        "properties": {
            "amount": {"type": "string", "examples": ["123.45"]},
            "currency": {"type": "string", "examples": ["RUB"]},
        },
        "required": ["amount", "currency"],
    },
}
WRAPPED: dict[str, Schema] = {
    "String": {"type": "string"},
    "Bytes": {"type": "string", "contentEncoding": "base64"},
    "Bool": {"type": "boolean"},
    "Double": {"type": "number"},
    "Float": {"type": "number"},
}


class Schemas:
    """Collects the component schemas that operations refer to."""

    def __init__(self, files: Iterable[FileDescriptor], comments: dict[str, str]) -> None:
        self.components: dict[str, Schema] = {}
        self._comments = comments
        kinds = [kind for file in files for kind in _types(file)]
        shorts = Counter(_short(kind) for kind in kinds)
        # Names that two packages use carry the package's word.
        self._names = {
            kind.full_name: _short(kind)
            if shorts[_short(kind)] == 1
            else _package_word(kind) + _short(kind)
            for kind in kinds
        }

    def answer(self, message: Descriptor) -> Schema:
        """A reference to the message as the server answers it."""
        return self._message(message, sent=False)

    def request(self, message: Descriptor, without: frozenset[str] = frozenset()) -> Schema:
        """The message as a client sends it; `without` are fields that travel elsewhere."""
        if without:
            return self._object(message, sent=True, without=without)
        return self._message(message, sent=True)

    def value(self, field: FieldDescriptor, *, sent: bool) -> Schema:
        """A single value of the field, as if it were not repeated."""
        if field.message_type is not None:
            return self._message(field.message_type, sent=sent)
        if field.enum_type is not None:
            return self._enum(field.enum_type)
        if field.type in shapes.INTEGERS:
            wide = shapes.INTEGERS[field.type][1] >= 2**32
            return {"type": "integer", "format": "int64" if wide else "int32"}
        if field.type in shapes.FLOATS:
            return {"type": "number"}
        if field.type == FieldDescriptor.TYPE_BOOL:
            return {"type": "boolean"}
        if field.type == FieldDescriptor.TYPE_BYTES:
            return {"type": "string", "contentEncoding": "base64"}
        return {"type": "string"}

    def field(self, field: FieldDescriptor, *, sent: bool) -> Schema:
        schema = self._field(field, sent=sent)
        comment = self._comments.get(field.full_name)
        return {**schema, "description": comment} if comment else schema

    def _field(self, field: FieldDescriptor, *, sent: bool) -> Schema:
        if shapes.is_map(field):
            value = self.value(shapes.map_fields(field)[1], sent=sent)
            return {"type": "object", "additionalProperties": value}
        value = self.value(field, sent=sent)
        if field.is_repeated:
            return {"type": "array", "items": value}
        if field.has_presence and not sent:
            return {"oneOf": [value, {"type": "null"}]}
        return value

    def _message(self, message: Descriptor, *, sent: bool) -> Schema:
        name = message.full_name
        if name in WELL_KNOWN:
            return dict(WELL_KNOWN[name])
        if name in shapes.WRAPPERS:
            word = message.name.removesuffix("Value")
            return dict(WRAPPED.get(word, {"type": "integer"}))
        component = self._names[name] + ("Input" if sent and not _request(message) else "")
        if component not in self.components:
            self.components[component] = {}  # a message may hold itself
            self.components[component] = self._object(message, sent=sent)
        return {"$ref": f"#/components/schemas/{component}"}

    def _object(
        self, message: Descriptor, *, sent: bool, without: frozenset[str] = frozenset()
    ) -> Schema:
        properties: Schema = {}
        required: list[str] = []
        for field in message.fields:
            labels = shapes.behaviors(field)
            if field.name in without or (sent and labels & {shapes.OUTPUT_ONLY}):
                continue
            properties[field.name] = self.field(field, sent=sent)
            if not sent or shapes.REQUIRED in labels:
                required.append(field.name)
        schema: Schema = {"type": "object", "properties": properties}
        if sent:
            schema["additionalProperties"] = False
        if required:
            schema["required"] = required
        comment = self._comments.get(message.full_name)
        return {**schema, "description": comment} if comment else schema

    def _enum(self, enum: EnumDescriptor) -> Schema:
        component = self._names[enum.full_name]
        if component not in self.components:
            names = shapes.enum_names(enum)
            schema: Schema = {"type": "string", "enum": list(names.values())}
            texts = [self._comments.get(enum.full_name, "")]
            for value in enum.values:
                comment = self._comments.get(f"{enum.full_name}.{value.name}")
                if comment:
                    texts.append(f"- `{names[value.number]}`: {comment}")
            schema["description"] = "\n".join(text for text in texts if text)
            self.components[component] = schema
        return {"$ref": f"#/components/schemas/{component}"}


def _request(message: Descriptor) -> bool:
    """Messages made for one RPC are only ever sent, so they need no second name."""
    return bool(message.name.endswith("Request"))


def _types(file: FileDescriptor) -> Iterable[Descriptor | EnumDescriptor]:
    yield from file.enum_types_by_name.values()
    waiting = list(file.message_types_by_name.values())
    while waiting:
        message = waiting.pop()
        yield message
        yield from message.enum_types
        waiting.extend(nested for nested in message.nested_types if not _entry(nested))


def _entry(message: Descriptor) -> bool:
    options: Any = message.GetOptions()
    return bool(options.map_entry)


def _short(kind: Descriptor | EnumDescriptor) -> str:
    """`crm.counterparties.v1.Counterparty.Kind` -> `CounterpartyKind`."""
    inner = kind.full_name.removeprefix(kind.file.package + ".")
    return inner.replace(".", "")


def _package_word(kind: Descriptor | EnumDescriptor) -> str:
    word = kind.file.package.split(".")[1]
    return re.sub(r"(?:^|_)([a-z])", lambda match: match[1].upper(), word)
