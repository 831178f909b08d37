"""`make up` and `make down` keep their word, here with each service in processes of its own."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local.ports import free_port
from services.kit.service import names
from tests.contracts.descriptors import ROOT
from tests.waiting import until


@dataclass(frozen=True)
class Installation:
    directory: Path
    demo: dict[str, Any]

    @property
    def url(self) -> str:
        return self.demo["url"]

    def session(self, number: int) -> dict[str, str]:
        """What this demo user's requests carry."""
        user = self.demo["users"][number]
        body = {"tenant": self.demo["tenant"], **{k: user[k] for k in ("login", "password")}}
        answer = httpx.post(f"{self.url}/v1/sessions", json=body, timeout=30).raise_for_status()
        return {"authorization": f"Bearer {answer.json()['access_token']}"}

    def get(self, path: str, headers: dict[str, str]) -> dict[str, Any]:
        return httpx.get(f"{self.url}{path}", headers=headers, timeout=30).raise_for_status().json()

    def processes(self) -> list[int]:
        state = json.loads((self.directory / "state.json").read_text("utf-8"))
        return [state["pid"], *(pid for pid in state["processes"].values() if pid)]


def local(directory: Path, *arguments: str, port: int = 0) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "deploy.local", *arguments],
        cwd=ROOT,
        env={**os.environ, "CRM_RUN_DIRECTORY": str(directory), "CRM_PORT": str(port)},
        capture_output=True,
        text=True,
        timeout=420,
        check=False,
    )


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    directory = tmp_path_factory.mktemp("separate")
    started = local(directory, "up", "--separate", port=free_port(set()))
    assert started.returncode == 0, started.stderr + started.stdout
    yield Installation(directory, json.loads((directory / "demo.json").read_text("utf-8")))
    local(directory, "down")


def test_the_demo_names_who_may_sign_in_to_which_branch(installation: Installation) -> None:
    file = installation.directory / "demo.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    roles = [user["role"] for user in installation.demo["users"]]
    assert {"administrator", "head_of_sales"} <= set(roles)
    managers = [number for number, role in enumerate(roles) if role == "manager"]
    profiles = [installation.get("/v1/profile", installation.session(each)) for each in managers]
    assert len({profile["user"]["org_unit"] for profile in profiles}) == 2


def test_each_service_alone_serves_what_all_in_one_serve(installation: Installation) -> None:
    found = installation.get("/v1/counterparties", installation.session(0))
    assert found["counterparties"]
    # Each service in four roles, and five besides.
    assert len(installation.processes()) == 4 * len(names()) + 5


def test_a_second_start_finds_the_first(installation: Installation) -> None:
    again = local(installation.directory, "up")
    assert again.returncode == 0
    assert installation.url in again.stdout
    refused = local(installation.directory, "run")
    assert refused.returncode == 2
    assert "runs already" in refused.stderr


def test_a_taken_port_is_one_clear_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = local(tmp_path, "up", port=port)
    assert refused.returncode == 2
    assert f"Port {port} is in use" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_secrets_are_in_no_command_line_and_in_no_log(installation: Installation) -> None:
    known = json.loads((installation.directory / "secrets.json").read_text("utf-8")).values()
    assert len(known) == 3
    files = [*installation.directory.glob("logs/*")]
    files += [Path(f"/proc/{pid}/cmdline") for pid in installation.processes()]
    texts = [file.read_bytes().decode("utf-8", "replace") for file in files]
    assert not any(secret in text for secret in known for text in texts)


def test_nothing_stays_behind_a_killed_supervisor_and_the_data_does(
    installation: Installation,
) -> None:
    processes = installation.processes()
    os.kill(processes[0], signal.SIGKILL)
    until(lambda: not any(alive(pid) for pid in processes))
    port = int(installation.url.rsplit(":", 1)[1])
    assert local(installation.directory, "up", port=port).returncode == 0
    assert installation.get("/v1/counterparties", installation.session(0))["counterparties"]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
