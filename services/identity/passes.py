"""A pass [пропуск]: for an hour it stands for an API key where the key itself must not be kept.

It names the key, sealed; nothing of it is stored. So it ends with the key, and whoever reads the
database can make none.
"""

import base64
import binascii
from datetime import datetime, timedelta

from services.identity.credential import Credential, Kind, parse
from services.kit.cipher import Cipher, Unreadable

LIFE = timedelta(hours=1)


class Passes:
    def __init__(self, secret: str) -> None:
        self._cipher = Cipher(secret, "crm.identity passes")

    def issue(self, tenant: str, key: str, now: datetime) -> tuple[str, datetime]:
        until = now + LIFE
        sealed = self._cipher.seal(f"{int(until.timestamp())} {key}".encode(), tenant)
        return f"{Kind.PASS}.{tenant}.{_text(sealed)}", until

    def key_of(self, text: str, now: datetime) -> tuple[str, datetime] | None:
        """The API key it stands for, and until when; None if it is over, or was never issued."""
        shown: Credential | None = parse(text)
        if shown is None or shown.kind is not Kind.PASS:
            return None
        try:
            sealed = base64.urlsafe_b64decode(text.rpartition(".")[2] + "==")
            until, _, key = self._cipher.open(sealed, shown.tenant).decode().partition(" ")
        except (binascii.Error, ValueError, Unreadable):
            return None
        ends = datetime.fromtimestamp(int(until), now.tzinfo)
        return (key, ends) if now < ends else None


def _text(sealed: bytes) -> str:
    """Without what some clients do not bring back in a cookie."""
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")
