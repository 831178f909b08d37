"""The customer's statements through the whole service, and read again."""

from csv import DictReader
from datetime import date
from io import StringIO
from typing import Any

import pytest

from crm.deals.v1 import invoices_pb2 as invoices
from crm.deals.v1 import payments_pb2 as payments
from services.deals.payments.matching_job import SLICE
from tests.deals.office import Office, refused
from tests.deals.payments import desk
from tests.deals.payments.bank import DATA, EXPECTED
from tests.deals.payments.test_desk import OWN, statement
from tests.waiting import until

ACCOUNTS = EXPECTED["own"]["accounts"]
Told = dict[str, Any]


def enter_invoices(office: Office) -> dict[tuple[str, str, str], str]:
    """By number, date and INN of the buyer."""
    made: dict[tuple[str, str, str], str] = {}
    text = (DATA / "invoices.csv").read_text("utf-8-sig")
    for row in DictReader(StringIO(text), delimiter=";"):
        issued = date(*(int(part) for part in reversed(row["date"].split("."))))
        kept = desk.invoice(
            office,
            number=row["number"],
            issue_date=desk.day(issued),
            buyer_inn=row["buyer_inn"],
            buyer_kpp=row["buyer_kpp"],
            buyer_display_name=row["buyer_name"],
            total=desk.money(row["total"]),
            prior_payment=desk.money(row["paid"]),
        )
        made[row["number"], issued.isoformat(), row["buyer_inn"]] = kept.name
    return made


def test_each_payment_and_invoice_is_as_expected(office: Office) -> None:
    desk.seller(office, ACCOUNTS)
    names = enter_invoices(office)
    statements = {
        file: desk.matched(office, (DATA / file).read_bytes(), file)
        for file in EXPECTED["import_order"]
    }
    found = {
        (file, each.index): each
        for file, statement in statements.items()
        for each in desk.listed(office, statement=statement.name)
    }
    assert len(found) == len(EXPECTED["documents"])
    for said in EXPECTED["documents"]:
        check(found[said["file"], said["index"]], said, names, found)
    for said in EXPECTED["statements"]:
        check_statement(statements[said["file"]], said)
    counted = sum_of(each.counts for each in statements.values())
    assert counted == EXPECTED["counts"]
    for said in EXPECTED["invoices_after"]:
        kept = desk.now(office, names[said["number"], said["date"], said["buyer_inn"]])
        assert desk.text_of(kept.balance) == said["balance"]
        state = {"open": "OPEN", "paid": "PAID"}.get(said["status"], "PARTLY_PAID")
        assert invoices.Invoice.State.Name(kept.state) == f"STATE_{state}"
    received = office.changes("payment_received")
    assert len(received) == EXPECTED["counts"]["auto"] + EXPECTED["counts"]["manual"]
    again(office, statements, names)


def check(payment: payments.Payment, said: Told, names: Any, found: Any) -> None:
    assert (
        payments.Payment.Decision.Name(payment.decision) == f"DECISION_{said['decision'].upper()}"
    )
    assert payment.reason == said["reason"]
    assert [
        (each.invoice, desk.text_of(each.amount), each.invoice_number)
        for each in payment.allocations
    ] == [
        (
            names[each["invoice"], each["invoice_date"], each["buyer_inn"]],
            each["amount"],
            each["invoice"],
        )
        for each in said["allocations"]
    ]
    assert desk.text_of(payment.advance) == said["advance"]
    assert payment.purpose == said["purpose"]
    waits = payment.state == payments.Payment.STATE_OPEN
    assert waits == (said["decision"] == "manual")
    if repeated := said.get("duplicate_of"):
        assert payment.duplicate_of == found[repeated["file"], repeated["index"]].name


def check_statement(statement: payments.Statement, said: Told) -> None:
    account = statement.accounts[0]
    assert statement.state == payments.Statement.STATE_DONE
    assert (statement.encoding, account.account) == (said["encoding"], said["account"])
    assert account.documents == said["documents"]
    assert not statement.warnings
    for key in ("opening", "incoming", "outgoing", "closing"):
        assert desk.text_of(getattr(account, key)) == said[key]


def sum_of(counts: Any) -> dict[str, int]:
    names = [each.name for each in payments.StatementCounts.DESCRIPTOR.fields]
    kept = list(counts)
    return {name: sum(getattr(each, name) for each in kept) for name in names}


def again(office: Office, statements: dict[str, payments.Statement], names: Any) -> None:
    """The same bytes are the same statement; the same payments in other bytes change nothing."""
    before = {name: desk.now(office, name).etag for name in names.values()}
    for file, known in statements.items():
        data = (DATA / file).read_bytes()
        assert desk.sent(office, data).name == known.name
        other = desk.matched(office, data.replace(b"09:15:00", b"09:16:00"))
        assert other.name != known.name
        assert other.counts.duplicate + other.counts.skip == known.accounts[0].documents
    assert before == {name: desk.now(office, name).etag for name in names.values()}


def test_what_repeats_a_statement_waits_for_it(office: Office) -> None:
    desk.seller(office, [OWN])
    rows = [("1.00", f"за товар {n}") for n in range(SLICE + 60)]
    first = desk.sent(office, statement(*rows))
    second = desk.sent(office, statement(*rows[SLICE:], first=SLICE + 1))

    def done() -> bool:
        office.work()
        return all(each.state == payments.Statement.STATE_DONE for each in bank_statements(office))

    until(done)
    found = {each.name: each for each in bank_statements(office)}
    assert found[first.name].counts == payments.StatementCounts(manual=SLICE + 60)
    assert found[second.name].counts == payments.StatementCounts(duplicate=60)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.4", "STATEMENT_FORMAT"),
        (b"", "STATEMENT_FORMAT"),
        ((DATA / "kl_to_1c_1_windows.txt").read_bytes()[:-20], "STATEMENT_FORMAT"),
        ((DATA / "kl_to_1c_2_dos.txt").read_bytes(), "ACCOUNT_UNKNOWN"),
    ],
)
def test_what_is_no_statement_of_ours_is_refused(office: Office, data: bytes, reason: str) -> None:
    desk.seller(office, ACCOUNTS[:1])
    with refused() as refusal:
        desk.sent(office, data)
    assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", reason)
    assert not bank_statements(office)
    assert not office.db.client[office.db.database]["files.files"].count_documents(
        {"metadata.tenant": office.tenant}
    )


def bank_statements(office: Office) -> list[payments.Statement]:
    return list(desk.bank(office).ListStatements(payments.ListStatementsRequest()).statements)
