"""Where segments, managers and owners do not fit together: as filters of a list (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Filter = dict[str, Any]


class ManagerConflict(StrEnum):
    # No one manager has all its segments that have managers.
    SEVERAL = "SEVERAL"
    # Its owner is no manager of any of its segments.
    FOREIGN_OWNER = "FOREIGN_OWNER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A manager as lists know him."""

    user: str
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts:
    """Which conflicts are asked for, and by which bindings."""

    kinds: tuple[ManagerConflict, ...]
    bindings: tuple[Binding, ...]

    @property
    def managed(self) -> Sequence[str]:
        """Segments with a manager: only their clients can be in conflict."""
        return sorted({segment for each in self.bindings for segment in each.segments})

    @property
    def filter(self) -> Filter:
        return {"segments": {"$in": list(self.managed)}, "$or": [*map(self._one, self.kinds)]}

    def _one(self, kind: ManagerConflict) -> Filter:
        if kind is ManagerConflict.FOREIGN_OWNER:
            own = [
                {"owner": each.user, "segments": {"$in": list(each.segments)}}
                for each in self.bindings
            ]
            return {"owner": {"$ne": ""}, **({"$nor": own} if own else {})}
        # Each of them lacks one of its segments.
        lacking = [
            {"segments": {"$in": [s for s in self.managed if s not in each.segments]}}
            for each in self.bindings
        ]
        return {"$and": lacking} if lacking else {}
