"""Starts programs in the order of their needs, keeps them running, stops them in reverse."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.local.process import Process, Program, ProgramFailed

WATCHDOG = Path(__file__).with_name("watchdog.py")
ATTEMPTS_AT_START = 3
ROTATE_EVERY = 30.0


class Supervisor:
    """Runs until asked to stop. `on_change` hears of each step (for the terminal, for a file)."""

    def __init__(
        self, programs: Sequence[Program], logs: Path, on_change: Callable[[str], None]
    ) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self.processes = {program.name: Process(program, logs) for program in programs}
        self.on_change = on_change
        self.stopping = asyncio.Event()
        self.failure: ProgramFailed | None = None
        self._impatient = False
        self._watchdog: subprocess.Popen[bytes] | None = None

    async def run(self, keep_open: Sequence[int] = ()) -> bool:
        """Start all, call `on_change("healthy")`, wait for the order to stop; False = failed.

        `keep_open` are file descriptors that stay open until the last process is gone."""
        self._watchdog = start_watchdog(keep_open)
        self._listen_to_signals()
        tasks = [asyncio.create_task(self._look_after(p)) for p in self.processes.values()]
        tasks.append(asyncio.create_task(self._rotate_logs()))
        healthy = asyncio.create_task(self._report_health())
        await self.stopping.wait()
        for task in [healthy, *tasks]:
            task.cancel()
        await asyncio.gather(healthy, *tasks, return_exceptions=True)
        await self._stop_all()
        return self.failure is None

    def stop(self) -> None:
        """A second request means: now."""
        if self.stopping.is_set():
            self._impatient = True
            for process in self.processes.values():
                if process.running is not None and process.pid is not None:
                    process.running.kill()
        self.stopping.set()

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.stop)

    async def _report_health(self) -> None:
        for process in self.processes.values():
            await process.ready.wait()
        self.on_change("healthy")

    async def _look_after(self, process: Process) -> None:
        for name in process.program.after:
            await self.processes[name].ready.wait()
        while not await self._start(process):
            await asyncio.sleep(process.pause_before_restart())
        while not process.program.once:
            code = await process.wait_end()
            self._tell_watchdog("-", process)
            pause = process.pause_before_restart()
            self.on_change(f"{process.program.name} ended ({code}), again in {pause:.1f} s")
            await asyncio.sleep(pause)
            await self._start(process)

    async def _start(self, process: Process) -> bool:
        await process.spawn()
        self._tell_watchdog("+", process)
        first = not process.ready.is_set()
        try:
            await process.wait_ready()
        except ProgramFailed as failure:
            if first and (process.program.once or process.restarts >= ATTEMPTS_AT_START - 1):
                self.failure = failure
                self.stopping.set()
            else:
                self.on_change(str(failure))
            await process.stop(grace=1.0)
            return False
        took = time.monotonic() - process.started
        self.on_change(f"{process.program.name} ready in {took:.1f} s")
        return True

    async def _stop_all(self) -> None:
        await asyncio.gather(*(self._stop_in_turn(p) for p in self.processes.values()))
        if self._watchdog is not None and self._watchdog.stdin is not None:
            self._watchdog.stdin.close()
            await asyncio.to_thread(self._watchdog.wait)

    async def _stop_in_turn(self, process: Process) -> None:
        """A program goes after all that need it."""
        for other in self.processes.values():
            if process.program.name in other.program.after:
                await other.stopped.wait()
        running = process.pid
        await process.stop(0.0 if self._impatient else process.program.grace)
        self._tell_watchdog("-", process)
        if running and not process.program.once:
            self.on_change(f"{process.program.name} stopped")

    async def _rotate_logs(self) -> None:
        while True:
            for process in self.processes.values():
                process.rotate_log()
            await asyncio.sleep(ROTATE_EVERY)

    def _tell_watchdog(self, sign: str, process: Process) -> None:
        if process.running is None or self._watchdog is None or self._watchdog.stdin is None:
            return
        self._watchdog.stdin.write(f"{sign}{process.running.pid}\n".encode())
        self._watchdog.stdin.flush()


def start_watchdog(keep_open: Sequence[int]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-S", str(WATCHDOG)],
        stdin=subprocess.PIPE,
        start_new_session=True,
        pass_fds=keep_open,
    )
