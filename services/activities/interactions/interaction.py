"""An interaction [взаимодействие]: recorded or planned, then looked after by somebody (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from services.activities.dictionaries.action import MOST_MINUTES, InteractionKind
from services.activities.interactions.participant import Participant
from services.activities.work import SUBJECTS
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition, InvalidArgument, Violation
from services.kit.parties.party import CLIENTS, SALES
from services.kit.texts import LONGEST_TEXT, line, line_problems, many_problems, required

READ = "interactions.read"
LONGEST_TOPIC, MOST_WITH, MOST_PARTICIPANTS, MOST_ATTACHED = 250, 20, 50, 50
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_PARTIES = (*CLIENTS, *SALES)


class InteractionProcessed(FailedPrecondition):
    """What is processed is put back among the others first."""

    reason = "INTERACTION_PROCESSED"


class InteractionNew(FailedPrecondition):
    reason = "INTERACTION_NEW"


class ParticipantLinked(FailedPrecondition):
    """Who he is was said already: whoever knows better changes the participants."""

    reason = "PARTICIPANT_LINKED"


class ParticipantTextUnknown(InvalidArgument):
    reason = "PARTICIPANT_TEXT_UNKNOWN"


class PostponeNotLater(InvalidArgument):
    reason = "POSTPONE_NOT_LATER"


class State(StrEnum):
    NEW = "NEW"
    POSTPONED = "POSTPONED"
    PROCESSED = "PROCESSED"


class Direction(StrEnum):
    IN = "IN"
    OUT = "OUT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    record: str = ""
    record_display_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    name: str
    topic: str = ""
    kind: str = ""
    kind_display_name: str = ""
    touch: bool = False
    direction: Direction | None = None
    state: State = State.NEW
    start_time: datetime | None = None
    minutes: int = 0
    occasion: str = ""
    place: str = ""
    text: str = ""
    result: str = ""
    with_whom: tuple[Participant, ...] = ()
    subject: str = ""
    subject_display_name: str = ""
    counterparty: str = ""
    counterparty_display_name: str = ""
    attached: tuple[Attachment, ...] = ()
    # The one scalar that tells whether somebody is to look after it now.
    waiting_time: datetime | None = None
    process_time: datetime | None = None
    processed_by: str = ""
    processed_by_display_name: str = ""
    based_on: str = ""
    chain: str = ""
    owner: str = ""
    owner_display_name: str = ""
    org_path: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    creator: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    visible_to: tuple[str, ...] = ()
    stamp_version: int = 0
    version: int = 0

    @property
    def linked(self) -> tuple[str, ...]:
        """All clients, contacts, leads and deals on whose timelines it is, the client first."""
        people = (each for one in self.with_whom for each in (one.counterparty, one.record))
        made = (each.record for each in self.attached if each.record.startswith(_PARTIES))
        named = (self.counterparty, self.subject, *people, *made)
        return tuple(dict.fromkeys(each for each in named if each))

    @property
    def is_unlinked(self) -> bool:
        return any(not each.record for each in self.with_whom)

    # --- what it must be -------------------------------------------------------------------------

    def tidy(self) -> "Interaction":
        # Two may be called alike.
        people = {each.record or each.text: each for each in (p.tidy() for p in self.with_whom)}
        return replace(
            self,
            topic=line(self.topic),
            occasion=line(self.occasion),
            place=line(self.place),
            text=self.text.strip(),
            result=self.result.strip(),
            with_whom=tuple(people.values()),
            participants=tuple(p for p in dict.fromkeys(self.participants) if p != self.owner),
            chain=self.chain or self.name,
            waiting_time=self.start_time if self.state is State.NEW else self.waiting_time,
        )

    def of_kind(self, kind: InteractionKind) -> "Interaction":
        return replace(self, kind_display_name=kind.display_name, touch=kind.touch)

    def problems(self) -> Iterator[Violation]:
        """All that is wrong with a tidied one, but what only the store can tell."""
        if not self.topic:
            yield required("topic")
        for field in ("topic", "occasion", "place"):
            yield from line_problems(field, getattr(self, field), LONGEST_TOPIC)
        for field in ("text", "result"):
            yield from line_problems(field, getattr(self, field), LONGEST_TEXT)
        if self.start_time and not _FIRST <= self.start_time < _LAST:
            yield Violation("start_time", "DATE_OUT_OF_RANGE", "Correct the year.")
        if not 0 <= self.minutes <= MOST_MINUTES:
            yield Violation("minutes", "NUMBER_OUT_OF_RANGE", f"From 0 to {MOST_MINUTES}.")
        if self.subject and not self.subject.startswith(SUBJECTS):
            yield Violation("subject", "SUBJECT_UNKNOWN", f"There is no {self.subject}.")
        yield from many_problems("with_whom", len(self.with_whom), MOST_WITH)
        for at, each in enumerate(self.with_whom):
            yield from each.problems(f"with_whom[{at}]")
        yield from many_problems("participants", len(self.participants), MOST_PARTICIPANTS)
        yield from many_problems("attached", len(self.attached), MOST_ATTACHED)

    # --- what becomes of it ----------------------------------------------------------------------

    def require_unprocessed(self) -> None:
        if self.state is State.PROCESSED:
            raise InteractionProcessed(
                f"{self.name} is processed",
                name=self.name,
                user=self.processed_by,
                user_display_name=self.processed_by_display_name,
            )

    def was_processed_so(self, result: str, user: str) -> bool:
        """The same said once more, by the same person."""
        is_same = result.strip() in ("", self.result)
        return self.state is State.PROCESSED and self.processed_by == user and is_same

    def processed(self, result: str, by: tuple[str, str], now: datetime) -> "Interaction":
        self.require_unprocessed()
        return replace(
            self,
            state=State.PROCESSED,
            result=result.strip() or self.result,
            waiting_time=None,
            process_time=now,
            processed_by=by[0],
            processed_by_display_name=by[1],
        )

    def postponed(self, until: datetime, now: datetime) -> "Interaction":
        self.require_unprocessed()
        if not now < until < _LAST:
            raise PostponeNotLater("Choose a later moment", field="until_time")
        return replace(self, state=State.POSTPONED, waiting_time=until)

    def reopened(self) -> "Interaction":
        if self.state is State.NEW:
            raise InteractionNew(f"{self.name} is among the unprocessed", name=self.name)
        by_nobody = {"process_time": None, "processed_by": "", "processed_by_display_name": ""}
        return replace(self, state=State.NEW, waiting_time=self.start_time, **by_nobody)

    def with_participant(self, text: str, known: Participant) -> "Interaction":
        """Who calls himself so is who is known now: his record, its name and its client."""
        called = [each for each in self.with_whom if each.text == text]
        # Of two who are called alike the one who is not known yet.
        found = min(called, key=lambda each: bool(each.record), default=None)
        if found is None:
            text = f"No participant of {self.name} is called so: send the text as it stands"
            raise ParticipantTextUnknown(text, field="text")
        if found.record == known.record:
            return self
        if found.record:
            raise ParticipantLinked(
                f"It is {found.record_display_name or found.record} already",
                name=self.name,
                record=found.record,
            )
        linked = replace(known, text=found.text, kind=found.kind)
        people = tuple(linked if each is found else each for each in self.with_whom)
        return replace(self, with_whom=people)

    def with_attached(self, made: Attachment) -> "Interaction":
        if any(each.record == made.record for each in self.attached):
            return self
        return replace(self, attached=(*self.attached, made))
