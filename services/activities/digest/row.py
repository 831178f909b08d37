"""When somebody gets his next letter (pure)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

_NAMES = uuid.UUID("4b1c9a52-0e57-4d6c-9f0b-8a7d2f3e6c15")


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRow:
    """Named after the user."""

    name: str
    user: str
    due_time: datetime | None
    version: int = 0


def row_name(user: str) -> str:
    return f"digests/{user.partition('/')[2]}"


def delivery_name(user: str, day: date) -> str:
    """The same for the same day, so that there is one."""
    return f"deliveries/{uuid.uuid5(_NAMES, f'{user}|{day.isoformat()}')}"
