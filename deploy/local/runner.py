"""Run an installation: one supervisor at a time, its state in a file, its progress told."""

import asyncio
import contextlib
import fcntl
import json
import os
import sys
import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from deploy.local.instance import BadSetting, Instance, gateway_port
from deploy.local.process import Program
from deploy.local.programs import all_programs, engine_programs
from deploy.local.supervisor import Supervisor

# A killed supervisor's watchdog holds the lock until its last process is gone.
LOCK_WITHIN = 8.0


@dataclass(frozen=True)
class State:
    pid: int
    url: str
    step: str
    since: float
    processes: dict[str, int | None]


class Runner:
    """The supervisor of one installation as the terminal and `make status` see it."""

    def __init__(self, instance: Instance, *, separate: bool, engines_only: bool) -> None:
        self.instance = instance
        self.started = time.time()
        self.step = "starting"
        self.url = ""
        self.supervisor = Supervisor(
            self._programs(separate=separate, engines_only=engines_only),
            instance.logs,
            self._on_change,
        )

    def _programs(self, *, separate: bool, engines_only: bool) -> list[Program]:
        if engines_only:
            return engine_programs(self.instance, self.instance.ports())
        port = gateway_port()
        self.url = f"http://127.0.0.1:{port}"
        return all_programs(self.instance, port, separate=separate)

    def run(self, lock: int) -> int:
        self._write_state()
        try:
            ended_well = asyncio.run(self.supervisor.run(keep_open=[lock]))
        finally:
            self.instance.state_file.unlink(missing_ok=True)
        if ended_well:
            say("stopped")
            return 0
        say(f"could not start: {self.supervisor.failure}")
        return 1

    def _on_change(self, text: str) -> None:
        if text == "healthy":
            self.step = text
            say(f"everything is ready after {time.time() - self.started:.1f} s")
            print(welcome(self.instance, self.url), flush=True)
        else:
            say(text)
        self._write_state()

    def _write_state(self) -> None:
        processes = {name: process.pid for name, process in self.supervisor.processes.items()}
        state = State(os.getpid(), self.url, self.step, self.started, processes)
        fresh = self.instance.state_file.with_suffix(".new")
        fresh.write_text(json.dumps(vars(state), indent=2) + "\n")
        fresh.rename(self.instance.state_file)


def read_state(instance: Instance) -> State | None:
    """The running supervisor's state; None when none runs, whatever an old file says."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        state = State(**json.loads(instance.state_file.read_text()))
        os.kill(state.pid, 0)
        if is_locked(instance):
            return state
    return None


@contextlib.contextmanager
def locked(instance: Instance, within: float = LOCK_WITHIN) -> Generator[int]:
    """Hold the installation: two supervisors would spoil each other's data."""
    instance.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(instance.lock_file, os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + within
    try:
        while not take(file):
            state = read_state(instance)
            if state is not None:
                raise BadSetting(
                    f"It runs already: {state.url or state.pid} (`make down` stops it)."
                )
            if time.monotonic() > deadline:
                raise BadSetting(f"Another command is at work in {instance.directory}.")
            time.sleep(0.1)
        yield file
    finally:
        os.close(file)


def take(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_locked(instance: Instance) -> bool:
    if not instance.lock_file.exists():
        return False
    file = os.open(instance.lock_file, os.O_RDWR)
    try:
        return not take(file)
    finally:
        os.close(file)


def welcome(instance: Instance, url: str) -> str:
    if not instance.demo_file.exists():
        return f"\n  {url}\n" if url else ""
    demo = json.loads(instance.demo_file.read_text())
    lines = ["", f"  {demo['url']}   tenant: {demo['tenant']}", ""]
    lines += [f"  {u['role']:<22} {u['login']:<22} {u['password']}" for u in demo["users"]]
    return "\n".join([*lines, ""])


def say(text: str) -> None:
    print(f"crm: {text}", file=sys.stderr, flush=True)


def tail(file: Path, lines: int) -> str:
    return "\n".join(file.read_text("utf-8", "replace").splitlines()[-lines:])
