"""An order to a supplier [заказ поставщику]: what is bought for a deal (pure)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from services.deals import amounts
from services.deals.fulfilments.days import day_problems
from services.deals.products.line import MOST_LINES, DealLine
from services.deals.products.product import Product
from services.deals.products.vat import cents
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition, Violation
from services.kit.money import Money
from services.kit.texts import (
    LONGEST_TEXT,
    LONGEST_TOPIC,
    line,
    line_problems,
    many_problems,
    required,
)


class SupplierOrderPlaced(FailedPrecondition):
    """What a supplier knows of is cancelled, not deleted."""

    reason = "SUPPLIER_ORDER_PLACED"


class State(StrEnum):
    DRAFT = "DRAFT"
    PLACED = "PLACED"
    RECEIVED = "RECEIVED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierOrderLine:
    product: str = ""
    display_name: str = ""
    unit: str = ""
    quantity: str = ""
    price: Money | None = None
    amount: Money | None = None

    @property
    def asked(self) -> DealLine:
        """What it shares with a line of a deal."""
        return DealLine(
            product=self.product,
            display_name=self.display_name,
            unit=self.unit,
            quantity=self.quantity,
            price=self.price,
        )

    def tidy(self) -> "SupplierOrderLine":
        told = self.asked.tidy()
        return replace(
            self,
            display_name=told.display_name,
            unit=told.unit,
            quantity=told.quantity,
            price=told.price,
            amount=None,
        )

    def problems(self, path: str) -> Iterator[Violation]:
        yield from self.asked.problems(path)
        if self.price is None:
            yield Violation(f"{path}.price", "FIELD_REQUIRED", "Say what one of it costs.")

    def priced(self, product: Product | None) -> "SupplierOrderLine":
        """Of a line without problems."""
        price = self.price or Money(Decimal(0), amounts.ROUBLES)
        return replace(
            self,
            display_name=self.display_name or (product.display_name if product else ""),
            unit=self.unit or (product.unit if product else ""),
            amount=Money(cents(price.amount * Decimal(self.quantity)), price.currency),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierOrder:
    name: str
    deal: str = ""
    supplier: str = ""
    supplier_display_name: str = ""
    number: str = ""
    state: State | None = None
    order_date: date | None = None
    expected_date: date | None = None
    received_date: date | None = None
    lines: tuple[SupplierOrderLine, ...] = ()
    total: Money | None = None
    comment: str = ""
    responsible: str = ""
    creator: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    @property
    def due(self) -> date | None:
        """The day on which the goods are waited for, while they are."""
        return self.expected_date if self.state is State.PLACED else None

    def tidy(self, today: date) -> "SupplierOrder":
        state = self.state or State.DRAFT
        placed = None if state is State.DRAFT else self.order_date or today
        came = self.received_date or today if state is State.RECEIVED else None
        return replace(
            self,
            number=line(self.number),
            state=state,
            order_date=self.order_date if state is State.CANCELLED else placed,
            received_date=came,
            lines=tuple(each.tidy() for each in self.lines),
            comment=self.comment.strip(),
        )

    def problems(self) -> Iterator[Violation]:
        if not self.supplier:
            yield required("supplier")
        yield from line_problems("number", self.number, LONGEST_TOPIC)
        yield from line_problems("comment", self.comment, LONGEST_TEXT)
        for field in ("order_date", "expected_date", "received_date"):
            yield from day_problems(field, getattr(self, field))
        yield from many_problems("lines", len(self.lines), MOST_LINES)
        currencies: set[str] = set()
        for at, each in enumerate(self.lines):
            yield from each.problems(f"lines[{at}]")
            currencies |= {each.price.currency} if each.price else set()
            if len(currencies) > 1:
                text = "All lines of an order are in one currency."
                yield Violation(f"lines[{at}].price", "CURRENCY_MIXED", text)

    def sum_problems(self, products: Mapping[str, Product]) -> Iterator[Violation]:
        """Of one whose lines have no problems by themselves."""
        total = Decimal(0)
        for at, each in enumerate(self.lines):
            total += each.price.amount * Decimal(each.quantity) if each.price else 0
            if each.product and each.product not in products:
                text = f"There is no {each.product}: choose another one."
                yield Violation(f"lines[{at}].product", "PRODUCT_UNKNOWN", text)
        if total > amounts.LARGEST:
            yield Violation(
                "lines", "NUMBER_OUT_OF_RANGE", f"At most {amounts.LARGEST:,} together."
            )

    def priced(self, products: Mapping[str, Product]) -> "SupplierOrder":
        """Of one without problems."""
        lines = tuple(each.priced(products.get(each.product)) for each in self.lines)
        sums = [each.amount for each in lines if each.amount]
        total = (
            Money(sum((s.amount for s in sums), Decimal("0.00")), sums[0].currency)
            if sums
            else None
        )
        return replace(self, lines=lines, total=total)

    def require_draft(self) -> None:
        if self.state is not State.DRAFT:
            text = f"{self.name} is {self.state}: cancel it"
            raise SupplierOrderPlaced(text, name=self.name, state=self.state or "")
