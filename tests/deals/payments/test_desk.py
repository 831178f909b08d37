"""Invoices and the desk: numbers, several of one payment, taken back, dismissed, refused."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from crm.audit.v1 import audit_pb2, audit_pb2_grpc
from crm.deals.v1 import deals_pb2, deals_pb2_grpc
from crm.deals.v1 import invoices_pb2 as invoices
from crm.deals.v1 import payments_pb2 as payments
from crm.fact.v1 import events_pb2 as fact_pb
from services.kit.caller import Access
from tests.deals.office import Office, refused
from tests.deals.payments import desk
from tests.deals.payments.test_client_bank import HEAD
from tests.deals.sales import Sales, funnel

PAID = "invoice_paid"
OWN, THEIRS, INN = "40702810300095497300", "40702810900039375895", "5999733655"
DAY = date(2026, 10, 22)


def statement(*rows: tuple[str, str], first: int = 1) -> bytes:
    """(sum, purpose) of payments by one client, numbered from `first`."""
    lines = [*HEAD[:3], f"РасчСчет={OWN}"]
    for number, (amount, purpose) in enumerate(rows, first):
        lines += [
            *("СекцияДокумент=Платежное поручение", f"Номер={number}", "Дата=02.11.2026"),
            *(f"Сумма={amount}", f"ПлательщикСчет={THEIRS}", f"ПлательщикИНН={INN}"),
            *(f"ПолучательСчет={OWN}", "ДатаПоступило=02.11.2026"),
            *(f"НазначениеПлатежа={purpose}", "КонецДокумента"),
        ]
    return "\r\n".join([*lines, "КонецФайла"]).encode("cp1251")


def billed(office: Office, total: str, **fields: Any) -> invoices.Invoice:
    return desk.invoice(office, buyer_inn=INN, total=desk.money(total), **fields)


def waiting(office: Office, *rows: tuple[str, str]) -> list[payments.Payment]:
    desk.matched(office, statement(*rows))
    return desk.listed(office, state=[payments.Payment.STATE_OPEN])


def allocated(
    office: Office, payment: payments.Payment, *parts: tuple[invoices.Invoice, str]
) -> payments.Payment:
    asked = [
        payments.Allocation(invoice=invoice.name, amount=desk.money(amount))
        for invoice, amount in parts
    ]
    request = payments.AllocatePaymentRequest(name=payment.name, allocations=asked)
    return desk.bank(office).AllocatePayment(request)


def balances(office: Office, *kept: invoices.Invoice) -> list[str]:
    return [desk.text_of(desk.now(office, each.name).balance) for each in kept]


def test_numbers_follow_by_seller_and_year_and_pass_over_those_taken(office: Office) -> None:
    desk.seller(office, [OWN])
    last_year = desk.day(date(2025, 12, 30))
    this_year = desk.day(date(2026, 1, 2))
    billed(office, "1", number="СЧ-0002", issue_date=this_year)
    numbers = [billed(office, "1", issue_date=this_year).number for _ in range(3)]
    assert numbers == ["1", "3", "4"]
    assert billed(office, "1", issue_date=last_year).number == "1"
    with refused() as refusal:
        billed(office, "1", number="02", issue_date=this_year)
    assert (refusal.code, refusal.reason) == ("ALREADY_EXISTS", "INVOICE_NUMBER_TAKEN")


def test_one_payment_for_several_in_part_and_taken_back(office: Office) -> None:
    desk.seller(office, [OWN])
    one, two = billed(office, "100"), billed(office, "50")
    (payment,) = waiting(office, ("120.00", "за товар"))
    assert payment.reason == "no_match"
    assert {each.invoice for each in payment.proposals} == {one.name, two.name}
    put = allocated(office, payment, (one, "100"), (two, "15"))
    assert desk.text_of(put.advance) == "5.00"
    assert balances(office, one, two) == ["0.00", "35.00"]
    assert desk.now(office, one.name).state == invoices.Invoice.STATE_PAID
    assert [each.payment for each in desk.now(office, two.name).payments] == [payment.name]
    allocated(office, put, (two, "50"))
    assert balances(office, one, two) == ["100.00", "0.00"]
    asked = payments.ReleasePaymentRequest(name=payment.name)
    released = desk.bank(office).ReleasePayment(asked)
    assert released.state == payments.Payment.STATE_OPEN
    assert balances(office, one, two) == ["100.00", "50.00"]
    assert not desk.now(office, two.name).payments
    assert [each["type"] for each in office.changes()][-2:] == [
        "invoice_updated",
        "payment_released",
    ]


def test_no_more_than_is_left_is_put_to_an_invoice(office: Office) -> None:
    desk.seller(office, [OWN])
    invoice, other = billed(office, "100"), billed(office, "9", number="9")
    (payment,) = waiting(office, ("120.00", "за товар"))
    for parts, reason in (
        ([(invoice, "100.01")], "ALLOCATION_TOO_LARGE"),
        ([(invoice, "60"), (invoice, "40")], "INVALID_ARGUMENT"),
        ([(invoice, "0")], "INVALID_ARGUMENT"),
    ):
        with refused() as refusal:
            allocated(office, payment, *parts)
        assert reason in (refusal.reason, refusal.code)
    desk.billing(office).CancelInvoice(invoices.CancelInvoiceRequest(name=other.name))
    with refused() as refusal:
        allocated(office, payment, (other, "9"))
    assert refusal.reason == "INVOICE_CANCELLED"
    assert balances(office, invoice) == ["100.00"]


def test_what_is_no_clients_is_dismissed_and_comes_back(office: Office) -> None:
    desk.seller(office, [OWN])
    billed(office, "100")
    (payment,) = waiting(office, ("7.00", "проценты"))
    stub = desk.bank(office)
    asked = payments.DismissPaymentRequest(name=payment.name, comment="проценты банка")
    dismissed = stub.DismissPayment(asked)
    assert (dismissed.state, dismissed.comment) == (
        payments.Payment.STATE_DISMISSED,
        "проценты банка",
    )
    assert not desk.listed(office, state=[payments.Payment.STATE_OPEN])
    back = stub.ReleasePayment(payments.ReleasePaymentRequest(name=payment.name))
    assert back.state == payments.Payment.STATE_OPEN


def test_who_may_not_write_payments_may_not(office: Office) -> None:
    desk.seller(office, [OWN])
    billed(office, "100")
    (payment,) = waiting(office, ("7.00", "проценты"))
    grants = {key: scope for key, scope in office.admin.grants.items() if "payments" not in key}
    nobody = type(office.admin)(
        tenant=office.tenant, user="users/x", display_name="x", org_path=(), grants=grants
    )
    # Nor is their history told to him, though he knows their names from invoices.
    trail = office.door.stub(audit_pb2_grpc.AuditServiceStub, nobody)
    asked = audit_pb2.ListAuditEntriesRequest(parent="audit/deals", subject=payment.name)
    with refused() as refusal:
        trail.ListAuditEntries(asked)
    assert refusal.code == "NOT_FOUND"
    for call, request in (
        ("ListPayments", payments.ListPaymentsRequest()),
        ("DismissPayment", payments.DismissPaymentRequest(name=payment.name)),
    ):
        with refused() as refusal:
            getattr(desk.bank(office, nobody), call)(request)
        assert refusal.code == "PERMISSION_DENIED"


def test_only_who_keeps_payments_says_that_something_was_paid_before(office: Office) -> None:
    desk.seller(office, [OWN])
    grants = {key: keys for key, keys in office.manager_a.grants.items() if "payments" not in key}
    manager = replace(office.manager_a, grants=grants)
    paid = {"total": desk.money("100"), "prior_payment": desk.money("100")}
    with refused() as refusal:
        desk.invoice(office, manager, **paid)
    assert (refusal.code, refusal.metadata["permission"]) == ("PERMISSION_DENIED", "payments.write")
    bill = desk.invoice(office, manager, total=desk.money("100"))
    said = invoices.Invoice(name=bill.name, prior_payment=desk.money("100"))
    request = invoices.UpdateInvoiceRequest(invoice=said)
    with refused() as refusal:
        desk.billing(office, manager).UpdateInvoice(request)
    assert refusal.code == "PERMISSION_DENIED"
    assert desk.billing(office).UpdateInvoice(request).state == invoices.Invoice.STATE_PAID
    # Whoever changes something else may send it along.
    said.buyer_kpp = "770101001"
    request = invoices.UpdateInvoiceRequest(invoice=said)
    assert desk.billing(office, manager).UpdateInvoice(request).buyer_kpp == "770101001"


def test_a_deal_knows_what_is_billed_and_paid(office: Office) -> None:
    desk.seller(office, [OWN])
    stub = office.door.stub(deals_pb2_grpc.DealServiceStub, office.manager_a)
    draft = deals_pb2.Deal(display_name="Партия", amount=desk.money("100"))
    deal = stub.CreateDeal(deals_pb2.CreateDealRequest(deal=draft))
    invoice = desk.invoice(
        office,
        office.manager_a,
        deal=deal.name,
        buyer_inn=INN,
        number="5",
        issue_date=desk.day(DAY),
    )
    assert desk.text_of(invoice.total) == "100.00"
    assert (invoice.owner, invoice.deal_display_name) == (office.manager_a.user, "Партия")
    desk.matched(office, statement(("40.00", f"счет 5 от {DAY:%d.%m.%Y}")))
    now = stub.GetDeal(deals_pb2.GetDealRequest(name=deal.name))
    assert (desk.text_of(now.invoiced), desk.text_of(now.paid)) == ("100.00", "40.00")
    listed = desk.billing(office, office.manager_a).ListInvoices(
        invoices.ListInvoicesRequest(deal=deal.name)
    )
    assert [each.name for each in listed.invoices] == [invoice.name]
    with refused() as refusal:
        desk.billing(office, office.manager_b).GetInvoice(
            invoices.GetInvoiceRequest(name=invoice.name)
        )
    assert refusal.code == "NOT_FOUND"
    with refused() as refusal:
        desk.billing(office).CancelInvoice(invoices.CancelInvoiceRequest(name=invoice.name))
    assert refusal.reason == "INVOICE_PAID"


def test_a_deal_in_another_currency_counts_the_invoices_of_that_one(office: Office) -> None:
    desk.seller(office, [OWN])
    sales = Sales(office, office.manager_a)
    deal = sales.create(amount=desk.money("100"))
    for total in (desk.money("70"), desk.money("30", "USD")):
        desk.invoice(office, deal=deal.name, buyer_inn=INN, total=total, prior_payment=total)
    now = sales.get(deal)
    assert [now.invoiced, now.paid] == [desk.money("70")] * 2
    for now in (sales.update(deal, amount=desk.money("30", "USD")), sales.get(deal)):
        assert [now.invoiced, now.paid] == [desk.money("30", "USD")] * 2
    moved = sales.move(deal, deal.stage, sets=deals_pb2.Deal(amount=desk.money("100")))
    assert [moved.invoiced, moved.paid] == [desk.money("70")] * 2


def test_a_strict_stage_asks_for_an_invoice_and_for_its_payment(office: Office) -> None:
    desk.seller(office, [OWN])
    made = funnel(
        office, "Новая", ("Счёт", {"documents": ["invoice"]}), ("Оплата", {"documents": [PAID]})
    )
    sales = Sales(office, office.manager_a)
    deal = sales.create(funnel=made.name, amount=desk.money("100"))
    _, issued, paid = (stage.id for stage in made.stages)
    assert sales.check(deal, issued) == [("DOCUMENT", "invoice")]
    invoice = billed(office, "100", deal=deal.name, number="5", issue_date=desk.day(DAY))
    assert facts(sales, deal) == {("invoice", "PLUS", "№ 5"), (PAID, "OPEN", "№ 5")}
    sales.move(deal, issued)
    assert sales.check(deal, paid) == [("DOCUMENT", PAID)]
    desk.matched(office, statement(("100.00", f"счет 5 от {DAY:%d.%m.%Y}")))
    assert facts(sales, deal) == {("invoice", "PLUS", "№ 5"), (PAID, "PLUS", "№ 5")}
    assert not sales.check(deal, paid)
    # A payment that is taken back, an invoice that is cancelled or another deal's state nothing.
    (payment,) = desk.listed(office)
    desk.bank(office).ReleasePayment(payments.ReleasePaymentRequest(name=payment.name))
    assert sales.check(deal, paid) == [("DOCUMENT", PAID)]
    desk.billing(office).CancelInvoice(invoices.CancelInvoiceRequest(name=invoice.name))
    assert not facts(sales, deal)
    with refused() as refusal:
        sales.move(deal, paid)
    assert refusal.fields == (
        ("document:invoice", "NEED_DOCUMENT"),
        (f"document:{PAID}", "NEED_DOCUMENT"),
    )


def facts(sales: Sales, deal: Any) -> set[tuple[str, str, str]]:
    state = fact_pb.FactState.Name
    return {
        (each.key, state(each.state).removeprefix("FACT_STATE_"), each.display_name)
        for each in sales.facts(deal)
    }


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"total": desk.money("0")}, ("total", "FIELD_REQUIRED")),
        ({"total": desk.money("1.005")}, ("total", "MONEY_PRECISION")),
        ({"buyer_inn": "123"}, ("buyer_inn", "INN_LENGTH")),
        ({"number": "б/н"}, ("number", "INVOICE_NUMBER_FORMAT")),
        ({"prior_payment": desk.money("101")}, ("prior_payment", "NUMBER_OUT_OF_RANGE")),
        ({"prior_payment": desk.money("1", "USD")}, ("prior_payment", "CURRENCY_MIXED")),
        ({"deal": "deals/none"}, ("deal", "DEAL_UNKNOWN")),
        ({"seller": "sellers/none"}, ("seller", "SELLER_UNKNOWN")),
    ],
)
def test_what_is_wrong_is_said_by_field(
    office: Office, fields: dict[str, Any], problem: tuple[str, str]
) -> None:
    desk.seller(office, [OWN])
    with refused() as refusal:
        desk.invoice(office, **{"total": desk.money("100"), **fields})
    assert problem in refusal.fields


def test_a_seller_has_right_requisites_and_accounts_of_its_own(office: Office) -> None:
    first = desk.seller(office, [OWN])
    assert first.default
    with refused() as refusal:
        desk.seller(office, [OWN])
    assert refusal.reason == "ACCOUNT_TAKEN"
    with refused() as refusal:
        desk.seller(office, ["123"], inn="7799071624")
    assert refusal.fields == (("inn", "INN_CHECKSUM"), ("accounts[0]", "ACCOUNT_LENGTH"))
    second = desk.seller(office, [], default=True)
    listed = desk.billing(office).ListSellers(invoices.ListSellersRequest()).sellers
    assert [each.default for each in listed] == [False, True]
    change = invoices.Seller(name=second.name, default=False)
    request = invoices.UpdateSellerRequest(seller=change)
    request.update_mask.paths.append("default")
    with refused() as refusal:
        desk.billing(office).UpdateSeller(request)
    assert refusal.reason == "SELLER_DEFAULT"


def test_who_takes_part_in_a_deal_sees_its_invoices_for_as_long(office: Office) -> None:
    desk.seller(office, [OWN])
    stub = office.door.stub(deals_pb2_grpc.DealServiceStub, office.manager_a)
    names: list[str] = []
    for _ in range(2):
        draft = deals_pb2.Deal(display_name="Партия", participants=[office.manager_b.user])
        names.append(stub.CreateDeal(deals_pb2.CreateDealRequest(deal=draft)).name)
    bill = desk.invoice(office, office.manager_a, deal=names[0], total=desk.money("100"))
    theirs = desk.billing(office, office.manager_b)

    def seen() -> list[str]:
        answer = theirs.ListInvoices(invoices.ListInvoicesRequest())
        return [each.name for each in answer.invoices]

    def alone(name: str) -> None:
        request = deals_pb2.UpdateDealRequest(deal=deals_pb2.Deal(name=name))
        request.update_mask.paths.append("participants")
        stub.UpdateDeal(request)

    assert seen() == [bill.name]
    alone(names[0])
    assert seen() == []
    moved = invoices.Invoice(name=bill.name, deal=names[1])
    mine = desk.billing(office, office.manager_a)
    mine.UpdateInvoice(invoices.UpdateInvoiceRequest(invoice=moved))
    assert seen() == [bill.name]
    alone(names[1])
    with refused() as refusal:
        theirs.GetInvoice(invoices.GetInvoiceRequest(name=bill.name))
    assert refusal.code == "NOT_FOUND"


def test_of_sellers_made_at_once_one_is_the_default_one(office: Office) -> None:
    accounts = [f"{OWN[:-1]}{number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda account: desk.seller(office, [account]), accounts))
    listed = desk.billing(office).ListSellers(invoices.ListSellersRequest()).sellers
    assert [each.default for each in listed].count(True) == 1


def test_who_is_not_shown_a_clients_inn_is_not_shown_that_of_his_invoice(office: Office) -> None:
    desk.seller(office, [OWN])
    invoice = billed(office, "100")
    request = invoices.UpdateInvoiceRequest(
        invoice=invoices.Invoice(name=invoice.name, buyer_inn="7707083893"),
        update_mask={"paths": ["buyer_inn"]},
    )
    blind = replace(office.admin, field_rights=(Access("counterparties", "inn", "", "MASKED"),))
    for caller, inn in ((office.admin, "7707083893"), (blind, "")):
        told = desk.billing(office, caller)
        updated = told.UpdateInvoice(request)
        (found,) = told.ListInvoices(invoices.ListInvoicesRequest()).invoices
        assert (updated.buyer_inn, found.buyer_inn) == (inn, inn)
        stub = office.door.stub(audit_pb2_grpc.AuditServiceStub, caller)
        asked = audit_pb2.ListAuditEntriesRequest(parent="audit/deals", subject=invoice.name)
        changed = {
            each.field for entry in stub.ListAuditEntries(asked).entries for each in entry.changes
        }
        assert ("buyer_inn" in changed) is bool(inn)


def test_invoices_made_at_once_have_numbers_of_their_own_and_leave_those_of_refused_ones(
    office: Office,
) -> None:
    desk.seller(office, [OWN])
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: billed(office, "100"), range(16)))
    assert sorted(int(each.number) for each in made) == list(range(1, 17))
    # What is wrong in itself takes none; what only its transaction finds out has taken one.
    with refused() as refusal:
        billed(office, "0")
    assert refusal.fields == (("total", "FIELD_REQUIRED"),)
    with refused():
        billed(office, "100", owner="users/none")
    assert billed(office, "100").number == "18"
