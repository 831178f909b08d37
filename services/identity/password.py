"""Passwords: which are good enough, and argon2id hashes of them."""

import threading
from dataclasses import dataclass, field
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.kit.errors import InvalidArgument

SHORTEST, LONGEST = 10, 200
# The most used ones of 10 characters and more (shorter ones are refused anyway), letter case aside.
COMMON = frozenset(
    """
    1234567890 12345678910 123456789a a123456789 1q2w3e4r5t q1w2e3r4t5 qwertyuiop qwerty12345
    qwerty123456 1qaz2wsx3edc qazwsxedcrfv 0987654321 9876543210 0123456789 123123123123 1111111111
    0000000000 password123 password1234 passw0rd123 password12 mypassword passwordpassword
    administrator admin12345 admin123456 adminadmin welcome123 letmein123 iloveyou123 changeme123
    asdfghjkl; asdfghjkl1 zxcvbnm123 abcdefghij abcd123456 abc1234567 aa12345678 1234554321
    1234512345 11223344556677 q1w2e3r4t5y6 йцукенгшщз йцукенгшщзхъ пароль12345 пароль123456
    парольпароль qwertyqwerty superman123 football123 baseball123 princess123 sunshine123
    """.split()  # noqa: SIM905 - fifty quoted words would be no easier to read
)
# OWASP's second choice for argon2id: 19 MiB, 2 passes; more memory would let a burst of sign-ins
# take a small server down. A semaphore bounds that burst to 80 MiB.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = threading.BoundedSemaphore(4)


class PasswordTooShort(InvalidArgument):
    reason = "PASSWORD_TOO_SHORT"


class PasswordTooLong(InvalidArgument):
    reason = "PASSWORD_TOO_LONG"


class PasswordTooCommon(InvalidArgument):
    reason = "PASSWORD_TOO_COMMON"


class PasswordWrong(InvalidArgument):
    reason = "PASSWORD_WRONG"


@dataclass(frozen=True, slots=True, kw_only=True)
class Password:
    """A user's password; apart from the user, so that no answer or event can carry it."""

    name: str
    hash: str = field(metadata={"secret": True})
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0


def require_good(password: str, login: str, field: str = "password") -> None:
    if len(password) < SHORTEST:
        raise PasswordTooShort(
            f"at least {SHORTEST} characters", field=field, shortest=str(SHORTEST)
        )
    # Without a bound a single request could keep a processor busy.
    if len(password) > LONGEST:
        raise PasswordTooLong(f"at most {LONGEST} characters", field=field, longest=str(LONGEST))
    known = {*COMMON, login.casefold()}
    if password.casefold() in known or len(set(password.casefold())) < 3:
        raise PasswordTooCommon("one of the first that anybody would try", field=field)


def hashed(password: str) -> str:
    with _AT_ONCE:
        return _HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Takes equally long when there is no such user: else the time would tell who exists."""
    if len(password) > LONGEST:
        return False
    with _AT_ONCE:
        try:
            _HASHER.verify(stored or _DUMMY, password)
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def needs_rehash(stored: str) -> bool:
    """Whether it was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def name_of(user: str) -> str:
    return f"passwords/{user.partition('/')[2]}"


_DUMMY = _HASHER.hash("a password that nobody has")
