"""The API as build/api.binpb describes it: messages, enums, methods with routes and comments."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from google.api import annotations_pb2, field_behavior_pb2, http_pb2
from google.protobuf import descriptor_pb2 as pb

from crm.type.v1 import options_pb2

ROOT = Path(__file__).parents[2]
SERVICE_PATH, METHOD_PATH = 6, 2


@dataclass(frozen=True)
class Method:
    full_name: str
    descriptor: pb.MethodDescriptorProto
    comment: str

    @property
    def name(self) -> str:
        return self.descriptor.name

    @property
    def permission(self) -> str:
        return self.descriptor.options.Extensions[options_pb2.permission]

    @property
    def http(self) -> http_pb2.HttpRule:
        return self.descriptor.options.Extensions[annotations_pb2.http]

    @property
    def verb(self) -> str:
        return self.http.WhichOneof("pattern") or ""

    @property
    def path(self) -> str:
        return getattr(self.http, self.verb) if self.verb else ""

    @property
    def streams(self) -> bool:
        return self.descriptor.client_streaming or self.descriptor.server_streaming


class Descriptors:
    """One descriptor set, read from a file that protoc wrote."""

    def __init__(self, file: Path = ROOT / "build" / "api.binpb") -> None:
        everything = pb.FileDescriptorSet.FromString(file.read_bytes())
        self.files = [each for each in everything.file if each.package.startswith("crm.")]
        self.messages = {
            f"{each.package}.{name}": message
            for each in self.files
            for name, message in nested_messages("", each.message_type)
        }

    def methods(self) -> list[Method]:
        return [
            Method(f"{file.package}.{service.name}.{method.name}", method, comments.get(path, ""))
            for file in self.files
            for comments in [leading_comments(file)]
            for s, service in enumerate(file.service)
            for m, method in enumerate(service.method)
            for path in [(SERVICE_PATH, s, METHOD_PATH, m)]
        ]

    def enums(self) -> Iterator[tuple[str, pb.EnumDescriptorProto]]:
        """Every enum by its name within its package, such as Counterparty.Kind."""
        for file in self.files:
            yield from ((enum.name, enum) for enum in file.enum_type)
            for name, message in nested_messages("", file.message_type):
                yield from ((f"{name}.{enum.name}", enum) for enum in message.enum_type)

    def message(self, type_name: str) -> pb.DescriptorProto | None:
        return self.messages.get(type_name.removeprefix("."))


def nested_messages(prefix: str, messages: object) -> Iterator[tuple[str, pb.DescriptorProto]]:
    for message in messages:  # type: ignore[attr-defined]
        yield f"{prefix}{message.name}", message
        yield from nested_messages(f"{prefix}{message.name}.", message.nested_type)


def leading_comments(file: pb.FileDescriptorProto) -> dict[tuple[int, ...], str]:
    locations = file.source_code_info.location
    return {tuple(each.path): each.leading_comments.strip() for each in locations}


def behaviors(field: pb.FieldDescriptorProto) -> set[int]:
    return set(field.options.Extensions[field_behavior_pb2.field_behavior])


def field_named(message: pb.DescriptorProto, name: str) -> pb.FieldDescriptorProto | None:
    return next((field for field in message.field if field.name == name), None)


def enum_value_names(enum: pb.EnumDescriptorProto) -> list[str]:
    """The short names that JSON and people see, the unspecified one left out."""
    prefix = enum.value[0].name.removesuffix("UNSPECIFIED")
    return [value.name.removeprefix(prefix) for value in enum.value[1:]]
