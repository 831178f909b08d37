"""What can be done to products, kinds of prices and rates of VAT.

Each deal with lines is held against the last two, and they change once a year: they are remembered
for a moment.
"""

from collections.abc import Iterable

from crm.deals.v1 import events_pb2 as events
from services.deals.lead_settings.keeping import Remembered
from services.deals.products import store
from services.deals.products.product import (
    PriceList,
    Product,
    ProductCodeTaken,
    built_in_price_lists,
)
from services.deals.products.vat import VatRate, VatRateOverlaps, built_in_rates
from services.kit.caller import Caller
from services.kit.dictionaries import Dictionary
from services.kit.errors import AlreadyExists, InvalidArgument
from services.kit.mongo import Db

READ = "products.read"


class PriceLists(Remembered[PriceList]):
    collection = store.PRICE_LISTS
    created = events.PriceListCreated
    updated = events.PriceListUpdated
    permission = READ

    def built_in(self, tenant: str, language: str) -> Iterable[PriceList]:
        return built_in_price_lists(tenant, language)


class VatRates(Remembered[VatRate]):
    collection = store.RATES
    created = events.VatRateCreated
    updated = events.VatRateUpdated
    permission = READ

    def built_in(self, tenant: str, language: str) -> Iterable[VatRate]:
        return built_in_rates(tenant, language)

    def admitted(self, db: Db, draft: VatRate) -> VatRate:
        _require_alone(db, draft)
        return super().admitted(db, draft)

    def save(self, db: Db, caller: Caller, current: VatRate, changed: VatRate) -> VatRate:
        _require_alone(db, changed)
        return super().save(db, caller, current, changed)


def _require_alone(db: Db, vat: VatRate) -> None:
    others = store.rates_of(db, vat.kind) if vat.kind else []
    if other := next((each for each in others if each.overlaps(vat)), None):
        text = f"{other.display_name} holds on some of these days: change its days first."
        raise VatRateOverlaps(text, name=other.name, display_name=other.display_name)


class Products(Dictionary[Product]):
    collection = store.PRODUCTS
    created = events.ProductCreated
    updated = events.ProductUpdated
    permission = READ

    def admitted(self, db: Db, draft: Product) -> Product:
        _require_listed(db, draft)
        return draft

    def save(self, db: Db, caller: Caller, current: Product, changed: Product) -> Product:
        if changed.prices != current.prices:
            _require_listed(db, changed)
        return super().save(db, caller, current, changed)

    def taken(self, draft: Product) -> AlreadyExists:
        return ProductCodeTaken(f"There is a product {draft.code} already", code=draft.code)


def _require_listed(db: Db, product: Product) -> None:
    lists = {each.name: each for each in store.all_price_lists(db)}
    if problems := list(product.price_problems(lists)):
        raise InvalidArgument.of(problems)


PRICE_LISTS, VAT_RATES, PRODUCTS = PriceLists(), VatRates(), Products()
