"""One person standing in for another [замещение]: from when to when, and with which rights.

Days are the tenant's. Nobody who is away stands in for others, so there are no chains and no
circles, and nobody gains rights through two steps.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.identity.wording import allow_line
from services.kit.errors import FailedPrecondition, InvalidArgument

# The resources whose rights can be lent; more come with more services.
SCOPES = ("counterparties", "leads", "deals", "works", "interactions")


class SubstituteSelf(InvalidArgument):
    reason = "SUBSTITUTE_SELF"


class SubstituteInactive(InvalidArgument):
    reason = "SUBSTITUTE_INACTIVE"


class AbsentUnknown(InvalidArgument):
    reason = "ABSENT_UNKNOWN"


class SubstitutionDates(InvalidArgument):
    reason = "SUBSTITUTION_DATES"


class SubstitutionScope(InvalidArgument):
    reason = "SUBSTITUTION_SCOPE"


class SubstituteAbsent(FailedPrecondition):
    """Who is away himself can stand in for nobody."""

    reason = "SUBSTITUTE_ABSENT"


class AbsentSubstitutes(FailedPrecondition):
    """Who stands in for somebody is needed here."""

    reason = "ABSENT_SUBSTITUTES"


class SubstitutionOverlaps(FailedPrecondition):
    reason = "SUBSTITUTION_OVERLAPS"


class SubstitutionOver(FailedPrecondition):
    reason = "SUBSTITUTION_OVER"


class State(StrEnum):
    PLANNED = "PLANNED"
    ACTIVE = "ACTIVE"
    ENDED = "ENDED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    name: str
    absent: str
    substitute: str
    start_date: date
    end_date: date
    scope: tuple[str, ...] = ()
    reason: str = ""
    start_time: datetime | None = None
    end_time: datetime | None = None
    create_time: datetime | None = None
    update_time: datetime | None = None
    visible_to: tuple[str, ...] = ()
    version: int = 0

    def __post_init__(self) -> None:
        allow_line(self.reason, "reason")
        if self.absent == self.substitute:
            raise SubstituteSelf("nobody stands in for himself", field="substitute")
        if self.end_date < self.start_date:
            raise SubstitutionDates("the last day is before the first", field="end_date")
        if not self.scope or set(self.scope) - set(SCOPES):
            raise SubstitutionScope(f"scope is some of {', '.join(SCOPES)}", field="scope")

    def within(self, time_zone: str) -> "Substitution":
        """With its days turned into moments, the last day included."""
        zone = ZoneInfo(time_zone)
        begins = datetime.combine(self.start_date, time(), zone)
        ends = datetime.combine(self.end_date + timedelta(days=1), time(), zone)
        return replace(self, start_time=begins, end_time=ends)

    def require_to_come(self, now: datetime) -> None:
        if self.end_time is not None and self.end_time <= now:
            raise SubstitutionDates("the last day is over", field="end_date")

    def state(self, now: datetime) -> State:
        if self.start_time is None or self.end_time is None or self.end_time <= self.start_time:
            return State.CANCELLED
        if now < self.start_time:
            return State.PLANNED
        return State.ACTIVE if now < self.end_time else State.ENDED

    def is_active(self, now: datetime) -> bool:
        return self.state(now) is State.ACTIVE

    def next_turn(self, now: datetime) -> datetime | None:
        """When it begins or ends, whichever comes next."""
        state = self.state(now)
        if state is State.PLANNED:
            return self.start_time
        return self.end_time if state is State.ACTIVE else None

    def ended(self, now: datetime) -> "Substitution":
        state = self.state(now)
        if state is State.PLANNED:
            return replace(self, end_time=self.start_time)
        if state is not State.ACTIVE:
            raise SubstitutionOver(f"{self.name} is over already", name=self.name)
        return replace(self, end_time=now)

    def require_no_conflict(self, others: Iterable["Substitution"]) -> None:
        """`others` overlap in time and concern one of the two."""
        for other in others:
            if other.absent == self.substitute:
                raise SubstituteAbsent("the substitute is away himself then", name=other.name)
            if other.substitute == self.absent:
                raise AbsentSubstitutes("he stands in for somebody himself then", name=other.name)
            if (other.absent, other.substitute) == (self.absent, self.substitute):
                raise SubstitutionOverlaps("he stands in for him already then", name=other.name)
