"""Products and prices as one caller keeps them, for tests."""

from typing import Any

from google.type import date_pb2

from crm.deals.v1 import products_pb2 as pb
from crm.deals.v1 import products_pb2_grpc as pb_grpc
from services.kit.caller import Caller
from tests.deals.office import Office

Pb = Any


def day(year: int, month: int, number: int) -> date_pb2.Date:
    return date_pb2.Date(year=year, month=month, day=number)


class Shop:
    def __init__(self, office: Office, caller: Caller | None = None) -> None:
        self.stub: Pb = office.door.stub(pb_grpc.ProductServiceStub, caller or office.admin)

    def price_lists(self) -> list[Pb]:
        return list(self.stub.ListPriceLists(pb.ListPriceListsRequest()).price_lists)

    def rates(self, **request: Any) -> list[Pb]:
        return list(self.stub.ListVatRates(pb.ListVatRatesRequest(**request)).vat_rates)

    def product(self, title: str = "Насос", **fields: Any) -> Pb:
        product = pb.Product(display_name=title, **fields)
        return self.stub.CreateProduct(pb.CreateProductRequest(product=product))

    def update(self, product: Pb, *cleared: str, **fields: Any) -> Pb:
        request = pb.UpdateProductRequest(product=pb.Product(name=product.name, **fields))
        request.update_mask.paths.extend((*fields, *cleared))
        return self.stub.UpdateProduct(request)

    def titles(self, **request: Any) -> list[str]:
        found = self.stub.ListProducts(pb.ListProductsRequest(**request)).products
        return [each.display_name for each in found]

    def priced(self, lines: list[Pb], price_list: str = "", **fields: Any) -> Pb:
        return self.stub.PriceLines(
            pb.PriceLinesRequest(lines=lines, price_list=price_list, **fields)
        )
