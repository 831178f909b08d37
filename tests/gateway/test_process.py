"""The gateway as a process: it says what is wrong with its settings and stops when told to."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from deploy.local.ports import free_port
from tests.gateway.conftest import TLS, Running
from tests.waiting import until


@contextmanager
def started(**environ: str) -> Iterator[subprocess.Popen[str]]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("CRM_")}
    paths = os.pathsep.join([".", "build/gen"])
    with subprocess.Popen(
        [sys.executable, "-m", "gateway"],
        env={**known, "PYTHONPATH": paths, **environ},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


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
    with started(**{name: value}) as process:
        _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said.startswith(f"gateway: {name}")
    assert "Traceback" not in said


def test_it_stops_in_time_with_streams_open(gateway: Running) -> None:
    port = free_port(set())
    environ = {f"CRM_{name.upper()}_ADDRESS": toy.address for name, toy in gateway.toys.items()}
    headers = {"authorization": f"Bearer {gateway.token()}"}
    url = f"http://127.0.0.1:{port}"
    with (
        started(CRM_PORT=str(port), CRM_LOG_FORMAT="json", **environ) as process,
        httpx.Client(base_url=url, headers=headers, verify=TLS, timeout=60) as client,
    ):
        until(lambda: answers(client))
        assert client.get("/v1/profile").status_code == 200
        with client.stream("GET", "/v1/events") as stream:
            assert next(stream.iter_lines()) == "retry: 2000"
            process.send_signal(signal.SIGTERM)
            # The stream itself would never end.
            _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert '"message":"GET /v1/profile 200"' in said


def answers(client: httpx.Client) -> bool:
    try:
        return client.get("/healthz").status_code == 200
    except httpx.ConnectError:
        return False


def test_secrets_of_paths_are_in_no_log(gateway: Running) -> None:
    port = free_port(set())
    environ = {f"CRM_{name.upper()}_ADDRESS": toy.address for name, toy in gateway.toys.items()}
    url = f"http://127.0.0.1:{port}"
    with (
        started(CRM_PORT=str(port), CRM_LOG_FORMAT="json", **environ) as process,
        httpx.Client(base_url=url, verify=TLS, timeout=60) as client,
    ):
        until(lambda: answers(client))
        for path in ("/invite/hush", "/v1/calendars/demo.hush/works.ics", "/v1/calendars/hush"):
            client.get(path)
        process.terminate()
        _, said = process.communicate(timeout=60)
    assert "/v1/calendars/…" in said
    assert "/invite/…" in said
    assert "hush" not in said
