"""Payments of accounting are matched as a bank's are; each is one, whoever tells of it."""

import pytest

from crm.deals.v1 import accounting_pb2 as pb
from crm.deals.v1 import invoices_pb2 as invoices
from crm.deals.v1 import payments_pb2 as payments
from tests.deals.accounting.books import INN, OWN, Books, State
from tests.deals.payments import desk

_Invoice, _Payment = invoices.Invoice, payments.Payment
PURPOSE = "Оплата по счету № 1045 от 20.11.2026"
THEIRS = "40702810200000054321"


def test_a_payment_of_1c_pays_its_invoice(books: Books) -> None:
    invoice = books.invoice(number="1045")
    receipt = books.receipt("122000", PURPOSE, number="317")
    books.exchange(payments=True)
    (payment,) = desk.listed(books.office)
    assert (payment.accounting_key, payment.statement) == (receipt["Ref_Key"], "")
    assert (payment.payer_inn, payment.account, payment.number) == (INN, OWN, "317")
    assert (payment.decision, payment.reason) == (_Payment.DECISION_AUTO, "number_date")
    assert desk.now(books.office, invoice.name).state == _Invoice.STATE_PAID
    books.exchange(payments=True)
    assert len(desk.listed(books.office)) == 1


def test_what_is_not_posted_or_of_another_firm_is_none(books: Books) -> None:
    books.invoice(number="1045")
    books.receipt("122000", PURPOSE, Posted=False)
    books.receipt("122000", PURPOSE, Организация_Key="33333333-0000-4000-8000-000000000003")
    books.exchange(payments=True)
    assert not desk.listed(books.office)


def test_what_a_statement_told_of_is_a_repeat(books: Books) -> None:
    invoice = books.invoice(number="1045")
    desk.matched(books.office, _statement())
    # As an accountant sees it: without the payer's account.
    books.receipt("122000.00", "оплата по сч. 1045", number="317", payer_account="")
    books.exchange(payments=True)
    told, again = sorted(desk.listed(books.office), key=lambda each: bool(each.accounting_key))
    assert (again.decision, again.duplicate_of) == (_Payment.DECISION_DUPLICATE, told.name)
    assert desk.text_of(desk.now(books.office, invoice.name).paid) == "122000.00"
    books.exchange(payments=True)
    assert len(desk.listed(books.office)) == 2


@pytest.mark.parametrize("payer_account", [THEIRS, ""])
def test_what_accounting_told_of_is_a_repeat_in_a_statement(
    books: Books, payer_account: str
) -> None:
    invoice = books.invoice(number="1045")
    books.receipt("122000", PURPOSE, number="317", payer_account=payer_account)
    books.exchange(payments=True)
    statement = desk.matched(books.office, _statement())
    assert (statement.counts.duplicate, statement.counts.auto) == (1, 0)
    assert desk.text_of(desk.now(books.office, invoice.name).paid) == "122000.00"


def test_what_is_only_alike_is_a_repeat_once(books: Books) -> None:
    """Two payments of a day, a number and a sum, of which accounting knows one."""
    books.receipt("122000", "другими словами", number="317", payer_account="")
    books.exchange(payments=True)
    twice = desk.matched(books.office, _statement(PURPOSE, f"{PURPOSE} за товар"))
    assert (twice.counts.duplicate, twice.counts.auto + twice.counts.manual) == (1, 1)


def test_two_payments_of_1c_that_are_alike_are_two(books: Books) -> None:
    books.invoice(number="1045")
    for purpose in (PURPOSE, f"{PURPOSE}, доплата"):
        books.receipt("1000", purpose, number="317", payer_account="")
    books.receipt("1000", PURPOSE, number="", payer_account="")
    books.receipt("1000", PURPOSE, number="", payer_account="")
    books.exchange(payments=True)
    found = desk.listed(books.office)
    assert len(found) == 4
    assert _Payment.DECISION_DUPLICATE not in [each.decision for each in found]


def test_what_changes_there_afterwards_is_for_a_person(books: Books) -> None:
    books.invoice(number="1045")
    receipt = books.receipt("122000", PURPOSE, number="317")
    books.exchange(payments=True)
    books.there.touch(receipt, Posted=False)
    books.exchange(payments=True)
    (conflict,) = books.links(State.STATE_CONFLICT)
    (payment,) = desk.listed(books.office)
    assert conflict.subject == payment.name
    assert conflict.error_reason == "ACCOUNTING_PAYMENT_WITHDRAWN"
    books.rpc().DismissAccountingLink(pb.DismissAccountingLinkRequest(name=conflict.name))
    books.exchange(payments=True)
    assert not books.links(State.STATE_CONFLICT)
    books.there.touch(receipt, Posted=True, СуммаДокумента=1000)
    books.exchange(payments=True)
    (conflict,) = books.links(State.STATE_CONFLICT)
    assert conflict.error_reason == "ACCOUNTING_PAYMENT_CHANGED"


def test_many_are_read_page_by_page(books: Books) -> None:
    first = books.receipt("10", "платёж 0", number="0")
    same = {key: first[key] for key in ("Контрагент", "СчетОрганизации_Key", "СчетКонтрагента_Key")}
    for number in range(1, 230):
        books.receipt("10", f"платёж {number}", number=str(number), **same)
    books.exchange(payments=True)
    assert len(desk.listed(books.office)) == 230
    assert len(books.there.asked) < 20


def _statement(*purposes: str) -> bytes:
    head = [
        *("1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows", f"РасчСчет={OWN}"),
        *("СекцияРасчСчет", "ДатаНачала=20.11.2026", "ДатаКонца=20.11.2026", f"РасчСчет={OWN}"),
        "КонецРасчСчет",
    ]
    for purpose in purposes or (PURPOSE,):
        head += [
            *("СекцияДокумент=Платежное поручение", "Номер=317", "Дата=20.11.2026"),
            *("Сумма=122000.00", f"ПлательщикСчет={THEIRS}", "Плательщик=ООО Северный ветер"),
            *(f"ПлательщикИНН={INN}", f"ПолучательСчет={OWN}", "ДатаПоступило=20.11.2026"),
            *(f"НазначениеПлатежа={purpose}", "КонецДокумента"),
        ]
    return "\r\n".join([*head, "КонецФайла", ""]).encode("cp1251")
