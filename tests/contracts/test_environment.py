"""The lock file pins all that pyproject.toml asks for, and names no host."""

import re
import subprocess
import tomllib

from tests.contracts.descriptors import ROOT

PINNED = re.compile(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.!+]+)")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, str]:
    lines = (ROOT / "deploy/requirements.lock").read_text("utf-8").splitlines()
    pins = [PINNED.fullmatch(line) for line in lines if line and not line.startswith("#")]
    assert all(pins), "a line of the lock is not name==version"
    return {normal(pin[1]): pin[2] for pin in pins if pin}


def test_every_direct_dependency_is_exact_and_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    lock = locked()
    for requirement in (each for group in groups for each in group):
        pin = PINNED.fullmatch(requirement)
        assert pin, f"{requirement} is not exact"
        assert lock.get(normal(pin[1])) == pin[2], f"{requirement} is not what the lock says"


def test_make_help_lists_every_target_that_people_use() -> None:
    listed = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for target in (
        "run",
        "up",
        "down",
        "reset",
        "status",
        "logs",
        "test",
        "check",
        "protos",
        "bench",
    ):
        assert re.search(rf"^\s+{target}\s+\S", listed, re.MULTILINE), f"{target} is not listed"
