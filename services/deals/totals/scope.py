"""Which rows of the ledger somebody's totals are made of (pure).

Rows do not say in which unit their owner is: that is looked up here, so it is right the moment he
has moved.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from services.deals.listing import Listing
from services.deals.totals.total import guest
from services.kit.caller import EVERYBODY, visible_to
from services.kit.person import ME, NO_ONE, Person

USERS = "users/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """None: whoever owns them."""

    owners: frozenset[str] | None = None
    # Or where one of these takes part.
    guests: tuple[str, ...] = ()
    # And only of these, as the filter says.
    only: frozenset[str] | None = None

    @property
    def is_all(self) -> bool:
        return self.owners is None and self.only is None

    def condition(self) -> Any:
        """Of a row, for an aggregate."""
        conditions: list[Any] = []
        if self.only is not None:
            conditions.append({"$in": ["$owner", sorted(self.only)]})
        if self.owners is not None:
            taking_part = [
                {"$gte": [{"$indexOfBytes": ["$guests", guest(user)]}, 0]} for user in self.guests
            ]
            conditions.append({"$or": [{"$in": ["$owner", sorted(self.owners)]}, *taking_part]})
        return {"$and": conditions}


EVERYTHING = Scope()


def scope(listing: Listing, user: str, keys: Sequence[str], people: Iterable[Person]) -> Scope:
    """`keys`: the caller's visibility keys for reading; `people`: all of the tenant."""
    everybody = list(people)
    only = _chosen(listing, user, everybody)
    if EVERYBODY in keys:
        return Scope(only=only)
    users = tuple(sorted(key for key in keys if key.startswith(USERS)))
    reached = {p.name for p in everybody if set(visible_to(p.name, p.org_path)) & set(keys)}
    return Scope(owners=frozenset(reached.union(users)), guests=users, only=only)


def _chosen(listing: Listing, user: str, people: Iterable[Person]) -> frozenset[str] | None:
    if not listing.owner and not listing.org_unit:
        return None
    named = {{ME: user, NO_ONE: ""}.get(owner, owner) for owner in listing.owner}
    unit = listing.org_unit
    there = {p.name for p in people if unit in visible_to(p.name, p.org_path)} if unit else named
    return frozenset(there & named if named else there)
