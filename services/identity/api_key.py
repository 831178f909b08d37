"""A key for a program: acts as its user, within its scopes, until it expires."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.identity.permission import require_known
from services.identity.wording import require_line
from services.kit.errors import FailedPrecondition, FieldRequired, InvalidArgument

TOUCH_EVERY = timedelta(minutes=1)


class ApiKeyExpired(InvalidArgument):
    reason = "EXPIRE_TIME_PAST"


class ApiKeyUserNotActive(FailedPrecondition):
    reason = "API_KEY_USER_NOT_ACTIVE"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    name: str
    display_name: str
    user: str = ""
    scopes: tuple[str, ...] = ()
    digest: str = field(default="", metadata={"secret": True})
    prefix: str = ""
    expire_time: datetime | None = None
    last_use_time: datetime | None = None
    create_time: datetime | None = None
    version: int = 0

    def __post_init__(self) -> None:
        require_line(self.display_name, "display_name")
        if not self.scopes:
            raise FieldRequired("scopes are empty", field="scopes")
        for scope in self.scopes:
            require_known(scope, "scopes")

    def still_good(self, now: datetime) -> "ApiKey":
        if not self.is_live(now):
            raise ApiKeyExpired("expire_time is past", field="expire_time")
        return self

    def is_live(self, now: datetime) -> bool:
        return self.expire_time is None or now < self.expire_time

    def needs_touch(self, now: datetime) -> bool:
        return self.last_use_time is None or now - self.last_use_time >= TOUCH_EVERY
