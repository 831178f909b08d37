"""A sign-in that has not ended: 14 days without use end it, 90 days in any case."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from services.kit.errors import PermissionDenied

IDLE = timedelta(days=14)
LONGEST = timedelta(days=90)
# Writing the time of each request would make every read a write.
TOUCH_EVERY = timedelta(minutes=1)
SECRET = {"secret": True}


class SessionRequired(PermissionDenied):
    reason = "SESSION_REQUIRED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    name: str
    user: str
    # Who looks on as that user; such a session is over in its time, used or not.
    viewed_by: str = ""
    digest: str = field(metadata=SECRET)
    user_agent: str = ""
    ip_address: str = ""
    create_time: datetime | None = None
    last_use_time: datetime
    expire_time: datetime
    version: int = 0

    def is_live(self, now: datetime) -> bool:
        return now < self.expire_time

    def needs_touch(self, now: datetime) -> bool:
        return now - self.last_use_time >= TOUCH_EVERY

    def touched(self, now: datetime) -> "Session":
        if self.viewed_by:
            return replace(self, last_use_time=now)
        return replace(self, last_use_time=now, expire_time=expiry(self.create_time or now, now))


def expiry(created: datetime, used: datetime) -> datetime:
    return min(used + IDLE, created + LONGEST)
