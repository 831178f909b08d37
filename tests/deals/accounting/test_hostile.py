"""Servers that answer with what nobody should believe, and those that are not who they say."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from services.deals.accounting.channel import LARGEST, Channel
from services.deals.accounting.odata import OData
from services.deals.accounting.port import BadAnswer, CertificateRefused, Unreachable
from services.kit import clock
from services.kit.errors import ServiceError

HERE = (ip_network("127.0.0.0/8"),)


@contextmanager
def answering(
    answer: bytes, certificate: Path | None = None, headers: dict[str, str] | None = None
) -> Iterator[str]:
    """A server that says this to everybody."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302 if headers and "location" in headers else 200)
            for key, value in (headers or {}).items():
                self.send_header(key, value)
            self.end_headers()
            try:
                for at in range(0, len(answer), 1 << 16):
                    self.wfile.write(answer[at : at + (1 << 16)])
            except OSError:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http{'s' if certificate else ''}://localhost:{server.server_port}/buh"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def asking(url: str, **options: Any) -> OData:
    networks = (*HERE, ip_network("::1/128"))
    channel = Channel(url=url, login="crm", password="secret", networks=networks, **options)
    return OData(channel, {})


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>",
        b"[]",
        b'{"value": 1}',
        b'{"value": [1]}',
        b'{"value": [{"Ref_Key": "no key"}]}',
        b"[" * 200_000,
        b"\xff\xfe\x00",
        b'{"value": [{"Ref_Key": null}]}',
        b" " * (LARGEST + 1),
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    ],
)
def test_an_answer_that_is_none_is_refused(answer: bytes) -> None:
    with answering(answer) as url, pytest.raises(BadAnswer):
        asking(url).organizations()


@pytest.mark.parametrize("amount", ["1e400", "NaN", '"x"', "true", "{}", "123456789012345678"])
def test_a_sum_that_is_none_is_refused(amount: str) -> None:
    key = "11111111-0000-4000-8000-000000000001"
    row = f'{{"Ref_Key": "{key}", "Date": "2026-11-20T00:00:00", "СуммаДокумента": {amount}}}'
    with answering(f'{{"value": [{row}]}}'.encode()) as url, pytest.raises(BadAnswer):
        asking(url).receipts(clock.now().date(), 0, 10)


def test_nobody_unfolds_what_he_did_not_ask_for() -> None:
    headers = {"content-encoding": "gzip"}
    with answering(b"\x1f\x8b", headers=headers) as url, pytest.raises(BadAnswer):
        asking(url).organizations()


def test_nobody_is_sent_elsewhere() -> None:
    with answering(b'{"value": []}') as elsewhere:
        headers = {"location": elsewhere}
        with answering(b"", headers=headers) as url, pytest.raises(ServiceError) as refusal:
            asking(url).organizations()
    assert refusal.value.reason == "ACCOUNTING_BAD_ANSWER"


def test_who_does_not_answer_is_not_waited_for() -> None:
    waits = threading.Event()

    class Slow(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            waits.wait()

    server = HTTPServer(("127.0.0.1", 0), Slow)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        with pytest.raises(Unreachable):
            asking(f"http://127.0.0.1:{server.server_port}", patience=0.3).organizations()
    finally:
        waits.set()
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_certificate_must_be_trusted_and_of_this_host(tmp_path: Path) -> None:
    own = certificate(tmp_path / "own.pem", "localhost")
    other = certificate(tmp_path / "other.pem", "other.example")
    with answering(b'{"value": []}', own) as url:
        with pytest.raises(CertificateRefused):
            asking(url).organizations()
        assert asking(url, ca_file=str(own)).organizations() == []
    with answering(b'{"value": []}', other) as url, pytest.raises(CertificateRefused):
        asking(url, ca_file=str(other)).organizations()


def certificate(path: Path, host: str) -> Path:
    """With its key, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    names = x509.SubjectAlternativeName([x509.DNSName(host)])
    now = clock.now()
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path
