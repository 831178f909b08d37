"""A test meets nothing that an earlier one has left under way at the peer."""

import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.peers import dadata


def ask(server: dadata.Peer) -> httpx.Response:
    question = {"query": "7799906431"}
    headers = {"authorization": f"Token {dadata.KEY}"}
    address = f"{server.address}{dadata.PATH}/findById/party"
    return httpx.post(address, json=question, headers=headers, timeout=60)


def test_a_late_answer_is_its_own_tests() -> None:
    with dadata.serving() as server, ThreadPoolExecutor(1) as pool:
        before = server.behaviour
        before.seconds = 600.0
        asked = pool.submit(ask, server)
        while not before.asked:
            assert not asked.done()
            time.sleep(0.01)
        now = server.anew()
        assert asked.result().json()["suggestions"]
        assert (before.answered, now.answered, now.asked) == (1, 0, [])
        assert ask(server).is_success
        assert (before.answered, now.answered) == (1, 1)
