"""A series: the same work again and again, by the clock where it is done (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.activities.series.rule import Rule, RuleFormat, parse
from services.activities.when import When
from services.activities.work import Work, WorkDeleted, WorkNotDeleted
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition, Violation
from services.kit.working_time import NeverWorks, WorkingTime

AHEAD_DAYS = 60
# Whatever the calendar, a holiday is over by then.
_MOST_DAYS_OFF = timedelta(days=31)
_DAY = timedelta(days=1)
# What of a work its series says; what belongs together changes together.
CONTENTS: tuple[tuple[str, ...], ...] = (
    ("display_name",),
    ("action", "action_display_name", "action_key"),
    ("planned_result", "planned_result_display_name"),
    ("priority",),
    ("minutes",),
    ("subject", "subject_display_name", "counterparty", "counterparty_display_name"),
    ("contact", "contact_display_name"),
    ("description",),
    ("script",),
    ("owner", "owner_display_name", "org_path", "stamp_version"),
    ("participants",),
    ("reminders",),
)
_NO_WORK = Work(name="")


class SeriesEnded(FailedPrecondition):
    reason = "SERIES_ENDED"


class WorkInSeries(FailedPrecondition):
    reason = "WORK_IN_SERIES"


class State(StrEnum):
    OPEN = "OPEN"
    ENDED = "ENDED"
    DELETED = "DELETED"


class OnDayOff(StrEnum):
    KEEP = "KEEP"
    NEXT = "NEXT"
    PREVIOUS = "PREVIOUS"
    SKIP = "SKIP"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkSeries:
    name: str
    work: Work = _NO_WORK
    rule: str = ""
    on_day_off: OnDayOff | None = None
    state: State = State.OPEN
    made_until_date: date | None = None
    owner: str = ""
    owner_display_name: str = ""
    org_path: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    based_on: str = ""
    creator: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    delete_time: datetime | None = None
    # What it was before it went to the recycle bin.
    state_before: State | None = None
    # When works have to be made next.
    make_time: datetime | None = None
    # How often its days have changed: a day left and taken up again gets another work.
    revision: int = 0
    visible_to: tuple[str, ...] = ()
    stamp_version: int = 0
    version: int = 0

    @property
    def when(self) -> When:
        if self.work.when is None:
            raise ValueError("a series that is not settled has no time")
        return self.work.when

    @property
    def start(self) -> date:
        return self.when.days()[0]

    @property
    def repeats(self) -> Rule:
        return parse(self.rule)

    @property
    def linked(self) -> tuple[str, ...]:
        return self.work.linked

    def whole(self) -> "WorkSeries":
        """Its owner's stamps, which the kit keeps right, are those of its works."""
        stamps = {key: getattr(self, key) for key in ("owner", "owner_display_name", "org_path")}
        return replace(self, work=replace(self.work, participants=self.participants, **stamps))

    # --- what it must be -------------------------------------------------------------------------

    def tidy(self) -> "WorkSeries":
        chosen = replace(self, on_day_off=self.on_day_off or OnDayOff.KEEP)
        return chosen if any(self.problems_of_rule()) else replace(chosen, rule=str(self.repeats))

    def problems_of_rule(self) -> Iterator[Violation]:
        try:
            parse(self.rule)
        except RuleFormat as error:
            yield Violation("rule", "RULE_FORMAT", str(error))

    def problems(self, times: WorkingTime, today: date) -> Iterator[Violation]:
        """Of one whose rule can be read."""
        if self.next_day(times, today) is None:
            text = "It never comes from now on: choose other days, or a later end."
            yield Violation("rule", "RULE_NO_OCCURRENCE", text)

    # --- its days --------------------------------------------------------------------------------

    def landed(self, day: date, times: WorkingTime) -> date | None:
        """Where a day of the rule comes to lie; None if it is left out."""
        if self.on_day_off in (None, OnDayOff.KEEP) or times.is_working(day):
            return day
        if self.on_day_off is OnDayOff.SKIP:
            return None
        try:
            is_next = self.on_day_off is OnDayOff.NEXT
            return times.next_day(day) if is_next else times.day_before(day)
        except NeverWorks:
            return None

    def days(self, times: WorkingTime, first: date, last: date) -> list[date]:
        """One work a day at most, whatever is moved there: of rule's days until the last one."""
        rules = self.repeats.dates(self.start, first - _MOST_DAYS_OFF, last)
        landed = {self.landed(each, times) for each in rules}
        return sorted(each for each in landed if each is not None and each >= first)

    def days_after(self, times: WorkingTime, made_until: date, last: date) -> list[date]:
        """Of rule's days after those that were made."""
        rules = self.repeats.dates(self.start, made_until + _DAY, last)
        landed = {self.landed(each, times) for each in rules}
        return sorted(each for each in landed if each is not None)

    def left_out(self, times: WorkingTime, first: date, last: date) -> list[date]:
        rules = self.repeats.dates(self.start, first, last)
        return [each for each in rules if self.landed(each, times) is None]

    def next_day(self, times: WorkingTime, day: date) -> date | None:
        rule, first = self.repeats, max(day, self.start)
        rules = rule.dates(self.start, first, first + rule.far)
        landed = (self.landed(each, times) for each in rules)
        return next((each for each in landed if each is not None and each >= day), None)

    def day_of_rule(self, landed: date, times: WorkingTime) -> date:
        """Which day of the rule came to lie there."""
        around = self.repeats.dates(self.start, landed - _MOST_DAYS_OFF, landed + _MOST_DAYS_OFF)
        return next((each for each in around if self.landed(each, times) == landed), landed)

    def rule_after(self, day: date) -> date | None:
        rule, first = self.repeats, max(day + _DAY, self.start)
        return next(rule.dates(self.start, first, first + rule.far), None)

    def rule_until(self, day: date) -> date | None:
        return max(self.repeats.dates(self.start, self.start, day), default=None)

    # --- its works -------------------------------------------------------------------------------

    def when_on(self, day: date) -> When:
        """The same hour of the clock, or as many days, from that day on."""
        first = self.when
        later = day - self.start
        if first.start_time is None or first.end_time is None:
            moved = {
                key: each + later if (each := getattr(first, key)) else None
                for key in ("start_date", "end_date")
            }
            return replace(first, **moved)
        length = first.end_time - first.start_time
        start = same_clock(first.start_time, later, first.time_zone)
        again = replace(first, start_time=start, end_time=start + length)
        return again.tidy(first.time_zone, first.time_zone)

    def work_on(self, name: str, day: date) -> Work:
        """Not stamped yet."""
        made = replace(
            self.work,
            name=name,
            series=self.name,
            series_date=day,
            creator=self.creator,
            when=self.when_on(day),
            deadline_time=self.deadline_on(day),
        )
        return replace(made, chain=name)

    def deadline_on(self, day: date) -> datetime | None:
        deadline = self.work.deadline_time
        if deadline is None:
            return None
        return same_clock(deadline, day - self.start, self.when.time_zone)

    # --- what becomes of it ----------------------------------------------------------------------

    def require_open(self) -> None:
        if self.state is not State.OPEN:
            raise SeriesEnded(f"{self.name} is {self.state}", name=self.name, state=self.state)

    def ended_before(self, day: date) -> "WorkSeries":
        rule = self.repeats.ended_before(day)
        return replace(self, rule=str(rule), state=State.ENDED, make_time=None)

    def deleted(self, now: datetime) -> "WorkSeries":
        if self.state is State.DELETED:
            raise WorkDeleted(f"{self.name} is in the recycle bin already", name=self.name)
        gone = {"state": State.DELETED, "state_before": self.state, "delete_time": now}
        return replace(self, make_time=None, **gone)

    def restored(self) -> "WorkSeries":
        if self.state is not State.DELETED:
            raise WorkNotDeleted(f"{self.name} is not in the recycle bin", name=self.name)
        before = self.state_before or State.OPEN
        return replace(self, state=before, state_before=None, delete_time=None)


def same_clock(moment: datetime, later: timedelta, time_zone: str) -> datetime:
    """The same hour so many days later; one that the clock leaves out is the next there is."""
    zone = ZoneInfo(time_zone)
    local = moment.astimezone(zone).replace(tzinfo=None, fold=0) + later
    return local.replace(tzinfo=zone).astimezone(moment.tzinfo)
