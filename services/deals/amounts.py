"""Sums of money as deals keep them: at most two digits behind the point, added up in minor units
(pure)."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from services.kit.errors import Violation
from services.kit.money import Money

ROUBLES = "RUB"
CENT = Decimal("0.01")
# Sums of very many of these still fit Mongo's whole numbers.
LARGEST = Decimal(10) ** 12
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


def tidy(money: Money | None) -> Money | None:
    """Without a currency it is roubles."""
    return Money(money.amount, money.currency or ROUBLES) if money else None


def problems(path: str, money: Money | None) -> Iterator[Violation]:
    if money is None:
        return
    if money.amount < 0 or not _CURRENCY.fullmatch(money.currency):
        yield Violation(path, "MONEY_FORMAT", "0 or more, in a currency such as RUB.")
    elif money.amount != money.amount.quantize(CENT):
        yield Violation(path, "MONEY_PRECISION", "At most two digits behind the point.")
    elif money.amount > LARGEST:
        yield Violation(path, "NUMBER_OUT_OF_RANGE", f"At most {LARGEST:,}.")


def minor(money: Money | None) -> int:
    """1.20 RUB -> 120"""
    return int(money.amount.scaleb(2)) if money else 0


def of_minor(units: int, currency: str) -> Money:
    return Money(Decimal(units).scaleb(-2), currency)


def part(money: Money, percent: int) -> Money:
    share = (money.amount * percent / 100).quantize(CENT, ROUND_HALF_UP)
    return Money(share, money.currency)
