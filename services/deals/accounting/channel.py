"""HTTP to a server of 1C: JSON there and back, bounded in size and time; its refusals as ours."""

import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast
from urllib.parse import quote

import httpx

from services.deals.accounting import address
from services.deals.accounting.address import Network, Target
from services.deals.accounting.port import (
    BadAnswer,
    Busy,
    CertificateRefused,
    ChangedThere,
    LoginRefused,
    NotPublished,
    RecordRefused,
    Unreachable,
)
from services.kit import gate
from services.kit.errors import ServiceError
from services.kit.once import made_once

JSON = "application/json;odata=nometadata"
LARGEST, CONNECT_S = 8 * 2**20, 3.0
LONGEST_SAID = 500
_NO_SUCH_RECORD = "9"
Row = dict[str, Any]


class _Gate(gate.Gate):
    server, busy, unanswered = "accounting server", Busy, Unreachable


@made_once
def gate_of(origin: str) -> gate.Gate:
    """The tenants of a process share it: it is the server that fails, not the tenant."""
    del origin
    return _Gate()


class _NotConnected(Exception):
    """Not at this address."""


class NoSuchRecord(Exception):
    """The server knows the object, but not this one of it."""


@dataclass(frozen=True, slots=True)
class Channel:
    url: str
    login: str
    password: str = field(repr=False)
    networks: tuple[Network, ...]
    # Of whoever signed the server's certificate, beside the usual ones.
    ca_file: str = ""
    # Seconds for one answer.
    patience: float = 4.0

    def get(self, path: str, **query: str) -> Row:
        """The query as OData names it, without its $."""
        return self._ask("GET", path, query, None, "")

    def post(self, path: str, body: Row) -> Row:
        return self._ask("POST", path, {}, body, "")

    def patch(self, path: str, body: Row, stamp: str) -> Row:
        """Only if it is still what the stamp says."""
        return self._ask("PATCH", path, {}, body, stamp)

    def _ask(
        self, method: str, path: str, query: Mapping[str, str], body: Row | None, stamp: str
    ) -> Row:
        door = gate_of("|".join(map(str, address.origin(self.url))))

        def question(until: float) -> Row:
            return self._asked(method, path, query, body, stamp, until)

        return door.ask(question, self.patience)

    def _asked(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        body: Row | None,
        stamp: str,
        until: float,
    ) -> Row:
        target = address.resolved(self.url, self.networks)
        asked = "".join(f"&${key}={quote(value)}" for key, value in query.items())
        place = f"/{quote(path, safe='()/')}?$format={JSON}{asked}"
        headers = {"Host": target.host_header, **({"If-Match": stamp} if stamp else {})}
        for each in target.addresses:
            try:
                url = target.base(each) + place
                status, said = self._sent(method, url, headers, body, target, until)
            except _NotConnected:
                # Nothing was sent: another address of the host may do.
                continue
            if status in (200, 201):
                return _row(said)
            raise _refusal(status, said)
        raise Unreachable("No connection to accounting")

    def _sent(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: Row | None,
        target: Target,
        until: float,
    ) -> tuple[int, bytes]:
        left = max(0.1, until - time.monotonic())
        timeout = httpx.Timeout(left, connect=min(CONNECT_S, left))
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        try:
            with (
                # One connection for one question: a kept one would be for the address, whatever
                # the host's certificate says.
                httpx.Client(verify=_trust(self.ca_file), trust_env=False) as client,
                client.stream(
                    method,
                    url,
                    content=content,
                    headers={
                        **headers,
                        "Accept": JSON,
                        "Accept-Encoding": "identity",
                        "Content-Type": JSON,
                    },
                    auth=httpx.BasicAuth(self.login, self.password),
                    timeout=timeout,
                    extensions={"sni_hostname": target.host},
                ) as response,
            ):
                return response.status_code, _body(response, until)
        # What the library says of it may quote the request: only its kind is passed on.
        except httpx.ConnectTimeout:
            raise _NotConnected from None
        except httpx.TimeoutException:
            raise Unreachable("Accounting did not answer in time") from None
        except httpx.ConnectError as error:
            if _is_of_certificate(error):
                text = "The server's certificate is not trusted, or not for this host"
                raise CertificateRefused(text) from None
            raise _NotConnected from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreachable(f"No answer of accounting: {type(error).__name__}") from None


@cache
def _trust(ca_file: str) -> ssl.SSLContext:
    context = httpx.create_ssl_context(trust_env=False)
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


def _is_of_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _body(response: httpx.Response, until: float) -> bytes:
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        # Nobody asked for it: what it unfolds to is not known before.
        raise BadAnswer("Accounting's answer is compressed")
    body = bytearray()
    for piece in response.iter_raw():
        body += piece
        if len(body) > LARGEST:
            raise BadAnswer("Accounting's answer is too large")
        if time.monotonic() > until:
            raise Unreachable("Accounting did not answer in time")
    return bytes(body)


def _row(said: bytes) -> Row:
    try:
        found: Any = json.loads(said)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadAnswer("Accounting's answer is not JSON of OData")
    return cast(Row, found)


def _refusal(status: int, said: bytes) -> ServiceError | NoSuchRecord:
    if status in (401, 403):
        return LoginRefused("Accounting refuses the login or the password")
    code, text = _words(said)
    if status == 412:
        return ChangedThere(text or "It was changed there meanwhile")
    if status == 404:
        # 8 is said of an object that is not published.
        missing = code == _NO_SUCH_RECORD or text.startswith("Экземпляр")
        return NoSuchRecord() if missing else NotPublished("There is no such object there")
    if text and (status == 500 or 400 <= status < 500):
        return RecordRefused(text, text=text)
    if 400 <= status < 500:
        return NotPublished(f"Accounting answers with HTTP {status}")
    if status >= 500:
        return Unreachable(f"Accounting answers with HTTP {status}")
    return BadAnswer(f"Accounting answers with HTTP {status}")


def _words(said: bytes) -> tuple[str, str]:
    """Code and text of {"odata.error": {"code": …, "message": {"lang": …, "value": …}}}."""
    try:
        error: Any = json.loads(said)["odata.error"]
        code, text = str(error["code"]), error["message"]["value"]
    except (ValueError, RecursionError, LookupError, TypeError):
        return "", ""
    return code, " ".join(text.split())[:LONGEST_SAID] if isinstance(text, str) else ""
