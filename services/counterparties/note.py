"""Something worth remembering about a counterparty (pure)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.kit.errors import PermissionDenied, Violation
from services.kit.texts import LONGEST_TEXT, line_problems, required


class NotTheAuthor(PermissionDenied):
    """A note is its author's word: nobody else changes it."""

    reason = "NOT_THE_AUTHOR"


class NoteKind(StrEnum):
    """What it says of the relationship; a plain note has none."""

    MISUNDERSTANDING = "MISUNDERSTANDING"
    POSITIVE_MOMENT = "POSITIVE_MOMENT"
    COMMON_ACQUAINTANCE = "COMMON_ACQUAINTANCE"
    RECOMMENDATION = "RECOMMENDATION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    name: str
    counterparty: str
    text: str
    author: str = ""
    author_display_name: str = ""
    pinned: bool = False
    kind: NoteKind | None = None
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def problems(self) -> list[Violation]:
        if not self.text.strip():
            return [required("text")]
        return [*line_problems("text", self.text, LONGEST_TEXT)]

    def require_author(self, user: str) -> None:
        if self.author != user:
            raise NotTheAuthor(f"{self.name} was written by someone else", author=self.author)
