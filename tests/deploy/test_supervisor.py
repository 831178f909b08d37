"""Programs start when what they need is ready, come back when they fall, and all go at the end."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from deploy.local.process import Program
from deploy.local.supervisor import Supervisor
from tests.contracts.descriptors import ROOT
from tests.waiting import until

PYTHON = sys.executable
SLEEP = (PYTHON, "-c", "import time; time.sleep(600)")


class Seen:
    """What the supervisor told, and the moment to act on it."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, text: str) -> None:
        self.texts.append(text)

    async def wait_for(self, part: str, times: int = 1) -> None:
        while sum(part in text for text in self.texts) < times:
            await asyncio.sleep(0.02)


def supervise(
    programs: list[Program], logs: Path, act: Any = None
) -> tuple[Supervisor, Seen, bool]:
    seen = Seen()

    async def main() -> tuple[Supervisor, bool]:
        supervisor = Supervisor(programs, logs, seen)
        running = asyncio.create_task(supervisor.run())
        if act is not None:
            await asyncio.wait_for(as_coroutine(act(supervisor, seen)), 60)
            supervisor.stop()
        return supervisor, await asyncio.wait_for(running, 60)

    supervisor, well = asyncio.run(main())
    return supervisor, seen, well


async def as_coroutine(action: Coroutine[Any, Any, None]) -> None:
    await action


def alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    return False


def test_a_program_starts_after_those_it_needs_and_stops_before_them(tmp_path: Path) -> None:
    order = tmp_path / "order"
    write = f"open({str(order)!r}, 'a').write"
    script = (
        "import signal, sys, time\n"
        "name = sys.argv[1]\n"
        f"{write}('+' + name)\n"
        f"signal.signal(signal.SIGTERM, lambda *_: ({write}('-' + name), sys.exit(0)))\n"
        "print('at work', flush=True)\n"
        "time.sleep(600)\n"
    )
    programs = [
        Program(name="b", command=(PYTHON, "-c", script, "b"), after=("a",), says="at work"),
        Program(name="a", command=(PYTHON, "-c", script, "a"), says="at work"),
    ]

    async def act(_: Supervisor, seen: Seen) -> None:
        await seen.wait_for("healthy")

    _, seen, well = supervise(programs, tmp_path, act)
    assert well
    assert order.read_text() == "+a+b-b-a"
    assert seen.texts.index("b stopped") < seen.texts.index("a stopped")


def test_a_killed_program_comes_back(tmp_path: Path) -> None:
    async def act(supervisor: Supervisor, seen: Seen) -> None:
        await seen.wait_for("healthy")
        first = supervisor.processes["a"].pid
        assert first
        os.kill(first, signal.SIGKILL)
        await seen.wait_for("a ready", times=2)
        assert supervisor.processes["a"].pid not in {None, first}

    supervise([Program(name="a", command=SLEEP)], tmp_path, act)


def test_a_start_that_fails_ends_everything_with_the_reason(tmp_path: Path) -> None:
    failing = (PYTHON, "-c", "import sys; sys.exit('the disk is full')")
    programs = [
        Program(name="a", command=SLEEP),
        Program(name="b", command=failing, after=("a",), once=True),
    ]
    supervisor, _, well = supervise(programs, tmp_path)
    assert not well
    assert "the disk is full" in str(supervisor.failure)
    assert supervisor.processes["a"].pid is None


def test_a_program_deaf_to_sigterm_is_killed_after_its_grace(tmp_path: Path) -> None:
    deaf = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    command = (PYTHON, "-c", deaf + "print('deaf', flush=True)\ntime.sleep(600)")
    program = Program(name="a", command=command, says="deaf", grace=0.3)

    async def act(_: Supervisor, seen: Seen) -> None:
        await seen.wait_for("healthy")

    supervisor, _, _ = supervise([program], tmp_path, act)
    assert supervisor.processes["a"].pid is None


KILLED_SUPERVISOR = """
import asyncio, sys
from pathlib import Path
from deploy.local.process import Program
from deploy.local.supervisor import Supervisor

folder = Path(sys.argv[1])
program = Program(name="a", command=(sys.executable, str(folder / "child.py")), settles=0.5)
asyncio.run(Supervisor([program], folder, lambda text: print(text, flush=True)).run())
"""
# The child's own child is what a lost parent most easily leaves behind.
CHILD = """
import subprocess, sys
subprocess.run([sys.executable, __file__.replace("child.py", "grandchild.py")])
"""
GRANDCHILD = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
time.sleep(600)
"""


def test_nothing_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    (tmp_path / "child.py").write_text(CHILD)
    (tmp_path / "grandchild.py").write_text(GRANDCHILD)
    command = [PYTHON, "-c", KILLED_SUPERVISOR, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert any("healthy" in line for line in process.stdout)
        # Child, grandchild and watchdog.
        family = until(lambda: family_of(process.pid, 3))
        process.kill()
    until(lambda: not any(alive(pid) for pid in family))


def family_of(pid: int, size: int) -> list[int] | None:
    found = descendants(pid)
    return found if len(found) == size else None


def descendants(pid: int) -> list[int]:
    children: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        children += [int(child) for child in (task / "children").read_text().split()]
    return children + [each for child in children for each in descendants(child)]


def test_a_program_in_the_background_gives_way(tmp_path: Path) -> None:
    programs = [
        Program(name="front", command=SLEEP),
        Program(name="behind", command=SLEEP, background=True),
    ]
    nice: dict[str, int] = {}

    async def act(supervisor: Supervisor, seen: Seen) -> None:
        await seen.wait_for("healthy")
        for process in supervisor.processes.values():
            nice[process.program.name] = os.getpriority(os.PRIO_PROCESS, process.pid or 0)

    supervise(programs, tmp_path, act)
    assert nice["behind"] > nice["front"]
