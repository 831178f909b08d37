"""Sends one push: sealed for the browser, signed by us, to an address that was checked."""

import base64
import hashlib
import time
from typing import Any
from urllib.parse import urlsplit

import httpx
from pywebpush import WebPusher

from services.activities.deliveries.delivery import Outcome
from services.activities.pushing.key import PushKey
from services.activities.pushing.subscription import PushSubscription
from services.kit import addresses, gate, telemetry
from services.kit.addresses import Address, AddressRefused, Network
from services.kit.errors import ServiceError, Unavailable
from services.kit.once import made_once

TTL_S, PATIENCE_S, CONNECT_S = 24 * 3600, 4.0, 3.0
LONGEST_TOPIC = 32
GONE, TOO_MANY = (404, 410), 429
log = telemetry.logger(__name__)


class _Gate(gate.Gate):
    server = "push service"


class _NoAnswer(Unavailable):
    pass


@made_once
def _gate_of(origin: str) -> gate.Gate:
    del origin
    return _Gate()


def send(
    to: PushSubscription,
    notice: str,
    payload: str,
    key: PushKey,
    contact: str,
    allowed: tuple[Network, ...],
) -> Outcome:
    scheme, host, port = addresses.origin(to.endpoint)
    door = _gate_of(f"{scheme}://{host}:{port}")
    try:
        targets = addresses.checked(to.endpoint, allowed)
        sealed = _sealed(to, payload)
        headers = _headers(to.endpoint, notice, key, contact)
        status = door.ask(
            lambda until: _posted(to.endpoint, targets, headers, sealed, until), PATIENCE_S
        )
    except AddressRefused as refusal:
        log.warning("push refused", extra={"facts": {"host": host, "why": str(refusal)}})
        return Outcome.REFUSED
    except ServiceError:
        return Outcome.LATER
    return _outcome(status)


def _outcome(status: int) -> Outcome:
    if status in GONE:
        return Outcome.GONE
    if status == TOO_MANY or httpx.codes.is_server_error(status):
        return Outcome.LATER
    return Outcome.DELIVERED if httpx.codes.is_success(status) else Outcome.REFUSED


def _sealed(to: PushSubscription, payload: str) -> bytes:
    keys = {"p256dh": to.p256dh, "auth": to.auth}
    pusher: Any = WebPusher({"endpoint": to.endpoint, "keys": keys})
    return pusher.encode(payload.encode())["body"]


def _headers(endpoint: str, notice: str, key: PushKey, contact: str) -> dict[str, str]:
    parts = urlsplit(endpoint)
    signed = key.signed({"aud": f"{parts.scheme}://{parts.netloc}", "sub": contact})
    digest = hashlib.sha256(notice.encode()).digest()
    return {
        **signed,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(TTL_S),
        # Sent twice it replaces itself on its way.
        "Topic": base64.urlsafe_b64encode(digest).decode()[:LONGEST_TOPIC],
    }


def _posted(
    endpoint: str,
    targets: tuple[Address, ...],
    headers: dict[str, str],
    body: bytes,
    until: float,
) -> int:
    parts, (scheme, host, port) = urlsplit(endpoint), addresses.origin(endpoint)
    place = parts.path + (f"?{parts.query}" if parts.query else "")
    for address in targets:
        literal = f"[{address}]" if address.version == 6 else str(address)
        left = max(0.1, until - time.monotonic())
        timeout = httpx.Timeout(left, connect=min(CONNECT_S, left))
        try:
            with (
                # One connection for one push: a kept one would be for the address, whatever the
                # host's certificate says.
                httpx.Client(trust_env=False, timeout=timeout) as client,
                client.stream(
                    "POST",
                    f"{scheme}://{literal}:{port}{place}",
                    content=body,
                    headers={"Host": parts.netloc, **headers},
                    extensions={"sni_hostname": host},
                ) as response,
            ):
                return response.status_code
        except httpx.ConnectError:
            continue
        except httpx.HTTPError as error:
            raise _NoAnswer(f"No answer of the push service: {type(error).__name__}") from None
    raise _NoAnswer("No connection to the push service")
