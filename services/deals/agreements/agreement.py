"""An agreement [соглашение]: standard, or individual for one client, and its way through approval
(pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.deals.agreements.terms import NO_TERMS, Terms
from services.kit.caller import EVERYBODY
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition, Violation
from services.kit.texts import (
    LONGEST_TEXT,
    LONGEST_TOPIC,
    line,
    line_problems,
    many_problems,
    required,
)

LONGEST_TITLE, LONGEST_COMMENT, MOST_SEGMENTS, MOST_STEPS = 250, 1000, 50, 200
# Whose key is on standard agreements: who may read any reads those.
STANDARD = "standard"


class AgreementNotDraft(FailedPrecondition):
    """What was submitted or approved is as it was then."""

    reason = "AGREEMENT_NOT_DRAFT"


class AgreementState(FailedPrecondition):
    """It is not as far, or farther already."""

    reason = "AGREEMENT_STATE"


class OwnAgreement(FailedPrecondition):
    """Nobody approves what he submitted himself."""

    reason = "OWN_AGREEMENT"


class Kind(StrEnum):
    STANDARD = "STANDARD"
    INDIVIDUAL = "INDIVIDUAL"


class State(StrEnum):
    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    APPROVED = "APPROVED"
    REPLACED = "REPLACED"
    TERMINATED = "TERMINATED"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalStep:
    state: State | None = None
    user: str = ""
    user_display_name: str = ""
    comment: str = ""
    time: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    name: str
    display_name: str
    number: str = ""
    kind: Kind | None = None
    state: State = State.DRAFT
    standard: str = ""
    segments: tuple[str, ...] = ()
    counterparty: str = ""
    counterparty_display_name: str = ""
    from_date: date | None = None
    to_date: date | None = None
    terms: Terms | None = None
    steps: tuple[ApprovalStep, ...] = ()
    revises: str = ""
    owner: str = ""
    owner_display_name: str = ""
    org_path: tuple[str, ...] = ()
    # Nobody beside its owner.
    participants: tuple[str, ...] = ()
    comment: str = ""
    creator: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    visible_to: tuple[str, ...] = ()
    stamp_version: int = 0
    version: int = 0

    @property
    def agreed(self) -> Terms:
        return self.terms or NO_TERMS

    @property
    def is_standard(self) -> bool:
        return self.kind is Kind.STANDARD

    @property
    def submitter(self) -> str:
        sent = [each.user for each in self.steps if each.state is State.SUBMITTED]
        return sent[-1] if sent else ""

    def tidy(self) -> "Agreement":
        return replace(
            self,
            display_name=line(self.display_name),
            number=line(self.number),
            segments=tuple(dict.fromkeys(self.segments)),
            terms=self.agreed.tidy(),
            comment=self.comment.strip(),
        )

    def problems(self, before: "Agreement | None") -> Iterator[Violation]:
        """All that is wrong with a tidied one, but what only the store can tell."""
        if not self.display_name:
            yield required("display_name")
        if self.kind is None:
            yield required("kind")
        yield from line_problems("display_name", self.display_name, LONGEST_TITLE)
        yield from line_problems("number", self.number, LONGEST_TOPIC)
        yield from line_problems("comment", self.comment, LONGEST_TEXT)
        yield from many_problems("segments", len(self.segments), MOST_SEGMENTS)
        if self.from_date and self.to_date and self.to_date < self.from_date:
            yield Violation("to_date", "DATE_OUT_OF_RANGE", "It ends before it begins.")
        for field in ("kind", "standard") if before else ():
            if getattr(self, field) != getattr(before, field):
                yield Violation(field, "FIELD_IMMUTABLE", "It stays as it was made.")
        if self.kind is Kind.INDIVIDUAL:
            yield from (required(f) for f in ("counterparty", "standard") if not getattr(self, f))
        yield from self.agreed.problems("terms")

    def stamped_for_all(self) -> "Agreement":
        """A standard one is nobody's own."""
        return replace(self, visible_to=(EVERYBODY, STANDARD)) if self.is_standard else self

    def holds_on(self, day: date) -> bool:
        return (self.from_date or date.min) <= day <= (self.to_date or date.max)

    def fits(self, counterparty: str, segments: tuple[str, ...]) -> bool:
        """Whether it is for that client, who is in those segments."""
        if self.kind is Kind.INDIVIDUAL:
            return self.counterparty == counterparty
        return not self.segments or bool(set(self.segments) & set(segments))

    # --- its way through approval ---

    def require_draft(self) -> None:
        if self.state is not State.DRAFT:
            text = f"{self.name} is {self.state}"
            raise AgreementNotDraft(text, name=self.name, state=self.state)

    def stepped(self, expected: State, step: ApprovalStep) -> "Agreement":
        if self.state is not expected or step.state is None:
            text = f"{self.name} is {self.state}, not {expected}"
            raise AgreementState(text, name=self.name, state=self.state)
        said = replace(step, comment=step.comment.strip()[:LONGEST_COMMENT])
        return replace(self, state=step.state, steps=(*self.steps, said)[-MOST_STEPS:])

    def revision(self, name: str) -> "Agreement":
        """A draft that takes its place once it is approved."""
        if self.state is not State.APPROVED:
            text = f"{self.name} is {self.state}, not {State.APPROVED}"
            raise AgreementState(text, name=self.name, state=self.state)
        return replace(self, name=name, state=State.DRAFT, steps=(), revises=self.name, version=0)
