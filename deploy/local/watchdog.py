"""Outlives the supervisor by seconds: ends every process group that a killed one left behind.

Started as a plain script with the supervisor's pipe as standard input; lines are `+pid` and
`-pid`. The end of the pipe is the end of the supervisor, whatever killed it.
"""

import contextlib
import os
import signal
import sys
import time

GRACE = 3.0


def main() -> None:
    # The terminal's Ctrl-C is for the supervisor; this one waits for its end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        pid = int(line[1:])
        (groups.add if line[0] == "+" else groups.discard)(pid)
    end(groups)


def end(groups: set[int]) -> None:
    deadline = time.monotonic() + GRACE
    send(groups, signal.SIGTERM)
    while time.monotonic() < deadline and any(alive(pid) for pid in groups):
        time.sleep(0.05)
    send(groups, signal.SIGKILL)


def send(groups: set[int], number: signal.Signals) -> None:
    for pid in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, number)


def alive(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    main()
