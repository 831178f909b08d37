"""Money that must not come to a wrong place, whatever is missing, repeated or cut off."""

import threading
import uuid
from collections.abc import Iterator
from datetime import date, timedelta

import grpc
import pytest

from crm.deals.v1 import invoices_pb2 as invoices
from crm.deals.v1 import payments_pb2 as payments
from services.deals.invoices.seller import currency_of
from services.deals.payments import store
from services.deals.service import LINKED as SERVICE_LINKED
from services.kit import changes
from services.kit.parties import store as parties
from services.kit.parties.following import Following
from services.kit.parties.party import Party
from tests.deals.office import Office, refused
from tests.deals.parties.test_following import merged, unmerged
from tests.deals.payments import desk
from tests.deals.payments.test_desk import INN, OWN, billed, statement

LONG_AGO = date(2020, 1, 1)
NOBODYS = f"ПлательщикИНН={INN}".encode("cp1251"), "ПлательщикИНН=".encode("cp1251")


def client(office: Office, key: str) -> str:
    name = f"counterparties/{office.tenant}-{key}"
    known = Party(name=name, display_name=key, inn=INN, owner=office.admin.user, version=1)
    parties.keep(office.db, known, expected=True)
    return name


@pytest.mark.parametrize("purpose", ["за товар", "счет 77"])
def test_nobodys_inn_is_the_inn_of_those_who_have_none(office: Office, purpose: str) -> None:
    desk.seller(office, [OWN])
    bill = desk.invoice(
        office, total=desk.money("100"), number="77", counterparty=client(office, "a")
    )
    anonymous = invoices.Invoice(name=bill.name, buyer_inn="")
    request = invoices.UpdateInvoiceRequest(invoice=anonymous, update_mask={"paths": ["buyer_inn"]})
    assert not desk.billing(office).UpdateInvoice(request).buyer_inn
    desk.matched(office, statement(("100.00", purpose)).replace(*NOBODYS))
    (payment,) = desk.listed(office)
    assert (payment.reason, payment.counterparty) == ("unknown_payer", "")
    assert desk.text_of(desk.now(office, bill.name).balance) == "100.00"


def test_a_payment_that_is_told_twice_counts_once(office: Office) -> None:
    desk.seller(office, [OWN])
    payer = client(office, "a")
    billed(office, "100", counterparty=payer)
    desk.matched(office, statement(("100.00", "за товар")))
    desk.matched(office, statement(("100.00", "за товар"), ("33.00", "ещё")))
    kinds = [each.decision for each in desk.listed(office)]
    assert kinds.count(payments.Payment.DECISION_DUPLICATE) == 1
    assert store.received(office.db, [payer], LONG_AGO) == {payer: 100}


def test_what_a_client_paid_is_the_survivors_when_he_is_merged(office: Office) -> None:
    desk.seller(office, [OWN])
    gone, survivor = client(office, "b"), client(office, "a")
    billed(office, "100", counterparty=gone)
    desk.matched(office, statement(("100.00", "за товар")))
    (paid,) = desk.listed(office, counterparty=gone)
    merged(office)
    office.work(Following(SERVICE_LINKED, timedelta(0)))
    assert not desk.listed(office, counterparty=gone)
    (kept,) = desk.listed(office, counterparty=survivor)
    assert (kept.name, kept.state) == (paid.name, paid.state)
    told = changes.event(office.changes("payment_updated")[0])
    assert told.payment.counterparty == survivor
    unmerged(office)
    office.work(Following(SERVICE_LINKED, timedelta(0)))
    assert [each.name for each in desk.listed(office, counterparty=gone)] == [paid.name]


@pytest.mark.parametrize("field", ["issue_date", "number"])
def test_an_invoice_keeps_what_payments_are_matched_by(office: Office, field: str) -> None:
    desk.seller(office, [OWN])
    bill = billed(office, "100")
    emptied = invoices.Invoice(name=bill.name)
    request = invoices.UpdateInvoiceRequest(invoice=emptied, update_mask={"paths": [field]})
    with refused() as refusal:
        desk.billing(office).UpdateInvoice(request)
    assert refusal.fields == ((field, "FIELD_REQUIRED"),)


def test_states_that_nobody_knows_are_passed_over(office: Office) -> None:
    found = desk.billing(office).ListInvoices(invoices.ListInvoicesRequest(state=[99]))  # type: ignore[list-item]
    assert not found.invoices
    assert not desk.listed(office, state=[99], decision=[99])


def test_an_upload_that_is_cut_off_takes_nothing_from_the_one_that_came_through(
    office: Office,
) -> None:
    desk.seller(office, [OWN])
    data, request = statement(("100.00", "за товар")), str(uuid.uuid4())
    begun, over = threading.Event(), threading.Event()
    piece = payments.CreateStatementRequest

    def cut_off() -> Iterator[payments.CreateStatementRequest]:
        yield piece(request_id=request, chunk=data[:100])
        yield piece(chunk=data[100:200])
        begun.set()
        over.wait(30)

    def send_and_lose() -> None:
        with pytest.raises(grpc.RpcError):
            desk.bank(office).CreateStatement(cut_off())

    loser = threading.Thread(target=send_and_lose)
    loser.start()
    assert begun.wait(30)
    sent = desk.bank(office).CreateStatement(iter([piece(request_id=request, chunk=data), piece()]))
    over.set()
    loser.join()
    office.work()
    (known,) = desk.bank(office).ListStatements(payments.ListStatementsRequest()).statements
    assert (known.name, known.state) == (sent.name, payments.Statement.STATE_DONE)
    # The file tells of people: it goes when nobody needs it any more.
    assert not office.db.client[office.db.database]["files.files"].count_documents(
        {"metadata.tenant": office.tenant}
    )


@pytest.mark.parametrize(
    ("account", "currency"),
    [
        (OWN, "RUB"),
        (f"{OWN[:5]}398{OWN[8:]}", "KZT"),
        (f"{OWN[:5]}999{OWN[8:]}", "XXX"),
        ("40702", "RUB"),
    ],
)
def test_a_currency_that_nobody_knows_is_not_roubles(account: str, currency: str) -> None:
    assert currency_of(account) == currency
