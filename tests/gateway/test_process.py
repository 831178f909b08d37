"""The gateway as a process: it says what is wrong with its settings and stops when told to."""

import os
import signal
import subprocess
import sys
import time

import httpx
import pytest

from tests.gateway.conftest import TLS, Running, free_port


def start(**environ: str) -> subprocess.Popen[str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("CRM_")}
    paths = os.pathsep.join([".", "build/gen"])
    return subprocess.Popen(
        [sys.executable, "-m", "gateway"],
        env={**known, "PYTHONPATH": paths, **environ},
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CRM_PORT", "eighty"),
        ("CRM_PUBLIC_URL", "crm.example"),
        ("CRM_AMQP_URL", "http://x"),
        ("CRM_IDENTITY_ADDRESS", "nowhere"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    process = start(**{name: value})
    _, said = process.communicate(timeout=30)
    assert process.returncode == 2
    assert said.startswith(f"gateway: {name}")
    assert "Traceback" not in said


def test_it_stops_in_time_with_streams_open(gateway: Running) -> None:
    port = free_port()
    environ = {f"CRM_{name.upper()}_ADDRESS": toy.address for name, toy in gateway.toys.items()}
    process = start(CRM_PORT=str(port), CRM_LOG_FORMAT="json", **environ)
    headers = {"authorization": f"Bearer {gateway.token()}"}
    url = f"http://127.0.0.1:{port}"
    with httpx.Client(base_url=url, headers=headers, verify=TLS) as client:
        deadline = time.monotonic() + 30
        while True:
            try:
                assert client.get("/healthz").status_code == 200
                break
            except httpx.ConnectError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
        assert client.get("/v1/profile").status_code == 200
        with client.stream("GET", "/v1/events") as stream:
            assert next(stream.iter_lines()) == "retry: 2000"
            begun = time.monotonic()
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=10)
            assert time.monotonic() - begun < 6
    assert process.returncode == 0, said
    assert '"message":"GET /v1/profile 200"' in said
