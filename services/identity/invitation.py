"""A link that lets somebody set his password: once, within 7 days."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.kit.errors import NotFound

LIFETIME = timedelta(days=7)


class InvitationNotFound(NotFound):
    """Never made, used, replaced or too old: they all look alike."""

    reason = "INVITATION_NOT_FOUND"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    name: str
    user: str
    digest: str = field(metadata={"secret": True})
    expire_time: datetime
    create_time: datetime | None = None
    version: int = 0

    def is_live(self, now: datetime) -> bool:
        return now < self.expire_time
