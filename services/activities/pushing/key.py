"""The key that push services know this installation by (VAPID, RFC 8292).

Made once and kept sealed. It is named after the secret that seals it: with another CRM_SECRET_KEY
there is another key, and browsers subscribe anew.
"""

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from py_vapid import Vapid02

from services.activities.pushing import store
from services.kit.cipher import Cipher, SecretTooShort
from services.kit.errors import FailedPrecondition
from services.kit.mongo import Db
from services.kit.once import made_once

CONTACT = "CRM_PUSH_CONTACT"
_PURPOSE = "crm.activities push key"


class PushOff(FailedPrecondition):
    """Without CRM_SECRET_KEY no key can be kept."""

    reason = "PUSH_OFF"


@dataclass(frozen=True, slots=True)
class PushKey:
    # Its library carries no types.
    _vapid: Any = field(repr=False)

    @property
    def public_half(self) -> str:
        """As browsers want it."""
        point: bytes = self._vapid.public_key.public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    def signed(self, claims: dict[str, str]) -> dict[str, str]:
        """The headers that tell a push service who we are."""
        return self._vapid.sign(claims)


def key_of(db: Db, secret: str) -> PushKey:
    try:
        return _key(db.of(""), secret)
    except SecretTooShort as error:
        raise PushOff(str(error)) from error


@made_once
def _key(db: Db, secret: str) -> PushKey:
    cipher = Cipher(secret, _PURPOSE)
    name = f"pushKeys/{hashlib.sha256(b'push' + secret.encode()).hexdigest()[:12]}"
    made = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        Encoding.DER, PrivateFormat.PKCS8, NoEncryption()
    )
    opened = cipher.open(store.sealed_key(db, name, cipher.seal(made, name)), name)
    read: Any = Vapid02
    return PushKey(read.from_der(base64.b64encode(opened)))
