"""1C comes by itself: invoices go there once, what it tells of them comes here once."""

from datetime import date

import pytest

from crm.deals.v1 import accounting_pb2 as pb
from crm.deals.v1 import invoices_pb2 as invoices
from crm.deals.v1 import payments_pb2 as payments
from tests.deals.accounting.shop import INN, Shop, own
from tests.deals.office import refused
from tests.deals.payments import desk
from tests.peers.onec import file_of, order, payment, zipped

_Invoice, _Payment, State = invoices.Invoice, payments.Payment, pb.AccountingLink.State
DAY = date(2026, 11, 21)
PAID = {"Номер по 1С": "0000-45", "Номер оплаты по 1С": "317", "Дата оплаты по 1С": "2026-11-21"}


def test_invoices_go_to_1c_until_it_has_said_that_it_has_them(shop: Shop) -> None:
    name = shop.invoice().name
    first = shop.onec().begin()
    (found,) = first.orders()
    assert (found.findtext("Ид"), found.findtext("Сумма")) == (own(name), "122000.00")
    assert found.findtext("Контрагенты/Контрагент/ИНН") == INN
    # It was cut off, or asks again: the same set.
    assert len(first.orders()) == len(shop.onec().begin().orders()) == 1
    assert shop.link(name) is None
    assert first.confirm() == first.confirm() == "success"
    link = shop.link(name)
    assert link is not None
    assert (link.state, link.ref_key) == (State.STATE_SENT, own(name))
    assert shop.fetched() == []
    # What changes nothing for accounting does not go again; what does, does.
    shop.update(name, due_date=desk.day(date(2026, 12, 1)))
    assert shop.fetched() == []
    shop.update(name, total=desk.money("100"))
    assert shop.fetched() == ["1045"]
    assert shop.settings().HasField("files_time")


def test_what_changed_since_it_was_fetched_goes_again(shop: Shop) -> None:
    name = shop.invoice().name
    onec_here = shop.onec().begin()
    onec_here.orders()
    shop.update(name, total=desk.money("100"))
    onec_here.confirm()
    assert shop.fetched() == ["1045"]
    # Never there, and cancelled before it went.
    gone = shop.invoice("1046").name
    desk.billing(shop.office).CancelInvoice(invoices.CancelInvoiceRequest(name=gone))
    shop.invoice("1047", buyer_display_name="", buyer_inn="", buyer_kpp="")
    other = desk.seller(shop.office, ["40702810600000099999"]).name
    shop.invoice("1048", seller=other)
    assert shop.fetched() == []


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251"])
def test_a_payment_of_an_order_comes_once(shop: Shop, encoding: str) -> None:
    name = shop.invoice().name
    shop.fetched()
    data = file_of([order(own(name), "122000", PAID)], encoding)
    assert shop.brings(data) == "success"
    (found,) = desk.listed(shop.office)
    assert (found.decision, found.reason) == (_Payment.DECISION_AUTO, "number_date")
    assert (found.number, found.payer_inn) == ("317", INN)
    assert desk.now(shop.office, name).state == _Invoice.STATE_PAID
    link = shop.link(name)
    assert link is not None
    assert (link.state, link.number) == (State.STATE_SENT, "0000-45")
    # Again, packed, and with others that are nobody's.
    strangers = [order("crm-1", "5", PAID), order(own(shop.seller), "7", PAID)]
    again = file_of([order(own(name), "122000", PAID), *strangers])
    assert shop.brings(data) == shop.brings(zipped({"orders.xml": again}), "v8.zip") == "success"
    assert len(desk.listed(shop.office)) == 1
    assert shop.paid(name) == "122000.00"


def test_payments_of_version_3_come_once_and_are_withdrawn_by_a_person(shop: Shop) -> None:
    name = shop.invoice().name
    shop.fetched()
    mine = own(name)
    first = payment("p-1", mine, "100000", "317", DAY)
    assert shop.brings(file_of([first, payment("p-2", mine, "22000", "318", DAY)])) == "success"
    assert shop.brings(file_of([first])) == "success"
    assert (len(desk.listed(shop.office)), shop.paid(name)) == (2, "122000.00")
    gone = payment("p-1", mine, "100000", "317", DAY, deleted=True)
    assert shop.brings(file_of([gone])) == "success"
    told = next(each for each in desk.listed(shop.office) if each.accounting_key == "p-1")
    link = shop.link(told.name)
    assert link is not None
    assert link.error_reason == "ACCOUNTING_PAYMENT_WITHDRAWN"
    assert shop.paid(name) == "122000.00"


def test_what_was_changed_there_is_for_a_person(shop: Shop) -> None:
    name = shop.invoice().name
    assert shop.brings(file_of([order(own(name), "1")])) == "success"
    assert shop.link(name) is None
    shop.fetched()
    for _ in range(2):
        assert shop.brings(file_of([order(own(name), "1")])) == "success"
    link = shop.link(name)
    assert link is not None
    assert (link.state, link.error_reason) == (State.STATE_CONFLICT, "ACCOUNTING_CHANGED_THERE")
    assert shop.fetched() == []
    shop.rpc().RetryAccountingLink(pb.RetryAccountingLinkRequest(name=link.name))
    assert shop.fetched() == ["1045"]
    assert shop.fetched() == []
    link = shop.link(name)
    assert link is not None
    assert link.state == State.STATE_SENT


def test_a_file_comes_in_parts_of_which_one_comes_twice(shop: Shop) -> None:
    name = shop.invoice().name
    data = file_of([order(own(name), "122000", PAID)])
    one = shop.onec().begin()
    half = len(data) // 2
    for part in (data[:half], data[:half], data[half:], data[half:]):
        assert one.post("orders.xml", part).text == "success"
    shop.office.work()
    assert one.take("orders.xml") == "success"
    assert shop.paid(name) == "122000.00"
    # A session that begins anew has forgotten what was brought.
    one.ask("init")
    assert one.take("orders.xml") == "failure"


def test_while_a_file_is_imported_1c_is_asked_to_wait(shop: Shop) -> None:
    one = shop.onec().begin(version="3.1")
    assert (one.said["zip"], one.said["version"]) == ("yes", "3.1")
    assert one.send("orders.xml", file_of([])) == "success"
    assert one.take("orders.xml") == "progress"
    shop.office.work()
    assert one.take("orders.xml") == "success"
    shop.invoice()
    assert b"<\xd0\x9a\xd0\xbe\xd0\xbd\xd1\x82\xd0\xb5\xd0\xb9" in one.ask("query").content


def test_a_firm_goes_one_of_the_two_ways(shop: Shop) -> None:
    mine = pb.AccountingOrganization(seller=shop.seller, ref_key=own(shop.seller))
    with refused() as refusal:
        shop.change(organizations=[mine])
    assert refusal.fields == (("file_sellers[0]", "ACCOUNTING_TWO_WAYS"),)
    with refused() as refusal:
        shop.change(file_sellers=["sellers/none"])
    assert refusal.fields == (("file_sellers[0]", "SELLER_UNKNOWN"),)
    assert shop.settings().state == pb.AccountingSettings.STATE_READY
    shop.change(file_sellers=[])
    assert shop.settings().state == pb.AccountingSettings.STATE_OFF
    one = shop.onec()
    assert one.enter() == "success"
    assert one.ask("init").text.startswith("failure\nФайловый обмен")
