"""A work [работа с контрагентом]: planned, then closed with plus or minus (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.activities.dictionaries.action import MOST_MINUTES, WorkAction
from services.activities.reminder import Reminder
from services.activities.sign import Sign
from services.activities.when import When, in_range
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition, InvalidArgument, Violation
from services.kit.parties.party import CLIENTS, SALES
from services.kit.texts import LONGEST_TEXT, line, line_problems, many_problems

LONGEST_TITLE, MOST_PARTICIPANTS, MOST_REMINDERS = 250, 50, 10
READ, MOST_LEVELS = "works.read", 6
# What it comes from is said when it is planned.
_ORIGIN = ("based_on", "parent")
# What a work may be about.
SUBJECTS = (*CLIENTS, *SALES)


class WorkClosed(FailedPrecondition):
    """What is done, cancelled or deleted is opened again first."""

    reason = "WORK_CLOSED"


class WorkOpen(FailedPrecondition):
    reason = "WORK_OPEN"


class WorkDeleted(FailedPrecondition):
    reason = "ALREADY_DELETED"


class WorkNotDeleted(FailedPrecondition):
    reason = "NOT_DELETED"


class ResultUnknown(InvalidArgument):
    reason = "RESULT_UNKNOWN"


class SignRequired(InvalidArgument):
    reason = "SIGN_REQUIRED"


class SignContradicts(InvalidArgument):
    reason = "SIGN_CONTRADICTS"


class State(StrEnum):
    OPEN = "OPEN"
    DONE = "DONE"
    CANCELLED = "CANCELLED"
    DELETED = "DELETED"


class Priority(StrEnum):
    LOW = "LOW"
    NORMAL = "NORMAL"
    HIGH = "HIGH"
    URGENT = "URGENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody says as he closes a work."""

    sign: Sign | None = None
    result: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    name: str
    display_name: str = ""
    action: str = ""
    action_display_name: str = ""
    action_key: str = ""
    planned_result: str = ""
    planned_result_display_name: str = ""
    state: State = State.OPEN
    when: When | None = None
    deadline_time: datetime | None = None
    due_time: datetime | None = None
    overdue_time: datetime | None = None
    priority: Priority | None = None
    minutes: int = 0
    subject: str = ""
    subject_display_name: str = ""
    counterparty: str = ""
    counterparty_display_name: str = ""
    contact: str = ""
    contact_display_name: str = ""
    description: str = ""
    script: str = ""
    owner: str = ""
    owner_display_name: str = ""
    org_path: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    parent: str = ""
    ancestors: tuple[str, ...] = ()
    based_on: str = ""
    chain: str = ""
    series: str = ""
    # For which its series made it, wherever it was moved since.
    series_date: date | None = None
    campaign: str = ""
    campaign_step: str = ""
    plan: str = ""
    sign: Sign | None = None
    result: str = ""
    result_display_name: str = ""
    comment: str = ""
    close_time: datetime | None = None
    # The day it was closed on, where its executor is: plans are counted by it.
    close_day: str = ""
    closed_by: str = ""
    closed_by_display_name: str = ""
    postponed: int = 0
    first_due_time: datetime | None = None
    delete_time: datetime | None = None
    # What it was before it went to the recycle bin.
    state_before: State | None = None
    # When somebody has to be told of it next, if nobody closes it.
    watch_time: datetime | None = None
    creator: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    visible_to: tuple[str, ...] = ()
    stamp_version: int = 0
    version: int = 0

    @property
    def linked(self) -> tuple[str, ...]:
        """All records it is about."""
        named = (self.subject, self.counterparty, self.contact)
        return tuple(dict.fromkeys(each for each in named if each))

    # --- what it must be -------------------------------------------------------------------------

    def tidy(self, here: str, there: str) -> "Work":
        """`here`: the zone of who plans it; `there`: that of who does it."""
        when = self.when.tidy(here, there) if self.when else None
        is_sound = when is not None and not any(when.problems(""))
        return replace(
            self,
            display_name=line(self.display_name),
            description=self.description.strip(),
            comment=self.comment.strip(),
            priority=self.priority or Priority.NORMAL,
            when=when,
            minutes=when.minutes() if when and when.is_exact else self.minutes,
            due_time=self.deadline_time or (when.ends() if when and is_sound else None),
            participants=tuple(p for p in dict.fromkeys(self.participants) if p != self.owner),
            chain=self.chain or self.based_on or self.name,
        )

    def done_as(self, action: WorkAction) -> "Work":
        """With the names of its action, and what it leaves to it."""
        planned = action.result(self.planned_result)
        return replace(
            self,
            display_name=self.display_name or action.display_name,
            action_display_name=action.display_name,
            action_key=action.key,
            planned_result_display_name=planned.display_name if planned else "",
            minutes=self.minutes or action.default_minutes,
        )

    def watched(self) -> "Work":
        """Somebody is told as soon as it is overdue; anew, if it is due at another time."""
        if self.state is not State.OPEN:
            return replace(self, watch_time=None)
        return replace(
            self,
            watch_time=self.due_time,
            overdue_time=None,
            first_due_time=self.first_due_time or self.due_time,
        )

    def problems(self) -> Iterator[Violation]:
        """All that is wrong with a tidied one, but what only the store can tell."""
        yield from line_problems("display_name", self.display_name, LONGEST_TITLE)
        yield from line_problems("description", self.description, LONGEST_TEXT)
        yield from line_problems("script", self.script, LONGEST_TEXT)
        if self.when is not None:
            yield from self.when.problems("when")
        if self.deadline_time is not None:
            yield from in_range("deadline_time", self.deadline_time.date())
        if not 0 <= self.minutes <= MOST_MINUTES:
            yield Violation("minutes", "NUMBER_OUT_OF_RANGE", f"From 0 to {MOST_MINUTES}.")
        yield from many_problems("participants", len(self.participants), MOST_PARTICIPANTS)
        yield from many_problems("reminders", len(self.reminders), MOST_REMINDERS)
        for at, reminder in enumerate(self.reminders):
            yield from reminder.problems(f"reminders[{at}]")
        yield from self._problems_of_links()

    def problems_of_origin(self, before: "Work") -> Iterator[Violation]:
        for field in _ORIGIN:
            if getattr(self, field) != getattr(before, field):
                yield Violation(field, "FIELD_IMMUTABLE", "It stays as it was planned.")

    def _problems_of_links(self) -> Iterator[Violation]:
        if self.subject and not self.subject.startswith(SUBJECTS):
            yield Violation("subject", "SUBJECT_UNKNOWN", f"There is no {self.subject}.")

    # --- what becomes of it ----------------------------------------------------------------------

    def require_open(self) -> None:
        if self.state is not State.OPEN:
            raise WorkClosed(
                f"{self.name} is {self.state}",
                name=self.name,
                state=self.state,
                sign=self.sign or "",
                user=self.closed_by,
                user_display_name=self.closed_by_display_name,
            )

    def was_closed_so(self, said: Said, user: str) -> bool:
        """The same said once more, by the same person."""
        is_same = said.sign in (None, self.sign) and said.result == self.result
        return self.state is State.DONE and self.closed_by == user and is_same

    def closed(self, said: Said, action: WorkAction, by: tuple[str, str], now: datetime) -> "Work":
        """`by`: who closes it, and his name."""
        self.require_open()
        result = action.result(said.result)
        if said.result and result is None:
            text = f"{action.display_name} has no such result: choose another one"
            raise ResultUnknown(text, field="result")
        means = result.sign if result else None
        if means and said.sign and said.sign is not means:
            text = f"{result.display_name if result else ''} means {means}"
            raise SignContradicts(text, field="sign")
        sign = said.sign or means
        if sign is None:
            raise SignRequired("Close it with plus or with minus", field="sign")
        return self._ended(State.DONE, said.comment, by, now)._with_result(
            sign, said.result, action
        )

    def cancelled(self, comment: str, by: tuple[str, str], now: datetime) -> "Work":
        self.require_open()
        return self._ended(State.CANCELLED, comment, by, now)

    def reopened(self) -> "Work":
        if self.state is State.OPEN:
            raise WorkOpen(f"{self.name} is open", name=self.name)
        if self.state is State.DELETED:
            raise WorkDeleted(f"{self.name} is in the recycle bin", name=self.name)
        closing = {"comment": "", "closed_by": "", "closed_by_display_name": "", "close_day": ""}
        result = {"sign": None, "result": "", "result_display_name": ""}
        return replace(self, state=State.OPEN, close_time=None, **closing, **result).watched()

    def moved(self, when: When, deadline: datetime | None, comment: str) -> "Work":
        """To another time; not tidy yet."""
        self.require_open()
        return replace(
            self,
            when=when,
            deadline_time=deadline,
            comment=sound(comment),
            postponed=self.postponed + 1,
        )

    def deleted(self, now: datetime) -> "Work":
        if self.state is State.DELETED:
            raise WorkDeleted(f"{self.name} is in the recycle bin already", name=self.name)
        before = self.state
        # Plans count what was closed on which day, but not what lies in the recycle bin.
        hidden = {"delete_time": now, "close_day": ""}
        gone = replace(self, state=State.DELETED, state_before=before, **hidden)
        return gone.watched()

    def restored(self) -> "Work":
        if self.state is not State.DELETED:
            raise WorkNotDeleted(f"{self.name} is not in the recycle bin", name=self.name)
        before = self.state_before or State.OPEN
        back = {"delete_time": None, "close_day": self._close_day(self.close_time)}
        return replace(self, state=before, state_before=None, **back).watched()

    def _ended(self, state: State, comment: str, by: tuple[str, str], now: datetime) -> "Work":
        return replace(
            self,
            state=state,
            comment=sound(comment),
            close_time=now,
            close_day=self._close_day(now),
            closed_by=by[0],
            closed_by_display_name=by[1],
            watch_time=None,
        )

    def _close_day(self, moment: datetime | None) -> str:
        zone = ZoneInfo(self.when.time_zone if self.when else "UTC")
        return moment.astimezone(zone).date().isoformat() if moment else ""

    def _with_result(self, sign: Sign, result: str, action: WorkAction) -> "Work":
        found = action.result(result)
        shown = found.display_name if found else ""
        return replace(self, sign=sign, result=result, result_display_name=shown)


def sound(comment: str) -> str:
    """What is said of a work, as it is kept; refused if it is too long."""
    said = comment.strip()
    if problems := [*line_problems("comment", said, LONGEST_TEXT)]:
        raise InvalidArgument.of(problems)
    return said
