"""Waiting for what other threads and processes do, as long as it takes."""

import time
from collections.abc import Callable
from typing import Any


def until(done: Callable[[], Any], within: float = 60.0) -> Any:
    """The limit is for what never comes: a machine may be as slow as it likes."""
    deadline = time.monotonic() + within
    while not (found := done()):
        assert time.monotonic() < deadline, f"not within {within} s"
        time.sleep(0.02)
    return found
