"""Prices the lines of a sale with what the tenant has set up."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from services.deals.products import pricing, store
from services.deals.products.keeping import PRICE_LISTS, VAT_RATES
from services.deals.products.line import MOST_LINES, DealLine
from services.deals.products.pricing import Prices
from services.deals.products.product import PriceList, Product
from services.kit import clock
from services.kit.caller import Caller
from services.kit.errors import Violation
from services.kit.mongo import Db
from services.kit.texts import many_problems


def begin(db: Db, caller: Caller, values: Mapping[str, Any]) -> None:
    """What lines are priced with, should the tenant have nothing yet; outside of a transaction."""
    if values.get("lines"):
        PRICE_LISTS.begin(db, caller.language)
        VAT_RATES.begin(db, caller.language)


def today(caller: Caller) -> date:
    """Of the tenant: all its people date its papers alike."""
    return clock.now().astimezone(ZoneInfo(caller.tenant_time_zone)).date()


def known_prices(
    db: Db, caller: Caller, lines: Sequence[DealLine], price_list: str, day: date | None
) -> Prices:
    """What the lines may be made of on a day; on today if none is known."""
    return Prices(
        day=day or today(caller),
        products=_products(db, lines),
        price_list=found_list(db, caller, price_list),
        rates=tuple(VAT_RATES.recent(db, caller.language).values()),
    )


def problems(lines: Sequence[DealLine], price_list: str, prices: Prices) -> Iterator[Violation]:
    """Of tidy lines. What each has by itself comes first: a line with any cannot be priced."""
    if price_list and prices.price_list is None:
        text = f"There is no {price_list}: choose another one."
        yield Violation("price_list", "PRICE_LIST_UNKNOWN", text)
    own = [
        *many_problems("lines", len(lines), MOST_LINES),
        *(each for at, line in enumerate(lines) for each in line.problems(f"lines[{at}]")),
    ]
    yield from own or pricing.problems("lines", lines, prices)


def found_list(db: Db, caller: Caller, name: str) -> PriceList | None:
    return PRICE_LISTS.recent(db, caller.language).get(name) if name else None


def _products(db: Db, lines: Sequence[DealLine]) -> dict[str, Product]:
    named = dict.fromkeys(each.product for each in lines if each.product)
    return store.products(db, list(named)[: MOST_LINES + 1])
