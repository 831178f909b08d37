"""A timer in processes that are killed, each at a later write than the one before, until one gets
through. `python -m tests.activities.dying firing|watching` says how many were."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from pymongo import monitoring

from services.activities.discipline import watching
from services.activities.notices import firing
from services.activities.service import SERVICE
from services.kit.mongo import Db
from services.kit.settings import Settings

TIMERS: dict[str, Callable[[Db], None]] = {
    "firing": firing.fire_due,
    "watching": watching.watch_due,
}
WRITES = ("insert", "update", "delete", "findAndModify", "commitTransaction")


class Killer(monitoring.CommandListener):
    """Hears of each command before it is sent."""

    def __init__(self, at: int) -> None:
        self._left = at

    def started(self, event: Any) -> None:
        self._left -= event.command_name in WRITES
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)

    def succeeded(self, event: Any) -> None: ...

    def failed(self, event: Any) -> None: ...


def main() -> None:
    killed = 0
    while is_killed(TIMERS[sys.argv[1]], killed + 1):
        killed += 1
    sys.stdout.write(str(killed))


def is_killed(timer: Callable[[Db], None], at: int) -> bool:
    """At its so-manieth write."""
    child = os.fork()
    if not child:
        run(timer, at)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status):
        sys.exit("the timer failed")
    return os.WIFSIGNALED(status)


def run(timer: Callable[[Db], None], at: int) -> None:
    code = 1
    try:
        monitoring.register(Killer(at))
        db = SERVICE.runtime(Settings(dict(os.environ))).db("")
        # As if the minute had passed after which Mongo gives up what a dead client has begun.
        db.client.admin.command("killAllSessions", [])
        timer(db)
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
