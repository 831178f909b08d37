"""A plan: how many works of an action somebody shall close within a period (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.activities.when import in_range
from services.kit.copying import replace
from services.kit.errors import AlreadyExists, Violation
from services.kit.texts import required

MOST_WORKS = 10_000


class PlanExists(AlreadyExists):
    """He has one of this action and period: change that one."""

    reason = "PLAN_EXISTS"


class Period(StrEnum):
    WEEK = "WEEK"
    MONTH = "MONTH"

    def first(self, day: date) -> date:
        """Of the period a day is in."""
        if self is Period.WEEK:
            return day - timedelta(days=day.weekday())
        return day.replace(day=1)

    def after(self, first: date) -> date:
        """The first day of the next one."""
        if self is Period.WEEK:
            return first + timedelta(days=7)
        return (first + timedelta(days=31)).replace(day=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPlan:
    """`action` empty: whatever he does."""

    name: str
    user: str
    user_display_name: str = ""
    period: Period
    start_date: date
    action: str = ""
    works: int = 0
    plus_percent: int = 0
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    @property
    def place(self) -> str:
        """Its place in the list: by person, and within it by action."""
        return f"{self.user}|{self.action}"

    @property
    def days(self) -> tuple[date, date]:
        return self.start_date, self.period.after(self.start_date)

    def problems(self, before: "WorkPlan | None") -> Iterator[Violation]:
        yield from in_range("work_plan.start_date", self.start_date)
        if self.period.first(self.start_date) != self.start_date:
            text = "A week begins on a Monday, a month on its first day."
            yield Violation("work_plan.start_date", "PERIOD_START", text)
        if not 0 <= self.works <= MOST_WORKS:
            text = f"From 0 to {MOST_WORKS}."
            yield Violation("work_plan.works", "NUMBER_OUT_OF_RANGE", text)
        if not 0 <= self.plus_percent <= 100:
            yield Violation("work_plan.plus_percent", "NUMBER_OUT_OF_RANGE", "From 0 to 100.")
        if not self.works and not self.plus_percent:
            yield required("work_plan.works")
        for field in ("user", "period", "start_date", "action"):
            if before is not None and getattr(before, field) != getattr(self, field):
                text = "It stays as it was: delete the plan and make another one."
                yield Violation(f"work_plan.{field}", "FIELD_IMMUTABLE", text)

    def named(self, user_display_name: str) -> "WorkPlan":
        return replace(self, user_display_name=user_display_name)
