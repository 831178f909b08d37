"""Who hears of an overdue work, and when [эскалация] (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.activities.work import Priority, Work
from services.kit.copying import replace
from services.kit.entries import entry_problems
from services.kit.errors import Violation
from services.kit.texts import line, many_problems, required

MOST_STEPS, MOST_MINUTES = 10, 60 * 8 * 60


class Whom(StrEnum):
    EXECUTOR = "EXECUTOR"
    HEAD = "HEAD"
    UPPER_HEAD = "UPPER_HEAD"
    USER = "USER"
    CREATOR = "CREATOR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`working_minutes`: of the executor's, after the work is overdue."""

    working_minutes: int = 0
    whom: Whom | None = None
    user: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationLadder:
    name: str
    display_name: str
    position: int = 0
    actions: tuple[str, ...] = ()
    priorities: tuple[Priority, ...] = ()
    steps: tuple[Step, ...] = ()
    archived: bool = False
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def tidy(self) -> "EscalationLadder":
        return replace(
            self,
            display_name=line(self.display_name),
            steps=tuple(sorted(self.steps, key=lambda step: step.working_minutes)),
        )

    def fits(self, work: Work) -> bool:
        by_action = not self.actions or work.action in self.actions
        by_priority = not self.priorities or work.priority in self.priorities
        return by_action and by_priority and not self.archived

    def problems(self, before: "EscalationLadder | None", /) -> Iterator[Violation]:  # noqa: ARG002
        yield from entry_problems(self.display_name, self.position)
        yield from many_problems("steps", len(self.steps), MOST_STEPS)
        for at, step in enumerate(self.steps):
            if not 0 <= step.working_minutes <= MOST_MINUTES:
                text = f"From 0 to {MOST_MINUTES}."
                yield Violation(f"steps[{at}].working_minutes", "NUMBER_OUT_OF_RANGE", text)
            if step.whom is None:
                yield required(f"steps[{at}].whom")
            if step.whom is Whom.USER and not step.user.startswith("users/"):
                yield required(f"steps[{at}].user")
