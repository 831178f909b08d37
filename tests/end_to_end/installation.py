"""The installation that the stories are played on, started as `make up` does it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.ports import free_port
from tests.end_to_end.screen import ROOT


@contextmanager
def running(directory: Path) -> Iterator[tuple[Path, str]]:
    """Its demo.json, and where the vendor of the registry will be when a test stands in for it."""
    port = free_port(set())
    registry_url = f"http://127.0.0.1:{free_port({port})}"
    environ = {
        "CRM_PORT": str(port),
        "CRM_DADATA_URL": registry_url,
        # Where the stories' base of 1C is.
        "CRM_ACCOUNTING_NETWORKS": "127.0.0.0/8",
    }
    try:
        assert _local("up", directory, **environ) == 0, "it did not start, see above"
        yield directory / "demo.json", registry_url
    finally:
        _local("down", directory)


def _local(command: str, directory: Path, **environ: str) -> int:
    return subprocess.run(
        [sys.executable, "-m", "deploy.local", command],
        cwd=ROOT,
        env={**os.environ, "CRM_RUN_DIRECTORY": str(directory), **environ},
        check=False,
        timeout=420,
    ).returncode
