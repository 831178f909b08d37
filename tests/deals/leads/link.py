"""A connection that is cut when an answer comes over it: what was asked for is done by then."""

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

_MOST = 65_536


class Link:
    """Carries bytes to `address` and back. An answer is what has at least so many bytes."""

    def __init__(self, address: str, an_answer: int) -> None:
        self._address, self._an_answer, self._left = address, an_answer, 0
        self._lock = threading.Lock()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._server.getsockname()[1]}"
        self.lost = 0
        self._threads: list[threading.Thread] = []
        self._open: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _end(self._server)
        for each in tuple(self._open):
            _end(each)
        for each in tuple(self._threads):
            each.join(5)
        for each in (self._server, *self._open):
            each.close()

    def cut_at(self, answer: int) -> None:
        """The n-th answer from now is swallowed, and with it the line."""
        self._left, self.lost = answer, 0

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._server.accept()
                host, _, port = self._address.rpartition(":")
                far = socket.create_connection((host, int(port)))
                self._open += [near, far]
                self._start(self._carry, near, far, False)
                self._start(self._carry, far, near, True)

    def _start(self, run: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=run, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _carry(self, source: socket.socket, target: socket.socket, back: bool) -> None:
        with contextlib.suppress(OSError):
            while sent := source.recv(_MOST):
                if back and self._is_cut(sent):
                    break
                target.sendall(sent)
        _end(source)
        _end(target)

    def _is_cut(self, sent: bytes) -> bool:
        with self._lock:
            if len(sent) < self._an_answer or self._left <= 0:
                return False
            self._left -= 1
            self.lost += self._left == 0
            return self._left == 0


def _end(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
