"""The two commands keep their word: start, say who may sign in, stop without leaving anything."""

import socket
import stat
from pathlib import Path

import httpx

from tests.end_to_end.conftest import Installation, command, running


def test_the_demo_names_who_may_sign_in(installation: Installation) -> None:
    file = installation.directory / "demo.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {"administrator", "head_of_sales", "manager"} == {u.role for u in installation.users}
    units = set()
    for user in installation.users:
        with installation.api(user) as api:
            profile = api.get("/v1/profile").raise_for_status().json()
        if user.role == "manager":
            units.add(profile["user"]["org_unit"])
    assert len(units) == 2, "the two managers work in different branches"


def test_a_second_start_finds_the_first(installation: Installation) -> None:
    again = command(installation.directory, "up")
    assert again.returncode == 0
    assert installation.url in again.stdout
    refused = command(installation.directory, "run")
    assert refused.returncode == 2
    assert "runs already" in refused.stderr


def test_a_taken_port_is_one_clear_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = command(tmp_path, "up", port=port)
    assert refused.returncode == 2
    assert f"Port {port} is in use" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_secrets_are_in_no_command_line_and_in_no_log(installation: Installation) -> None:
    text = (installation.directory / "secrets.json").read_text("utf-8")
    secrets = [value for value in text.split('"') if len(value) > 30]
    assert len(secrets) == 3
    logs = [file.read_text("utf-8", "replace") for file in installation.directory.glob("logs/*")]
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            logs.append(process.read_bytes().decode("utf-8", "replace"))
        except OSError:
            continue
    assert not any(secret in log for secret in secrets for log in logs)


def test_each_service_alone_works_as_all_in_one(tmp_path: Path) -> None:
    for separate in running(tmp_path, "--separate"):
        with separate.api(separate.user("administrator")) as api:
            found = api.get("/v1/counterparties").raise_for_status().json()
            assert found["counterparties"]
        assert httpx.get(f"{separate.url}/healthz").status_code == 200
