"""What the tests of payments do in a running service: sellers, invoices, statements, the desk."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from google.type import date_pb2, money_pb2

from crm.deals.v1 import invoices_pb2 as invoices
from crm.deals.v1 import invoices_pb2_grpc, payments_pb2_grpc
from crm.deals.v1 import payments_pb2 as payments
from services.kit.caller import Caller
from tests.deals.office import Office

OWN_INN = "7799071623"


def billing(office: Office, caller: Caller | None = None) -> Any:
    return office.door.stub(invoices_pb2_grpc.InvoiceServiceStub, caller or office.admin)


def bank(office: Office, caller: Caller | None = None) -> Any:
    return office.door.stub(payments_pb2_grpc.PaymentServiceStub, caller or office.admin)


def money(text: str, currency: str = "RUB") -> money_pb2.Money:
    amount = Decimal(text)
    units = int(amount)
    return money_pb2.Money(
        currency_code=currency, units=units, nanos=int((amount - units) * 1_000_000_000)
    )


def text_of(money: money_pb2.Money) -> str:
    return f"{money.units}.{money.nanos // 10_000_000:02}"


def day(value: date) -> date_pb2.Date:
    return date_pb2.Date(year=value.year, month=value.month, day=value.day)


def seller(office: Office, accounts: Sequence[str], **fields: Any) -> invoices.Seller:
    draft = invoices.Seller(
        **{"display_name": "ООО «Своя»", "inn": OWN_INN, "accounts": accounts, **fields}
    )
    return billing(office).CreateSeller(invoices.CreateSellerRequest(seller=draft))


def invoice(office: Office, caller: Caller | None = None, **fields: Any) -> invoices.Invoice:
    draft = invoices.Invoice(**fields)
    request = invoices.CreateInvoiceRequest(invoice=draft)
    return billing(office, caller).CreateInvoice(request)


def now(office: Office, name: str) -> invoices.Invoice:
    return billing(office).GetInvoice(invoices.GetInvoiceRequest(name=name))


def sent(office: Office, data: bytes, file_name: str = "kl_to_1c.txt") -> payments.Statement:
    def pieces() -> Iterator[payments.CreateStatementRequest]:
        yield payments.CreateStatementRequest(file_name=file_name, chunk=data[:100])
        for start in range(100, len(data), 1 << 16):
            yield payments.CreateStatementRequest(chunk=data[start : start + (1 << 16)])
        yield payments.CreateStatementRequest()

    return bank(office).CreateStatement(pieces())


def matched(office: Office, data: bytes, file_name: str = "kl_to_1c.txt") -> payments.Statement:
    statement = sent(office, data, file_name)
    office.work()
    return bank(office).GetStatement(payments.GetStatementRequest(name=statement.name))


def listed(office: Office, **request: Any) -> list[payments.Payment]:
    found: list[payments.Payment] = []
    token = ""
    while True:
        asked = payments.ListPaymentsRequest(page_size=200, page_token=token, **request)
        answer = bank(office).ListPayments(asked)
        found += answer.payments
        token = answer.next_page_token
        if not token:
            return found
