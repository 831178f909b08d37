"""Something on its way to somebody, and what came of it (pure)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
KEPT = timedelta(days=7)


class Channel(StrEnum):
    PUSH = "PUSH"
    LETTER = "LETTER"


class Outcome(StrEnum):
    DELIVERED = "DELIVERED"
    # Nobody is there any more.
    GONE = "GONE"
    # It would be refused again.
    REFUSED = "REFUSED"
    # Its time is over, or there is nothing to say.
    NEEDLESS = "NEEDLESS"
    LATER = "LATER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """`due_time` is unset once nothing more is tried."""

    name: str
    user: str
    channel: Channel = Channel.PUSH
    # Of a push: the browser, and what it tells.
    subscription: str = ""
    notice: str = ""
    payload: str
    due_time: datetime | None
    attempts: int = 0
    outcome: str = ""
    expire_time: datetime | None = None
    version: int = 0


def pause(attempts: int) -> timedelta:
    """Before it is tried once more."""
    return min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
