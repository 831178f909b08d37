"""The OpenAPI document that the protos make says what we do."""

import json
from typing import Any

import pytest

from gateway import catalog, openapi


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads(openapi.text())


def test_every_operation_is_there_with_its_permission(document: dict[str, Any]) -> None:
    found = {
        (verb.upper(), item["operationId"]): item
        for path in document["paths"].values()
        for verb, item in path.items()
    }
    for operation in catalog.operations():
        name = operation.method.name
        item = found[operation.verb, openapi.operation_id(operation)]
        assert item["x-permission"] == operation.permission
        assert item["summary"], name
        assert ("requestBody" in item) == bool(operation.body), name


def references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if "$ref" in node else set()
        return own.union(*(references(each) for each in node.values()))
    if isinstance(node, list):
        return set().union(*(references(each) for each in node))
    return set()


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in references(document):
        place: Any = document
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]
        assert place


def test_path_parameters_match_their_path(document: dict[str, Any]) -> None:
    for path, item in document["paths"].items():
        for operation in item.values():
            names = [p["name"] for p in operation["parameters"] if p["in"] == "path"]
            assert len(set(names)) == len(names) == path.count("{"), path
            assert all(f"{{{name}}}" in path for name in names), path


def test_an_answer_names_every_field_as_present(document: dict[str, Any]) -> None:
    schema = document["components"]["schemas"]["Counterparty"]
    assert schema["required"] == list(schema["properties"])
    assert schema["properties"]["birth_date"]["oneOf"][1] == {"type": "null"}
    kind = document["components"]["schemas"]["CounterpartyKind"]
    assert kind["enum"] == ["", "LEGAL", "SOLE_PROPRIETOR", "INDIVIDUAL"]


def test_an_upload_is_a_form_with_a_file(document: dict[str, Any]) -> None:
    body = document["paths"]["/v1/imports"]["post"]["requestBody"]["content"]
    schema = body["multipart/form-data"]["schema"]
    assert "file" in schema["required"]
    assert "chunk" not in schema["properties"]
