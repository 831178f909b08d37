"""Lets the database work on one batch while the next one is made ready.

Half of a slice is waiting for the store. Its writes go through one thread, one after the other, in
the slice's transaction; reads that need not see them happen outside of it.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import Context, copy_context
from types import TracebackType
from typing import ParamSpec, TypeVar

R = TypeVar("R")
P = ParamSpec("P")


class Ahead:
    """The writes of one slice. A transaction's session takes one call at a time: whoever writes
    by himself waits first."""

    def __init__(self) -> None:
        self._context = copy_context()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="ahead")
        self._last: Future[None] | None = None

    def __enter__(self) -> "Ahead":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # The transaction must not end under a write, whatever ends the slice.
        self._pool.shutdown(wait=True)
        if kind is None:
            self.wait()

    def write(self, work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        """Starts a write as soon as the one before is done; raises what that one raised."""
        self.wait()
        self._last = self._pool.submit(self._context.run, work, *args, **kwargs)

    def wait(self) -> None:
        last, self._last = self._last, None
        if last is not None:
            last.result()


def outside(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Runs a read outside of the transaction that is open here."""
    return Context().run(work, *args, **kwargs)
