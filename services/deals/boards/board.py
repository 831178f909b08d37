"""What stands in the columns of a board (pure)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.deals.funnels.funnel import Funnel, Stage

PREFIX, DEFAULT = "boards/", "boards/default"


@dataclass(slots=True)
class Sums:
    """Of one column; by currency, in minor units."""

    count: int = 0
    amounts: dict[str, int] = field(default_factory=dict[str, int])
    weighted: dict[str, int] = field(default_factory=dict[str, int])


def funnel_of(board: str) -> str:
    """boards/x -> funnels/x; "": the default one."""
    return "" if board == DEFAULT else "funnels/" + board.removeprefix(PREFIX)


def name_of(funnel: str) -> str:
    return PREFIX + funnel.partition("/")[2]


def by_column(rows: Iterable[Mapping[str, Any]]) -> dict[str, Sums]:
    """Rows of (stage, currency)."""
    columns: defaultdict[str, Sums] = defaultdict(Sums)
    for row in rows:
        sums = columns[row["stage"]]
        sums.count += row["count"]
        if currency := row["currency"]:
            if row["amount"]:
                sums.amounts[currency] = row["amount"]
            if row["weighted"]:
                sums.weighted[currency] = row["weighted"]
    return columns


def stages_of(funnel: Funnel) -> tuple[Stage, ...]:
    """A funnel without process has one column without a name."""
    return funnel.stages or (Stage(),)
