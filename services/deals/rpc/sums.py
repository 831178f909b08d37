"""Sums on the wire."""

from collections.abc import Mapping

from google.type import money_pb2


def money(minor: int, currency: str) -> money_pb2.Money:
    """120, RUB -> 1.20 RUB"""
    units, cents = divmod(minor, 100)
    return money_pb2.Money(units=units, nanos=cents * 10_000_000, currency_code=currency)


def monies(amounts: Mapping[str, int]) -> list[money_pb2.Money]:
    """By currency, in minor units."""
    return [money(minor, currency) for currency, minor in sorted(amounts.items())]
