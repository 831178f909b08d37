"""The few pieces of ASGI that the hot path needs; headers that never change are made once."""

import asyncio
import itertools
import os
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from gateway.problems import Problem

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Header = tuple[bytes, bytes]

JSON_TYPE = (b"content-type", b"application/json")
REQUEST_ID = re.compile(rb"[\w.:-]{8,64}")

_started = os.urandom(6).hex()
_numbers = itertools.count(1)


class ClientGone(Exception):
    """The client hung up before it had sent everything."""


def api_headers(*, secure: bool) -> list[Header]:
    """On every answer unless it says otherwise: nothing may be run, framed, guessed or kept."""
    headers = [
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), geolocation=(), payment=()"),
    ]
    if secure:
        headers.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))
    return headers


def request_id(headers: dict[bytes, bytes]) -> str:
    """The client's own if it is sane, else a new one: unique, and cheap to make."""
    given = headers.get(b"x-request-id")
    if given and REQUEST_ID.fullmatch(given):
        return given.decode("ascii")
    return f"{_started}{next(_numbers):010x}"


async def respond(send: Send, status: int, headers: list[Header], body: bytes) -> None:
    headers.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def read_body(receive: Receive, headers: dict[bytes, bytes], limit: int) -> bytes:
    announced = headers.get(b"content-length", b"0")
    if announced.isdigit() and int(announced) > limit:
        raise too_large(limit)
    message = await receive()
    body = message.get("body", b"")
    if not message.get("more_body") and len(body) <= limit:
        _check_gone(message)
        return body
    parts = [body]
    size = len(body)
    while message.get("more_body"):
        message = await receive()
        _check_gone(message)
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > limit:
            break
    if size > limit:
        raise too_large(limit)
    return b"".join(parts)


def impatient(receive: Receive, pause_s: float) -> Receive:
    """Waits so long for each piece of a body; for the end of the connection as long as it lasts."""
    coming = True

    async def next_piece() -> Message:
        nonlocal coming
        if not coming:
            return await receive()
        try:
            async with asyncio.timeout(pause_s):
                message = await receive()
        except TimeoutError as error:
            raise Problem(
                408,
                "REQUEST_TIMEOUT",
                f"The rest of the body did not come within {pause_s:g} seconds",
                # It may come yet, and is no request.
                headers=[(b"connection", b"close")],
            ) from error
        coming = bool(message.get("more_body"))
        return message

    return next_piece


def _check_gone(message: Message) -> None:
    if message["type"] == "http.disconnect":
        raise ClientGone


def too_large(limit: int) -> Problem:
    return Problem(
        413,
        "TOO_LARGE",
        f"The body is larger than {limit} bytes",
        metadata={"limit": str(limit)},
        # The rest of the body is on its way: the connection cannot be used again.
        headers=[(b"connection", b"close")],
    )


def cookies(header: bytes | None) -> dict[str, str]:
    """The first of each name wins: a planted second cookie must not."""
    found: dict[str, str] = {}
    if header:
        for part in header.decode("latin-1").split(";"):
            name, equals, value = part.strip().partition("=")
            if equals:
                found.setdefault(name, value.strip('"'))
    return found
