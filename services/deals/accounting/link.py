"""A link [связь]: one thing that is exchanged with accounting, and how far it is (pure)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.deals.accounting.port import SETTLED_BY_PEOPLE, Record
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition

# How long to wait after one, two … refusals in a row; after the last it is a conflict.
PAUSES: tuple[timedelta, ...] = (
    *(timedelta(minutes=1), timedelta(minutes=5)),
    *(timedelta(minutes=15), timedelta(hours=1)),
)
# What failed with the server as a whole may have been the reason of it: others go first, and
# payments come, until it is tried again.
DEFERRED = timedelta(minutes=15)
_NAMESPACE = uuid.UUID("3c2e5b0e-7f1d-4a52-9a47-0d3c8f1b6e21")
_BY_PEOPLE = frozenset(each.reason for each in SETTLED_BY_PEOPLE)


class NoConflict(FailedPrecondition):
    reason = "ACCOUNTING_NO_CONFLICT"


class State(StrEnum):
    WAITING = "WAITING"
    SENT = "SENT"
    CONFLICT = "CONFLICT"
    DISMISSED = "DISMISSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountingLink:
    name: str
    subject: str
    display_name: str = ""
    state: State = State.WAITING
    ref_key: str = ""
    number: str = ""
    # Whether it came there from here.
    ours: bool = False
    # What accounting had when both sides had the same, and a hash of what we had.
    stamp: str = ""
    digest: str = ""
    # Ours goes over what somebody wrote there.
    overwrite: bool = False
    # How often it was put into the queue: what was sent meanwhile may be old.
    queued: int = 0
    attempts: int = 0
    error_reason: str = ""
    error_text: str = ""
    next_time: datetime | None = None
    sync_time: datetime | None = None
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def put_into_queue(self, display_name: str, now: datetime) -> "AccountingLink":
        return replace(
            self,
            display_name=display_name,
            state=State.WAITING,
            queued=self.queued + 1,
            attempts=0,
            next_time=now,
        )

    def sent(self, record: Record, digest: str, queued: int, now: datetime) -> "AccountingLink":
        """Unless it was put into the queue again since."""
        return replace(
            self,
            state=State.SENT if queued == self.queued else self.state,
            ref_key=record.ref_key,
            number=record.number or self.number,
            stamp=record.stamp,
            digest=digest,
            overwrite=False,
            attempts=0,
            error_reason="",
            error_text="",
            sync_time=now,
            next_time=None if queued == self.queued else self.next_time,
        )

    def not_needed(self, queued: int) -> "AccountingLink":
        """Nothing of it has to be there: it was cancelled before it went."""
        if queued != self.queued:
            return self
        return replace(self, state=State.DISMISSED, error_reason="", error_text="", next_time=None)

    def refused(
        self, reason: str, text: str, now: datetime, pauses: Sequence[timedelta] = PAUSES
    ) -> "AccountingLink":
        attempts = self.attempts + 1
        by_people = reason in _BY_PEOPLE or attempts > len(pauses)
        return replace(
            self,
            state=State.CONFLICT if by_people else State.WAITING,
            attempts=attempts,
            error_reason=reason,
            error_text=text,
            overwrite=False,
            next_time=None if by_people else now + pauses[attempts - 1],
        )

    def deferred(self, now: datetime) -> "AccountingLink":
        return replace(self, next_time=now + DEFERRED)

    def retried(self, now: datetime) -> "AccountingLink":
        self._require_conflict()
        again = replace(self, attempts=0, next_time=now, overwrite=True, queued=self.queued + 1)
        return replace(again, state=State.WAITING)

    def dismissed(self) -> "AccountingLink":
        self._require_conflict()
        return replace(self, state=State.DISMISSED, next_time=None)

    def _require_conflict(self) -> None:
        if self.state is not State.CONFLICT:
            raise NoConflict(f"{self.name} is {self.state}", name=self.name, state=self.state)


def name_of(subject: str) -> str:
    """One thing has one link."""
    return f"accountingLinks/{uuid.uuid5(_NAMESPACE, subject)}"


def key_of(tenant: str, subject: str) -> str:
    """Under which UUID it goes there: its own, so that it is found there whatever happens here."""
    _, _, own = subject.partition("/")
    try:
        return str(uuid.UUID(own))
    except ValueError:
        return str(uuid.uuid5(_NAMESPACE, f"{tenant}/{subject}"))


def buyer_subject(tenant: str, inn: str, kpp: str, display_name: str) -> str:
    """Of a buyer who is no client."""
    said = f"{tenant}/{inn}/{kpp}" if inn else f"{tenant}/{display_name.casefold()}"
    return f"buyers/{uuid.uuid5(_NAMESPACE, said)}"
