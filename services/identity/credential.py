"""What somebody shows to be let in: kind, tenant and 256 random bits; we keep its SHA-256 only.

The tenant is inside, so that looking a credential up starts with the tenant as everything does.
A fast hash will do: nobody guesses 256 random bits, unlike a password.
"""

import hashlib
import secrets
from enum import StrEnum
from typing import NamedTuple

from services.identity.tenant import is_code

LONGEST = 200


class Kind(StrEnum):
    SESSION = "crms"
    API_KEY = "crmk"
    INVITATION = "crmi"
    # Made of an API key, and not kept at all.
    PASS = "crmp"  # noqa: S105 - a kind, no secret


class Credential(NamedTuple):
    kind: Kind
    tenant: str
    digest: str


def issue(kind: Kind, tenant: str) -> str:
    return f"{kind}.{tenant}.{secrets.token_urlsafe(32)}"


def parse(text: str) -> Credential | None:
    """None for what cannot be one of ours; whether it is good, only the store knows."""
    parts = text.split(".") if len(text) <= LONGEST else []
    if len(parts) != 3 or parts[0] not in set(Kind) or not is_code(parts[1]):
        return None
    return Credential(Kind(parts[0]), parts[1], digest(text))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def prefix(text: str) -> str:
    """The first letters of the random part, to recognise a key by."""
    return text.rpartition(".")[2][:6]
