"""Whatever comes in, the answer is a refusal in words and never a failure of ours."""

import json
import socket
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway import catalog
from tests.gateway.conftest import Running

CALM = settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
OPERATIONS = [each for each in catalog.operations() if not (each.uploads or each.downloads)]
SEGMENTS = st.text(st.characters(codec="ascii"), max_size=12) | st.sampled_from(
    ["counterparties", "%2f", "%ff", "%00", "..", ":", "a:b", "*", "{name}", "jobs", "%ed%a0%80"]
)
LATIN = st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f")
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def anna(gateway: Running) -> httpx.Client:
    return gateway.program()


def sane(answer: httpx.Response) -> None:
    # 503 says that a toy service does not know the RPC.
    assert answer.status_code < 500 or answer.status_code == 503, answer.text
    # The client itself resolves `..`, so that some paths end up among the pages.
    if answer.status_code >= 400 and answer.request.url.path.startswith("/v1/"):
        problem = answer.json()
        assert problem["status"] == answer.status_code
        assert problem["title"]
        assert problem["reason"]


@given(st.lists(SEGMENTS, min_size=1, max_size=5), st.sampled_from(["GET", "POST", "PATCH"]))
@CALM
def test_any_path(anna: httpx.Client, segments: list[str], method: str) -> None:
    url = httpx.URL(anna.base_url.join("/v1/x"))
    raw = "/v1/" + "/".join(segments)
    path = "".join(c for c in raw if c.isprintable() and c not in ' #?\\"<>^`{|}')
    sane(anna.request(method, url.copy_with(raw_path=path.encode("ascii"))))


@given(st.sampled_from(OPERATIONS), ANY_JSON)
@CALM
def test_any_json_to_any_operation(anna: httpx.Client, operation: Any, value: Any) -> None:
    path = "/" + "/".join("1" if part == "*" else part for part in operation.segments)
    path += f":{operation.custom}" if operation.custom else ""
    if operation.verb in {"POST", "PATCH"} and not operation.public:
        body = json.dumps(value).encode()
        headers = {"content-type": "application/json"}
        sane(anna.request(operation.verb, path, content=body, headers=headers))


@given(st.text(max_size=30), st.text(max_size=30))
@CALM
def test_any_query(anna: httpx.Client, key: str, value: str) -> None:
    clean = [text.encode("utf-8", "replace").decode() for text in (key, value)]
    sane(anna.get("/v1/counterparties", params={clean[0]: clean[1]}))


@given(
    st.sampled_from(
        ["if-match", "idempotency-key", "traceparent", "accept-language", "x-request-id", "cookie"]
    ),
    st.text(
        st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=40
    ),
)
@CALM
def test_any_header(anna: httpx.Client, name: str, value: str) -> None:
    headers = {name: value.strip().encode("latin-1")}
    sane(anna.patch("/v1/counterparties/1", json={"inn": ""}, headers=headers))
    sane(anna.post("/v1/counterparties", json={}, headers=headers))


@pytest.mark.parametrize(
    "raw",
    [
        b"GET /v1/counterparties/%ff%fe HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /v1/" + b"a/" * 5000 + b" HTTP/1.1\r\nhost: x\r\n\r\n",
        b"FOO /v1/profile HTTP/1.1\r\nhost: x\r\n\r\n",
        b"POST /v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-length: abc\r\n\r\n",
        b"POST /v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n",
        b"GET http://evil/v1/profile HTTP/1.1\r\nhost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_raw_bytes(gateway: Running, raw: bytes) -> None:
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=10) as line:
        line.sendall(raw)
        line.shutdown(socket.SHUT_WR)
        answer = line.recv(65536)
    assert not answer.startswith(b"HTTP/1.1 5"), answer


def test_a_body_of_another_type_is_refused(anna: httpx.Client) -> None:
    for media in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        headers = {"content-type": media}
        answer = anna.post("/v1/counterparties", content=b'{"inn": ""}', headers=headers)
        assert (answer.status_code, answer.json()["reason"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_a_client_that_hangs_up_costs_nothing(gateway: Running, anna: httpx.Client) -> None:
    token = anna.headers["authorization"].encode()
    head = b"POST /v1/counterparties HTTP/1.1\r\nhost: x\r\nauthorization: " + token
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", gateway.port), timeout=10) as line:
            line.sendall(head + b"\r\ncontent-length: 1000\r\n\r\n{")
    assert anna.get("/v1/profile").status_code == 200
