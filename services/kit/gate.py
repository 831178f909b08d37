"""Between us and a server that is not ours: few questions at once, a hard deadline, a circuit.

A question runs in a thread of its own, so the caller's is free at the deadline whatever the other
side does; a server that keeps failing is left alone for a while.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from services.kit.errors import ResourceExhausted, Unavailable

T = TypeVar("T")
AT_ONCE = 4
WAIT_S = 0.3
# The gateway waits for 5 s.
DEADLINE_S = 4.0
FAILURES, PAUSE_S = 3, 15.0


class Gate:
    """One per server and process. A subclass names the server and its refusals."""

    server = "server"
    busy: type[ResourceExhausted] = ResourceExhausted
    unanswered: type[Unavailable] = Unavailable

    def __init__(self, deadline: float = DEADLINE_S, pause: float = PAUSE_S) -> None:
        self._deadline, self._pause = deadline, pause
        self._pool = ThreadPoolExecutor(AT_ONCE, self.server)
        self._free = threading.Semaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._failures, self._closed_until = 0, 0.0

    def ask(self, question: Callable[[float], T], deadline: float = 0.0) -> T:
        """`question` is told until when, by time.monotonic, somebody waits for its answer:
        `deadline` seconds, if he does not wait as long as others."""
        self._require_open()
        if not self._free.acquire(timeout=WAIT_S):
            raise self.busy(f"Too many questions to the {self.server} at once", retry_after=1)
        until = time.monotonic() + (deadline or self._deadline)
        asked = self._pool.submit(question, until)
        # Freed by the thread itself: one that hangs on goes on being counted.
        asked.add_done_callback(lambda _: self._free.release())
        return self._outcome(asked, until)

    def _outcome(self, asked: "Future[T]", until: float) -> T:
        try:
            answer = asked.result(timeout=max(0.0, until - time.monotonic()))
        except TimeoutError:
            self._count(failed=True)
            raise self.unanswered(f"The {self.server} did not answer in time") from None
        except Unavailable:
            self._count(failed=True)
            raise
        except Exception:
            # It did answer, if only with a refusal.
            self._count(failed=False)
            raise
        self._count(failed=False)
        return answer

    def _require_open(self) -> None:
        with self._lock:
            if self._failures < FAILURES:
                return
            now = time.monotonic()
            if now < self._closed_until:
                text = f"The {self.server} keeps failing and is left alone for a while"
                raise self.unanswered(text)
            # This one tries; the others wait for what comes of it.
            self._closed_until = now + self._pause

    def _count(self, *, failed: bool) -> None:
        with self._lock:
            self._failures = self._failures + 1 if failed else 0
            if self._failures >= FAILURES:
                self._closed_until = time.monotonic() + self._pause
