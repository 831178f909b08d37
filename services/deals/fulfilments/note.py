"""A note on fulfilment: how it went, for whoever sells to this client next (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.deals.fulfilments.days import day_problems
from services.kit.copying import replace
from services.kit.errors import Violation
from services.kit.texts import line_problems, required

LONGEST = 5000


class Kind(StrEnum):
    MISHAP = "MISHAP"
    CHANGE = "CHANGE"
    FUTURE = "FUTURE"


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfilmentNote:
    name: str
    deal: str = ""
    kind: Kind | None = None
    text: str = ""
    note_date: date | None = None
    obligation: str = ""
    creator: str = ""
    creator_display_name: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def tidy(self, today: date) -> "FulfilmentNote":
        return replace(self, text=self.text.strip(), note_date=self.note_date or today)

    def problems(self) -> Iterator[Violation]:
        if self.kind is None:
            yield required("kind")
        if not self.text:
            yield required("text")
        yield from line_problems("text", self.text, LONGEST)
        yield from day_problems("note_date", self.note_date)
