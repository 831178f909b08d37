"""A unit of the org tree [подразделение]: it knows its path from the root, itself included."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.identity import regional
from services.identity.wording import require_line, require_said
from services.kit.caller import visible_to
from services.kit.errors import FailedPrecondition, InvalidArgument

DEEPEST = 20


class OrgUnitCycle(FailedPrecondition):
    reason = "ORG_UNIT_CYCLE"


class OrgUnitIsRoot(FailedPrecondition):
    reason = "ORG_UNIT_IS_ROOT"


class OrgUnitNotEmpty(FailedPrecondition):
    reason = "ORG_UNIT_NOT_EMPTY"


class OrgTreeTooDeep(FailedPrecondition):
    reason = "ORG_TREE_TOO_DEEP"


class OrgUnitUnknown(InvalidArgument):
    reason = "ORG_UNIT_UNKNOWN"


class HeadUnknown(InvalidArgument):
    reason = "HEAD_UNKNOWN"


class Kind(StrEnum):
    COMPANY = "COMPANY"
    BRANCH = "BRANCH"
    DEPARTMENT = "DEPARTMENT"
    GROUP = "GROUP"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgUnit:
    name: str
    display_name: str
    kind: Kind = Kind.DEPARTMENT
    parent: str = ""
    path: tuple[str, ...] = ()
    head: str = ""
    time_zone: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def __post_init__(self) -> None:
        require_line(self.display_name, "display_name")
        regional.require_time_zone(self.time_zone)
        require_said(self.kind, "kind")

    @property
    def is_root(self) -> bool:
        return not self.parent

    @property
    def keys(self) -> tuple[str, ...]:
        """Whoever holds one of these may change it; the tree itself is no secret in the tenant."""
        return visible_to("", self.path)

    def under(self, parent: "OrgUnit") -> "OrgUnit":
        """The unit at its new place; its path is the parent's and itself."""
        if self.name in parent.path:
            raise OrgUnitCycle(f"{parent.name} is inside {self.name}", parent=parent.name)
        return replace(self, parent=parent.name, path=_joined(parent.path, (self.name,)))

    def as_root(self) -> "OrgUnit":
        return replace(self, parent="", path=(self.name,))

    def require_movable(self) -> None:
        if self.is_root:
            raise OrgUnitIsRoot(f"{self.name} is the root and stays it", name=self.name)

    def without_children_or_users(self, *, children: bool, users: bool) -> "OrgUnit":
        """The unit, if it may be deleted."""
        self.require_movable()
        if children or users:
            raise OrgUnitNotEmpty(f"{self.name} has users or units", name=self.name)
        return self


def moved_path(path: Sequence[str], before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """The path of something under a unit whose own path changed from `before` to `after`."""
    return _joined(after, path[len(before) :])


def _joined(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    path = (*above, *below)
    if len(path) > DEEPEST:
        raise OrgTreeTooDeep(f"the tree has at most {DEEPEST} levels", deepest=str(DEEPEST))
    return path
