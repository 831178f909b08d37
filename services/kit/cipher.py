"""Seals what must not lie readable in a store, with a key derived from CRM_SECRET_KEY."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHORTEST_SECRET = 32
_NONCE = 12


class SecretTooShort(ValueError):
    """CRM_SECRET_KEY would be guessed."""


class Unreadable(Exception):
    """Sealed with another secret or for another place."""


class Cipher:
    """AES-GCM; each purpose has a key of its own, so that one's texts open nowhere else."""

    def __init__(self, secret: str, purpose: str) -> None:
        if len(secret) < SHORTEST_SECRET:
            raise SecretTooShort(f"CRM_SECRET_KEY needs {SHORTEST_SECRET} characters or more.")
        derived = HKDF(hashes.SHA256(), 32, salt=None, info=purpose.encode())
        self._cipher = AESGCM(derived.derive(secret.encode()))

    def seal(self, plain: bytes, place: str) -> bytes:
        """`place` names the record it lies in: moved to another one it does not open."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode())
        except InvalidTag as error:
            raise Unreadable(place) from error
