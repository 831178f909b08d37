"""Comments of the protos, read from the descriptor set that `make protos` writes."""

from collections.abc import Iterator
from pathlib import Path

from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
    ServiceDescriptorProto,
)

DESCRIPTORS = Path(__file__).parent.parent / "build" / "api.binpb"

Place = tuple[tuple[int, ...], str]


def read(path: Path = DESCRIPTORS) -> dict[str, str]:
    """Full name -> comment. Empty where the set is not shipped: a document without texts."""
    if not path.exists():
        return {}
    found: dict[str, str] = {}
    for file in FileDescriptorSet.FromString(path.read_bytes()).file:
        names = dict(_places(file))
        for location in file.source_code_info.location:
            name = names.get(tuple(location.path))
            if name and location.leading_comments:
                found[name] = _joined(location.leading_comments)
    return found


def _joined(comment: str) -> str:
    """Wrapped lines become one; an empty line stays a paragraph."""
    paragraphs = comment.strip().split("\n\n")
    return "\n\n".join(" ".join(line.strip() for line in text.split("\n")) for text in paragraphs)


def _places(file: FileDescriptorProto) -> Iterator[Place]:
    package = file.package
    for index, message in enumerate(file.message_type):
        yield from _of_message(message, (4, index), f"{package}.{message.name}")
    for index, enum in enumerate(file.enum_type):
        yield from _of_enum(enum, (5, index), f"{package}.{enum.name}")
    for index, service in enumerate(file.service):
        yield from _of_service(service, (6, index), f"{package}.{service.name}")


def _of_message(message: DescriptorProto, path: tuple[int, ...], name: str) -> Iterator[Place]:
    yield path, name
    for index, field in enumerate(message.field):
        yield (*path, 2, index), f"{name}.{field.name}"
    for index, nested in enumerate(message.nested_type):
        yield from _of_message(nested, (*path, 3, index), f"{name}.{nested.name}")
    for index, enum in enumerate(message.enum_type):
        yield from _of_enum(enum, (*path, 4, index), f"{name}.{enum.name}")


def _of_enum(enum: EnumDescriptorProto, path: tuple[int, ...], name: str) -> Iterator[Place]:
    yield path, name
    for index, value in enumerate(enum.value):
        yield (*path, 2, index), f"{name}.{value.name}"


def _of_service(
    service: ServiceDescriptorProto, path: tuple[int, ...], name: str
) -> Iterator[Place]:
    yield path, name
    for index, method in enumerate(service.method):
        yield (*path, 2, index), f"{name}.{method.name}"
