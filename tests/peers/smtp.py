"""A mail server that takes letters: in the clear, by STARTTLS or by TLS."""

import asyncio
import email
import ipaddress
import ssl
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from services.kit import clock

USER, PASSWORD = "crm", "p@ss word/1"


@dataclass
class Post:
    """What reached it."""

    port: int = 0
    ca_file: str = ""
    letters: list[EmailMessage] = field(default_factory=list[EmailMessage])
    readers: list[list[str]] = field(default_factory=list[list[str]])
    # What it answers to a reader's address, or to the letter, one after another.
    refused_readers: list[str] = field(default_factory=list[str])
    refused_letters: list[str] = field(default_factory=list[str])

    connected: list[SMTP] = field(default_factory=list[SMTP])

    def take(self, connection: SMTP) -> SMTP:
        self.connected.append(connection)
        return connection

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if self.refused_readers:
            return self.refused_readers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del server, session
        if self.refused_letters:
            return self.refused_letters.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        self.letters.append(email.message_from_bytes(content, policy=default))  # type: ignore[arg-type]
        self.readers.append(envelope.rcpt_tos)
        return "250 OK"


@contextmanager
def running(seal: str = "") -> Iterator[Post]:
    """`seal`: "starttls", with a password, or "tls"."""
    post = Post()
    with tempfile.TemporaryDirectory() as folder:
        known: dict[str, Any] = {}
        context: ssl.SSLContext | None = None
        if seal:
            context, post.ca_file = _context(Path(folder))
        if seal == "starttls":
            known = {"tls_context": context, "require_starttls": True}
            # It knows of no password by TLS from the first byte on.
            known |= {"authenticator": _authenticated, "auth_required": True}
        loop = asyncio.new_event_loop()
        listening = loop.create_server(
            lambda: post.take(SMTP(post, loop=loop, **known)),
            *("127.0.0.1", 0),
            ssl=context if seal == "tls" else None,
        )
        server = loop.run_until_complete(listening)
        post.port = server.sockets[0].getsockname()[1]
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        try:
            yield post
        finally:
            asyncio.run_coroutine_threadsafe(_ended(server, post), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()


async def _ended(server: asyncio.Server, post: Post) -> None:
    """With all that is still connected."""
    server.close()
    for each in post.connected:
        if each.transport is not None:
            each.transport.abort()
    others = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]
    for each in others:
        each.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    # What was aborted closes its socket the next time round.
    for _ in range(3):
        await asyncio.sleep(0)


def _authenticated(*said: Any) -> AuthResult:
    known = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=said[-1] == known)


def _context(folder: Path) -> tuple[ssl.SSLContext, str]:
    """A certificate of its own for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "peer")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "peer.pem", folder / "peer.key"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, secret)
    return context, str(certificate)
