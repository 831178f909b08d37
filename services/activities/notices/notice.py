"""A notice: what one person is told of (pure)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from services.activities.preferences.preference import NoticeKind
from services.kit.copying import replace
from services.kit.errors import InvalidArgument

_NAMES = uuid.UUID("1f5b7f0b-9d6e-4f0e-9d52-2f6b6f0ac3d7")
KEPT, LONGEST_SNOOZE = timedelta(days=180), timedelta(days=90)


class SnoozeTime(InvalidArgument):
    reason = "SNOOZE_TIME"


class State(StrEnum):
    UNREAD = "UNREAD"
    READ = "READ"
    # Put off: it is not shown until its time.
    SNOOZED = "SNOOZED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`create_time`: when it came, or came again."""

    name: str
    user: str
    kind: NoticeKind
    record: str = ""
    display_name: str = ""
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    state: State = State.UNREAD
    unread: bool = True
    expire_time: datetime | None = None
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def snoozed(self, until: datetime, now: datetime) -> "Notice":
        if not now < until <= now + LONGEST_SNOOZE:
            text = f"A moment to come, {LONGEST_SNOOZE.days} days ahead at most: choose another one"
            raise SnoozeTime(text, field="until_time")
        return replace(self, state=State.SNOOZED, unread=False)

    def again(self, now: datetime) -> "Notice":
        return replace(self, state=State.UNREAD, unread=True, create_time=now)


def name_for(*what: str) -> str:
    """The same for the same, so that nobody is told twice."""
    return f"notices/{uuid.uuid5(_NAMES, '|'.join(what))}"
