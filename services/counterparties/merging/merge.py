"""A merge: who became whom, and all it takes to undo it (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.kit.errors import FailedPrecondition, InvalidArgument

MOST_MERGED = 9
# What moves and what is told of it must fit one transaction.
MOST_CHILDREN = 10_000


class AlreadyMerged(FailedPrecondition):
    """Somebody merged it first."""

    reason = "ALREADY_MERGED"


class AlreadyUnmerged(FailedPrecondition):
    reason = "ALREADY_UNMERGED"


class SurvivorNotActive(FailedPrecondition):
    """The survivor lies in the recycle bin, or became another one: that is undone first."""

    reason = "SURVIVOR_NOT_ACTIVE"


class MergeTooLarge(FailedPrecondition):
    reason = "MERGE_TOO_LARGE"


class MergeGroupInvalid(InvalidArgument):
    """A merge needs a survivor and one to nine others, all different."""

    reason = "MERGE_GROUP_INVALID"


class State(StrEnum):
    DONE = "DONE"
    UNDONE = "UNDONE"


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedRecord:
    name: str
    display_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChoice:
    field: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedChildren:
    """Of one collection and one of the merged. `key`: the child's field that says whose it is."""

    collection: str
    source: str
    count: int
    key: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    name: str
    survivor: str
    survivor_display_name: str
    merged: tuple[MergedRecord, ...]
    choices: tuple[FieldChoice, ...] = ()
    moved: tuple[MovedChildren, ...] = ()
    changed_fields: tuple[str, ...] = ()
    kept_fields: tuple[str, ...] = ()
    kept_children: tuple[str, ...] = ()
    state: State = State.DONE
    creator: str = ""
    creator_display_name: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    undo_time: datetime | None = None
    job: str = ""
    # All of them as they were, by name; and the survivor as the merge left it.
    before: Mapping[str, Any] = field(default_factory=dict[str, Any])
    after: Mapping[str, Any] = field(default_factory=dict[str, Any])
    visible_to: tuple[str, ...] = ()
    version: int = 0

    def undone(
        self, now: datetime, kept_fields: tuple[str, ...], kept_children: tuple[str, ...]
    ) -> "Merge":
        if self.state is State.UNDONE:
            raise AlreadyUnmerged(f"{self.name} is undone already", name=self.name)
        return replace(
            self,
            state=State.UNDONE,
            undo_time=now,
            kept_fields=kept_fields,
            kept_children=kept_children,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a caller asks to be merged."""

    survivor: str
    merged: tuple[str, ...]
    choices: Mapping[str, str] = field(default_factory=dict[str, str])
    etags: Mapping[str, str] = field(default_factory=dict[str, str])
    confirm_persons: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (self.survivor, *self.merged)

    def require_sound(self) -> None:
        if not 1 <= len(self.merged) <= MOST_MERGED or len(set(self.names)) != len(self.names):
            text = f"Name a survivor and 1 to {MOST_MERGED} others, all different"
            raise MergeGroupInvalid(text, field="merged")
