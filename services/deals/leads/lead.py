"""A lead [лид]: somebody's interest, until it becomes a deal or comes to nothing (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.deals import amounts
from services.deals.leads import reached
from services.deals.leads.touch import Touch
from services.deals.qualification import Qualification
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition, Violation
from services.kit.money import Money
from services.kit.texts import (
    LONGEST_LINE,
    LONGEST_TEXT,
    line,
    line_problems,
    many_problems,
    required,
)

LONGEST_TITLE, MOST_PARTICIPANTS, MOST_REACHED, LONGEST_NUMBER = 250, 50, 20, 64
_LINES = ("source", "campaign", "company_name", "inn", "person_name", "position", "website")
_TEXTS = ("interest", "comment")
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2200, 1, 1)


class LeadClosed(FailedPrecondition):
    """What became a deal, was rejected or deleted is opened again first."""

    reason = "LEAD_CLOSED"


class LeadOpen(FailedPrecondition):
    reason = "LEAD_OPEN"


class LeadBecameDeal(FailedPrecondition):
    reason = "LEAD_CONVERTED"


class LeadWasRejected(FailedPrecondition):
    reason = "LEAD_REJECTED"


class LeadHasOwner(FailedPrecondition):
    reason = "LEAD_HAS_OWNER"


class LeadDeleted(FailedPrecondition):
    reason = "ALREADY_DELETED"


class LeadNotDeleted(FailedPrecondition):
    reason = "NOT_DELETED"


class State(StrEnum):
    OPEN = "OPEN"
    CONVERTED = "CONVERTED"
    REJECTED = "REJECTED"
    DELETED = "DELETED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    name: str
    display_name: str
    status: str = ""
    state: State = State.OPEN
    source: str = ""
    campaign: str = ""
    first_touch: Touch | None = None
    last_touch: Touch | None = None
    company_name: str = ""
    inn: str = ""
    person_name: str = ""
    position: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    website: str = ""
    territory: str = ""
    counterparty: str = ""
    counterparty_display_name: str = ""
    contact: str = ""
    contact_display_name: str = ""
    interest: str = ""
    qualification: Qualification | None = None
    amount: Money | None = None
    next_date: date | None = None
    comment: str = ""
    owner: str = ""
    owner_display_name: str = ""
    org_path: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    deal: str = ""
    reject_reason: str = ""
    reject_comment: str = ""
    round: int = 0
    close_time: datetime | None = None
    delete_time: datetime | None = None
    # What it was before it went to the recycle bin.
    state_before: State | None = None
    # The rules are to choose its owner, and have not yet.
    assign_pending: bool = False
    creator: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    visible_to: tuple[str, ...] = ()
    stamp_version: int = 0
    version: int = 0

    # --- what it must be -------------------------------------------------------------------------

    def tidy(self) -> "Lead":
        lines = {field: line(text) for field in _LINES if (text := getattr(self, field))}
        texts = {field: text.strip() for field in _TEXTS if (text := getattr(self, field))}
        return replace(
            self,
            display_name=line(self.display_name),
            territory=line(self.territory),
            phones=_unique(reached.phone(line(each)) for each in self.phones),
            emails=_unique(reached.email(line(each)) for each in self.emails),
            first_touch=self.first_touch.tidy() if self.first_touch else None,
            last_touch=self.last_touch.tidy() if self.last_touch else None,
            qualification=self.qualification.tidy() if self.qualification else None,
            amount=amounts.tidy(self.amount),
            participants=tuple(p for p in dict.fromkeys(self.participants) if p != self.owner),
            assign_pending=self.assign_pending and not self.owner,
            **lines,
            **texts,
        )

    def problems(self) -> Iterator[Violation]:
        """All that is wrong with a tidied one, but what only the store can tell."""
        if not self.display_name:
            yield required("display_name")
        yield from line_problems("display_name", self.display_name, LONGEST_TITLE)
        for field in (*_LINES, "territory"):
            yield from line_problems(field, getattr(self, field), LONGEST_LINE)
        for field in _TEXTS:
            yield from line_problems(field, getattr(self, field), LONGEST_TEXT)
        for field in ("phones", "emails"):
            values: tuple[str, ...] = getattr(self, field)
            yield from many_problems(field, len(values), MOST_REACHED)
            for at, value in enumerate(values):
                yield from line_problems(f"{field}[{at}]", value, LONGEST_LINE)
        yield from many_problems("participants", len(self.participants), MOST_PARTICIPANTS)
        yield from self._problems_of_parts()

    def _problems_of_parts(self) -> Iterator[Violation]:
        yield from amounts.problems("amount", self.amount)
        if self.qualification:
            yield from self.qualification.problems("qualification")
        for field in ("first_touch", "last_touch"):
            touch: Touch | None = getattr(self, field)
            if touch:
                yield from touch.problems(field)
        if self.next_date and not _FIRST_DAY <= self.next_date <= _LAST_DAY:
            yield Violation("next_date", "DATE_OUT_OF_RANGE", "Correct the year.")

    # --- what becomes of it ----------------------------------------------------------------------

    def require_open(self) -> None:
        if self.state is not State.OPEN:
            raise LeadClosed(f"{self.name} is {self.state}", name=self.name, state=self.state)

    def rejected(self, reason: str, comment: str, now: datetime) -> "Lead":
        self.require_open()
        return self._closed(
            State.REJECTED, now, reject_reason=reason, reject_comment=comment.strip()
        )

    def converted(self, deal: str, now: datetime) -> "Lead":
        self.require_open()
        return self._closed(State.CONVERTED, now, deal=deal)

    def reopened(self) -> "Lead":
        if self.state is State.OPEN:
            raise LeadOpen(f"{self.name} is open", name=self.name)
        if self.state is State.DELETED:
            raise LeadDeleted(f"{self.name} is in the recycle bin", name=self.name)
        return replace(
            self,
            state=State.OPEN,
            round=self.round + 1,
            close_time=None,
            reject_reason="",
            reject_comment="",
        )

    def deleted(self, now: datetime) -> "Lead":
        if self.state is State.DELETED:
            raise LeadDeleted(f"{self.name} is in the recycle bin already", name=self.name)
        if self.deal:
            raise LeadBecameDeal(f"{self.name} has become {self.deal}", name=self.name)
        return replace(self, state=State.DELETED, state_before=self.state, delete_time=now)

    def restored(self) -> "Lead":
        if self.state is not State.DELETED:
            raise LeadNotDeleted(f"{self.name} is not in the recycle bin", name=self.name)
        before = self.state_before or State.OPEN
        return replace(self, state=before, state_before=None, delete_time=None)

    def _closed(self, state: State, now: datetime, **values: str) -> "Lead":
        return replace(self, state=state, close_time=now, assign_pending=False, **values)


def _unique(texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
