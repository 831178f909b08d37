"""A fact: what another service states about a deal (pure)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FactKind(StrEnum):
    WORK = "WORK"
    DOCUMENT = "DOCUMENT"
    PAYMENT = "PAYMENT"


class FactState(StrEnum):
    OPEN = "OPEN"
    PLUS = "PLUS"
    MINUS = "MINUS"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """`name` is made of the subject and the reference; `version` is the reference's."""

    name: str
    subject: str
    reference: str
    kind: FactKind | None = None
    key: str = ""
    state: FactState | None = None
    display_name: str = ""
    due_time: datetime | None = None
    time: datetime | None = None
    plan: str = ""
    version: int = 0


def name_of(subject: str, reference: str) -> str:
    return f"{subject}|{reference}"
