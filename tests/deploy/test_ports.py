"""Ports of installations that start at the same time: no port is chosen by two."""

import json
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from deploy.local.ports import HIGHEST, HOST, LOWEST, free_port, remembered
from tests.contracts.descriptors import ROOT

# Tells when it is about to choose, chooses when told, and lives on until its input ends.
CHOOSE = """
import json, sys
from pathlib import Path
from deploy.local.ports import remembered
print("here", flush=True)
sys.stdin.readline()
names = [str(each) for each in range(int(sys.argv[2]))]
print(json.dumps(remembered(Path(sys.argv[1]), names)), flush=True)
sys.stdin.readline()
"""


@contextmanager
def chooser(file: Path, count: int) -> Generator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", CHOOSE, str(file), str(count)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline()


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def test_who_choose_at_once_choose_different_ports(tmp_path: Path) -> None:
    with ExitStack() as stack:
        files = [tmp_path / f"{number}.json" for number in range(4)]
        # So many that chance alone would make hundreds of them meet.
        processes = [stack.enter_context(chooser(file, 400)) for file in files]
        assert [said(each) for each in processes] == ["here\n"] * 4
        for each in processes:
            go(each)
        chosen = [port for each in processes for port in json.loads(said(each)).values()]
    assert len(set(chosen)) == len(chosen) == 1600


def test_a_port_of_last_time_that_another_has_chosen_is_a_new_one(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    with chooser(tmp_path / "other.json", 1) as other:
        said(other)
        go(other)
        file.write_text(said(other))
        before = json.loads(file.read_text())["0"]
        # Nobody listens there: it is only about to be.
        with socket.create_server((HOST, before)):
            pass
        now = remembered(file, ["0"])["0"]
    assert now != before


def test_ports_are_kept_from_start_to_start(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    with chooser(file, 3) as process:
        said(process)
        go(process)
        before = json.loads(said(process))
    # It has ended, and with it what it held.
    assert remembered(file, ["0", "1", "2"]) == before
    assert remembered(file, ["0", "1", "2"]) == before


def test_a_port_that_somebody_listens_on_is_a_new_one(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        file.write_text(json.dumps({"mongod": port}))
        assert remembered(file, ["mongod"]) != {"mongod": port}


def test_a_process_chooses_no_port_twice() -> None:
    few = range(LOWEST + 100, LOWEST + 140)
    others = set(range(LOWEST, HIGHEST)) - set(few)
    chosen = [free_port(others) for _ in range(15)]
    assert len(set(chosen)) == 15
