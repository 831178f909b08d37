"""Caller tokens: JWTs that identity signs with a rotating Ed25519 key; every service verifies."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from services.kit.errors import Unauthenticated

ISSUER, ALGORITHM = "crm.identity", "EdDSA"
LIFETIME_S = 300
CLOCK_SKEW_S = 30
REFETCH_S = 5  # how often an unknown key id may make us ask for the keys again
REMEMBERED = 4096
FetchKeys = Callable[[], Mapping[str, bytes]]


def issue(
    key: Ed25519PrivateKey, key_id: str, claims: Mapping[str, Any], until: float | None = None
) -> str:
    """Good for its lifetime, or until the Unix time when the claims change by themselves."""
    now = int(time.time())
    ends = now + LIFETIME_S if until is None else min(now + LIFETIME_S, int(until))
    payload = {**claims, "iss": ISSUER, "iat": now, "exp": ends}
    return jwt.encode(payload, key, algorithm=ALGORITHM, headers={"kid": key_id})


class Verifier:
    """Verifies caller tokens; keeps what it verified, as one token comes with many requests."""

    def __init__(self, fetch_keys: FetchKeys) -> None:
        self._fetch_keys = fetch_keys
        self._keys: dict[str, Ed25519PublicKey] = {}
        self._fetched = 0.0
        self._lock = threading.Lock()
        self._verified: dict[str, dict[str, Any]] = {}

    def claims(self, token: str) -> dict[str, Any]:
        known = self._verified.get(token)
        if known is not None and known["exp"] + CLOCK_SKEW_S > time.time():
            return known
        claims = self._verify(token)
        if len(self._verified) >= REMEMBERED:
            self._verified.clear()
        self._verified[token] = claims
        return claims

    def _verify(self, token: str) -> dict[str, Any]:
        try:
            key = self._key(jwt.get_unverified_header(token).get("kid", ""))
            return jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                leeway=CLOCK_SKEW_S,
                options={"require": ["exp", "iat", "iss"]},
            )
        except jwt.PyJWTError as error:
            raise Unauthenticated("The caller token is not valid") from error

    def _key(self, key_id: str) -> Ed25519PublicKey:
        if key_id not in self._keys:
            with self._lock:
                if key_id not in self._keys and time.monotonic() - self._fetched > REFETCH_S:
                    found = self._fetch_keys()
                    self._keys = {
                        each: Ed25519PublicKey.from_public_bytes(raw) for each, raw in found.items()
                    }
                    self._fetched = time.monotonic()
        try:
            return self._keys[key_id]
        except KeyError as error:
            raise Unauthenticated("The caller token is signed with an unknown key") from error
