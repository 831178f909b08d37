"""A funnel [воронка]: how deals of one kind are brought to their end, stage by stage (pure).

Seed fact 48: a typical sale keeps strictly to its stages, a manual one may skip some, and one
without process has none.
"""

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.deals.funnels.conditions import NOTHING_ASKED, Conditions
from services.kit.errors import AlreadyExists, FailedPrecondition, Violation
from services.kit.texts import LONGEST_TOPIC, line, line_problems, many_problems, required

MOST_FUNNELS, MOST_STAGES, MOST_ITEMS = 50, 20, 30
LONGEST_TITLE, LONGEST_ID = 100, 40
COLORS = ("gray", "blue", "teal", "green", "lime", "yellow", "orange", "red", "pink", "violet")


class FunnelDefault(FailedPrecondition):
    """One funnel is the default one, always: make another one that instead."""

    reason = "FUNNEL_DEFAULT"


class TooManyFunnels(FailedPrecondition):
    reason = "FUNNELS_TOO_MANY"


class FunnelTaken(AlreadyExists):
    reason = "FUNNEL_TAKEN"


class Kind(StrEnum):
    STRICT = "STRICT"
    MANUAL = "MANUAL"
    NONE = "NONE"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    id: str = ""
    display_name: str = ""

    def tidy(self) -> "ChecklistItem":
        return replace(self, display_name=line(self.display_name))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWork:
    id: str = ""
    key: str = ""
    display_name: str = ""
    due_days: int = 0

    def tidy(self) -> "PlannedWork":
        return replace(self, key=line(self.key).lower(), display_name=line(self.display_name))

    def problems(self, path: str) -> Iterator[Violation]:
        yield from _titled(path, self.display_name)
        yield from line_problems(f"{path}.key", self.key, LONGEST_TOPIC)
        yield from _within(f"{path}.due_days", self.due_days, 0, 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    id: str = ""
    display_name: str = ""
    color: str = ""
    probability: int = 0
    stuck_days: int = 0
    conditions: Conditions = NOTHING_ASKED
    checklist: tuple[ChecklistItem, ...] = ()
    works: tuple[PlannedWork, ...] = ()

    def tidy(self, taken: set[str]) -> "Stage":
        """`taken`: ids of items and works in the stages before it; each has one of its own."""
        return replace(
            self,
            id=self.id or _new_id(),
            display_name=line(self.display_name),
            color=self.color or COLORS[0],
            conditions=(self.conditions or NOTHING_ASKED).tidy(),  # None: not sent
            checklist=tuple(
                replace(item.tidy(), id=_own_id(item.id, taken)) for item in self.checklist
            ),
            works=tuple(replace(work.tidy(), id=_own_id(work.id, taken)) for work in self.works),
        )

    def problems(self, path: str) -> Iterator[Violation]:
        yield from _titled(path, self.display_name)
        if self.color not in COLORS:
            text = f"One of {', '.join(COLORS)}."
            yield Violation(f"{path}.color", "COLOR_UNKNOWN", text)
        yield from _within(f"{path}.probability", self.probability, 0, 100)
        yield from _within(f"{path}.stuck_days", self.stuck_days, 0, 3650)
        yield from self.conditions.problems(f"{path}.conditions")
        yield from many_problems(f"{path}.checklist", len(self.checklist), MOST_ITEMS)
        for at, item in enumerate(self.checklist):
            yield from _titled(f"{path}.checklist[{at}]", item.display_name)
        yield from many_problems(f"{path}.works", len(self.works), MOST_ITEMS)
        for at, work in enumerate(self.works):
            yield from work.problems(f"{path}.works[{at}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    name: str
    display_name: str
    kind: Kind
    stages: tuple[Stage, ...] = ()
    win_conditions: Conditions = NOTHING_ASKED
    default: bool = False
    position: int = 0
    archived: bool = False
    stages_version: int = 1
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    @property
    def title_key(self) -> str:
        return self.display_name.casefold()

    @property
    def first(self) -> str:
        """Where new deals come; "" in a funnel without process."""
        return self.stages[0].id if self.stages else ""

    def stage(self, stage_id: str) -> Stage | None:
        return next((each for each in self.stages if each.id == stage_id), None)

    def title_of(self, stage_id: str) -> str:
        stage = self.stage(stage_id)
        return stage.display_name if stage else ""

    def place_of(self, stage_id: str) -> int:
        """Counted from 0; -1: there is no such stage."""
        return next((at for at, each in enumerate(self.stages) if each.id == stage_id), -1)

    @property
    def asks_others(self) -> bool:
        """Whether any condition is about what other services keep."""
        asked = (self.win_conditions, *(stage.conditions for stage in self.stages))
        return any(each.documents or each.works or each.sale_terms for each in asked)

    def sent_ids(self) -> Iterator[tuple[str, str]]:
        """(path, id) of stages that claim to be known."""
        for at, stage in enumerate(self.stages):
            if stage.id:
                yield f"stages[{at}].id", stage.id

    def tidy(self) -> "Funnel":
        taken: set[str] = set()
        return replace(
            self,
            display_name=line(self.display_name),
            stages=tuple(stage.tidy(taken) for stage in self.stages),
            win_conditions=(self.win_conditions or NOTHING_ASKED).tidy(),
        )

    def problems(self, before: "Funnel | None") -> Iterator[Violation]:
        yield from _titled("", self.display_name)
        if before and self.kind is not before.kind:
            text = "Deals go on by it: create another funnel."
            yield Violation("kind", "FIELD_IMMUTABLE", text)
        yield from self._problems_of_stages()
        for at, stage in enumerate(self.stages):
            yield from stage.problems(f"stages[{at}]")
        yield from self.win_conditions.problems("win_conditions")

    def _problems_of_stages(self) -> Iterator[Violation]:
        if self.kind is Kind.NONE and self.stages:
            yield Violation("stages", "FUNNEL_WITHOUT_STAGES", "It has no process: leave them out.")
        if self.kind is not Kind.NONE and not self.stages:
            yield required("stages")
        yield from many_problems("stages", len(self.stages), MOST_STAGES)
        if self.stages and self.stages[0].conditions.any:
            text = "A new deal comes into the first stage: ask for it in a later one."
            yield Violation("stages[0].conditions", "FUNNEL_FIRST_STAGE", text)
        for title, count in Counter(s.display_name.casefold() for s in self.stages).items():
            if count > 1 and title:
                yield Violation("stages", "STAGE_TAKEN", f"Two stages are called {title!r}.")

    def with_version(self, before: "Funnel") -> "Funnel":
        """Other stages make another version; titles of the funnel itself do not."""
        same = (self.stages, self.win_conditions) == (before.stages, before.win_conditions)
        return replace(self, stages_version=before.stages_version + (not same))


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelVersion:
    """The stages as they were once; never changed."""

    name: str
    funnel: str
    stages_version: int
    stages: tuple[Stage, ...]
    win_conditions: Conditions
    create_time: datetime | None = None
    version: int = 0


def version_name(funnel: str, stages_version: int) -> str:
    """funnels/x, 3 -> funnelVersions/x@3"""
    return f"funnelVersions/{funnel.partition('/')[2]}@{stages_version}"


def _new_id() -> str:
    return uuid.uuid4().hex[:8]


def _own_id(sent: str, taken: set[str]) -> str:
    """Whoever copies a stage sends its items with their ids: what is checked there is not here."""
    own = sent if sent and sent not in taken and len(sent) <= LONGEST_ID else _new_id()
    taken.add(own)
    return own


def _titled(path: str, title: str) -> Iterator[Violation]:
    field = f"{path}.display_name".removeprefix(".")
    if not title:
        yield required(field)
    yield from line_problems(field, title, LONGEST_TITLE)


def _within(path: str, number: int, least: int, most: int) -> Iterator[Violation]:
    if not least <= number <= most:
        yield Violation(path, "NUMBER_OUT_OF_RANGE", f"From {least} to {most}.")
