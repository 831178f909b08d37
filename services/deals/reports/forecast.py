"""What open deals are expected to bring, month by month (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.deals.reports.sums import Amounts, add

# How a month is written that there is none of: it comes last.
NO_MONTH = "9999"


@dataclass(slots=True)
class Month:
    """`month`: YYYY-MM; empty for deals without a date."""

    month: str
    count: int = 0
    amounts: Amounts = field(default_factory=dict[str, int])
    weighted: Amounts = field(default_factory=dict[str, int])
    won: Amounts = field(default_factory=dict[str, int])


def forecast(
    expected: Iterable[Mapping[str, Any]], won: Iterable[Mapping[str, Any]]
) -> list[Month]:
    """Rows of (month, currency): of open deals by when they are expected, of won ones by when they
    were."""
    months: dict[str, Month] = {}
    for row in expected:
        month = _of(months, row["month"])
        month.count += row["count"]
        add(month.amounts, row["currency"], row["amount"])
        add(month.weighted, row["currency"], row["weighted"])
    for row in won:
        add(_of(months, row["month"]).won, row["currency"], row["amount"])
    return [months[key] for key in sorted(months)]


def _of(months: dict[str, Month], key: str) -> Month:
    return months.setdefault(key, Month("" if key == NO_MONTH else key))
