"""A dead or slow service is named, answers fast, and hurts nobody else."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.channels import FAILURES, Circuit
from tests.gateway.conftest import Running, Start
from tests.gateway.toys import Toy
from tests.waiting import until


@pytest.fixture
def own(start_gateway: Start) -> Running:
    return start_gateway({name: Toy(name) for name in ("identity", "counterparties")})


def test_a_dead_service_is_named_at_once_and_comes_back(own: Running) -> None:
    client = own.program()
    assert client.get("/readyz").json()["dead"] == []
    own.toys["counterparties"].stop()
    for _ in range(10):
        answer = client.get("/v1/counterparties/1")
        assert answer.status_code == 503
        body = answer.json()
        # Nobody waited until a deadline.
        assert (body["reason"], body["service"]) == ("SERVICE_UNAVAILABLE", "counterparties")
    assert answer.headers["retry-after"] == "1"
    assert client.get("/v1/profile").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["dead"]) == (503, ["counterparties"])
    assert client.get("/healthz").status_code == 200
    own.toys["counterparties"].start()
    until(lambda: client.get("/v1/counterparties/1").is_success)


def test_a_slow_service_times_out_and_others_go_on(own: Running) -> None:
    client = own.program()
    client.get("/v1/profile")
    service = own.toys["counterparties"].counterparties
    service.awake.clear()
    try:
        with ThreadPoolExecutor(8) as pool:
            slow = [pool.submit(client.get, "/v1/counterparties/1") for _ in range(8)]
            until(lambda: len(service.seen) == 8)
            assert client.get("/v1/profile").status_code == 200
            assert not all(each.done() for each in slow)
            answers = [each.result() for each in slow]
    finally:
        service.awake.set()
    assert {answer.status_code for answer in answers} == {503}
    assert answers[0].json()["reason"] == "DEADLINE_EXCEEDED"
    assert answers[0].json()["service"] == "counterparties"


def test_after_failures_in_a_row_one_a_second_tries() -> None:
    circuit = Circuit()
    for _ in range(FAILURES):
        assert circuit.allows()
        circuit.failed()
    assert not circuit.allows()
    until(circuit.allows)
    assert not circuit.allows()
    circuit.succeeded()
    assert circuit.allows()


def test_a_dead_identity_is_no_reason_to_sign_in_again(own: Running) -> None:
    client = own.program()
    own.toys["identity"].stop()
    answer = client.get("/v1/counterparties/1")
    assert (answer.status_code, answer.json()["service"]) == (503, "identity")
