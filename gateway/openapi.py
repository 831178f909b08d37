"""The OpenAPI 3.1 document, made from the same descriptors as the routes.

`make api` writes it to build/openapi.json, which the types of the UI are made from.
"""

import json
import re
import sys
from collections.abc import Iterator
from typing import Any

from google.api import annotations_pb2
from google.protobuf.descriptor import FieldDescriptor

from gateway import catalog, comments, shapes
from gateway.catalog import Operation, Variable
from gateway.schemas import Schema, Schemas

FILE_NAME, CHUNK = "file_name", "chunk"
JSON_TYPE, PROBLEM_TYPE = "application/json", "application/problem+json"
# Filled in by the gateway from the connection, whatever a client sends.
FILLED = frozenset({"user_agent", "ip_address"})
ABOUT = (
    "All names are snake_case (camelCase is accepted too). Every field is present in answers: "
    "unset messages are null, unset enums the empty string. Programs send an access token or an "
    "API key as `Authorization: Bearer`; browsers use the session cookie and repeat the cookie "
    "`crm_csrf` in the header `X-CSRF-Token` on POST, PATCH and DELETE. Refusals are RFC 9457 "
    "problems, with titles in Russian or English by `Accept-Language`."
)
PROBLEM: Schema = {
    "type": "object",
    "description": "A refusal (RFC 9457). `reason` is a stable code, `fields` names wrong fields.",
    "properties": {
        "type": {"type": "string", "examples": ["urn:crm:error:NOT_FOUND"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "reason": {"type": "string"},
        "metadata": {"type": "object", "additionalProperties": {"type": "string"}},
        "fields": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "field": {"type": "string"},
                    "reason": {"type": "string"},
                    "description": {"type": "string"},
                },
                "required": ["field", "reason", "description"],
            },
        },
        "request_id": {"type": "string"},
        "service": {"type": "string", "description": "Who is down, for 503."},
    },
    "required": ["type", "title", "status", "reason", "metadata", "fields", "request_id"],
}


def document() -> dict[str, Any]:
    texts = comments.read()
    found = catalog.operations()
    schemas = Schemas(catalog.generated_files(), texts)
    paths: dict[str, dict[str, Any]] = {}
    tags: dict[str, str] = {}
    for operation in found:
        names = _path_names(operation, texts)
        service = operation.method.containing_service
        tag = service.name.removesuffix("Service")
        tags[tag] = texts.get(service.full_name, "")
        item = paths.setdefault(_path(operation, names), {})
        item[operation.verb.lower()] = _operation(operation, tag, names, schemas, texts)
    return {
        "openapi": "3.1.0",
        "info": {"title": "CRM", "version": "1", "description": ABOUT},
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": text} for name, text in sorted(tags.items())],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted({**schemas.components, "HttpProblem": PROBLEM}.items())),
            "responses": {"Problem": _content("A refusal.", PROBLEM_TYPE, _ref("HttpProblem"))},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "crm_session"},
                "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
            },
        },
    }


def _operation(
    operation: Operation, tag: str, names: list[str], schemas: Schemas, texts: dict[str, str]
) -> dict[str, Any]:
    method = operation.method
    text = texts.get(method.full_name, "")
    item: dict[str, Any] = {
        "operationId": operation_id(operation),
        "tags": [tag],
        "summary": text.split(". ")[0].split("; ")[0].rstrip("."),
        "description": text,
        "x-permission": operation.permission,
        "parameters": [*_path_parameters(names), *_query_parameters(operation, schemas)],
        "responses": {
            "200": _answer(operation, schemas),
            "default": {"$ref": "#/components/responses/Problem"},
        },
        "security": _security(operation),
    }
    body = _body(operation, schemas)
    if body:
        item["requestBody"] = {"required": True, "content": body}
    return item


def operation_id(operation: Operation) -> str:
    """An RPC's second route says its verb, or else its collection, as ids are unique."""
    name = operation.method.name[0].lower() + operation.method.name[1:]
    options: Any = operation.method.GetOptions()
    first = options.Extensions[annotations_pb2.http]
    verb = first.WhichOneof("pattern")
    if operation.verb != verb.upper():
        return f"{name}By{operation.verb.title()}"
    if operation.template != getattr(first, verb):
        return f"{name}Of{operation.segments[1].title()}"
    return name


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    if operation.public:
        return []
    names = ["session"] if operation.verb == "GET" else ["session", "csrf"]
    return [{"bearer": []}, {name: [] for name in names}]


def _answer(operation: Operation, schemas: Schemas) -> dict[str, Any]:
    if operation.downloads:
        return _content("A file.", "application/octet-stream", {"type": "string"})
    return _content("Done.", JSON_TYPE, schemas.answer(operation.output))


def _body(operation: Operation, schemas: Schemas) -> dict[str, Any]:
    elsewhere = frozenset(variable.field[0] for variable in operation.variables) | FILLED
    if operation.uploads:
        form = schemas.request(operation.input, elsewhere | {FILE_NAME, CHUNK})
        file = {"type": "string", "contentMediaType": "application/octet-stream"}
        form["properties"]["file"] = {**file, "description": "The file itself."}
        form.setdefault("required", []).append("file")
        return {"multipart/form-data": {"schema": form}}
    if operation.body == "*":
        present = {field.name for field in operation.input.fields}
        return {JSON_TYPE: {"schema": schemas.request(operation.input, elsewhere & present)}}
    if operation.body:
        field: Any = operation.input.fields_by_name[operation.body]
        schema = schemas.request(field.message_type)
        # A change names just what it changes: nothing is required in it.
        if operation.verb == "PATCH":
            schema = _partial(schema, schemas)
        return {JSON_TYPE: {"schema": schema}}
    return {}


def _partial(reference: Schema, schemas: Schemas) -> Schema:
    name = reference["$ref"].rpartition("/")[2]
    whole = schemas.components[name]
    patch = name.removesuffix("Input") + "Patch"
    schemas.components[patch] = {key: whole[key] for key in whole if key != "required"}
    return _ref(patch)


def _path_names(operation: Operation, texts: dict[str, str]) -> list[str]:
    """A name for each wildcard, from the field's `Format:` comment where there is one."""
    names: list[str] = []
    for variable in operation.variables:
        wildcards = operation.segments[variable.start : variable.end].count("*")
        given = re.findall(r"\{(\w+)\}", texts.get(_field(operation, variable).full_name, ""))
        if len(given) != wildcards:
            given = [_singular(operation.segments[variable.start])] * wildcards
            given = [f"{name}_{n}" if n else name for n, name in enumerate(given)]
        names.extend(given)
    return names


def _field(operation: Operation, variable: Variable) -> FieldDescriptor:
    message: Any = operation.input
    for name in variable.field[:-1]:
        message = message.fields_by_name[name].message_type
    return message.fields_by_name[variable.field[-1]]


def _singular(word: str) -> str:
    return word.removesuffix("ies") + "y" if word.endswith("ies") else word.removesuffix("s")


def _path(operation: Operation, names: list[str]) -> str:
    waiting = iter(names)
    segments = [f"{{{next(waiting)}}}" if part == "*" else part for part in operation.segments]
    custom = f":{operation.custom}" if operation.custom else ""
    return "/" + "/".join(segments) + custom


def _path_parameters(names: list[str]) -> list[dict[str, Any]]:
    schema = {"type": "string"}
    return [{"name": name, "in": "path", "required": True, "schema": schema} for name in names]


def _query_parameters(operation: Operation, schemas: Schemas) -> Iterator[dict[str, Any]]:
    if operation.body == "*":
        return
    elsewhere = {variable.field[0] for variable in operation.variables} | {operation.body}
    for field in operation.input.fields:
        if field.name not in elsewhere:
            yield from _parameter(field, field.name, schemas)


def _parameter(field: FieldDescriptor, name: str, schemas: Schemas) -> Iterator[dict[str, Any]]:
    nested = field.message_type
    if nested and nested.full_name.startswith("crm.") and not field.is_repeated:
        for inner in nested.fields:
            yield from _parameter(inner, f"{name}.{inner.name}", schemas)
        return
    schema = schemas.field(field, sent=True)
    parameter: dict[str, Any] = {"name": name, "in": "query", "schema": schema}
    if "description" in schema:
        parameter["description"] = schema.pop("description")
    if shapes.REQUIRED in shapes.behaviors(field):
        parameter["required"] = True
    yield parameter


def _content(text: str, media: str, schema: Schema) -> dict[str, Any]:
    return {"description": text, "content": {media: {"schema": schema}}}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def text() -> str:
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
