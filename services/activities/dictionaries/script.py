"""What to say or write, step by step [сценарий] (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from services.kit.copying import replace
from services.kit.entries import entry_problems
from services.kit.errors import Violation
from services.kit.texts import line, line_problems, many_problems

MOST_STEPS, MOST_ACTIONS, LONGEST_TEXT, LONGEST_STEP = 30, 100, 5000, 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkScript:
    """`actions`: for whose works it is offered; for any without."""

    name: str
    display_name: str
    position: int = 0
    text: str = ""
    steps: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    archived: bool = False
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def tidy(self) -> "WorkScript":
        return replace(
            self,
            display_name=line(self.display_name),
            text=self.text.strip(),
            steps=tuple(said for each in self.steps if (said := each.strip())),
            actions=tuple(dict.fromkeys(self.actions)),
        )

    def problems(self, before: "WorkScript | None", /) -> Iterator[Violation]:  # noqa: ARG002
        yield from entry_problems(self.display_name, self.position)
        yield from line_problems("text", self.text, LONGEST_TEXT)
        yield from many_problems("steps", len(self.steps), MOST_STEPS)
        for at, step in enumerate(self.steps):
            yield from line_problems(f"steps[{at}]", step, LONGEST_STEP)
        yield from many_problems("actions", len(self.actions), MOST_ACTIONS)
        for at, action in enumerate(self.actions):
            if not action.startswith("workActions/"):
                text = f"There is no action {action!r}: choose another one."
                yield Violation(f"actions[{at}]", "ACTION_UNKNOWN", text)
