"""Where products, kinds of prices and rates of VAT are kept, and how products are found."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bson.raw_bson import RawBSONDocument
from pymongo import IndexModel

from services.deals.products.product import PriceList, Product
from services.deals.products.vat import VatKind, VatRate
from services.kit import lists, paging
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page
from services.kit.plans import Plan, both
from services.kit.words import beginning, bounded, found_by, name_key, parse, word_keys, words

Document = dict[str, Any]
_BY_NAME = Order("name_key")
# Keys that exist for indexes only; nobody reads them.
_SHOWN: Document = {"search": 0, "text": 0, "code_key": 0}


def _product_keys(product: Product) -> Document:
    text = list(dict.fromkeys(words(f"{product.display_name} {product.code}")))
    code = name_key(product.code).replace(" ", "")
    return {
        "name_key": name_key(product.display_name),
        "code_key": code,
        "text": " ".join(text),
        "search": bounded([*word_keys(text), *([code] if code else [])]),
    }


PRODUCTS: Collection[Product] = Collection(
    "products",
    Product,
    indexes=[
        IndexModel([("name_key", 1), ("_id", 1)], name="name_key"),
        IndexModel([("search", 1)], name="search"),
        IndexModel(
            [("code_key", 1)],
            name="code",
            unique=True,
            partialFilterExpression={"code_key": {"$gt": ""}},
        ),
    ],
    derived=_product_keys,
)
_IN_ORDER = IndexModel([("position", 1), ("_id", 1)], name="position")
PRICE_LISTS: Collection[PriceList] = Collection("priceLists", PriceList, indexes=[_IN_ORDER])
RATES: Collection[VatRate] = Collection(
    "vatRates",
    VatRate,
    indexes=[_IN_ORDER],
    derived=lambda vat: {"position": vat.position},
)
ALL: tuple[Collection[Any], ...] = (PRODUCTS, PRICE_LISTS, RATES)


def products(db: Db, names: Sequence[str]) -> dict[str, Product]:
    if not names:
        return {}
    return {each.name: each for each in PRODUCTS.select(db, {"_id": {"$in": list(names)}})}


def products_page(
    db: Db, query: str, request: paging.Request, *, show_archived: bool
) -> Page[RawBSONDocument]:
    sought = parse(query)
    offered: Document = {} if show_archived else {"archived": False}
    where = both(offered, found_by(sought))
    plan = Plan(where, "name_key", _BY_NAME)
    if sought.first is not None:
        rare = Plan(where, "search", _BY_NAME)
        plan = Plan(where, "name_key", _BY_NAME, beginning(sought.first), rare)
    return lists.page(db, PRODUCTS, plan, request, _SHOWN)


def price_lists_page(db: Db, request: paging.Request) -> Page[PriceList]:
    return PRICE_LISTS.page(db, {}, request, Order("position"))


def rates_page(db: Db, day: date | None, request: paging.Request) -> Page[VatRate]:
    held = {} if day is None else _holding_on(day)
    return RATES.page(db, held, request, Order("position"))


def all_price_lists(db: Db) -> list[PriceList]:
    return sorted(PRICE_LISTS.select(db, {}), key=lambda each: (each.position, each.name))


def rates_of(db: Db, kind: VatKind) -> list[VatRate]:
    """Until the end of this transaction nobody else changes any of them."""
    RATES.raw(db).update_many({"kind": kind.value}, {"$inc": {"meetings": 1}})
    return RATES.select(db, {"kind": kind.value})


def _holding_on(day: date) -> Document:
    text = day.isoformat()
    return {
        "$and": [
            {"$or": [{"from_date": None}, {"from_date": {"$lte": text}}]},
            {"$or": [{"to_date": None}, {"to_date": {"$gte": text}}]},
        ]
    }
