"""A link for somebody's calendar program: 256 random bits, of which we keep the hash (pure)."""

import hashlib
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from services.kit.copying import replace
from services.kit.errors import NotFound, Violation
from services.kit.texts import line, line_problems

LONGEST_NAME, MOST_FEEDS = 100, 10
# How exactly it is known when it was last asked for: each time would be a write.
USED_TO_WITHIN = timedelta(hours=1)
_SECRET = re.compile(r"([a-z0-9][a-z0-9-]{0,62})\.[A-Za-z0-9_-]{43}")


class FeedUnknown(NotFound):
    """Never made, or ended: they look alike."""

    reason = "FEED_UNKNOWN"


class Details(StrEnum):
    FULL = "FULL"
    BUSY = "BUSY"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFeed:
    name: str
    display_name: str = ""
    details: Details | None = None
    user: str = ""
    # In which language it says that somebody is busy.
    language: str = "ru"
    digest: str = field(default="", metadata={"secret": True})
    use_time: datetime | None = None
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def tidy(self) -> "CalendarFeed":
        return replace(
            self, display_name=line(self.display_name), details=self.details or Details.FULL
        )

    def problems(self) -> Iterator[Violation]:
        yield from line_problems("display_name", self.display_name, LONGEST_NAME)

    def is_news(self, now: datetime) -> bool:
        return self.use_time is None or now - self.use_time >= USED_TO_WITHIN


def issue(tenant: str) -> str:
    """The tenant is inside, as looking anything up starts with it."""
    return f"{tenant}.{secrets.token_urlsafe(32)}"


def tenant_of(secret: str) -> str:
    """Empty for what cannot be one of ours."""
    found = _SECRET.fullmatch(secret)
    return found[1] if found else ""


def digest(secret: str) -> str:
    """A fast one will do: nobody guesses 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def link(secret: str) -> str:
    return f"/v1/calendars/{secret}/works.ics"
