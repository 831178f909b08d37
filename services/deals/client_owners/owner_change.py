"""A change of a client's manager that its open deals are to follow (pure)."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One change of a client's manager, as counterparties told of it: `version` is the client's."""

    counterparty: str
    previous_owner: str
    owner: str
    version: int
    # Who made it.
    user: str = ""
    user_display_name: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerChange:
    """All such changes of one client. Events come in no promised order: open deals of anybody in
    `previous_owners` go to whom the newest of them names."""

    name: str
    counterparty: str
    owner: str = ""
    owner_version: int = 0
    previous_owners: tuple[str, ...] = ()
    user: str = ""
    user_display_name: str = ""
    request_id: str = ""
    # When it is looked at next; None: nothing is left to do.
    due: datetime | None = None
    since: datetime | None = None
    version: int = 0

    def plus(self, told: Told, now: datetime) -> "OwnerChange":
        before = tuple(dict.fromkeys((*self.previous_owners, told.previous_owner)))
        waiting = replace(self, previous_owners=before, due=now, since=now)
        if told.version <= self.owner_version:
            return waiting
        return replace(
            waiting,
            owner=told.owner,
            owner_version=told.version,
            user=told.user,
            user_display_name=told.user_display_name,
            request_id=told.request_id,
        )

    def done(self) -> "OwnerChange":
        return replace(self, previous_owners=(), due=None)
