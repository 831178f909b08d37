"""How many deals came to each stage, are there, were lost there and went on (pure)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.deals.deal import State
from services.deals.reports.sums import Amounts, add

PER_MILLE = 1000


@dataclass(slots=True)
class StageRow:
    stage: str
    reached: int = 0
    open: int = 0
    lost: int = 0
    amounts: Amounts = field(default_factory=dict[str, int])
    weighted: Amounts = field(default_factory=dict[str, int])

    @property
    def conversion(self) -> int:
        """That came further, of those that reached it."""
        further = self.reached - self.open - self.lost
        return further * PER_MILLE // self.reached if self.reached else 0


@dataclass(slots=True)
class Report:
    """Of all managers, or of one."""

    stages: list[StageRow]
    open: int = 0
    won: int = 0
    lost: int = 0
    won_amounts: Amounts = field(default_factory=dict[str, int])

    @property
    def win_rate(self) -> int:
        closed = self.won + self.lost
        return self.won * PER_MILLE // closed if closed else 0


def reported(
    stages: Sequence[str], rows: Iterable[Mapping[str, Any]]
) -> tuple[Report, dict[str, Report]]:
    """In all, and by owner; rows of (state, stage, owner, currency).

    `stages`: in their order. A stage that is gone counts as the first one.
    """
    by_owner: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_owner[row["owner"]].append(row)
    everybody = [row for of_owner in by_owner.values() for row in of_owner]
    return _report(stages, everybody), {
        owner: _report(stages, of_owner)
        for owner, of_owner in by_owner.items()
        if any(row["count"] for row in of_owner)
    }


def _report(stages: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Report:
    report = Report([StageRow(stage) for stage in stages])
    places = {stage: at for at, stage in enumerate(stages)}
    for row in rows:
        _add(report, report.stages[places.get(row["stage"], 0)], row)
    reached = report.won
    for stage in reversed(report.stages):
        reached += stage.open + stage.lost
        stage.reached = reached
    return report


def _add(report: Report, stage: StageRow, row: Mapping[str, Any]) -> None:
    count, currency = row["count"], row["currency"]
    match State(row["state"]):
        case State.OPEN:
            report.open += count
            stage.open += count
            add(stage.amounts, currency, row["amount"])
            add(stage.weighted, currency, row["weighted"])
        case State.WON:
            report.won += count
            add(report.won_amounts, currency, row["amount"])
        case _:
            report.lost += count
            stage.lost += count
