"""Where deals are lost, for what, by whom and when (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.deals.reports.sums import Amounts, add

PER_MILLE = 1000
MOST_ROWS = 100


@dataclass(slots=True)
class Lost:
    """Lost deals that have something in common."""

    key: str = ""
    count: int = 0
    amounts: Amounts = field(default_factory=dict[str, int])

    def share(self, of: "Lost") -> int:
        return self.count * PER_MILLE // of.count if of.count else 0


def whole(rows: Iterable[Mapping[str, Any]]) -> Lost:
    lost = Lost()
    for row in rows:
        _add(lost, row)
    return lost


def lost_by(key: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, Lost]:
    found: dict[str, Lost] = {}
    for row in rows:
        _add(found.setdefault(row[key], Lost(row[key])), row)
    return found


def largest(found: Mapping[str, Lost]) -> list[Lost]:
    return sorted(found.values(), key=lambda each: (-each.count, each.key))[:MOST_ROWS]


def _add(lost: Lost, row: Mapping[str, Any]) -> None:
    lost.count += row["count"]
    add(lost.amounts, row["currency"], row["amount"])
