"""A server that speaks the vendor's protocol, over real HTTP, with answers from a folder.

Run by hand: python -m tests.peers.dadata --port 9000 --answers tests/data/registry/answers
"""

import argparse
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

KEY = "0123456789abcdef0123456789abcdef01234567"
PATH = "/suggestions/api/4_1/rs"
ANSWERS = Path(__file__).parents[1] / "data/registry/answers"
FORBIDDEN = {"family": "CLIENT_ERROR", "reason": "Forbidden"}
TOO_LONG = 300


@dataclass
class Behaviour:
    """What the server does for one test, which may change it meanwhile."""

    answers: Path = ANSWERS
    key: str = KEY
    # 403 after so many answers of the day; None: no limit.
    daily_limit: int | None = None
    # What to answer instead, one after another, such as [429, 500]; with `for_ever` the first one.
    statuses: list[int] = field(default_factory=list)
    for_ever: bool = False
    retry_after: str = ""
    seconds: float = 0.0
    # Sent a byte at a time, so that no single read takes long.
    trickle: bool = False
    garbage: bytes = b""
    answered: int = 0
    # (path, body, authorization) of each request.
    asked: list[tuple[str, dict[str, Any], str]] = field(default_factory=list)
    # Changes an answer before it is sent: {inn: suggestions}.
    instead: dict[str, list[Any]] = field(default_factory=dict)
    # Nobody waits for its slow answers any longer.
    over: threading.Event = field(default_factory=threading.Event)

    def status(self) -> int:
        if not self.statuses:
            return 200
        return self.statuses[0] if self.for_ever else self.statuses.pop(0)


class Peer(ThreadingHTTPServer):
    """The server. A request is its behaviour's at whose time it came, however late the answer."""

    daemon_threads = True

    def __init__(self, port: int = 0, behaviour: Behaviour | None = None) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.behaviour = behaviour or Behaviour()
        self.address = f"http://127.0.0.1:{self.server_port}"

    def anew(self) -> Behaviour:
        """Another behaviour, whatever was asked for before."""
        self.behaviour.over.set()
        self.behaviour = Behaviour(answers=self.behaviour.answers)
        return self.behaviour


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Peer
    behaviour: Behaviour

    def do_POST(self) -> None:
        behaviour = self.behaviour = self.server.behaviour
        body = json.loads(self.rfile.read(int(self.headers["content-length"])) or b"{}")
        given = self.headers.get("authorization", "")
        behaviour.asked.append((self.path, body, given))
        behaviour.over.wait(behaviour.seconds)
        status = behaviour.status()
        if status != 200:
            self._answer(status, b"{}")
        elif behaviour.garbage:
            self._answer(200, behaviour.garbage)
        else:
            self._answer(*self._vendor(body, given))

    def _vendor(self, body: dict[str, Any], given: str) -> tuple[int, bytes]:
        behaviour = self.behaviour
        if not given:
            return 401, _json({"family": "CLIENT_ERROR", "reason": "Unauthorized"})
        if given != f"Token {behaviour.key}":
            text = "Feature 'SUGGESTIONS' disabled for token '***'"
            return 403, _json({**FORBIDDEN, "message": text})
        if behaviour.daily_limit is not None and behaviour.answered >= behaviour.daily_limit:
            return 403, _json({**FORBIDDEN, "message": "Daily limit of requests is reached"})
        query = body.get("query")
        if not isinstance(query, str):
            return 400, _json({"family": "CLIENT_ERROR", "reason": "Bad request"})
        if len(query) > TOO_LONG:
            return 413, _json({"family": "CLIENT_ERROR", "reason": "Too long"})
        behaviour.answered += 1
        if self.path == f"{PATH}/findById/party":
            return 200, _json({"suggestions": self._found(query, body)})
        if self.path == f"{PATH}/suggest/party":
            return 200, _json({"suggestions": self._suggested(query)[: body.get("count", 10)]})
        return 404, b"{}"

    def _found(self, query: str, body: dict[str, Any]) -> list[Any]:
        if query in self.behaviour.instead:
            return self.behaviour.instead[query]
        file = self.behaviour.answers / f"{query}.json"
        if not file.exists():
            return [s for s in self._everybody() if s["data"].get("ogrn") == query]
        found = json.loads(file.read_text("utf-8"))["suggestions"]
        if kpp := body.get("kpp"):
            return [s for s in found if s["data"].get("kpp") == kpp]
        return found[: body.get("count", 10)]

    def _suggested(self, text: str) -> list[Any]:
        words = text.casefold().split()
        return [
            s for s in self._everybody() if all(word in s["value"].casefold() for word in words)
        ]

    def _everybody(self) -> list[Any]:
        files = sorted(self.behaviour.answers.glob("*.json"))
        return [s for file in files for s in json.loads(file.read_text("utf-8"))["suggestions"]]

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json;charset=UTF-8")
        self.send_header("content-length", str(len(body)))
        if self.behaviour.retry_after:
            self.send_header("retry-after", self.behaviour.retry_after)
        self.end_headers()
        try:
            self._send(body)
        except OSError:
            # The asker no longer waits.
            self.close_connection = True

    def _send(self, body: bytes) -> None:
        if not self.behaviour.trickle:
            self.wfile.write(body)
            return
        for at in range(len(body)):
            self.wfile.write(body[at : at + 1])
            self.wfile.flush()
            self.behaviour.over.wait(0.05)

    def log_message(self, *_: Any) -> None:
        """Tests look at `asked`."""


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


@contextmanager
def serving(port: int = 0, behaviour: Behaviour | None = None) -> Iterator[Peer]:
    with Peer(port, behaviour) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.anew()
            server.shutdown()
            thread.join()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=9000)
    parser.add_argument("--answers", type=Path, default=ANSWERS)
    parser.add_argument("--key", default=KEY)
    parser.add_argument("--daily-limit", type=int)
    parser.add_argument("--status", type=int, action="append", default=[])
    parser.add_argument("--seconds", type=float, default=0.0)
    given = parser.parse_args()
    behaviour = Behaviour(
        answers=given.answers,
        key=given.key,
        daily_limit=given.daily_limit,
        statuses=given.status,
        for_ever=bool(given.status),
        seconds=given.seconds,
    )
    with serving(given.port, behaviour):
        threading.Event().wait()


if __name__ == "__main__":
    main()
