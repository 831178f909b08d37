"""A firm whose 1C comes by itself: its invoices here, its 1C at the gateway's door."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from crm.deals.v1 import accounting_pb2 as pb
from crm.deals.v1 import accounting_pb2_grpc as pb_grpc
from crm.deals.v1 import invoices_pb2 as invoices
from crm.identity.v1 import api_keys_pb2 as keys
from crm.identity.v1 import api_keys_pb2_grpc as keys_grpc
from gateway.exchange import PATH
from tests.deals.office import Office
from tests.deals.payments import desk
from tests.gateway.conftest import Running
from tests.identity import office as identity
from tests.peers.onec import OneC

OWN, INN, KPP = "40702810600000012345", "7701234560", "770101001"
TODAY = date(2026, 11, 20)


@dataclass
class Shop:
    office: Office
    people: identity.Office
    gateway: Running
    seller: str
    key: keys.ApiKey

    @classmethod
    def opened(cls, office: Office, building: identity.Building, gateway: Running) -> "Shop":
        people = identity.opened(building, office.tenant)
        seller = desk.seller(office, [OWN]).name
        shop = cls(office, people, gateway, seller, keys.ApiKey())
        shop.key = shop.new_key("accounting.exchange")
        shop.change(file_sellers=[seller], start_date=desk.day(date(2026, 1, 1)))
        return shop

    def keyring(self) -> Any:
        return self.people.admin.ask(keys_grpc.ApiKeyServiceStub)

    def new_key(self, *scopes: str) -> keys.ApiKey:
        draft = keys.ApiKey(display_name="1С", scopes=scopes)
        return self.keyring().CreateApiKey(keys.CreateApiKeyRequest(api_key=draft))

    def onec(self, login: str = "", password: str = "") -> OneC:
        return OneC(
            self.gateway.client(),
            PATH,
            login or self.office.tenant,
            password or self.key.secret,
        )

    def rpc(self) -> Any:
        return self.office.door.stub(pb_grpc.AccountingServiceStub, self.office.admin)

    def change(self, **changes: Any) -> pb.AccountingSettings:
        request = pb.UpdateAccountingSettingsRequest(settings=pb.AccountingSettings(**changes))
        request.update_mask.paths.extend(changes)
        return self.rpc().UpdateAccountingSettings(request)

    def settings(self) -> pb.AccountingSettings:
        return self.rpc().GetAccountingSettings(pb.GetAccountingSettingsRequest())

    def invoice(self, number: str = "1045", **fields: Any) -> invoices.Invoice:
        draft = {
            "seller": self.seller,
            "number": number,
            "buyer_display_name": "ООО «Северный ветер»",
            "buyer_inn": INN,
            "buyer_kpp": KPP,
            "total": desk.money("122000"),
            "issue_date": desk.day(TODAY),
            **fields,
        }
        return desk.invoice(self.office, **draft)

    def update(self, name: str, **fields: Any) -> invoices.Invoice:
        request = invoices.UpdateInvoiceRequest(invoice=invoices.Invoice(name=name, **fields))
        request.update_mask.paths.extend(fields)
        return desk.billing(self.office).UpdateInvoice(request)

    def link(self, subject: str) -> pb.AccountingLink | None:
        found = self.rpc().ListAccountingLinks(pb.ListAccountingLinksRequest()).accounting_links
        return next((each for each in found if each.subject == subject), None)

    def fetched(self) -> list[str]:
        """The numbers of invoices that 1C takes over now."""
        onec = self.onec().begin()
        found = [each.findtext("Номер") or "" for each in onec.orders()]
        assert onec.confirm() == "success"
        return found

    def brings(self, data: bytes, name: str = "orders.xml") -> str:
        """What 1C is told in the end."""
        onec = self.onec().begin()
        assert onec.send(name, data) == "success"
        self.office.work()
        return onec.take(name)

    def paid(self, name: str) -> str:
        return desk.text_of(desk.now(self.office, name).paid)


def own(name: str) -> str:
    return name.partition("/")[2]
