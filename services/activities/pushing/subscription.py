"""A browser that is pushed to (pure)."""

import base64
import binascii
import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from services.kit.addresses import url_problem
from services.kit.copying import replace
from services.kit.errors import Violation
from services.kit.texts import line, line_problems

LONGEST_ENDPOINT, LONGEST_NAME = 1000, 200
_POINT, _SECRET, _UNCOMPRESSED = 65, 16, 4
_NAMES = uuid.UUID("e0d1b5a8-7b66-4f86-8ab5-3f5bd1b5a6c2")


@dataclass(frozen=True, slots=True, kw_only=True)
class PushSubscription:
    """Named after its endpoint: a browser that subscribes again is the same one."""

    name: str
    user: str
    endpoint: str = field(metadata={"secret": True})
    p256dh: str = field(metadata={"secret": True})
    auth: str = field(metadata={"secret": True})
    display_name: str = ""
    # What its notices are written in.
    language: str = "ru"
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def tidy(self) -> "PushSubscription":
        return replace(self, display_name=line(self.display_name)[:LONGEST_NAME])

    def problems(self) -> Iterator[Violation]:
        yield from line_problems("endpoint", self.endpoint, LONGEST_ENDPOINT)
        for path, text, length in (("p256dh", self.p256dh, _POINT), ("auth", self.auth, _SECRET)):
            found = decoded(text)
            is_point = length != _POINT or found[:1] == bytes([_UNCOMPRESSED])
            if len(found) != length or not is_point:
                yield Violation(path, "PUSH_KEYS", "It is no key of a browser: subscribe anew.")


def name_of(tenant: str, endpoint: str) -> str:
    digest = hashlib.sha256(f"{tenant}\0{endpoint}".encode()).hexdigest()
    return f"pushSubscriptions/{uuid.uuid5(_NAMES, digest)}"


def delivery_name(notice: str, subscription: str, came: datetime) -> str:
    return f"deliveries/{uuid.uuid5(_NAMES, f'{notice}|{subscription}|{came.isoformat()}')}"


def endpoint_problem(endpoint: str) -> str:
    return url_problem(endpoint.partition("?")[0], longest=LONGEST_ENDPOINT)


def decoded(text: str) -> bytes:
    """Of base64url; nothing if it is none."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""
