"""A demand of a person, from its registration to its end (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from services.counterparties.personal_data import working_days
from services.kit.errors import FailedPrecondition, InvalidArgument, Violation
from services.kit.texts import LONGEST_TEXT, line_problems

DOWNLOADABLE_FOR = timedelta(days=7)
ASK_AGAIN_AFTER = timedelta(minutes=10)


class PersonalDataStateWrong(FailedPrecondition):
    """It is over already, under way, or not looked at yet."""

    reason = "PERSONAL_DATA_STATE"


class PersonalDataPreviewFirst(FailedPrecondition):
    """Nobody destroys what he has not looked at, or who has turned up since."""

    reason = "PERSONAL_DATA_PREVIEW_FIRST"


class PersonalDataNotConfirmed(FailedPrecondition):
    """The name typed is not the person's."""

    reason = "PERSONAL_DATA_NOT_CONFIRMED"


class PersonalDataExpired(FailedPrecondition):
    """What was taken out is there for a week."""

    reason = "PERSONAL_DATA_EXPIRED"


class Kind(StrEnum):
    ACCESS = "ACCESS"
    ERASURE = "ERASURE"
    STOP_PROCESSING = "STOP_PROCESSING"


class State(StrEnum):
    NEW = "NEW"
    LOOKING = "LOOKING"
    READY = "READY"
    RUNNING = "RUNNING"
    DONE = "DONE"
    REFUSED = "REFUSED"

    @property
    def open(self) -> bool:
        return self not in (State.DONE, State.REFUSED)

    @property
    def asking(self) -> bool:
        """Services are at it."""
        return self in (State.LOOKING, State.RUNNING)


class Refusal(StrEnum):
    CONTRACT_IN_FORCE = "CONTRACT_IN_FORCE"
    ACCOUNTING_DOCUMENTS = "ACCOUNTING_DOCUMENTS"
    LAW = "LAW"
    PERSON_NOT_CONFIRMED = "PERSON_NOT_CONFIRMED"
    REPEATED = "REPEATED"


class PersonalDataStep(StrEnum):
    """Of crm.privacy.v1."""

    LOOK = "LOOK"
    COLLECT = "COLLECT"
    ERASE = "ERASE"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalDataPlace:
    place: str
    found: int = 0
    deleted: int = 0
    cleaned: int = 0

    @property
    def left(self) -> int:
        """Of a destruction: what came again each time, or would not go."""
        return self.found - self.deleted - self.cleaned


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalDataReport:
    service: str
    step: PersonalDataStep
    answer_time: datetime | None = None
    ask_time: datetime | None = None
    attempt: int = 1
    places: tuple[PersonalDataPlace, ...] = ()
    looked_at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedPerson:
    name: str
    display_name: str
    certain: bool = False
    deleted: bool = False


def _untold(**default: Any) -> Any:
    """What the audit trail of a demand must not say: it outlives the person's data."""
    return field(metadata={"secret": True}, **default)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalDataRequest:
    name: str
    person: str
    kind: Kind
    person_display_name: str = _untold(default="")
    state: State = State.NEW
    receive_date: date | None = None
    due_date: date | None = None
    extended: bool = False
    note: str = _untold(default="")
    refusal: Refusal | None = None
    refusal_note: str = ""
    same_persons: tuple[str, ...] = ()
    related: tuple[RelatedPerson, ...] = _untold(default=())
    reports: tuple[PersonalDataReport, ...] = _untold(default=())
    creator: str = ""
    creator_display_name: str = ""
    executor: str = ""
    executor_display_name: str = ""
    end_time: datetime | None = None
    expire_time: datetime | None = None
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0
    # All records that are the person, and what he is found by while services are asked: they are
    # asked again, maybe when the records are no more.
    persons: tuple[str, ...] = ()
    traces: Mapping[str, Any] = _untold(default_factory=dict)

    def registered(self, today: date) -> "PersonalDataRequest":
        """With its due date; or all that is wrong with it."""
        received = self.receive_date or today
        problems = list(line_problems("note", self.note, LONGEST_TEXT))
        if received > today:
            text = "It has not come yet: correct the day."
            problems.append(Violation("receive_date", "DATE_OUT_OF_RANGE", text))
        if problems:
            raise InvalidArgument.of(problems)
        if self.kind is Kind.ERASURE:
            due = received + working_days.DESTROY_WITHIN
        else:
            due = working_days.later(received, working_days.ANSWER_IN)
        return replace(self, receive_date=received, due_date=due, note=self.note.strip())

    def put_off(self, note: str) -> "PersonalDataRequest":
        self._require(self.state.open and not self.extended and self.kind is not Kind.ERASURE)
        if self.due_date is None or not note.strip():
            raise InvalidArgument.of([Violation("note", "FIELD_REQUIRED", "Say why.")])
        due = working_days.later(self.due_date, working_days.PUT_OFF_BY)
        told = "\n".join(filter(None, (self.note, note.strip())))
        return replace(self, due_date=due, extended=True, note=told)

    def asking(
        self, step: PersonalDataStep, services: Iterable[str], now: datetime
    ) -> "PersonalDataRequest":
        looking = step is PersonalDataStep.LOOK
        self._require(self.state in (State.NEW, State.READY))
        reports = tuple(
            PersonalDataReport(service=each, step=step, ask_time=now) for each in services
        )
        return replace(self, state=State.LOOKING if looking else State.RUNNING, reports=reports)

    def asked_again(self, now: datetime, *, patient: bool) -> "PersonalDataRequest":
        """Of those who have not answered; a patient asker waits longer each time."""
        self._require(self.state.asking)
        return replace(
            self,
            reports=tuple(
                replace(each, ask_time=now, attempt=each.attempt + 1)
                if _is_due(each, now, patient=patient)
                else each
                for each in self.reports
            ),
        )

    def answered(self, report: PersonalDataReport) -> "PersonalDataRequest | None":
        """With a service's answer; None if nobody waits for it."""
        waiting = [
            each
            for each in self.reports
            if each.service == report.service and each.step is report.step and not each.answer_time
        ]
        if not self.state.asking or not waiting:
            return None
        kept = replace(report, attempt=waiting[0].attempt, ask_time=waiting[0].ask_time)
        return replace(
            self, reports=tuple(kept if each in waiting else each for each in self.reports)
        )

    @property
    def is_answered(self) -> bool:
        return all(each.answer_time for each in self.reports)

    def done(self, now: datetime) -> "PersonalDataRequest":
        ended = replace(self, state=State.DONE, end_time=now, traces={})
        if self.kind is Kind.ACCESS:
            return replace(ended, expire_time=now + DOWNLOADABLE_FOR)
        return ended.forgetting() if self.kind is Kind.ERASURE else ended

    def forgetting(self) -> "PersonalDataRequest":
        """What is left of it proves that the person was forgotten, and says nothing of him."""
        return replace(self, person_display_name="", note="", related=(), traces={})

    def refused(self, refusal: Refusal, note: str, now: datetime) -> "PersonalDataRequest":
        self._require(self.state in (State.NEW, State.READY))
        return replace(
            self,
            state=State.REFUSED,
            refusal=refusal,
            refusal_note=note.strip(),
            end_time=now,
            traces={},
        )

    def by(self, user: str, display_name: str) -> "PersonalDataRequest":
        return replace(self, executor=user, executor_display_name=display_name)

    def require_runnable(self, confirmation: str) -> None:
        self._require(self.state in (State.NEW, State.READY))
        if self.kind is not Kind.ERASURE:
            return
        if self.state is not State.READY:
            raise PersonalDataPreviewFirst("Look first what would be destroyed", name=self.name)
        if _plain(confirmation) != _plain(self.person_display_name):
            raise PersonalDataNotConfirmed("Type the name of the person", field="confirmation")

    def _require(self, fits: bool) -> None:
        if not fits:
            text = f"{self.name} is {self.state}"
            raise PersonalDataStateWrong(text, name=self.name, state=self.state)


def places_of(found: Iterable[Any]) -> tuple[PersonalDataPlace, ...]:
    return tuple(
        PersonalDataPlace(
            place=each.place, found=each.found, deleted=each.deleted, cleaned=each.cleaned
        )
        for each in found
    )


def _is_due(report: PersonalDataReport, now: datetime, *, patient: bool) -> bool:
    if report.answer_time or report.ask_time is None:
        return False
    wait = ASK_AGAIN_AFTER * min(report.attempt, 36) if patient else timedelta()
    return now - report.ask_time >= wait


def _plain(text: str) -> Sequence[str]:
    return text.casefold().replace("ё", "е").split()
