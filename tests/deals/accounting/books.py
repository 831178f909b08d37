"""What the tests of the exchange do: set it up, send invoices, look at what came of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from crm.deals.v1 import accounting_pb2 as pb
from crm.deals.v1 import accounting_pb2_grpc as pb_grpc
from crm.deals.v1 import invoices_pb2 as invoices
from services.deals.accounting import channel, exchanging, store
from services.deals.accounting.exchanging import ExchangeAccounting
from services.deals.accounting.store import LINKS
from services.kit import clock
from services.kit.caller import Caller
from services.kit.jobs import JOBS, Job
from tests.deals.office import Office
from tests.deals.payments import desk
from tests.peers import odata

BUYERS, PAPERS, ACCOUNTS = odata.OBJECTS[1], odata.OBJECTS[3], odata.OBJECTS[2]
RECEIPTS = odata.OBJECTS[4]
OWN = "40702810600000012345"
INN, KPP = "7701234560", "770101001"
TODAY = date(2026, 11, 20)
State = pb.AccountingLink.State


@dataclass(frozen=True)
class Books:
    office: Office
    base: odata.Peer
    seller: str

    @classmethod
    def opened(cls, office: Office, base: odata.Peer) -> "Books":
        books = cls(office, base, desk.seller(office, [OWN]).name)
        books.set_up()
        return books

    @property
    def there(self) -> odata.Behaviour:
        return self.base.behaviour

    def rpc(self, caller: Caller | None = None) -> Any:
        return self.office.door.stub(pb_grpc.AccountingServiceStub, caller or self.office.admin)

    def set_up(self, **changes: Any) -> pb.AccountingSettings:
        mine = pb.AccountingOrganization(seller=self.seller, ref_key=odata.ORGANIZATION)
        settings = {
            "enabled": True,
            "url": self.base.address,
            "login": odata.LOGIN,
            "organizations": [mine],
            "start_date": desk.day(date(2026, 1, 1)),
            "interval_minutes": 10,
            **changes,
        }
        self.change(**settings)
        return self.rpc().SetAccountingPassword(
            pb.SetAccountingPasswordRequest(password=odata.PASSWORD)
        )

    def settings(self) -> pb.AccountingSettings:
        return self.rpc().GetAccountingSettings(pb.GetAccountingSettingsRequest())

    def change(self, **changes: Any) -> pb.AccountingSettings:
        request = pb.UpdateAccountingSettingsRequest(settings=pb.AccountingSettings(**changes))
        request.update_mask.paths.extend(changes)
        return self.rpc().UpdateAccountingSettings(request)

    def invoice(self, **fields: Any) -> invoices.Invoice:
        draft = {
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

    def exchange(self, *, payments: bool = False, tries: int = 100) -> Job | None:
        """The timer when all waits are over, and the job that it starts if anything is due."""
        asked = None if payments else clock.now()
        store.note(self.office.db, payments_time=asked, pause_time=None)
        waiting = {"state": "WAITING"}
        LINKS.raw(self.office.db).update_many(waiting, {"$set": {"next_time": clock.now()}})
        exchanging.start_if_due(self.office.db)
        self.office.work(ExchangeAccounting(pauses=(timedelta(hours=1),) * (tries - 1)))
        standing = store.standing(self.office.db)
        return JOBS.find(self.office.db, standing.job) if standing.job else None

    def links(self, *states: int) -> list[pb.AccountingLink]:
        request = pb.ListAccountingLinksRequest(state=states)  # type: ignore[arg-type]
        return list(self.rpc().ListAccountingLinks(request).accounting_links)

    def link(self, subject: str) -> pb.AccountingLink:
        return next(each for each in self.links() if each.subject == subject)

    def papers(self) -> list[odata.Row]:
        return list(self.there.rows[PAPERS].values())

    def buyers(self) -> list[odata.Row]:
        return list(self.there.rows[BUYERS].values())

    def receipt(
        self,
        amount: str,
        purpose: str,
        number: str = "1",
        payer_account: str = "40702810200000054321",
        **fields: Any,
    ) -> odata.Row:
        """A payment as an accountant has it."""
        there = self.there
        payer = there.put(BUYERS, Description="ООО «Северный ветер»", ИНН=INN, КПП=KPP)
        own = there.put(ACCOUNTS, НомерСчета=OWN)
        theirs = there.put(ACCOUNTS, НомерСчета=payer_account)
        return there.put(
            RECEIPTS,
            **{
                "Posted": True,
                "Date": f"{TODAY.isoformat()}T12:00:00",
                "СуммаДокумента": float(amount),
                "Организация_Key": odata.ORGANIZATION,
                "НомерВходящегоДокумента": number,
                "ДатаВходящегоДокумента": f"{TODAY.isoformat()}T00:00:00",
                "НазначениеПлатежа": purpose,
                # Of several kinds there, so that the field has no _Key.
                "Контрагент": payer["Ref_Key"],
                "Контрагент_Type": "StandardODATA.Catalog_Контрагенты",
                "СчетОрганизации_Key": own["Ref_Key"],
                "СчетКонтрагента_Key": theirs["Ref_Key"],
                **fields,
            },
        )

    def settle_down(self) -> None:
        """As if it had been left alone for long enough."""
        channel.gate_of.cache_clear()
