"""What a tenant chooses from for its leads: statuses of open ones, reasons why something comes to
nothing (pure)."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.kit.copying import replace
from services.kit.entries import COLORS, color_problems, entry_problems
from services.kit.errors import Violation
from services.kit.texts import line

_NAMESPACE = uuid.UUID("0c8f1c66-54a5-4a35-9a5c-0a5f3f3d7a11")
_STATUSES = (
    (("Новый", "New"), "blue"),
    (("В работе", "In work"), "teal"),
    (("Ожидает", "Waiting"), "gray"),
)


class Applies(StrEnum):
    BOTH = "BOTH"
    LEADS = "LEADS"
    DEALS = "DEALS"


# (words, what it may be said of, whether a comment must go with it)
_REASONS = (
    (("Дорого", "Too expensive"), Applies.BOTH, False),
    (("Выбрали конкурента", "Chose a competitor"), Applies.BOTH, False),
    (("Нет потребности", "No need"), Applies.BOTH, False),
    (("Не дозвонились", "Could not be reached"), Applies.LEADS, False),
    (("Спам", "Spam"), Applies.LEADS, False),
    (("Другое", "Other"), Applies.BOTH, True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadStatus:
    name: str
    display_name: str
    position: int = 0
    color: str = ""
    archived: bool = False
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def tidy(self) -> "LeadStatus":
        return replace(self, display_name=line(self.display_name), color=self.color or COLORS[0])

    def problems(self, before: "LeadStatus | None", /) -> Iterator[Violation]:  # noqa: ARG002
        yield from entry_problems(self.display_name, self.position)
        yield from color_problems(self.color)


@dataclass(frozen=True, slots=True, kw_only=True)
class LossReason:
    name: str
    display_name: str
    position: int = 0
    applies: Applies | None = None
    comment_required: bool = False
    archived: bool = False
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    @property
    def of_leads(self) -> bool:
        return self.applies is not Applies.DEALS

    @property
    def of_deals(self) -> bool:
        return self.applies is not Applies.LEADS

    def tidy(self) -> "LossReason":
        applies = self.applies or Applies.BOTH
        return replace(self, display_name=line(self.display_name), applies=applies)

    def problems(self, before: "LossReason | None", /) -> Iterator[Violation]:  # noqa: ARG002
        yield from entry_problems(self.display_name, self.position)


def built_in_statuses(tenant: str, language: str) -> Iterator[LeadStatus]:
    """Named after the tenant, so that whoever gives them twice gives them once."""
    spoken = 0 if language == "ru" else 1
    for at, (words, color) in enumerate(_STATUSES):
        name = f"leadStatuses/{uuid.uuid5(_NAMESPACE, f'{tenant}|status|{at}')}"
        yield LeadStatus(name=name, display_name=words[spoken], position=at, color=color)


def built_in_reasons(tenant: str, language: str) -> Iterator[LossReason]:
    spoken = 0 if language == "ru" else 1
    for at, (words, applies, comment_required) in enumerate(_REASONS):
        yield LossReason(
            name=f"lossReasons/{uuid.uuid5(_NAMESPACE, f'{tenant}|reason|{at}')}",
            display_name=words[spoken],
            position=at,
            applies=applies,
            comment_required=comment_required,
        )
