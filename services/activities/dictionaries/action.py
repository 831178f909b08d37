"""An action [действие] and the results it may have; a kind of interaction (pure)."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.activities.sign import Sign
from services.kit.copying import replace
from services.kit.entries import COLORS, LONGEST_TITLE, color_problems, entry_problems
from services.kit.errors import AlreadyExists, Violation
from services.kit.texts import line, line_problems, many_problems, required

MOST_RESULTS, MOST_NEXT, MOST_DELAY, LONGEST_ID = 30, 10, 365, 16
USUAL_MINUTES, MOST_MINUTES = 30, 14 * 24 * 60
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


class ActionKeyTaken(AlreadyExists):
    """Stages of deals name actions by their keys: two would not be told apart."""

    reason = "ACTION_KEY_TAKEN"


class Category(StrEnum):
    CALL = "CALL"
    MEETING = "MEETING"
    LETTER = "LETTER"
    DOCUMENT = "DOCUMENT"
    TASK = "TASK"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkResult:
    id: str = ""
    display_name: str
    sign: Sign | None = None
    archived: bool = False

    def tidy(self) -> "WorkResult":
        return replace(
            self, id=self.id or uuid.uuid4().hex[:8], display_name=line(self.display_name)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NextWork:
    """What is proposed when a work with the action is closed."""

    sign: Sign | None = None
    result: str = ""
    action: str
    planned_result: str = ""
    delay_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkAction:
    name: str
    display_name: str
    key: str = ""
    position: int = 0
    category: Category | None = None
    results: tuple[WorkResult, ...] = ()
    default_minutes: int = 0
    touch: bool = False
    color: str = ""
    next: tuple[NextWork, ...] = ()
    archived: bool = False
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def result(self, chosen: str) -> WorkResult | None:
        return next((each for each in self.results if each.id == chosen), None)

    def tidy(self) -> "WorkAction":
        return replace(
            self,
            display_name=line(self.display_name),
            # Its own, so that nobody has to think of one.
            key=self.key or f"a_{uuid.uuid5(uuid.NAMESPACE_URL, self.name).hex[:8]}",
            category=self.category or Category.TASK,
            results=tuple(each.tidy() for each in self.results),
            default_minutes=self.default_minutes or USUAL_MINUTES,
            color=self.color or COLORS[0],
        )

    def keeping(self, before: "WorkAction") -> "WorkAction":
        """With the results that works may have: what is left out is archived."""
        named = {each.id for each in self.results}
        gone = [replace(each, archived=True) for each in before.results if each.id not in named]
        return replace(self, key=before.key, results=(*self.results, *gone))

    def problems(self, before: "WorkAction | None", /) -> Iterator[Violation]:  # noqa: ARG002
        yield from entry_problems(self.display_name, self.position)
        yield from color_problems(self.color)
        if not _KEY.fullmatch(self.key):
            text = "Small Latin letters, digits and _, a letter first, at most 40."
            yield Violation("key", "ACTION_KEY_FORMAT", text)
        if not 0 < self.default_minutes <= MOST_MINUTES:
            text = f"From 1 to {MOST_MINUTES}."
            yield Violation("default_minutes", "NUMBER_OUT_OF_RANGE", text)
        yield from self._problems_of_results()
        yield from self._problems_of_next()

    def _problems_of_results(self) -> Iterator[Violation]:
        offered = sum(not each.archived for each in self.results)
        yield from many_problems("results", offered, MOST_RESULTS)
        seen: set[str] = set()
        for at, each in enumerate(self.results):
            if not each.display_name:
                yield required(f"results[{at}].display_name")
            yield from line_problems(
                f"results[{at}].display_name", each.display_name, LONGEST_TITLE
            )
            if each.id in seen or len(each.id) > LONGEST_ID:
                text = "Two results have one id: leave the id of a new one out."
                yield Violation(f"results[{at}].id", "RESULT_UNKNOWN", text)
            seen.add(each.id)

    def _problems_of_next(self) -> Iterator[Violation]:
        yield from many_problems("next", len(self.next), MOST_NEXT)
        for at, each in enumerate(self.next):
            if not each.action.startswith("workActions/"):
                text = f"There is no action {each.action!r}: choose another one."
                yield Violation(f"next[{at}].action", "ACTION_UNKNOWN", text)
            if each.result and self.result(each.result) is None:
                text = "This action has no such result: choose another one."
                yield Violation(f"next[{at}].result", "RESULT_UNKNOWN", text)
            if not 0 <= each.delay_days <= MOST_DELAY:
                yield Violation(
                    f"next[{at}].delay_days", "NUMBER_OUT_OF_RANGE", f"From 0 to {MOST_DELAY}."
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionKind:
    name: str
    display_name: str
    position: int = 0
    category: Category | None = None
    touch: bool = False
    color: str = ""
    archived: bool = False
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def tidy(self) -> "InteractionKind":
        return replace(
            self,
            display_name=line(self.display_name),
            category=self.category or Category.TASK,
            color=self.color or COLORS[0],
        )

    def problems(self, before: "InteractionKind | None", /) -> Iterator[Violation]:  # noqa: ARG002
        yield from entry_problems(self.display_name, self.position)
        yield from color_problems(self.color)
