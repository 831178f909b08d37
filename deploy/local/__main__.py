"""`python -m deploy.local run | up | down | reset | status`: the commands behind the Makefile."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time

from deploy.local.engines import ProgramMissing
from deploy.local.instance import ROOT, BadSetting, Instance, gateway_port
from deploy.local.runner import Runner, State, is_locked, locked, read_state, say, tail, welcome

UP_WITHIN, DOWN_WITHIN = 400.0, 60.0


def main() -> int:
    arguments = parse()
    commands = {"run": run, "up": up, "down": down, "reset": reset, "status": status}
    try:
        return commands[arguments.command](Instance(), arguments)
    except (BadSetting, ProgramMissing) as refusal:
        say(str(refusal))
        return 2
    except KeyboardInterrupt:
        return 130


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    parser.add_argument("command", choices=["run", "up", "down", "reset", "status"])
    parser.add_argument("--separate", action="store_true", help="a process for each service")
    parser.add_argument("--engines", action="store_true", help="only the database and the broker")
    parser.add_argument("--yes", action="store_true", help="reset without asking")
    return parser.parse_args()


def run(instance: Instance, arguments: argparse.Namespace) -> int:
    with locked(instance) as lock:
        runner = Runner(instance, separate=arguments.separate, engines_only=arguments.engines)
        return runner.run(lock)


def up(instance: Instance, arguments: argparse.Namespace) -> int:
    """Start in the background and return when healthy, or with the reason why not."""
    state = read_state(instance)
    if state is None:
        if not arguments.engines:
            gateway_port()
        process = start_in_background(instance, arguments)
        state = wait_healthy(instance, process)
    elif state.step != "healthy":
        state = wait_healthy(instance, None)
    if state is None:
        say(tail(instance.logs / "supervisor.log", 3).replace("crm: ", "", 1))
        return 1
    print(welcome(instance, state.url))
    return 0


def start_in_background(
    instance: Instance, arguments: argparse.Namespace
) -> subprocess.Popen[bytes]:
    # Before anything else is made in it: nobody else may read the log, which shows passwords.
    instance.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    instance.logs.mkdir(exist_ok=True)
    options = [f"--{name}" for name in ("separate", "engines") if getattr(arguments, name)]
    with (instance.logs / "supervisor.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "deploy.local", "run", *options],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def wait_healthy(instance: Instance, process: subprocess.Popen[bytes] | None) -> State | None:
    deadline = time.monotonic() + UP_WITHIN
    while time.monotonic() < deadline:
        state = read_state(instance)
        if state is not None and state.step == "healthy":
            return state
        if process is not None and process.poll() is not None:
            return None
        if process is None and state is None:
            return None
        time.sleep(0.1)
    return None


def down(instance: Instance, _: argparse.Namespace) -> int:
    state = read_state(instance)
    if state is None:
        say("nothing runs here")
        return 0
    os.kill(state.pid, signal.SIGTERM)
    deadline = time.monotonic() + DOWN_WITHIN
    while is_locked(instance):
        if time.monotonic() > deadline:
            raise BadSetting(f"Process {state.pid} does not stop, see {instance.logs}.")
        time.sleep(0.1)
    say("stopped")
    return 0


def reset(instance: Instance, arguments: argparse.Namespace) -> int:
    """Delete all data, secrets and logs of this installation."""
    if not arguments.yes:
        answer = input(f"Delete all local data in {instance.directory}? [y/N] ")
        if answer.strip().lower() not in {"y", "yes", "д", "да"}:
            say("nothing was deleted")
            return 1
    if read_state(instance) is not None:
        down(instance, arguments)
    with locked(instance):
        for path in instance.directory.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path != instance.lock_file:
                path.unlink()
    say("the local data is deleted")
    return 0


def status(instance: Instance, _: argparse.Namespace) -> int:
    state = read_state(instance)
    if state is None:
        print("not running")
        return 3
    print(f"{state.step}  {state.url}  supervisor {state.pid}")
    for name, pid in state.processes.items():
        memory = f"{resident_mib(pid):6.0f} MiB" if pid else ""
        print(f"  {name:<22} {pid or 'done':>8} {memory}")
    return 0


def resident_mib(pid: int) -> float:
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    sys.exit(main())
