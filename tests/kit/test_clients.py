"""A process has one client of a store, however many threads ask for it first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from services.kit.clients import client

THREADS = 16


def test_threads_that_ask_at_once_get_the_same_client() -> None:
    start = Barrier(THREADS)

    def ask(_: int) -> Any:
        start.wait()
        return client("mongodb://127.0.0.1:1/?connect=false&appname=at-once")

    with ThreadPoolExecutor(THREADS) as threads:
        clients = {id(each): each for each in threads.map(ask, range(THREADS))}
    for each in clients.values():
        each.close()
    assert len(clients) == 1
