"""A body that stops half-way: the client is told, in the same form as of any other refusal."""

import json
import socket
from dataclasses import dataclass

import pytest

from tests.gateway.conftest import Running, Start

FORM = "multipart/form-data; boundary=b"
BEGINNING = '--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nhalf'


@dataclass(frozen=True)
class Impatient:
    """A gateway that waits 0.3 s for the rest of a body, and whom it knows from a patient one."""

    port: int
    token: str


@pytest.fixture(scope="module")
def impatient(gateway: Running, start_gateway: Start) -> Impatient:
    made = start_gateway(gateway.toys, CRM_BODY_PAUSE_MS="300")
    return Impatient(made.port, gateway.token())


def answer_to(impatient: Impatient, path: str, content_type: str, sent: str) -> tuple[str, str]:
    """Head and body of the answer to a request that announces more than it sends. The answer ends
    with the connection."""
    head = (
        f"POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n"
        f"content-type: {content_type}\r\ncontent-length: 1000\r\n"
        f"authorization: Bearer {impatient.token}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", impatient.port), timeout=60) as connection:
        connection.sendall((head + sent).encode())
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    first, _, rest = received.decode().partition("\r\n\r\n")
    return first, rest


@pytest.mark.parametrize(
    ("path", "content_type", "sent"),
    [
        ("/v1/counterparties", "application/json", '{"comment":'),
        ("/v1/counterparties", "application/json", ""),
        ("/v1/imports/9:repair", FORM, BEGINNING),
        ("/v1/imports/9:repair", FORM, ""),
    ],
)
def test_the_client_is_told_that_the_rest_is_missing(
    impatient: Impatient, path: str, content_type: str, sent: str
) -> None:
    head, body = answer_to(impatient, path, content_type, sent)
    assert head.startswith("HTTP/1.1 408 ")
    assert "content-type: application/problem+json" in head
    problem = json.loads(body)
    assert (problem["status"], problem["reason"]) == (408, "REQUEST_TIMEOUT")


def test_a_half_sent_form_of_a_page_is_refused_as_well(impatient: Impatient) -> None:
    head, _ = answer_to(impatient, "/sign-in", "application/x-www-form-urlencoded", "tenant=d")
    assert head.startswith("HTTP/1.1 408 ")
