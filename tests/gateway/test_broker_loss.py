"""When the broker goes away the gateway comes back by itself and tells clients of the gap."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.gateway.conftest import Running, Start
from tests.gateway.test_live import Broker, heard, listen
from tests.gateway.toys import Toy
from tests.waiting import until


class Line:
    """A line to the broker that can be cut: it hands bytes on in both directions."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._target = (parts.hostname or "127.0.0.1", parts.port or 5672)
        self._open: list[socket.socket] = []
        self.working = True
        self._door = socket.create_server(("127.0.0.1", 0))
        port = self._door.getsockname()[1]
        account = parts.netloc.rpartition("@")[0]
        netloc = f"{account}@127.0.0.1:{port}" if account else f"127.0.0.1:{port}"
        self.url = urlunsplit(parts._replace(netloc=netloc))
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self.working = False
        for each in self._open:
            close(each)
        self._open.clear()

    def mend(self) -> None:
        self.working = True

    def close(self) -> None:
        self.cut()
        close(self._door)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            if not self.working:
                near.close()
                continue
            far = socket.create_connection(self._target)
            self._open += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=hand_on, args=(source, sink), daemon=True).start()


def hand_on(source: socket.socket, sink: socket.socket) -> None:
    try:
        while piece := source.recv(65536):
            sink.sendall(piece)
    except OSError:
        pass
    close(source)
    close(sink)


def close(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()


@pytest.fixture
def line(amqp_url: str) -> Iterator[Line]:
    made = Line(amqp_url)
    yield made
    made.close()


def test_a_lost_broker(start_gateway: Start, line: Line, amqp_url: str) -> None:
    toys = {name: Toy(name) for name in ("identity", "counterparties")}
    live: Running = start_gateway(toys, CRM_AMQP_URL=line.url)
    sessions = live.gateway.state.sessions
    until(lambda: sessions.informed)
    with listen(live) as anna:
        line.cut()
        with pytest.raises(ConnectionClosed):
            anna.recv(timeout=60)
    # «Begin anew»: what happened in between nobody knows.
    assert anna.close_code == 1012
    assert not sessions.informed
    client = live.program()
    assert client.get("/v1/counterparties/1").status_code == 200
    assert client.get("/readyz").json()["live"] == "dead"
    line.mend()
    until(lambda: sessions.informed)
    broker = Broker(amqp_url)
    token = {"Authorization": f"Bearer {live.token()}"}
    with connect(f"ws://127.0.0.1:{live.port}/v1/live", additional_headers=token) as again:
        broker.publish("counterparty_updated")
        assert heard(again)["type"] == "counterparty_updated"
    broker.close()
