"""Which works follow which: the template of a campaign, and its steps (pure)."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.activities.sign import Sign
from services.kit.copying import replace
from services.kit.entries import LONGEST_TITLE, entry_problems
from services.kit.errors import Violation
from services.kit.texts import LONGEST_TEXT, line, line_problems, many_problems, required

MOST_STEPS, MOST_DELAY, MOST_DAYS, LONGEST_ID = 30, 365, 31, 16


class Who(StrEnum):
    SAME = "SAME"
    OWNER = "OWNER"
    USER = "USER"


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignStep:
    """`after_step` empty: it begins the campaign."""

    id: str = ""
    display_name: str = ""
    action: str = ""
    planned_result: str = ""
    script: str = ""
    after_step: str = ""
    after_sign: Sign | None = None
    delay_days: int = 0
    days: int = 0
    who: Who | None = None
    user: str = ""
    manual: bool = False

    def tidy(self) -> "CampaignStep":
        return replace(
            self,
            id=self.id or uuid.uuid4().hex[:8],
            display_name=line(self.display_name),
            days=self.days or 1,
            who=self.who or Who.SAME,
            user=self.user if self.who is Who.USER else "",
        )

    def follows(self, step: str, sign: Sign | None) -> bool:
        return bool(step) and self.after_step == step and self.after_sign in (None, sign)

    def problems(self, path: str) -> Iterator[Violation]:
        if not self.display_name:
            yield required(f"{path}.display_name")
        yield from line_problems(f"{path}.display_name", self.display_name, LONGEST_TITLE)
        if not self.action.startswith("workActions/"):
            text = f"There is no action {self.action!r}: choose another one."
            yield Violation(f"{path}.action", "ACTION_UNKNOWN", text)
        if self.script and not self.script.startswith("workScripts/"):
            text = f"There is no script {self.script!r}: choose another one."
            yield Violation(f"{path}.script", "SCRIPT_UNKNOWN", text)
        if not 0 <= self.delay_days <= MOST_DELAY:
            text = f"From 0 to {MOST_DELAY}."
            yield Violation(f"{path}.delay_days", "NUMBER_OUT_OF_RANGE", text)
        if not 1 <= self.days <= MOST_DAYS:
            yield Violation(f"{path}.days", "NUMBER_OUT_OF_RANGE", f"From 1 to {MOST_DAYS}.")
        if self.who is Who.USER and not self.user.startswith("users/"):
            yield required(f"{path}.user")


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignTemplate:
    name: str
    display_name: str
    position: int = 0
    steps: tuple[CampaignStep, ...] = ()
    description: str = ""
    archived: bool = False
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def tidy(self) -> "CampaignTemplate":
        return replace(
            self,
            display_name=line(self.display_name),
            description=self.description.strip(),
            steps=tuple(each.tidy() for each in self.steps),
        )

    def problems(self, before: "CampaignTemplate | None", /) -> Iterator[Violation]:  # noqa: ARG002
        yield from entry_problems(self.display_name, self.position)
        if len(self.description) > LONGEST_TEXT:
            yield Violation("description", "TOO_LONG", f"At most {LONGEST_TEXT} characters.")
        yield from many_problems("steps", len(self.steps), MOST_STEPS)
        yield from _problems_of_order(self.steps)
        for at, step in enumerate(self.steps):
            yield from step.problems(f"steps[{at}]")


def first(steps: Sequence[CampaignStep]) -> CampaignStep | None:
    return next((each for each in steps if not each.after_step), None)


def _problems_of_order(steps: Sequence[CampaignStep]) -> Iterator[Violation]:
    """One begins, each other one follows one before it: so none waits for itself."""
    seen: set[str] = set()
    for at, step in enumerate(steps):
        if step.id in seen or len(step.id) > LONGEST_ID:
            text = "Two steps have one id: leave the id of a new one out."
            yield Violation(f"steps[{at}].id", "STEP_UNKNOWN", text)
        if at and step.after_step not in seen:
            text = "It follows a step that comes before it: choose one."
            yield Violation(f"steps[{at}].after_step", "STEP_UNKNOWN", text)
        if not at and step.after_step:
            text = "The first step follows none."
            yield Violation("steps[0].after_step", "STEP_UNKNOWN", text)
        seen.add(step.id)
    if not steps:
        yield required("steps")
