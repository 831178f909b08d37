"""A push service with a browser behind it: takes what is sent, opens it as the browser would."""

import base64
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02


@dataclass
class Browser:
    """With a subscription: its keys, and all that reached it."""

    endpoint: str
    private: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))
    shown: list[dict[str, Any]] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    # What the service answers instead of taking a push, one after another.
    refusals: list[int] = field(default_factory=list)

    @property
    def p256dh(self) -> str:
        point = self.private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        return _written(point)

    @property
    def auth(self) -> str:
        return _written(self.secret)

    def take(self, headers: Any, body: bytes) -> int:
        if self.refusals:
            return self.refusals.pop(0)
        if headers["Content-Encoding"] != "aes128gcm" or not int(headers["TTL"]):
            return 400
        if not Vapid02.verify(headers["Authorization"]):
            return 403
        opened = http_ece.decrypt(
            body, private_key=self.private, auth_secret=self.secret, version="aes128gcm"
        )
        self.shown.append(json.loads(opened))
        self.topics.append(headers["Topic"])
        return 201


class _Handler(BaseHTTPRequestHandler):
    browser: Browser

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.browser.take(self.headers, body))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing: the tests say what went wrong."""


@contextmanager
def running() -> Iterator[Browser]:
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    browser = handler.browser = Browser(f"http://127.0.0.1:{server.server_port}/push/1?token=a")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield browser
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _written(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).rstrip(b"=").decode()
