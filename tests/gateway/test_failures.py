"""A dead or slow service is named, answers fast, and hurts nobody else."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.gateway.conftest import Running, Start
from tests.gateway.toys import Toy


@pytest.fixture
def own(start_gateway: Start) -> Running:
    return start_gateway({name: Toy(name) for name in ("identity", "counterparties")})


def test_a_dead_service_is_named_at_once_and_comes_back(own: Running) -> None:
    client = own.program()
    assert client.get("/readyz").json()["dead"] == []
    own.toys["counterparties"].stop()
    for _ in range(10):
        begun = time.monotonic()
        answer = client.get("/v1/counterparties/1")
        assert answer.status_code == 503
        assert time.monotonic() - begun < 1.5
    body = answer.json()
    assert (body["reason"], body["service"]) == ("SERVICE_UNAVAILABLE", "counterparties")
    assert answer.headers["retry-after"] == "1"
    assert client.get("/v1/profile").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["dead"]) == (503, ["counterparties"])
    assert client.get("/healthz").status_code == 200
    own.toys["counterparties"].start()
    deadline = time.monotonic() + 8
    while client.get("/v1/counterparties/1").status_code != 200:
        assert time.monotonic() < deadline, "the service is back, the gateway has not seen it"
        time.sleep(0.1)


def test_a_slow_service_times_out_and_others_go_on(own: Running) -> None:
    client = own.program()
    client.get("/v1/profile")
    own.toys["counterparties"].counterparties.slow = 7.0
    with ThreadPoolExecutor(8) as pool:
        slow = [pool.submit(client.get, "/v1/counterparties/1") for _ in range(8)]
        time.sleep(0.3)
        begun = time.monotonic()
        assert client.get("/v1/profile").status_code == 200
        assert time.monotonic() - begun < 1.0
        answers = [each.result() for each in slow]
    assert {answer.status_code for answer in answers} == {503}
    assert answers[0].json()["reason"] == "DEADLINE_EXCEEDED"
    assert answers[0].json()["service"] == "counterparties"
    # The circuit is open now: no more waiting.
    begun = time.monotonic()
    answer = client.get("/v1/counterparties/1")
    assert answer.status_code == 503
    assert time.monotonic() - begun < 6.0


def test_a_dead_identity_is_no_reason_to_sign_in_again(own: Running) -> None:
    client = own.program()
    own.toys["identity"].stop()
    answer = client.get("/v1/counterparties/1")
    assert (answer.status_code, answer.json()["service"]) == (503, "identity")
