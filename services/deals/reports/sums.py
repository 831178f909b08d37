"""Sums by currency, in minor units (pure)."""

Amounts = dict[str, int]


def add(amounts: Amounts, currency: str, more: int) -> None:
    if currency and more:
        amounts[currency] = amounts.get(currency, 0) + more
