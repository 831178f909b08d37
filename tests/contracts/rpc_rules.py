"""House rules for RPCs: route, permission, comment, and the shapes of the standard methods."""

import re
from collections.abc import Callable, Iterator

from google.api import field_behavior_pb2
from google.protobuf import descriptor_pb2 as pb

from tests.contracts.descriptors import Descriptors, Method, behaviors, field_named

WORDS = {"public", "signed_in", "internal", "viewing"}
PERMISSION = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")
CUSTOM_VERB = re.compile(r":[a-z][A-Za-z]*$")
TIMESTAMP, DATE = ".google.protobuf.Timestamp", ".google.type.Date"

Check = Callable[[Descriptors, Method], Iterator[str]]


def problems(api: Descriptors) -> list[str]:
    found = [
        f"{method.full_name}: {problem}"
        for method in api.methods()
        for check in (declared, documented, shaped)
        for problem in check(api, method)
    ]
    return found + [
        f"{name}.{field.name}: {problem}"
        for name, message in api.messages.items()
        for field in message.field
        for problem in field_problems(field)
    ]


def declared(_: Descriptors, method: Method) -> Iterator[str]:
    if not method.permission:
        yield "declares no permission"
    elif method.permission not in WORDS and not PERMISSION.fullmatch(method.permission):
        yield f"permission {method.permission!r} is not <resource>.<verb>"
    if method.permission == "internal":
        if method.path:
            yield "is internal and must have no route"
    elif not method.path:
        yield "has no route"
    elif not method.path.startswith("/v1/"):
        yield f"route {method.path} does not start with /v1/"


def documented(_: Descriptors, method: Method) -> Iterator[str]:
    if len(method.comment) < 10 or not method.comment.endswith("."):
        yield "needs a comment: what it does and which errors it gives, in sentences"


def shaped(api: Descriptors, method: Method) -> Iterator[str]:
    request = api.message(method.descriptor.input_type)
    if request is None or method.permission == "internal" or method.streams:
        return
    kind = re.match(r"Get|List|Create|Update|Delete", method.name)
    subject = method.name[kind.end() :] if kind else ""
    if kind and kind[0] == "List":
        yield from listed(api, method, request)
    elif kind and resource_named(api, method, subject):
        yield from STANDARD[kind[0]](method, request, subject)
    elif method.verb == "post" and not CUSTOM_VERB.search(method.path):
        yield f"is a custom method: its route must end in a :verb, not {method.path}"


def resource_named(api: Descriptors, method: Method, subject: str) -> bool:
    package = method.full_name.rsplit(".", 2)[0]
    message = api.message(f"{package}.{subject}")
    name = message and field_named(message, "name")
    return bool(name and field_behavior_pb2.IDENTIFIER in behaviors(name))


def got(method: Method, request: pb.DescriptorProto, subject: str) -> Iterator[str]:
    yield from named(request)
    yield from returns(method, subject)
    yield from uses(method, "get", "{name=")


def listed(api: Descriptors, method: Method, request: pb.DescriptorProto) -> Iterator[str]:
    yield from uses(method, "get", "/v1/")
    response = api.message(method.descriptor.output_type)
    for field in ("page_size", "page_token"):
        if not field_named(request, field):
            yield f"its request needs {field} (AIP-158)"
    if response is None or not field_named(response, "next_page_token"):
        yield "its response needs next_page_token (AIP-158)"
    elif response.field[0].label != pb.FieldDescriptorProto.LABEL_REPEATED:
        yield "the first field of its response must be the list (AIP-132)"


def created(method: Method, request: pb.DescriptorProto, subject: str) -> Iterator[str]:
    yield from returns(method, subject)
    yield from uses(method, "post", "/v1/")
    if method.http.body not in {snake(subject), "*"}:
        yield f"its body must be {snake(subject)!r} or '*' (AIP-133)"
    if method.http.body != "*" and not field_named(request, snake(subject)):
        yield f"its request needs the field {snake(subject)} (AIP-133)"


def updated(method: Method, request: pb.DescriptorProto, subject: str) -> Iterator[str]:
    field = snake(subject).removeprefix("import_") if subject == "ImportRow" else snake(subject)
    yield from returns(method, subject)
    yield from uses(method, "patch", f"{{{field}.name=")
    for needed in (field, "update_mask"):
        if not field_named(request, needed):
            yield f"its request needs {needed} (AIP-134)"


def deleted(method: Method, request: pb.DescriptorProto, subject: str) -> Iterator[str]:
    yield from named(request)
    yield from uses(method, "delete", "{name=")
    # A soft delete returns what was deleted (AIP-164).
    if not method.descriptor.output_type.endswith((".Empty", f".{subject}")):
        yield "must return Empty or the resource (AIP-135, AIP-164)"


STANDARD = {"Get": got, "Create": created, "Update": updated, "Delete": deleted}


def named(request: pb.DescriptorProto) -> Iterator[str]:
    name = field_named(request, "name")
    if name is None or field_behavior_pb2.REQUIRED not in behaviors(name):
        yield "its request needs a REQUIRED name"


def returns(method: Method, subject: str) -> Iterator[str]:
    if not method.descriptor.output_type.endswith(f".{subject}"):
        yield f"must return {subject}, not {method.descriptor.output_type}"


def uses(method: Method, verb: str, part: str) -> Iterator[str]:
    if method.verb != verb or part not in method.path:
        yield f"must be {verb.upper()} with {part} in its route, not {method.verb} {method.path}"


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def field_problems(field: pb.FieldDescriptorProto) -> Iterator[str]:
    if field.type_name == TIMESTAMP and not field.name.endswith(("_time", "time")):
        yield "a moment's name ends in _time (AIP-148)"
    if field.type_name == DATE and not field.name.endswith("_date"):
        yield "a civil date's name ends in _date"
    if field.name.startswith("is_"):
        yield "a boolean's name does without is_ (AIP-140)"
