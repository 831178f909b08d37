"""REST through the real door: routes, bodies, refusals."""

import httpx
import pytest

from gateway.transcoding import as_uuid
from tests.gateway.conftest import Running


@pytest.fixture
def anna(gateway: Running) -> httpx.Client:
    return gateway.program()


def test_an_answer_has_every_field_in_snake_case_with_short_enums(anna: httpx.Client) -> None:
    answer = anna.get("/v1/counterparties/1")
    body = answer.json()
    assert body["name"] == "counterparties/1"
    assert body["kind"] == "LEGAL"
    assert body["market_state"] == ""
    assert body["birth_date"] is None
    assert body["phones"] == []


def test_int64_is_a_number(anna: httpx.Client) -> None:
    assert anna.get("/v1/counterparties:count").json() == {"count": 2**40, "capped": True}


def test_query_reaches_nested_and_repeated_fields(gateway: Running, anna: httpx.Client) -> None:
    query = "filter.query=%D0%A0%D0%BE%D0%BC&filter.kind=LEGAL&filter.kind=INDIVIDUAL&exact=true"
    assert anna.get(f"/v1/counterparties:count?{query}").status_code == 200
    seen = gateway.toys["counterparties"].counterparties.seen[-1]
    assert (seen.filter.query, list(seen.filter.kind), seen.exact) == ("Ром", [1, 3], True)


def test_a_body_in_camel_case_is_understood(gateway: Running, anna: httpx.Client) -> None:
    anna.post("/v1/counterparties", json={"displayName": "Ромашка", "kind": "LEGAL"})
    seen = gateway.toys["counterparties"].counterparties.seen[-1]
    assert seen.counterparty.display_name == "Ромашка"


def test_an_update_changes_what_its_body_names(gateway: Running, anna: httpx.Client) -> None:
    body = {"inn": None, "displayName": "Новое", "etag": '"5"', "create_time": None}
    answer = anna.patch("/v1/counterparties/7", json=body)
    assert answer.status_code == 200, answer.text
    seen = gateway.toys["counterparties"].counterparties.seen[-1]
    assert list(seen.update_mask.paths) == ["inn", "display_name"]
    assert seen.counterparty.name == "counterparties/7"
    assert seen.counterparty.etag == '"5"'


def test_an_update_mask_may_be_given(gateway: Running, anna: httpx.Client) -> None:
    anna.patch("/v1/counterparties/7?update_mask=inn,fullName", json={"inn": "7707083893"})
    seen = gateway.toys["counterparties"].counterparties.seen[-1]
    assert list(seen.update_mask.paths) == ["inn", "full_name"]


def test_an_update_of_nothing_is_refused(anna: httpx.Client) -> None:
    answer = anna.patch("/v1/counterparties/7", json={"etag": '"1"'})
    assert (answer.status_code, answer.json()["reason"]) == (400, "NOTHING_TO_UPDATE")


def test_if_match_is_the_etag(gateway: Running, anna: httpx.Client) -> None:
    headers = {"if-match": '"0"'}
    answer = anna.patch("/v1/counterparties/7", json={"inn": ""}, headers=headers)
    assert (answer.status_code, answer.json()["reason"]) == (409, "STALE_ETAG")
    anna.delete("/v1/counterparties/7", headers={"if-match": 'W/"3"'})
    assert gateway.toys["counterparties"].counterparties.seen[-1].etag == '"3"'
    anna.delete("/v1/counterparties/7?etag=%224%22")
    assert gateway.toys["counterparties"].counterparties.seen[-1].etag == '"4"'


def test_an_idempotency_key_is_the_request_id(gateway: Running, anna: httpx.Client) -> None:
    seen = gateway.toys["counterparties"].counterparties.seen
    for key in ("order-15", "order-15", "order-16"):
        anna.post("/v1/counterparties", json={}, headers={"idempotency-key": key})
    first, second, third = (each.request_id for each in seen[-3:])
    assert first == second != third
    assert len(first) == 36


def test_an_idempotency_key_is_its_senders_own(gateway: Running, anna: httpx.Client) -> None:
    """Two tenants number their orders from 1, and neither may get in the other's way."""
    seen = gateway.toys["counterparties"].counterparties.seen
    for client in (anna, gateway.program("boris")):
        client.post("/v1/counterparties", json={}, headers={"idempotency-key": "order-1"})
    first, second = (each.request_id for each in seen[-2:])
    assert first != second
    assert as_uuid(b"1", "north/users/1") != as_uuid(b"1", "south/users/1")


def test_shared_services_are_found_by_the_name(anna: httpx.Client) -> None:
    assert anna.get("/v1/jobs/identity/1").json()["kind"] == "identity"
    assert anna.get("/v1/jobs/counterparties/1").json()["kind"] == "counterparties"
    assert anna.get("/v1/jobs/counterparties").json()["jobs"][0]["kind"] == "counterparties"
    assert anna.get("/v1/audit/counterparties?subject=x").json()["entries"][0]["source"] == "UI"
    assert anna.get("/v1/jobs/nobody/1").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status", "reason"),
    [
        ("GET", "/v1/nothing", 404, "NO_ROUTE"),
        ("GET", "/v1/counterparties/", 404, "NO_ROUTE"),
        ("GET", "/v1/counterparties/1/2", 404, "NO_ROUTE"),
        ("GET", "/v1/counterparties/1:nothing", 404, "NO_ROUTE"),
        ("GET", "/v1/:", 404, "NO_ROUTE"),
        ("PUT", "/v1/counterparties/1", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/v1/counterparties/none", 404, "NOT_FOUND"),
        ("GET", "/v1/counterparties?page_size=many", 400, "FIELD_INVALID"),
        ("GET", "/v1/counterparties?colour=red", 400, "FIELD_UNKNOWN"),
        ("GET", "/v1/counterparties?kind=PLANET", 400, "FIELD_INVALID"),
    ],
)
def test_refusals(anna: httpx.Client, method: str, path: str, status: int, reason: str) -> None:
    answer = anna.request(method, path)
    assert (answer.status_code, answer.json()["reason"]) == (status, reason)
    assert answer.headers["content-type"] == "application/problem+json"


def test_405_says_what_is_allowed(anna: httpx.Client) -> None:
    assert anna.put("/v1/counterparties/1").headers["allow"] == "DELETE, GET, PATCH"


def test_a_problem_is_titled_in_the_readers_language(anna: httpx.Client) -> None:
    path = "/v1/counterparties/none"
    russian = anna.get(path, headers={"accept-language": "ru-RU,ru;q=0.9,en;q=0.8"}).json()
    english = anna.get(path, headers={"accept-language": "en-GB,en;q=0.9"}).json()
    assert russian["title"] != english["title"]
    assert english["title"].isascii()
    assert russian["type"] == "urn:crm:error:NOT_FOUND"
    assert russian["metadata"] == {"name": "counterparties/none"}


def test_wrong_fields_of_a_service_are_named(anna: httpx.Client) -> None:
    body = anna.post("/v1/counterparties", json={"inn": "1"}).json()
    assert body["status"] == 400
    assert body["fields"] == [{"field": "inn", "reason": "INN_LENGTH", "description": "Bad INN"}]


def test_a_bug_shows_only_its_request_id(anna: httpx.Client) -> None:
    answer = anna.get("/v1/counterparties/bug", headers={"x-request-id": "mine-12345678"})
    body = answer.json()
    assert answer.status_code == 500
    assert body["request_id"] == answer.headers["x-request-id"] == "mine-12345678"
    assert "secret" not in answer.text


def test_a_strange_request_id_is_replaced(anna: httpx.Client) -> None:
    answer = anna.get("/v1/counterparties/1", headers={"x-request-id": "a b<script>"})
    assert answer.headers["x-request-id"] != "a b<script>"


def test_a_struct_comes_back_as_it_was_kept(anna: httpx.Client) -> None:
    kept = {"theme": "dark", "density": 2, "deep": {"list": [1, None]}}
    assert anna.get("/v1/profile").json()["preferences"] == kept
    answer = anna.patch("/v1/profile/preferences", json={"preferences": kept})
    assert answer.json()["preferences"] == kept


def test_services_learn_who_asks_and_how(gateway: Running, anna: httpx.Client) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    headers = {"accept-language": "en", "traceparent": trace, "x-request-id": "trace-me-now"}
    anna.get("/v1/profile", headers=headers)
    told = gateway.toys["identity"].sessions.metadata[-1]
    assert told["authorization"].startswith("Bearer ey")
    assert told["x-request-id"] == "trace-me-now"
    assert (told["accept-language"], told["x-source"]) == ("en", "API")
    assert told["traceparent"] == trace


def test_a_map_is_filled_and_answered(anna: httpx.Client) -> None:
    body = {"values": {"ИНН": "7707083893", "": "x"}}
    answer = anna.patch("/v1/imports/1/rows/5", json=body)
    assert answer.json()["values"] == body["values"]
    assert answer.json()["name"] == "imports/1/rows/5"
