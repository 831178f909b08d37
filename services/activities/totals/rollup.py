"""What a change of a work adds to the sums of all works above it (pure).

A counter in the head's work would make every two managers who close his works wait for one another.
So each change adds rows to a ledger, in its own transaction, and rows are added up when asked for.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from services.activities.sign import Sign
from services.activities.work import State, Work


class Bucket(StrEnum):
    OPEN = "OPEN"
    # Open, and told of since it is overdue: its `overdue_time` is set.
    OVERDUE = "OVERDUE"
    PLUS = "PLUS"
    MINUS = "MINUS"
    CANCELLED = "CANCELLED"


class Cell(NamedTuple):
    """Works below a node that stand alike."""

    node: str
    bucket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A row of the ledger."""

    node: str
    bucket: str
    count: int = 0

    @property
    def cell(self) -> Cell:
        return Cell(self.node, self.bucket)


def rows(pairs: Iterable[tuple[Work | None, Work | None]]) -> list[Total]:
    """What must be added when each one becomes the other; None: it is not there."""
    sums: Counter[Cell] = Counter()
    for before, after in pairs:
        sums.subtract(_cells(before))
        sums.update(_cells(after))
    return [Total(node=cell.node, bucket=cell.bucket, count=n) for cell, n in sums.items() if n]


def bucket(work: Work) -> Bucket | None:
    """None of what lies in the recycle bin."""
    match work.state:
        case State.OPEN:
            return Bucket.OVERDUE if work.overdue_time else Bucket.OPEN
        case State.DONE:
            return Bucket.PLUS if work.sign is Sign.PLUS else Bucket.MINUS
        case State.CANCELLED:
            return Bucket.CANCELLED
        case State.DELETED:
            return None


def _cells(work: Work | None) -> Sequence[Cell]:
    found = bucket(work) if work is not None and work.ancestors else None
    if work is None or found is None:
        return ()
    nodes = [*work.ancestors]
    if work.campaign_step:
        nodes.append(step_node(work.campaign, work.campaign_step))
    return [Cell(node, found.value) for node in nodes]


def step_node(campaign: str, step: str) -> str:
    """Of a campaign each step is added up by itself, too."""
    return f"{campaign}|{step}"
