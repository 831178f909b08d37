"""A rule of assignment: for which leads who is chosen, in turn and while he has room (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from services.deals import amounts
from services.kit.copying import replace
from services.kit.entries import entry_problems
from services.kit.errors import Violation
from services.kit.money import Money
from services.kit.texts import LONGEST_LINE, line, line_problems, many_problems

MOST_VALUES, MOST_CANDIDATES, LARGEST_CAPACITY = 50, 100, 100_000
_LISTS = ("segments", "territories", "sources", "campaigns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One who takes leads; capacity 0: any number of open ones."""

    user: str
    capacity: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRule:
    name: str
    display_name: str
    position: int = 0
    segments: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    min_amount: Money | None = None
    candidates: tuple[Share, ...] = ()
    paused: bool = False
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    @property
    def archived(self) -> bool:
        return self.paused

    def tidy(self) -> "AssignmentRule":
        lists = {
            field: tuple(
                dict.fromkeys(text for each in getattr(self, field) if (text := line(each)))
            )
            for field in _LISTS
        }
        return replace(
            self,
            display_name=line(self.display_name),
            min_amount=amounts.tidy(self.min_amount),
            **lists,
        )

    def problems(self, before: "AssignmentRule | None", /) -> Iterator[Violation]:  # noqa: ARG002
        yield from entry_problems(self.display_name, self.position)
        yield from amounts.problems("min_amount", self.min_amount)
        for field in _LISTS:
            values: tuple[str, ...] = getattr(self, field)
            yield from many_problems(field, len(values), MOST_VALUES)
            for at, value in enumerate(values):
                yield from line_problems(f"{field}[{at}]", value, LONGEST_LINE)
        yield from self._candidate_problems()

    def _candidate_problems(self) -> Iterator[Violation]:
        if not self.candidates:
            text = "It chooses nobody: name who takes these leads."
            yield Violation("candidates", "RULE_NOBODY", text)
        yield from many_problems("candidates", len(self.candidates), MOST_CANDIDATES)
        seen: set[str] = set()
        for at, share in enumerate(self.candidates):
            if not share.user.startswith("users/") or share.user in seen:
                text = f"There is no {share.user!r}, or he is named already: choose another one."
                yield Violation(f"candidates[{at}].user", "OWNER_UNKNOWN", text)
            seen.add(share.user)
            if not 0 <= share.capacity <= LARGEST_CAPACITY:
                text = f"From 0 to {LARGEST_CAPACITY}."
                yield Violation(f"candidates[{at}].capacity", "NUMBER_OUT_OF_RANGE", text)
