"""Threads that ask together get the same."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from services.kit.once import made_once

THREADS = 8


def test_who_asks_together_gets_the_same() -> None:
    together = Barrier(THREADS)

    @made_once
    def thing(name: str) -> list[str]:
        # Long enough for all others to come meanwhile.
        time.sleep(0.05)
        return [name]

    def ask(_: int) -> list[str]:
        together.wait()
        return thing("a")

    with ThreadPoolExecutor(THREADS) as pool:
        got = list(pool.map(ask, range(THREADS)))
    assert len({id(each) for each in got}) == 1
    assert thing("b") == ["b"]
