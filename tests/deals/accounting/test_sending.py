"""Invoices and their buyers go to accounting once, whatever happens on the way."""

from datetime import date

import pytest

from crm.deals.v1 import accounting_pb2 as pb
from crm.deals.v1 import invoices_pb2 as invoices
from services.deals.accounting import exchanging, store
from tests.deals.accounting.books import BUYERS, INN, KPP, PAPERS, Books, State
from tests.deals.office import refused
from tests.deals.payments import desk
from tests.deals.products.test_deal_lines import Sale
from tests.peers import odata


def test_an_invoice_goes_there_with_its_buyer(books: Books) -> None:
    invoice = books.invoice(number="1045")
    books.exchange()
    (paper,) = books.papers()
    (buyer,) = books.buyers()
    assert paper["Ref_Key"] == invoice.name.removeprefix("invoices/")
    assert (paper["Number"], paper["Date"]) == ("1045", "2026-11-20T00:00:00")
    assert (paper["СуммаДокумента"], paper["Организация_Key"]) == (122000, odata.ORGANIZATION)
    assert paper["Контрагент_Key"] == buyer["Ref_Key"]
    assert (buyer["ИНН"], buyer["КПП"]) == (INN, KPP)
    shown = desk.now(books.office, invoice.name).accounting
    assert (shown.state, shown.number, shown.error_reason) == ("SENT", "1045", "")
    assert books.link(invoice.name).state == State.STATE_SENT
    assert books.settings().state == pb.AccountingSettings.STATE_READY


def test_what_has_not_changed_is_not_sent_again(books: Books) -> None:
    books.invoice()
    books.exchange()
    before = len(books.there.asked)
    books.exchange()
    assert len(books.there.asked) == before


def test_what_an_earlier_try_made_is_found(books: Books) -> None:
    """Each answer to a write is lost: the server has it, and we do not know."""
    invoice = books.invoice()
    books.there.drop_writes = 2
    for _ in range(3):
        books.exchange()
    assert (len(books.papers()), len(books.buyers())) == (1, 1)
    assert len(books.there.written("POST", PAPERS)) == 1
    assert len(books.there.written("POST", BUYERS)) == 1
    assert books.link(invoice.name).state == State.STATE_SENT


def test_a_change_goes_there_too(books: Books) -> None:
    invoice = books.invoice()
    books.exchange()
    books.update(invoice.name, total=desk.money("90000"))
    books.exchange()
    (paper,) = books.papers()
    assert paper["СуммаДокумента"] == 90000
    assert len(books.there.written("POST", PAPERS)) == 1


def test_what_somebody_changed_there_is_a_conflict_until_a_person_settles_it(books: Books) -> None:
    invoice = books.invoice()
    books.exchange()
    books.there.touch(books.papers()[0], Комментарий="бухгалтер")
    books.update(invoice.name, total=desk.money("90000"))
    books.exchange()
    (conflict,) = books.links(State.STATE_CONFLICT)
    assert (conflict.subject, conflict.error_reason) == (invoice.name, "ACCOUNTING_CHANGED_THERE")
    assert books.papers()[0]["СуммаДокумента"] == 122000
    assert desk.now(books.office, invoice.name).accounting.state == "CONFLICT"
    assert books.settings().conflicts == 1
    books.rpc().RetryAccountingLink(pb.RetryAccountingLinkRequest(name=conflict.name))
    books.exchange()
    assert books.papers()[0]["СуммаДокумента"] == 90000
    assert books.link(invoice.name).state == State.STATE_SENT


def test_a_conflict_left_as_it_is_comes_back_with_the_next_change(books: Books) -> None:
    invoice = books.invoice()
    books.exchange()
    books.there.touch(books.papers()[0], Posted=True)
    books.update(invoice.name, total=desk.money("90000"))
    books.exchange()
    (conflict,) = books.links(State.STATE_CONFLICT)
    assert conflict.error_reason == "ACCOUNTING_POSTED"
    request = pb.DismissAccountingLinkRequest(name=conflict.name, etag=conflict.etag)
    books.rpc().DismissAccountingLink(request)
    books.exchange()
    assert books.link(invoice.name).state == State.STATE_DISMISSED
    with refused() as refusal:
        books.rpc().DismissAccountingLink(pb.DismissAccountingLinkRequest(name=conflict.name))
    assert refusal.reason == "ACCOUNTING_NO_CONFLICT"
    books.update(invoice.name, total=desk.money("80000"))
    books.exchange()
    assert books.link(invoice.name).state == State.STATE_CONFLICT


def test_what_1c_refuses_is_tried_some_times_and_keeps_no_other(books: Books) -> None:
    wrong, good = books.invoice(number="66"), books.invoice(number="67", buyer_inn="")
    books.there.refuses["66"] = "Не заполнен договор"
    for attempt in range(1, 4):
        books.exchange(tries=3)
        if attempt == 1:
            assert books.link(good.name).state == State.STATE_SENT
    conflict = books.link(wrong.name)
    assert (conflict.state, conflict.attempts) == (State.STATE_CONFLICT, 3)
    assert conflict.error_reason == "ACCOUNTING_REFUSED"
    assert conflict.error_text == "Не заполнен договор"
    assert not books.settings().last_error_reason
    del books.there.refuses["66"]
    books.rpc().RetryAccountingLink(pb.RetryAccountingLinkRequest(name=conflict.name))
    books.exchange()
    assert books.link(wrong.name).state == State.STATE_SENT


def test_a_buyer_whom_1c_knows_is_taken_as_he_is(books: Books) -> None:
    known = books.there.put(BUYERS, Description="Северный ветер", ИНН=INN, КПП=KPP)
    books.there.put(BUYERS, Description="Филиал", ИНН=INN, КПП="770101999")
    books.there.put(BUYERS, Description="Старый", ИНН=INN, КПП=KPP, DeletionMark=True)
    books.invoice()
    books.exchange()
    assert books.papers()[0]["Контрагент_Key"] == known["Ref_Key"]
    assert not books.there.written("POST", BUYERS)
    assert known["Description"] == "Северный ветер"


def test_one_of_several_buyers_is_not_guessed(books: Books) -> None:
    for name in ("Северный ветер", "Ветер Северный"):
        books.there.put(BUYERS, Description=name, ИНН=INN, КПП=KPP)
    invoice = books.invoice()
    books.exchange()
    assert books.link(invoice.name).error_reason == "ACCOUNTING_BUYER_AMBIGUOUS"
    assert not books.papers()


def test_two_invoices_of_a_buyer_make_one_of_him(books: Books) -> None:
    books.invoice()
    books.exchange()
    books.invoice()
    books.exchange()
    assert (len(books.papers()), len(books.buyers())) == (2, 1)


def test_a_cancelled_one_is_marked_as_deleted(books: Books) -> None:
    gone, never = books.invoice(), books.invoice()
    books.there.refuses[never.number] = "Не сейчас"
    books.exchange()
    for each in (gone, never):
        desk.billing(books.office).CancelInvoice(invoices.CancelInvoiceRequest(name=each.name))
    books.exchange()
    (paper,) = books.papers()
    assert (paper["Number"], paper["DeletionMark"]) == (gone.number, True)
    assert books.link(never.name).state == State.STATE_DISMISSED


def test_only_chosen_firms_and_days_are_sent(books: Books) -> None:
    other = desk.seller(books.office, ["40702810600000054321"], inn="7701234560")
    ours = books.invoice()
    later = books.invoice(seller=other.name)
    books.invoice(issue_date=desk.day(date(2025, 12, 31)))
    books.exchange()
    assert [each["Number"] for each in books.papers()] == [ours.number]
    key = "22222222-0000-4000-8000-000000000002"
    mine = pb.AccountingOrganization(seller=books.seller, ref_key=odata.ORGANIZATION)
    both = [mine, pb.AccountingOrganization(seller=other.name, ref_key=key)]
    books.change(organizations=both)
    books.exchange()
    assert {each["Организация_Key"] for each in books.papers()} == {odata.ORGANIZATION, key}
    assert books.link(later.name).state == State.STATE_SENT


def test_what_happened_while_it_was_off_goes_there_later(books: Books) -> None:
    books.change(enabled=False)
    invoice = books.invoice()
    books.exchange()
    assert not books.links()
    books.change(enabled=True)
    books.exchange()
    assert books.link(invoice.name).state == State.STATE_SENT


def test_lines_of_its_deal_are_the_invoices_if_they_come_to_as_much(books: Books) -> None:
    sale = Sale(books.office)
    deal = sale.deal(shipment_date=desk.day(date(2026, 12, 1)))
    whole = books.invoice(deal=deal.name, total=desk.money("244"))
    part = books.invoice(deal=deal.name, total=desk.money("100"))
    books.exchange()
    lines = {each["Number"]: each["Товары"] for each in books.papers()}
    (pump,) = lines[whole.number]
    assert (pump["Содержание"], pump["Количество"], pump["Цена"]) == ("Насос", 2, 122)
    assert (pump["Сумма"], pump["СтавкаНДС"], pump["СуммаНДС"]) == (244, "НДС22", 44)
    (other,) = lines[part.number]
    assert (other["Содержание"], other["Сумма"]) == (deal.display_name, 100)
    assert "СтавкаНДС" not in other


@pytest.mark.parametrize("status", [401, 500, 503])
def test_a_server_that_fails_puts_all_off_and_makes_no_conflict(books: Books, status: int) -> None:
    invoice = books.invoice()
    books.there.statuses = [status] * 3
    for _ in range(3):
        books.exchange(tries=2)
    settings = books.settings()
    reason = "ACCOUNTING_LOGIN_REFUSED" if status == 401 else "ACCOUNTING_UNREACHABLE"
    broken, paused = pb.AccountingSettings.STATE_BROKEN, pb.AccountingSettings.STATE_PAUSED
    assert settings.last_error_reason == reason
    assert settings.state == (broken if status == 401 else paused)
    assert settings.pause_time.ToDatetime() > settings.last_error_time.ToDatetime()
    assert books.link(invoice.name).state == State.STATE_WAITING
    books.there.statuses = []
    books.settle_down()
    books.exchange()
    assert books.link(invoice.name).state == State.STATE_SENT
    assert books.settings().state == pb.AccountingSettings.STATE_READY


def test_one_that_the_server_breaks_off_at_keeps_neither_others_nor_payments(books: Books) -> None:
    books.there.breaks = {"13"}
    bad, good = books.invoice(number="13"), books.invoice(number="14")
    books.receipt("10", "аванс")
    books.exchange(payments=True)
    assert books.link(bad.name).state == State.STATE_WAITING
    # The next turn, a minute later: what failed does not come so soon.
    store.note(books.office.db, pause_time=None)
    exchanging.start_if_due(books.office.db)
    books.office.work()
    assert books.link(good.name).state == State.STATE_SENT
    assert len(desk.listed(books.office)) == 1
    books.there.breaks = set()
    books.rpc().RunAccounting(pb.RunAccountingRequest())
    books.office.work()
    assert books.link(bad.name).state == State.STATE_SENT
