"""Waits for the word to stop, whenever it comes."""

import signal
import time

LOOK_S = 0.5


class ToldToStop:
    """Made before anything else is started; SIGTERM and SIGINT are noted from then on.

    An interpreter runs handlers between two steps of its main thread. One that comes just before
    this thread begins to wait for a lock, as `Event.wait` and `Thread.join` do, would be run when
    the wait is over, that is never; and a handler that sets an event may find its lock held by the
    very thread it has interrupted. So it only notes, and who waits looks again and again.
    """

    def __init__(self) -> None:
        self._noted: list[int] = []
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda number, _: self._noted.append(number))

    def wait(self) -> None:
        while not self._noted:
            time.sleep(LOOK_S)
