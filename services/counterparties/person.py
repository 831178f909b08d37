"""The local copy of a user: what the client base needs to know of its people (pure)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Fed by identity's events; `name` is the user's."""

    name: str
    display_name: str = ""
    org_path: tuple[str, ...] = ()
    active: bool = True
    # Since when what he owns waits to be stamped anew, and in which lanes of that work.
    restamp_time: datetime | None = None
    restamp_lanes: tuple[int, ...] = ()
    version: int = 0


# Whom a counterparty without a manager belongs to: only those who see everything see it.
NOBODY = Person(name="")
