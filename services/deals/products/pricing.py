"""Lines become prices, discounts, VAT and totals (pure).

Each line is rounded to kopecks by itself, half up, and totals are sums of the lines: so they add up
on paper.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from services.deals import amounts
from services.deals.products.line import DealLine
from services.deals.products.product import PriceList, Product
from services.deals.products.vat import RUSSIAN, VatKind, VatRate, cents, rate
from services.kit.copying import replace
from services.kit.errors import Violation
from services.kit.money import Money

MANUAL, PRICE_LIST, AGREEMENT, LOYALTY = "MANUAL", "PRICE_LIST", "AGREEMENT", "LOYALTY"
_NOTHING = Decimal(0)


class Cost(NamedTuple):
    """A price, and where it comes from."""

    price: Money
    source: str


class Discount(NamedTuple):
    """In percent, and where it comes from."""

    percent: Decimal
    source: str


NO_DISCOUNT = Discount(_NOTHING, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """All that the prices of lines depend on beside the lines."""

    # VAT is that of this day, and so are prices of lists.
    day: date
    # By name.
    products: Mapping[str, Product] = field(default_factory=dict[str, Product])
    price_list: PriceList | None = None
    rates: Sequence[VatRate] = RUSSIAN
    # By product, what was agreed on.
    agreed_prices: Mapping[str, Money] = field(default_factory=dict[str, Money])
    agreed_discounts: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    # Of every line that has none of its own.
    discount: Discount = NO_DISCOUNT

    @property
    def vat_included(self) -> bool:
        """Prices that somebody types are what the client pays."""
        return self.price_list is None or self.price_list.vat_included


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    lines: tuple[DealLine, ...] = ()
    net_total: Money | None = None
    vat_total: Money | None = None
    gross_total: Money | None = None


NO_LINES = Priced()


def priced(lines: Sequence[DealLine], prices: Prices) -> Priced:
    """Of lines without problems."""
    done = tuple(_priced(each, prices) for each in lines)
    if not done:
        return NO_LINES
    return Priced(
        lines=done,
        net_total=_total([each.net for each in done]),
        vat_total=_total([each.vat_amount for each in done]),
        gross_total=_total([each.gross for each in done]),
    )


def problems(path: str, lines: Sequence[DealLine], prices: Prices) -> Iterator[Violation]:
    """Why tidy lines, each of them in order by itself, cannot be priced."""
    currencies: set[str] = set()
    total = _NOTHING
    for at, each in enumerate(lines):
        where = f"{path}[{at}]"
        if each.product and each.product not in prices.products:
            text = f"There is no {each.product}: choose another one."
            yield Violation(f"{where}.product", "PRODUCT_UNKNOWN", text)
            continue
        if rate(_kind(each, prices), prices.day, prices.rates) is None:
            text = "No rate of this kind holds on that day: choose another one."
            yield Violation(f"{where}.vat", "VAT_RATE_MISSING", text)
        cost = _cost(each, prices)
        if cost is None:
            text = "It has no price of this kind on that day: enter one."
            yield Violation(f"{where}.price", "PRICE_MISSING", text)
            continue
        total += cost.price.amount * Decimal(each.quantity)
        currencies.add(cost.price.currency)
        if len(currencies) > 1:
            text = "All lines of a deal are in one currency."
            yield Violation(f"{where}.price", "CURRENCY_MIXED", text)
    if total > amounts.LARGEST:
        yield Violation(path, "NUMBER_OUT_OF_RANGE", f"At most {amounts.LARGEST:,} together.")


def _priced(line: DealLine, prices: Prices) -> DealLine:
    product = prices.products.get(line.product)
    kind = _kind(line, prices)
    vat = rate(kind, prices.day, prices.rates)
    cost, discount = _cost(line, prices), _discount(line, prices)
    if vat is None or cost is None:
        raise ValueError("A line with problems cannot be priced")
    price, percent = cost.price, discount.percent
    amount = cents(price.amount * Decimal(line.quantity) * (100 - percent) / 100)
    tax = vat.of(amount, included=prices.vat_included)
    # Of what is calculated out of a sum the tax is within it anyway.
    within = prices.vat_included or bool(vat.base)
    net, gross = (amount - tax, amount) if within else (amount, amount + tax)
    return replace(
        line,
        display_name=line.display_name or (product.display_name if product else ""),
        unit=line.unit or (product.unit if product else ""),
        vat=kind,
        vat_code=vat.code,
        net=Money(net, price.currency),
        vat_amount=Money(tax, price.currency),
        gross=Money(gross, price.currency),
        price_source=cost.source,
        discount_source=discount.source,
        applied_discount_percent=f"{percent.normalize():f}",
        applied_price=price,
    )


def _kind(line: DealLine, prices: Prices) -> VatKind:
    product = prices.products.get(line.product)
    return line.vat or (product.vat if product else None) or VatKind.GENERAL


def _cost(line: DealLine, prices: Prices) -> Cost | None:
    if line.price is not None:
        return Cost(line.price, MANUAL)
    if agreed := prices.agreed_prices.get(line.product):
        return Cost(agreed, AGREEMENT)
    product = prices.products.get(line.product)
    if product is None or prices.price_list is None:
        return None
    listed = product.price(prices.price_list.name, prices.day)
    return Cost(listed, PRICE_LIST) if listed else None


def _discount(line: DealLine, prices: Prices) -> Discount:
    if line.discount_percent:
        return Discount(Decimal(line.discount_percent), MANUAL)
    if line.product in prices.agreed_discounts:
        return Discount(prices.agreed_discounts[line.product], AGREEMENT)
    return prices.discount


def _total(parts: Sequence[Money | None]) -> Money:
    given = [each for each in parts if each]
    return Money(sum((each.amount for each in given), Decimal("0.00")), given[0].currency)
