"""The keys in use: today's signs, those of before verify until their tokens are over."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.identity import store
from services.identity.signing import SigningKey, Vault
from services.kit import clock, tokens
from services.kit.caller import Caller
from services.kit.errors import AlreadyExists
from services.kit.mongo import Db


class KeyRing:
    """One per process; any number of replicas agree through the store."""

    def __init__(self, installation: Db, vault: Vault) -> None:
        self._installation, self._vault = installation, vault
        self._signing: tuple[SigningKey, Ed25519PrivateKey] | None = None

    def sign(self, caller: Caller, until: datetime | None = None) -> str:
        key, private = self._current()
        ends = until.timestamp() if until else None
        return tokens.issue(private, key.key_id, caller.claims(), ends)

    def public_keys(self) -> list[SigningKey]:
        """Today's among them, even before it has signed anything."""
        self._current()
        return store.live_signing_keys(self._installation, clock.now())

    def _current(self) -> tuple[SigningKey, Ed25519PrivateKey]:
        now = clock.now()
        held = self._signing
        if held is None or now >= held[0].sign_until:
            key = self._find_or_make(self._vault.name_at(now))
            held = self._signing = (key, self._vault.open(key))
        return held

    def _find_or_make(self, name: str) -> SigningKey:
        if found := store.SIGNING_KEYS.find(self._installation, name):
            return found
        now = clock.now()
        store.forget_old_signing_keys(self._installation, now)
        try:
            return store.SIGNING_KEYS.insert(self._installation, self._vault.generate(now))
        except AlreadyExists:
            # Another replica was first; its key is ours.
            return store.SIGNING_KEYS.get(self._installation, name)
