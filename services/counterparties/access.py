"""Why somebody may do something with a client, or why not (pure).

The same keys decide as in every list: a grant reaches a record that carries its key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.counterparties.counterparty import Counterparty
from services.kit.caller import EVERYBODY


class Kind(StrEnum):
    OWNER = "OWNER"
    PARTICIPANT = "PARTICIPANT"
    UNIT = "UNIT"
    SUBTREE = "SUBTREE"
    EVERYTHING = "EVERYTHING"


class Obstacle(StrEnum):
    USER_INACTIVE = "USER_INACTIVE"
    NO_PERMISSION = "NO_PERMISSION"
    OUT_OF_SCOPE = "OUT_OF_SCOPE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One reason to hold the permission, as identity says it."""

    key: str
    role: str = ""
    role_display_name: str = ""
    scope: str = ""
    org_unit: str = ""
    org_unit_names: tuple[str, ...] = ()
    absent: str = ""
    absent_display_name: str = ""
    end_date: date | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """From the user to the record; without a kind it does not reach it."""

    grant: Grant
    kind: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    via: Sequence[Way] = ()
    obstacle: Obstacle | None = None
    nearest: Sequence[Way] = ()


def explain(client: Counterparty, grants: Sequence[Grant], *, active: bool) -> Explanation:
    via = [
        Way(grant, _kind(grant.key, client)) for grant in grants if grant.key in client.visible_to
    ]
    if via and active:
        return Explanation(via=via)
    near = sorted(grants, key=lambda grant: -_nearness(grant, client))
    return Explanation(
        obstacle=_obstacle(grants, active=active),
        nearest=[Way(grant) for grant in near if grant.key not in client.visible_to],
    )


def _kind(key: str, client: Counterparty) -> Kind:
    if key == EVERYBODY:
        return Kind.EVERYTHING
    if key == client.owner:
        return Kind.OWNER
    if key in client.participants:
        return Kind.PARTICIPANT
    return Kind.UNIT if key.startswith("=") else Kind.SUBTREE


def _obstacle(grants: Sequence[Grant], *, active: bool) -> Obstacle:
    if not active:
        return Obstacle.USER_INACTIVE
    return Obstacle.OUT_OF_SCOPE if grants else Obstacle.NO_PERMISSION


def _nearness(grant: Grant, client: Counterparty) -> int:
    """How deep in the owner's branch the right counts from; its own unit alone is nearest."""
    path = client.org_path
    return path.index(grant.org_unit) + 1 if grant.org_unit in path else 0
