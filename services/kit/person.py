"""The local copy of a user: what a service needs to know of who owns its records (pure)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Fed by identity's events; `name` is the user's."""

    name: str
    display_name: str = ""
    org_path: tuple[str, ...] = ()
    active: bool = True
    # IANA name; empty: that of his unit, or the tenant's.
    time_zone: str = ""
    # To whom he reports, if that is said.
    manager: str = ""
    # Where letters to him go, and the language they are in.
    email: str = ""
    language: str = ""
    # Since when what he owns waits to be stamped anew, and in which lanes of that work.
    restamp_time: datetime | None = None
    restamp_lanes: tuple[int, ...] = ()
    version: int = 0


# How lists of users in a request name the caller, nobody, and all who have left.
ME, NO_ONE, INACTIVE = "users/me", "users/none", "users/inactive"
# Whom a record without an owner belongs to: only those who see everything see it.
NOBODY = Person(name="")
