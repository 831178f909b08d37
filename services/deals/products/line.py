"""A line of a deal: what is sold, how much of it, and what it comes to (pure)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from services.deals import amounts
from services.deals.products.vat import VatKind
from services.kit.copying import replace
from services.kit.errors import Violation
from services.kit.money import Money
from services.kit.texts import line, line_problems

LONGEST_TITLE, MOST_LINES = 250, 200
_LARGEST_QUANTITY, _MOST_EXTRA = Decimal(10) ** 9, Decimal(1000)
_QUANTITY = re.compile(r"\d{1,10}(\.\d{1,3})?", re.ASCII)
_PERCENT = re.compile(r"-?\d{1,4}(\.\d{1,2})?", re.ASCII)
# The classifier of units [ОКЕИ] numbers them.
_UNIT = re.compile(r"\d{3,4}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class DealLine:
    product: str = ""
    display_name: str = ""
    unit: str = ""
    quantity: str = ""
    price: Money | None = None
    discount_percent: str = ""
    vat: VatKind | None = None
    # What came of it.
    vat_code: str = ""
    net: Money | None = None
    vat_amount: Money | None = None
    gross: Money | None = None
    price_source: str = ""
    discount_source: str = ""
    applied_discount_percent: str = ""
    applied_price: Money | None = None

    @property
    def asked(self) -> "DealLine":
        """Without what came of it."""
        return DealLine(
            product=self.product,
            display_name=self.display_name,
            unit=self.unit,
            quantity=self.quantity,
            price=self.price,
            discount_percent=self.discount_percent,
            vat=self.vat,
        )

    def tidy(self) -> "DealLine":
        return replace(
            self,
            display_name=line(self.display_name),
            unit=line(self.unit),
            quantity=number(self.quantity),
            discount_percent=number(self.discount_percent),
            price=amounts.tidy(self.price),
        )

    def problems(self, path: str) -> Iterator[Violation]:
        if not self.display_name and not self.product:
            text = "Name what is sold: a product, or in words."
            yield Violation(f"{path}.display_name", "FIELD_REQUIRED", text)
        yield from line_problems(f"{path}.display_name", self.display_name, LONGEST_TITLE)
        if self.unit:
            yield from unit_problems(f"{path}.unit", self.unit)
        yield from _quantity_problems(f"{path}.quantity", self.quantity)
        yield from amounts.problems(f"{path}.price", self.price)
        if self.discount_percent:
            yield from percent_problems(f"{path}.discount_percent", self.discount_percent)


def number(text: str) -> str:
    """1 234,5 -> 1234.5"""
    return "".join(text.split()).replace(",", ".")


def unit_problems(path: str, code: str) -> Iterator[Violation]:
    if not _UNIT.fullmatch(code):
        yield Violation(path, "UNIT_FORMAT", "A code of the classifier of units, such as 796.")


def percent_problems(path: str, text: str) -> Iterator[Violation]:
    """Below 0 it is an extra charge."""
    if not _PERCENT.fullmatch(text):
        yield Violation(path, "DECIMAL_FORMAT", "A number such as 7.5.")
    elif not -_MOST_EXTRA <= Decimal(text) <= 100:
        yield Violation(path, "NUMBER_OUT_OF_RANGE", f"From -{_MOST_EXTRA} to 100.")


def _quantity_problems(path: str, text: str) -> Iterator[Violation]:
    if not text:
        yield Violation(path, "FIELD_REQUIRED", "Say how much of it.")
    elif not _QUANTITY.fullmatch(text):
        yield Violation(path, "DECIMAL_FORMAT", "A number such as 2 or 0.125.")
    elif not 0 < Decimal(text) <= _LARGEST_QUANTITY:
        yield Violation(path, "NUMBER_OUT_OF_RANGE", f"Above 0, at most {_LARGEST_QUANTITY:,}.")
