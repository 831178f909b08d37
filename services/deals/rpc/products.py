"""ProductService over gRPC."""

from crm.deals.v1 import products_pb2 as pb
from crm.deals.v1 import products_pb2_grpc as pb_grpc
from services.deals.actions.sale import sold
from services.deals.deal import Deal
from services.deals.products import selling, store
from services.deals.products.keeping import PRICE_LISTS, PRODUCTS, VAT_RATES
from services.deals.products.product import PriceList, Product
from services.deals.products.vat import VatRate
from services.kit import wire
from services.kit.errors import InvalidArgument
from services.kit.mapping import converter, from_proto, to_proto
from services.kit.parties.asker import asker
from services.kit.parties.asking import party
from services.kit.rows import Rows
from services.kit.rpc import Servicer, request_id

_to_message = converter(pb.Product)
_ROWS: Rows[pb.ListProductsResponse, tuple[()]] = Rows(
    pb.ListProductsResponse, "products", lambda document, _: _to_message(document)
)


class ProductServicer(Servicer, pb_grpc.ProductServiceServicer):
    def GetProduct(self, request: pb.GetProductRequest, context: object) -> pb.Product:
        _, db = self.asked(context)
        return to_proto(store.PRODUCTS.get(db, request.name), pb.Product)

    def ListProducts(
        self, request: pb.ListProductsRequest, context: object
    ) -> pb.ListProductsResponse:
        _, db = self.asked(context)
        page = store.products_page(db, request.query, request, show_archived=request.show_archived)
        return _ROWS.answer(page, ())

    def CreateProduct(self, request: pb.CreateProductRequest, context: object) -> pb.Product:
        caller, db = self.asked(context)
        PRICE_LISTS.begin(db, caller.language)
        values = from_proto(request.product, Product)
        made = PRODUCTS.create(db, caller, values, request_id(request.request_id))
        return to_proto(made, pb.Product)

    def UpdateProduct(self, request: pb.UpdateProductRequest, context: object) -> pb.Product:
        caller, db = self.asked(context)
        sent = request.product
        values = from_proto(sent, Product, request.update_mask.paths)
        saved = PRODUCTS.update(db, caller, sent.name, sent.etag, values)
        return to_proto(saved, pb.Product)

    def ListPriceLists(
        self, request: pb.ListPriceListsRequest, context: object
    ) -> pb.ListPriceListsResponse:
        caller, db = self.asked(context)
        PRICE_LISTS.begin(db, caller.language)
        page = store.price_lists_page(db, request)
        return pb.ListPriceListsResponse(
            price_lists=[to_proto(each, pb.PriceList) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreatePriceList(self, request: pb.CreatePriceListRequest, context: object) -> pb.PriceList:
        caller, db = self.asked(context)
        values = from_proto(request.price_list, PriceList)
        made = PRICE_LISTS.create(db, caller, values, request_id(request.request_id))
        return to_proto(made, pb.PriceList)

    def UpdatePriceList(self, request: pb.UpdatePriceListRequest, context: object) -> pb.PriceList:
        caller, db = self.asked(context)
        sent = request.price_list
        values = from_proto(sent, PriceList, request.update_mask.paths)
        saved = PRICE_LISTS.update(db, caller, sent.name, sent.etag, values)
        return to_proto(saved, pb.PriceList)

    def ListVatRates(
        self, request: pb.ListVatRatesRequest, context: object
    ) -> pb.ListVatRatesResponse:
        caller, db = self.asked(context)
        VAT_RATES.begin(db, caller.language)
        day = wire.read_field(request.DESCRIPTOR.fields_by_name["on_date"], request)
        page = store.rates_page(db, day, request)
        return pb.ListVatRatesResponse(
            vat_rates=[to_proto(each, pb.VatRate) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateVatRate(self, request: pb.CreateVatRateRequest, context: object) -> pb.VatRate:
        caller, db = self.asked(context)
        values = from_proto(request.vat_rate, VatRate)
        made = VAT_RATES.create(db, caller, values, request_id(request.request_id))
        return to_proto(made, pb.VatRate)

    def UpdateVatRate(self, request: pb.UpdateVatRateRequest, context: object) -> pb.VatRate:
        caller, db = self.asked(context)
        sent = request.vat_rate
        values = from_proto(sent, VatRate, request.update_mask.paths)
        saved = VAT_RATES.update(db, caller, sent.name, sent.etag, values)
        return to_proto(saved, pb.VatRate)

    def PriceLines(self, request: pb.PriceLinesRequest, context: object) -> pb.PriceLinesResponse:
        caller, db = self.asked(context)
        selling.begin(db, caller, {"lines": request.lines})
        values = from_proto(request, Deal)
        if client := values.get("counterparty"):
            values["counterparty"] = party(
                db, caller, client, asker(self._runtime, context), "counterparty"
            ).name
        sale = sold(db, caller, Deal(**values, name="deals/none", display_name="").tidy(), None)
        if sale.problems:
            raise InvalidArgument.of(sale.problems)
        answer = to_proto(sale.deal, pb.PriceLinesResponse)
        broken = sale.violations or ()
        answer.violations.extend(to_proto(each, pb.AgreementViolation) for each in broken)
        return answer
