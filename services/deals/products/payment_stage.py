"""A schedule of payments: parts of an amount, and when each is paid (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.kit.errors import Violation
from services.kit.texts import many_problems, required

MOST_STAGES, MOST_DAYS, WHOLE = 20, 3650, 100


class Event(StrEnum):
    CONTRACT = "CONTRACT"
    INVOICE = "INVOICE"
    SHIPMENT = "SHIPMENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentStage:
    percent: int = 0
    event: Event | None = None
    days: int = 0


def schedule_problems(path: str, stages: Sequence[PaymentStage]) -> Iterator[Violation]:
    """None at all says nothing about it."""
    yield from many_problems(path, len(stages), MOST_STAGES)
    for at, stage in enumerate(stages):
        if stage.event is None:
            yield required(f"{path}[{at}].event")
        if not 1 <= stage.percent <= WHOLE:
            yield Violation(f"{path}[{at}].percent", "NUMBER_OUT_OF_RANGE", f"From 1 to {WHOLE}.")
        if not -MOST_DAYS <= stage.days <= MOST_DAYS:
            text = f"At most {MOST_DAYS} days."
            yield Violation(f"{path}[{at}].days", "NUMBER_OUT_OF_RANGE", text)
    total = sum(each.percent for each in stages)
    if stages and total != WHOLE:
        text = f"The parts are {total} % together: make them {WHOLE} %."
        yield Violation(path, "SCHEDULE_NOT_WHOLE", text)
