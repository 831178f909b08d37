"""Terms of a sale: what may be agreed on, and how one agreement differs from another (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from services.deals import amounts
from services.deals.products.line import number, percent_problems
from services.deals.products.payment_stage import PaymentStage, schedule_problems
from services.kit.copying import replace
from services.kit.errors import Violation
from services.kit.money import Money
from services.kit.texts import LONGEST_LINE, line, line_problems, many_problems

MOST_ITEMS, LONGEST_DELIVERY = 500, 3650
_PERCENTS = ("discount_percent", "max_discount_percent")
_AMOUNTS = ("min_amount", "credit_limit")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTerm:
    product: str = ""
    price: Money | None = None
    discount_percent: str = ""

    def tidy(self) -> "ItemTerm":
        percent = number(self.discount_percent)
        return replace(self, price=amounts.tidy(self.price), discount_percent=percent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is unset is not limited."""

    price_list: str = ""
    payment_schedule: tuple[PaymentStage, ...] = ()
    payment_order: str = ""
    delivery_days: int = 0
    discount_percent: str = ""
    max_discount_percent: str = ""
    items: tuple[ItemTerm, ...] = ()
    min_amount: Money | None = None
    credit_limit: Money | None = None
    contract_required: bool = False

    def tidy(self) -> "Terms":
        return replace(
            self,
            payment_order=line(self.payment_order),
            discount_percent=number(self.discount_percent),
            max_discount_percent=number(self.max_discount_percent),
            items=tuple(each.tidy() for each in self.items),
            min_amount=amounts.tidy(self.min_amount),
            credit_limit=amounts.tidy(self.credit_limit),
        )

    def problems(self, path: str) -> Iterator[Violation]:
        yield from schedule_problems(f"{path}.payment_schedule", self.payment_schedule)
        yield from line_problems(f"{path}.payment_order", self.payment_order, LONGEST_LINE)
        if not 0 <= self.delivery_days <= LONGEST_DELIVERY:
            text = f"From 0 to {LONGEST_DELIVERY}."
            yield Violation(f"{path}.delivery_days", "NUMBER_OUT_OF_RANGE", text)
        for field in _PERCENTS:
            if percent := getattr(self, field):
                yield from percent_problems(f"{path}.{field}", percent)
        for field in _AMOUNTS:
            yield from amounts.problems(f"{path}.{field}", getattr(self, field))
        yield from many_problems(f"{path}.items", len(self.items), MOST_ITEMS)
        yield from self._item_problems(f"{path}.items")

    def item(self, product: str) -> ItemTerm | None:
        return next((each for each in self.items if each.product == product), None)

    def _item_problems(self, path: str) -> Iterator[Violation]:
        seen: set[str] = set()
        for at, item in enumerate(self.items):
            if not item.product.startswith("products/") or item.product in seen:
                text = f"There is no {item.product!r}, or it is named already."
                yield Violation(f"{path}[{at}].product", "PRODUCT_UNKNOWN", text)
            seen.add(item.product)
            yield from amounts.problems(f"{path}[{at}].price", item.price)
            if item.discount_percent:
                yield from percent_problems(f"{path}[{at}].discount_percent", item.discount_percent)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermDifference:
    field: str
    standard_value: str = ""
    value: str = ""


NO_TERMS = Terms()


def filled(own: Terms, standard: Terms) -> Terms:
    """What an individual agreement does not say is as in its standard one."""
    unsaid = {
        field.name: getattr(standard, field.name)
        for field in fields(Terms)
        if not getattr(own, field.name)
    }
    return replace(own, **unsaid)


def differences(standard: Terms, own: Terms) -> Iterator[TermDifference]:
    """Field by field; prices and discounts of products one by one."""
    for field in fields(Terms):
        if field.name == "items":
            continue
        there, here = getattr(standard, field.name), getattr(own, field.name)
        if there != here:
            values = {"standard_value": text(there), "value": text(here)}
            yield TermDifference(field=field.name, **values)
    products = dict.fromkeys(each.product for each in (*standard.items, *own.items))
    for product in products:
        there, here = standard.item(product), own.item(product)
        for field in ("price", "discount_percent"):
            was, now = text(getattr(there, field, "")), text(getattr(here, field, ""))
            if was != now:
                name = f"items[{product}].{field}"
                yield TermDifference(field=name, standard_value=was, value=now)


def text(value: Any) -> str:
    """As differences and violations show it: parts of a payment as percent:event:days."""
    match value:
        case Money():
            return f"{value.amount.quantize(amounts.CENT)} {value.currency}"
        case bool():
            return "yes" if value else ""
        case tuple():
            return ", ".join(_part(each) for each in _stages(value))
        case _:
            return str(value or "")


def _stages(value: Any) -> tuple[PaymentStage, ...]:
    return value


def _part(stage: PaymentStage) -> str:
    return f"{stage.percent}:{stage.event}:{stage.days}"
