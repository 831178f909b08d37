"""Products, and kinds of prices that they have (pure)."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from services.deals import amounts
from services.deals.products.line import LONGEST_TITLE, unit_problems
from services.deals.products.vat import VatKind
from services.kit.copying import replace
from services.kit.errors import AlreadyExists, Violation
from services.kit.money import Money
from services.kit.texts import (
    LONGEST_TEXT,
    LONGEST_TOPIC,
    line,
    line_problems,
    many_problems,
    required,
)

MOST_PRICES, LAST_POSITION = 50, 10_000
PIECES = "796"
_NAMESPACE = uuid.UUID("2b9a4f6e-7b0a-4d4f-8f43-0d7d6a1a3c55")
# (words, whether VAT is in the prices)
_PRICE_LISTS = ((("Розничные цены", "Retail prices"), True), (("Оптовые цены", "Wholesale"), True))


class ProductCodeTaken(AlreadyExists):
    reason = "PRODUCT_CODE_TAKEN"


class Kind(StrEnum):
    GOODS = "GOODS"
    SERVICE = "SERVICE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    price_list: str = ""
    amount: Money | None = None
    from_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    name: str
    display_name: str
    code: str = ""
    kind: Kind | None = None
    unit: str = ""
    vat: VatKind | None = None
    prices: tuple[Price, ...] = ()
    description: str = ""
    archived: bool = False
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def tidy(self) -> "Product":
        prices = tuple(replace(each, amount=amounts.tidy(each.amount)) for each in self.prices)
        return replace(
            self,
            display_name=line(self.display_name),
            code=line(self.code),
            kind=self.kind or Kind.GOODS,
            unit=line(self.unit) or PIECES,
            vat=self.vat or VatKind.GENERAL,
            prices=prices,
            description=self.description.strip(),
        )

    def problems(self, before: "Product | None", /) -> Iterator[Violation]:  # noqa: ARG002
        if not self.display_name:
            yield required("display_name")
        yield from line_problems("display_name", self.display_name, LONGEST_TITLE)
        yield from line_problems("code", self.code, LONGEST_TOPIC)
        yield from line_problems("description", self.description, LONGEST_TEXT)
        yield from unit_problems("unit", self.unit)
        yield from many_problems("prices", len(self.prices), MOST_PRICES)
        seen: set[tuple[str, date | None]] = set()
        for at, price in enumerate(self.prices):
            yield from amounts.problems(f"prices[{at}].amount", price.amount)
            key = (price.price_list, price.from_date)
            if key in seen:
                text = "There is a price of this kind from this day on already."
                yield Violation(f"prices[{at}].from_date", "PRICE_TWICE", text)
            seen.add(key)

    def price_problems(self, lists: Mapping[str, "PriceList"]) -> Iterator[Violation]:
        """What only the kinds of prices can tell."""
        for at, price in enumerate(self.prices):
            of = lists.get(price.price_list)
            if of is None:
                text = f"There is no {price.price_list}: choose another one."
                yield Violation(f"prices[{at}].price_list", "PRICE_LIST_UNKNOWN", text)
            elif price.amount and price.amount.currency != of.currency:
                text = f"Prices of this kind are in {of.currency}."
                yield Violation(f"prices[{at}].amount", "CURRENCY_MIXED", text)

    def price(self, price_list: str, day: date) -> Money | None:
        """What it costs on a day: the price that began last."""
        begun = [
            each
            for each in self.prices
            if each.price_list == price_list and (each.from_date or date.min) <= day
        ]
        last = max(begun, key=lambda each: each.from_date or date.min, default=None)
        return last.amount if last else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList:
    name: str
    display_name: str
    currency: str = ""
    vat_included: bool = False
    position: int = 0
    archived: bool = False
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def tidy(self) -> "PriceList":
        currency = line(self.currency).upper() or amounts.ROUBLES
        return replace(self, display_name=line(self.display_name), currency=currency)

    def problems(self, before: "PriceList | None", /) -> Iterator[Violation]:
        if not self.display_name:
            yield required("display_name")
        yield from line_problems("display_name", self.display_name, LONGEST_TOPIC)
        yield from amounts.problems("currency", Money(Decimal(0), self.currency))
        if before and self.currency != before.currency:
            # Prices in it would be of another one.
            text = "A kind of prices keeps its currency: make another one."
            yield Violation("currency", "FIELD_IMMUTABLE", text)
        if not 0 <= self.position <= LAST_POSITION:
            text = f"From 0 to {LAST_POSITION}."
            yield Violation("position", "NUMBER_OUT_OF_RANGE", text)


def built_in_price_lists(tenant: str, language: str) -> Iterator[PriceList]:
    """Named after the tenant, so that whoever gives them twice gives them once."""
    for at, (words, included) in enumerate(_PRICE_LISTS):
        yield PriceList(
            name=f"priceLists/{uuid.uuid5(_NAMESPACE, f'{tenant}|{at}')}",
            display_name=words[0 if language == "ru" else 1],
            currency=amounts.ROUBLES,
            vat_included=included,
            position=at,
        )
