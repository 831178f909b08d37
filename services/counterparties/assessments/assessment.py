"""What somebody thinks of one side of a client (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from services.kit.errors import PermissionDenied, Violation
from services.kit.texts import LONGEST_TEXT, date_problems, line_problems, required

BEST = 5


class NotTheAssessor(PermissionDenied):
    """An assessment is its author's: nobody else changes it."""

    reason = "NOT_THE_AUTHOR"


class Aspect(StrEnum):
    OFFER_REACTION = "OFFER_REACTION"
    SERVICE_SATISFACTION = "SERVICE_SATISFACTION"
    OBLIGATIONS = "OBLIGATIONS"
    PREFERENCES_CHANGE = "PREFERENCES_CHANGE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    name: str
    counterparty: str
    aspect: Aspect
    score: int = 0
    comment: str = ""
    assessment_date: date | None = None
    author: str = ""
    author_display_name: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def tidy(self, today: date) -> "Assessment":
        return replace(
            self, comment=self.comment.strip(), assessment_date=self.assessment_date or today
        )

    def problems(self, today: date) -> Iterator[Violation]:
        if not 0 <= self.score <= BEST:
            yield Violation("score", "SCORE_OUT_OF_RANGE", "From 1 (bad) to 5 (very good).")
        if not self.score and self.aspect is not Aspect.PREFERENCES_CHANGE:
            yield required("score")
        if not self.score and not self.comment:
            # Neither a mark nor a word says nothing.
            yield required("comment")
        yield from line_problems("comment", self.comment, LONGEST_TEXT)
        yield from date_problems("assessment_date", self.assessment_date, today)

    def require_author(self, user: str) -> None:
        if self.author != user:
            raise NotTheAssessor(f"{self.name} is someone else's", author=self.author)
