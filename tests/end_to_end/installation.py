"""One installation for all workers of a test run, and who of them may work at a time."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from deploy.local.ports import free_port
from tests.end_to_end.screen import ROOT


def local(command: str, directory: Path, **environ: str) -> int:
    """`make up` and its like."""
    return subprocess.run(
        [sys.executable, "-m", "deploy.local", command],
        cwd=ROOT,
        env={**os.environ, "CRM_RUN_DIRECTORY": str(directory), **environ},
        check=False,
        timeout=420,
    ).returncode


def shared(directory: Path) -> Path:
    """The demo.json of one that runs; `stop` ends it when all workers have."""
    directory.mkdir(exist_ok=True)
    demo = directory / "demo.json"
    with (directory / "start.lock").open("w") as lock, held(lock):
        if not demo.exists():
            environ = {
                "CRM_PORT": str(free_port(set())),
                "CRM_DADATA_URL": registry_url(directory),
                # Where the stories' base of 1C is.
                "CRM_ACCOUNTING_NETWORKS": "127.0.0.0/8",
            }
            started = local("up", directory, **environ)
            assert started == 0, "the installation did not start, see above"
    return demo


def stop(directory: Path) -> None:
    if directory.exists():
        local("down", directory)


def registry_url(directory: Path) -> str:
    """Where the vendor of the registry will be, when a test stands in for it."""
    file = directory / "registry"
    with (directory / "registry.lock").open("w") as lock, held(lock):
        if not file.exists():
            file.write_text(f"http://127.0.0.1:{free_port(set())}")
        return file.read_text()


@contextmanager
def held(lock: IO[str]) -> Iterator[None]:
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(lock, fcntl.LOCK_UN)


@contextmanager
def company(directory: Path, *, alone: bool) -> Iterator[None]:
    """Beside the other workers' tests, or alone in the house, for which all others wait."""
    with (directory / "gate").open("w") as gate, (directory / "house").open("w") as house:
        # Who wants to be alone waits in the gate, so that nobody goes in before him.
        with held(gate):
            fcntl.flock(house, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield
