"""The keys that sign caller tokens: a new one each day, private halves encrypted at rest.

A key is named after its day and the secret that encrypts it. So replicas that need today's key at
the same moment agree on one by the uniqueness of its name, and a changed CRM_SECRET_KEY simply
means another key.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.kit.cipher import Cipher

PERIOD = timedelta(days=1)
# Tokens live 5 minutes; clocks differ.
LINGERS = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    name: str
    key_id: str
    encrypted: bytes = field(metadata={"secret": True})
    public_key: bytes
    sign_until: datetime
    expire_time: datetime
    create_time: datetime | None = None
    version: int = 0


class Vault:
    """Encrypts private keys with a key derived from the installation's secret."""

    def __init__(self, secret: str) -> None:
        self._cipher = Cipher(secret, "crm.identity signing keys")
        self._mark = hashlib.sha256(b"mark\0" + secret.encode()).hexdigest()[:8]

    def name_at(self, now: datetime) -> str:
        """The name of the key that signs at this moment."""
        return f"signingKeys/{start_of_period(now):%Y%m%d}-{self._mark}"

    def generate(self, now: datetime) -> SigningKey:
        name, until = self.name_at(now), start_of_period(now) + PERIOD
        private = Ed25519PrivateKey.generate()
        return SigningKey(
            name=name,
            key_id=name.partition("/")[2],
            encrypted=self._cipher.seal(private.private_bytes_raw(), name),
            public_key=private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw),
            sign_until=until,
            expire_time=until + LINGERS,
        )

    def open(self, key: SigningKey) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._cipher.open(key.encrypted, key.name))


def start_of_period(now: datetime) -> datetime:
    seconds = int(PERIOD.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)
