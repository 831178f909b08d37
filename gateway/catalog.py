"""What can be called over HTTP, learnt from the annotations of the generated protos.

Adding an RPC with a route to protos/ is all it takes; nothing here names a service or a resource.
"""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from google.api import annotations_pb2
from google.protobuf.descriptor import Descriptor, FileDescriptor, MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

import crm
from crm.type.v1 import options_pb2

VERBS = ("get", "post", "patch", "delete", "put")
# Answered by every service for its own resources; the second segment of `name` or `parent`
# (jobs/<service>/…) says whose.
SHARED = frozenset({"job", "audit"})
INTERNAL = "internal"
PUBLIC = "public"
SIGNED_IN = "signed_in"


@dataclass(frozen=True, slots=True)
class Variable:
    """A part of the path that goes into a field of the request."""

    field: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Operation:
    """One RPC as HTTP sees it."""

    verb: str
    template: str
    segments: tuple[str, ...]  # literals, and "*" for a segment of a variable
    custom: str  # the word after the colon, such as `undelete`
    variables: tuple[Variable, ...]
    body: str  # "", "*" or a field of the request
    method: MethodDescriptor
    permission: str
    service: str  # who answers; empty for shared services

    @property
    def rpc(self) -> str:
        return f"/{self.method.containing_service.full_name}/{self.method.name}"

    @property
    def input(self) -> Descriptor:
        return self.method.input_type

    @property
    def output(self) -> Descriptor:
        return self.method.output_type

    @property
    def uploads(self) -> bool:
        return bool(self.method.client_streaming)

    @property
    def downloads(self) -> bool:
        return bool(self.method.server_streaming)

    @property
    def public(self) -> bool:
        return self.permission == PUBLIC


def generated_files() -> list[FileDescriptor]:
    """The descriptors of all generated modules under the `crm` package."""
    found: list[FileDescriptor] = []
    for root in {str(path) for path in crm.__path__}:
        for path in sorted(Path(root).rglob("*_pb2.py")):
            parts = path.relative_to(Path(root).parent).with_suffix("").parts
            found.append(importlib.import_module(".".join(parts)).DESCRIPTOR)
    return sorted(found, key=lambda file: str(file.name))


def operations() -> list[Operation]:
    """Everything with a route, in the order of the files."""
    return [
        operation
        for file in generated_files()
        for service in file.services_by_name.values()
        for method in service.methods
        for operation in _of_method(method)
    ]


def service_names(found: list[Operation]) -> list[str]:
    return sorted({operation.service for operation in found if operation.service})


def message_class(descriptor: Descriptor) -> type[Message]:
    return GetMessageClass(descriptor)


def _of_method(method: MethodDescriptor) -> Iterator[Operation]:
    options: Any = method.GetOptions()
    permission = options.Extensions[options_pb2.permission]
    rule = options.Extensions[annotations_pb2.http]
    if permission == INTERNAL:
        return
    owner = method.containing_service.file.package.split(".")[1]
    for binding in (rule, *rule.additional_bindings):
        verb = binding.WhichOneof("pattern")
        if verb not in VERBS:
            continue
        template = getattr(binding, verb)
        segments, custom, variables = parse_template(template)
        yield Operation(
            verb=verb.upper(),
            template=template,
            segments=segments,
            custom=custom,
            variables=variables,
            body=binding.body,
            method=method,
            permission=permission,
            service="" if owner in SHARED else owner,
        )


def parse_template(template: str) -> tuple[tuple[str, ...], str, tuple[Variable, ...]]:
    """`/v1/{deal.name=deals/*}:win` -> (v1, deals, *), win, (deal.name: 1-3)."""
    path, custom = template, ""
    if template.rfind(":") > template.rfind("}") and ":" in template:
        path, _, custom = template.rpartition(":")
    segments: list[str] = []
    variables: list[Variable] = []
    rest = path.removeprefix("/")
    while rest:
        if rest.startswith("{"):
            inside, _, rest = rest[1:].partition("}")
            name, _, shape = inside.partition("=")
            start = len(segments)
            segments.extend((shape or "*").split("/"))
            variables.append(Variable(tuple(name.split(".")), start, len(segments)))
        else:
            literal, _, rest = rest.partition("/")
            segments.append(literal)
            continue
        rest = rest.removeprefix("/")
    return tuple(segments), custom, tuple(variables)
