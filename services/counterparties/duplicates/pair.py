"""Two clients that are probably one, and what was decided about them (pure)."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.counterparties.duplicates.likeness import Reason
from services.kit.caller import Caller
from services.kit.errors import FailedPrecondition

_NAMESPACE = uuid.UUID("5d0b7f0e-6c1b-4f8e-9a38-0c5a7f3e1d42")


class DuplicatePairNotOpen(FailedPrecondition):
    reason = "DUPLICATE_PAIR_NOT_OPEN"


class DuplicatePairNotDismissed(FailedPrecondition):
    reason = "DUPLICATE_PAIR_NOT_DISMISSED"


class PairState(StrEnum):
    OPEN = "OPEN"
    DISMISSED = "DISMISSED"
    MERGED = "MERGED"


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatePair:
    name: str
    # The lesser name first, so that a pair is there once.
    first: str
    second: str
    score: int
    reasons: tuple[Reason, ...] = ()
    state: PairState = PairState.OPEN
    dismisser: str = ""
    dismisser_display_name: str = ""
    dismiss_time: datetime | None = None
    # Copies of the clients': who sees both sees the pair.
    first_visible_to: tuple[str, ...] = ()
    second_visible_to: tuple[str, ...] = ()
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    @property
    def visible_to(self) -> tuple[str, ...]:
        """Who surely sees both; for events and the audit trail."""
        return tuple(key for key in self.first_visible_to if key in self.second_visible_to)

    def dismissed(self, caller: Caller, now: datetime) -> "DuplicatePair":
        if self.state is not PairState.OPEN:
            raise DuplicatePairNotOpen(f"{self.name} is {self.state}", state=self.state)
        return replace(
            self,
            state=PairState.DISMISSED,
            dismisser=caller.user,
            dismisser_display_name=caller.display_name,
            dismiss_time=now,
        )

    def reopened(self) -> "DuplicatePair":
        if self.state is not PairState.DISMISSED:
            raise DuplicatePairNotDismissed(f"{self.name} is {self.state}", state=self.state)
        return replace(
            self,
            state=PairState.OPEN,
            dismisser="",
            dismisser_display_name="",
            dismiss_time=None,
        )


def pair_name(first: str, second: str) -> str:
    """The same two always have the same pair: so a dismissal is remembered."""
    return f"duplicatePairs/{uuid.uuid5(_NAMESPACE, f'{min(first, second)}|{max(first, second)}')}"
