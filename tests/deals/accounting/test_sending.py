"""Invoices and their buyers go to accounting once, whatever happens on the way."""


from crm.deals.v1 import accounting_pb2 as pb
from tests.deals.accounting.books import BUYERS, INN, KPP, PAPERS, Books, State
from tests.deals.payments import desk
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
    invoice = books.invoice()
    books.there.drop_writes = 2
    for _ in range(3):
        books.exchange()
        books.office.db.bound("accountingLinks").update_many({}, {"$set": {"attempts": 0}})
        _due_now(books)
    assert (len(books.papers()), len(books.buyers())) == (1, 1)
    assert len(books.there.written("POST", PAPERS)) == 1
    assert len(books.there.written("POST", BUYERS)) == 1
    assert books.link(invoice.name).state == State.STATE_SENT


def _due_now(books: Books) -> None:
    links = books.office.db.bound("accountingLinks")
    from services.kit import clock

    links.update_many({"state": "WAITING"}, {"$set": {"next_time": clock.now()}})
