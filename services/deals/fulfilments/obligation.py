"""An obligation [обязательство]: what somebody has promised in a deal (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.deals.fulfilments.days import day_problems
from services.kit.copying import replace
from services.kit.errors import Violation
from services.kit.texts import line_problems, required

LONGEST = 2000


class Side(StrEnum):
    OURS = "OURS"
    CLIENT = "CLIENT"
    SUPPLIER = "SUPPLIER"


class State(StrEnum):
    OPEN = "OPEN"
    FULFILLED = "FULFILLED"
    BREACHED = "BREACHED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    name: str
    deal: str = ""
    text: str = ""
    side: Side | None = None
    due_date: date | None = None
    responsible: str = ""
    state: State | None = None
    done_date: date | None = None
    creator: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    @property
    def due(self) -> date | None:
        """The day that others wait for, while it is open."""
        return self.due_date if self.state is State.OPEN else None

    def tidy(self, today: date) -> "Obligation":
        state = self.state or State.OPEN
        return replace(
            self,
            text=self.text.strip(),
            side=self.side or Side.OURS,
            state=state,
            done_date=None if state is State.OPEN else self.done_date or today,
        )

    def problems(self) -> Iterator[Violation]:
        if not self.text:
            yield required("text")
        yield from line_problems("text", self.text, LONGEST)
        yield from day_problems("due_date", self.due_date)
        yield from day_problems("done_date", self.done_date)
