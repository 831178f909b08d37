"""One program under supervision: how it is started, known to be ready, and stopped."""

import asyncio
import contextlib
import ctypes
import os
import resource
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY_AFTER = 60.0
# A third of the others' weight: less could keep a slice from ending in time on a busy machine.
BACKGROUND = 5
LOG_LIMIT = 10 * 1024 * 1024
LIBC = ctypes.CDLL(None, use_errno=True)


async def always() -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Program:
    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    directory: Path | None = None
    after: tuple[str, ...] = ()
    ready: Callable[[], Awaitable[bool]] = always
    # Its log must hold this since the start, and it must have lived so long.
    says: str = ""
    settles: float = 0.0
    ready_within: float = 60.0
    once: bool = False
    grace: float = 10.0
    # Gives way to the programs that people wait for.
    background: bool = False


class ProgramFailed(Exception):
    """A program did not become ready; the text is for the person at the terminal."""


class Process:
    """A program's running process and its log. Restarts are the supervisor's decision."""

    def __init__(self, program: Program, logs: Path) -> None:
        self.program = program
        self.log = logs / f"{program.name}.log"
        self.ready = asyncio.Event()
        self.stopped = asyncio.Event()
        self.restarts = 0
        self.started = 0.0
        self._log_start = 0
        self.running: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        alive = self.running is not None and self.running.returncode is None
        return self.running.pid if alive and self.running else None

    async def spawn(self) -> int:
        self.started = time.monotonic()
        self.stopped.clear()
        parent = os.getpid()
        with self.log.open("ab") as log:
            self._log_start = log.seek(0, os.SEEK_END)
            self.running = await asyncio.create_subprocess_exec(
                *self.program.command,
                env={**os.environ, **self.program.environment},
                cwd=self.program.directory,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A group of its own: Ctrl-C in the terminal reaches the supervisor alone.
                start_new_session=True,
                preexec_fn=lambda: prepare_child(parent, background=self.program.background),
            )
        return self.running.pid

    async def wait_ready(self) -> None:
        """Return when ready; raise when the process ends before or takes too long."""
        if self.program.once:
            await self._wait_done()
        else:
            deadline = time.monotonic() + self.program.ready_within
            while not await self._is_ready():
                if self.pid is None:
                    raise ProgramFailed(f"{self.program.name} ended while starting: {self.why()}")
                if time.monotonic() > deadline:
                    raise ProgramFailed(
                        f"{self.program.name} was not ready within "
                        f"{self.program.ready_within:.0f} s: {self.why()}"
                    )
                await asyncio.sleep(0.05)
        self.ready.set()

    async def _is_ready(self) -> bool:
        if time.monotonic() - self.started < self.program.settles:
            return False
        if self.program.says and self.program.says.encode() not in self._said():
            return False
        return await self.program.ready()

    def _said(self) -> bytes:
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            return log.read()

    async def _wait_done(self) -> None:
        try:
            code = await asyncio.wait_for(self.wait_end(), self.program.ready_within)
        except TimeoutError:
            limit = f"{self.program.ready_within:.0f} s"
            raise ProgramFailed(f"{self.program.name} did not end within {limit}") from None
        if code != 0:
            raise ProgramFailed(f"{self.program.name} failed: {self.why()}")

    async def wait_end(self) -> int:
        if self.running is None:
            raise RuntimeError(f"{self.program.name} was never started")
        return await self.running.wait()

    def pause_before_restart(self) -> float:
        if time.monotonic() - self.started > STEADY_AFTER:
            self.restarts = 0
        self.restarts += 1
        return min(FIRST_PAUSE * 2 ** (self.restarts - 1), LONGEST_PAUSE)

    async def stop(self, grace: float) -> None:
        if self.running is not None:
            await end_group(self.running, grace)
        self.stopped.set()

    def why(self) -> str:
        """The last line of the log: more often than not the reason."""
        with contextlib.suppress(OSError):
            lines = self.log.read_bytes()[-4000:].decode("utf-8", "replace").strip().splitlines()
            if lines:
                return f"{lines[-1].strip()[:400]} (see {self.log})"
        return f"it said nothing (see {self.log})"

    def rotate_log(self) -> None:
        """Copy and cut: the process keeps its open file, which it only appends to."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.with_suffix(".log.1").write_bytes(self.log.read_bytes())
            os.truncate(self.log, 0)


def prepare_child(parent: int, *, background: bool) -> None:
    """Runs in the child before exec: it must end with the supervisor and may open many files."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    if background:
        give_way()


def give_way() -> None:
    os.nice(BACKGROUND)
    # Between sessions Linux weighs these where it has them, and each program is a session.
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(BACKGROUND))


async def end_group(process: asyncio.subprocess.Process, grace: float) -> None:
    """SIGTERM to the process, then SIGKILL to whatever is left of its group."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), grace)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
