"""Letters by SMTP: bounded, sealed on their way, and headers that nobody can add to.

CRM_SMTP_URL says where the mail server is; unset, no letters are sent:
    smtps://user:password@host      TLS from the first byte, port 465
    smtp://user:password@host       STARTTLS, refused without it, port 587
    smtp+plain://host               in the clear and without a password: a relay beside us, port 25
"""

import re
import smtplib
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum
from urllib.parse import SplitResult, unquote, urlsplit

from services.kit import clock, gate, telemetry
from services.kit.errors import ServiceError, Unavailable
from services.kit.once import made_once
from services.kit.settings import Settings, SettingsError
from services.kit.texts import line

URL, SENDER, CA_FILE = "CRM_SMTP_URL", "CRM_SMTP_FROM", "CRM_SMTP_CA_FILE"
PORTS = {"smtps": 465, "smtp": 587, "smtp+plain": 25}
PATIENCE_S, LONGEST_NAME, LONGEST_SUBJECT, LONGEST_ADDRESS = 10.0, 100, 200, 254
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_SYNTAX = "smtps://user:password@host, smtp://user:password@host or smtp+plain://host"
log = telemetry.logger(__name__)


class Sent(StrEnum):
    DELIVERED = "DELIVERED"
    # This reader, or this letter, would be refused again.
    REFUSED = "REFUSED"
    LATER = "LATER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """`id`: the same for the same letter, so that one that comes twice is shown once."""

    id: str
    to: str
    to_display_name: str = ""
    subject: str
    text: str
    html: str = ""
    # Further ones, such as List-Unsubscribe.
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    scheme: str
    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""

    @classmethod
    def of(cls, settings: Settings) -> "MailServer | None":
        """None: letters are off."""
        url = settings.text(URL, "")
        if not url:
            return None
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise SettingsError(f"{URL} must be {_SYNTAX}.") from None
        if problem := _problem(parts):
            raise SettingsError(f"{URL} {problem}")
        return cls(
            scheme=parts.scheme,
            host=parts.hostname or "",
            port=port or PORTS[parts.scheme],
            sender=_sender(settings.text(SENDER)),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            ca_file=settings.text(CA_FILE, ""),
        )

    def send(self, letter: Letter) -> Sent:
        """How it went is in the log, without who it was for."""
        try:
            message = self._message(letter)
        except ValueError:
            log.warning("no address to write to", extra={"facts": {"letter": letter.id}})
            return Sent.REFUSED
        try:
            return _gate_of(self).ask(lambda until: self._sent(message, until), PATIENCE_S)
        except ServiceError as error:
            facts = {"letter": letter.id, "host": self.host, "why": str(error)}
            log.warning("letter not sent", extra={"facts": facts})
            return Sent.LATER

    def _message(self, letter: Letter) -> EmailMessage:
        """The policy refuses line breaks in headers; none come so far."""
        to_name = line(letter.to_display_name)[:LONGEST_NAME]
        domain = self.sender.rpartition("@")[2]
        message = EmailMessage(SMTP)
        message["From"] = _address("CRM", self.sender)
        message["To"] = _address(to_name, letter.to)
        message["Subject"] = line(letter.subject)[:LONGEST_SUBJECT]
        message["Date"] = format_datetime(clock.now())
        message["Message-ID"] = f"<{letter.id}@{domain}>"
        # So that no robot of absence answers it.
        message["Auto-Submitted"] = "auto-generated"
        for name, value in letter.headers.items():
            message[name] = line(value)
        message.set_content(letter.text, cte="quoted-printable")
        if letter.html:
            message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
        return message

    def _sent(self, message: EmailMessage, until: float) -> Sent:
        try:
            server = self._connected(max(0.1, until - time.monotonic()))
        except smtplib.SMTPResponseException as error:
            raise _NotSent(f"{error.smtp_code} {type(error).__name__}") from None
        except (OSError, smtplib.SMTPException) as error:
            raise _NotSent(type(error).__name__) from None
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            return _judged(max(code for code, _ in error.recipients.values()))
        except smtplib.SMTPDataError as error:
            return _judged(error.smtp_code)
        except (OSError, smtplib.SMTPException) as error:
            raise _NotSent(type(error).__name__) from None
        finally:
            # It has the letter: whether it answers a good-bye is no matter.
            with suppress(OSError, smtplib.SMTPException):
                server.putcmd("QUIT")
            server.close()
        return Sent.DELIVERED

    def _connected(self, patience: float) -> smtplib.SMTP:
        if self.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=patience, context=self._context()
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=patience)
        try:
            if self.scheme == "smtp":
                server.starttls(context=self._context())
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.ca_file or None)


class _Gate(gate.Gate):
    server = "mail server"


class _NotSent(Unavailable):
    pass


@made_once
def _gate_of(server: MailServer) -> gate.Gate:
    del server
    return _Gate(PATIENCE_S)


def _judged(code: int) -> Sent:
    """Greylisting and full boxes are 4xx."""
    return Sent.REFUSED if code >= 500 else Sent.LATER


def _problem(parts: SplitResult) -> str:
    if parts.scheme not in PORTS or not parts.hostname or parts.path not in ("", "/"):
        return f"must be {_SYNTAX}."
    if parts.scheme == "smtp+plain" and parts.username:
        return "would send its password in the clear: say smtp:// or smtps://."
    return ""


def _address(display_name: str, text: str) -> Address:
    """One, as nothing in it means anything to a mail server; ValueError else."""
    if len(text) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(text):
        raise ValueError("no address")
    user, _, domain = text.rpartition("@")
    return Address(display_name, user, domain)


def _sender(text: str) -> str:
    try:
        return _address("", text).addr_spec
    except ValueError:
        raise SettingsError(f"{SENDER} must be an address such as crm@example.org.") from None
