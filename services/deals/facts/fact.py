"""A fact: what another service states about a deal (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.deals.deal import Deal, NextWork
from services.deals.funnels.funnel import Stage

# Works that are planned here and that nobody keeps yet.
PLANS = "plans/"


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


def planned(deal: Deal, stage: Stage | None, entry: str, now: datetime) -> list[Fact]:
    """The works of a stage, for a deal that comes into it; `entry` names this coming for ever."""
    return [
        Fact(
            name=name_of(deal.name, PLANS + plan),
            subject=deal.name,
            reference=PLANS + plan,
            kind=FactKind.WORK,
            key=work.key,
            state=FactState.OPEN,
            display_name=work.display_name,
            due_time=now + timedelta(days=work.due_days),
            time=now,
            plan=plan,
        )
        for work in (stage.works if stage else ())
        for plan in (f"{entry}-{work.id}",)
    ]


def next_work(facts: Iterable[Fact]) -> NextWork | None:
    """The open work that is due first; one without a day comes last."""
    works = [f for f in facts if f.kind is FactKind.WORK and f.state is FactState.OPEN]
    if not works:
        return None
    first = min(works, key=lambda f: (f.due_time is None, f.due_time, f.reference))
    return NextWork(
        # Of one that nobody keeps yet there is nothing to open.
        reference="" if first.reference.startswith(PLANS) else first.reference,
        display_name=first.display_name,
        key=first.key,
        due_time=first.due_time,
    )
