"""How long somebody who failed to sign in has to wait: nothing for a few slips, then ever longer.

Counted per login and per address apart, so that neither many guesses at one login from many places
nor one guess at each of many logins from one place get far.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.kit.errors import ResourceExhausted, Unauthenticated

FREE_FAILURES = 5
# A whole office may sit behind one address: five slips there are a Monday morning, not an attack.
FREE_FAILURES_OF_ADDRESS = 20
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=24)


class SignInRefused(Unauthenticated):
    """The same for a wrong tenant, login or password, or nobody would need to guess a login."""

    reason = "SIGN_IN_REFUSED"


class SignInLocked(ResourceExhausted):
    reason = "SIGN_IN_LOCKED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """The failures of one login, or from one address, since the last success."""

    name: str
    failures: int = 0
    locked_until: datetime | None = None
    expire_time: datetime | None = None
    version: int = 0

    def failed(self, now: datetime, free: int) -> "Attempts":
        failures = (0 if self._is_forgotten(now) else self.failures) + 1
        wait = waiting(failures, free)
        return replace(
            self,
            failures=failures,
            locked_until=now + wait if wait else None,
            expire_time=now + FORGOTTEN_AFTER,
        )

    def less(self, failures: int) -> "Attempts":
        """Without the failures of a login that has succeeded since."""
        left = max(0, self.failures - failures)
        return replace(self, failures=left, locked_until=self.locked_until if left else None)

    def require_open(self, now: datetime) -> None:
        if self.locked_until is not None and now < self.locked_until:
            seconds = -(-(self.locked_until - now) // timedelta(seconds=1))
            raise SignInLocked(
                f"Too many failures; try again in {seconds} s",
                retry_after=seconds,
                seconds=str(seconds),
            )

    def _is_forgotten(self, now: datetime) -> bool:
        return self.expire_time is not None and now >= self.expire_time


def waiting(failures: int, free: int) -> timedelta:
    """The `free`-th failure is the first that costs."""
    if failures < free:
        return timedelta()
    # Beyond some doublings the power alone would overflow.
    return min(FIRST_WAIT * 2 ** min(failures - free, 16), LONGEST_WAIT)


def login_attempts(tenant: str, login: str) -> str:
    return _name("login", tenant, login)


def address_attempts(ip_address: str) -> str:
    return _name("address", ip_address)


def _name(*parts: str) -> str:
    """Hashed: what people type wrongly is often a password, and has any length."""
    return f"attempts/{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()}"
