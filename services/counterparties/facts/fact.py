"""A work that is planned with a client, as the service that keeps works states it (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.counterparties.details import NextWork


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFact:
    """`name` is made of the client and the work; `version` is the work's."""

    name: str
    subject: str
    reference: str
    open: bool = False
    display_name: str = ""
    due_time: datetime | None = None
    version: int = 0


def name_of(subject: str, reference: str) -> str:
    return f"{subject}|{reference}"


def next_work(facts: Iterable[WorkFact]) -> NextWork | None:
    """The open one that is due first; one without a day comes last."""
    works = [fact for fact in facts if fact.open]
    if not works:
        return None
    first = min(works, key=lambda fact: (fact.due_time is None, fact.due_time, fact.reference))
    return NextWork(
        reference=first.reference, display_name=first.display_name, due_time=first.due_time
    )
