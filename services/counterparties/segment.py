"""A group of counterparties by market [сегмент рынка] (pure)."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.counterparties.segment_rule import SegmentRule
from services.kit.errors import AlreadyExists, FailedPrecondition, Violation
from services.kit.texts import line, line_problems, required

COLORS = ("gray", "blue", "teal", "green", "yellow", "orange", "red", "violet")


class SegmentNameTaken(AlreadyExists):
    reason = "SEGMENT_NAME_TAKEN"


class SegmentInUse(FailedPrecondition):
    reason = "SEGMENT_IN_USE"


class SegmentHasManager(FailedPrecondition):
    reason = "SEGMENT_HAS_MANAGER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    name: str
    display_name: str
    color: str = "gray"
    description: str = ""
    # Who belongs to it; None: whoever is put in by hand.
    rule: SegmentRule | None = None
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def tidy(self) -> "Segment":
        return replace(
            self,
            display_name=line(self.display_name),
            color=self.color or "gray",
            description=self.description.strip(),
            rule=self.rule.tidy() if self.rule else None,
        )

    def problems(self) -> list[Violation]:
        wrong = [
            *line_problems("display_name", self.display_name, 100),
            *line_problems("description", self.description, 2000),
        ]
        if not self.display_name:
            wrong.append(required("display_name"))
        if self.color not in COLORS:
            wrong.append(Violation("color", "COLOR_UNKNOWN", f"One of {', '.join(COLORS)}."))
        return wrong
