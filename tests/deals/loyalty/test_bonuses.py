"""Bonuses: earned by paying, spent on invoices by right, taken back, expired; a ledger that adds
up."""

import dataclasses
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from crm.audit.v1 import audit_pb2, audit_pb2_grpc
from crm.deals.v1 import agreements_pb2, bonuses_pb2
from crm.deals.v1 import invoices_pb2 as invoices
from crm.deals.v1 import payments_pb2 as payments
from services.deals.loyalty import spending, store
from services.deals.loyalty.bonus import Bonus
from services.deals.loyalty.following import LINKED
from services.kit import clock
from services.kit.caller import Caller, system
from services.kit.copying import replace
from services.kit.mongo import transactional
from tests.deals.loyalty.club import Loyalty, Program, lot, tried
from tests.deals.office import Office, refused
from tests.deals.payments import desk
from tests.deals.payments.test_desk import statement

REQUEST = "6f1d0a30-0c3a-4d1b-9d3c-6f1f5be0c7aa"


@pytest.fixture
def loyalty(office: Office) -> Loyalty:
    return Loyalty(office)


def test_payments_bring_bonuses_by_themselves_and_by_turnover(loyalty: Loyalty) -> None:
    loyalty.paid("100")
    assert loyalty.rows() == []
    loyalty.program(bonus_days=30)
    loyalty.paid("200")
    assert loyalty.rows() == [("ACCRUAL", "10")]
    # The tier is that of all he paid, this included; what came before stays as it was.
    loyalty.paid("700")
    assert loyalty.rows() == [("ACCRUAL", "10"), ("ACCRUAL", "70")]
    standing = loyalty.standing()
    assert (standing.bonus_percent, desk.text_of(standing.turnover)) == ("10", "1000.00")
    assert desk.text_of(standing.bonus_balance) == "80.00"
    assert desk.text_of(standing.bonus_expiring) == "80.00"
    told = standing.bonus_expire_date
    left = date(told.year, told.month, told.day) - clock.now().date()
    assert timedelta(days=29) <= left <= timedelta(days=31)
    (event, *_) = loyalty.office.changes("bonus_accrued")
    assert loyalty.office.manager_a.user in event["visible_to"]


def test_their_history_is_told_to_who_sees_the_client(loyalty: Loyalty) -> None:
    loyalty.program()
    loyalty.paid("200")
    office = loyalty.office
    listed = bonuses_pb2.ListBonusesRequest(counterparty=loyalty.client)
    (bonus,) = loyalty.stub().ListBonuses(listed).bonuses
    asked = audit_pb2.ListAuditEntriesRequest(parent="audit/deals", subject=bonus.name)

    def told(caller: Caller) -> int:
        trail: Any = office.door.stub(audit_pb2_grpc.AuditServiceStub, caller)
        return len(trail.ListAuditEntries(asked).entries)

    assert told(office.manager_a) == 1
    with refused() as refusal:
        told(office.manager_b)
    assert refusal.code == "NOT_FOUND"


def test_the_same_file_brings_nothing_twice(loyalty: Loyalty) -> None:
    loyalty.program()
    bill = loyalty.bill("100")
    file = statement(("100.00", f"Оплата по счету № {bill.number}"))
    for _ in range(2):
        desk.matched(loyalty.office, file)
    desk.matched(loyalty.office, file + b"\r\n")
    assert loyalty.rows() == [("ACCRUAL", "5")]


def test_only_clients_of_its_segments_and_only_while_it_is_not_paused(loyalty: Loyalty) -> None:
    program = loyalty.program(segments=["segments/vip"])
    loyalty.paid("100")
    assert loyalty.rows() == []
    request = agreements_pb2.UpdateLoyaltyProgramRequest(
        loyalty_program=Program(name=program.name, paused=True)
    )
    request.update_mask.paths.extend(["paused", "segments"])
    loyalty.programs().UpdateLoyaltyProgram(request)
    loyalty.paid("100")
    assert loyalty.rows() == []


def test_a_release_takes_them_back_and_what_is_spent_is_owed(loyalty: Loyalty) -> None:
    loyalty.program((("0", "10"),))
    (payment,) = loyalty.paid("500")
    bill = loyalty.bill("100")
    loyalty.spend(bill, "30")
    assert (loyalty.balance(), desk.text_of(desk.now(loyalty.office, bill.name).balance)) == (
        "20.00",
        "70.00",
    )
    loyalty.release(payment)
    assert loyalty.rows()[2:] == [("REVERSAL", "-20")]
    assert (loyalty.balance(), loyalty.require_sound()) == ("0.00", 0)
    # What he owes goes with the next ones.
    allocated = payments.AllocatePaymentRequest(
        name=payment.name,
        allocations=[
            payments.Allocation(invoice=payment.allocations[0].invoice, amount=desk.money("500"))
        ],
    )
    for _ in range(2):
        desk.bank(loyalty.office).AllocatePayment(allocated)
    assert loyalty.rows()[3:] == [("ACCRUAL", "50"), ("REVERSAL", "-30")]
    assert loyalty.require_sound() == 2000


def test_bonuses_pay_an_invoice_by_right_and_are_given_back_once(loyalty: Loyalty) -> None:
    loyalty.program((("0", "10"),), invoice_percent=50)
    loyalty.paid("1000")
    bill = loyalty.bill("100")
    with refused() as refusal:
        loyalty.spend(bill, "10", loyalty.office.manager_b)
    assert refusal.code == "NOT_FOUND"
    reader = loyalty.office.manager_a
    grants = {key: keys for key, keys in reader.grants.items() if key != "bonuses.spend"}
    with refused() as refusal:
        loyalty.spend(bill, "10", dataclasses.replace(reader, grants=grants))
    assert refusal.code == "PERMISSION_DENIED"
    with refused() as refusal:
        loyalty.spend(bill, "50.01")
    assert refusal.reason == "BONUS_LIMIT"
    with refused() as refusal:
        loyalty.spend(loyalty.bill("1000"), "100.01")
    assert refusal.reason == "BONUS_NOT_ENOUGH"
    assert (refusal.metadata or {})["balance"] == "100.00"
    with refused() as refusal:
        loyalty.spend(bill, "100.01")
    assert refusal.reason == "ALLOCATION_TOO_LARGE"
    for amount in ("0", "-1"):
        with refused() as refusal:
            loyalty.spend(bill, amount)
        assert refusal.fields[0][0] == "amount"
    spent = [loyalty.spend(bill, "50", request_id=REQUEST) for _ in range(2)]
    assert spent[0] == spent[1]
    assert desk.text_of(desk.now(loyalty.office, bill.name).paid) == "50.00"
    # What pays an invoice is no turnover.
    assert desk.text_of(loyalty.standing().turnover) == "1000.00"
    loyalty.give_back(spent[0])
    assert desk.now(loyalty.office, bill.name).state == invoices.Invoice.STATE_OPEN
    with refused() as refusal:
        loyalty.give_back(spent[0])
    assert refusal.reason == "BONUS_NOT_SPENT"
    assert loyalty.rows() == [("ACCRUAL", "100"), ("SPENDING", "-50"), ("RETURN", "50")]
    assert loyalty.require_sound() == 10_000
    kinds = {each["type"] for each in loyalty.office.changes()}
    assert {"bonus_spent", "bonus_returned"} <= kinds


def test_what_expires_first_goes_first_and_the_rest_expires(loyalty: Loyalty) -> None:
    office, today = loyalty.office, clock.now().date()
    lots = {"soon": today + timedelta(days=2), "late": today + timedelta(days=90), "never": None}
    for key, last in lots.items():
        lot(loyalty, key, 1000, last)
    loyalty.spend(loyalty.bill("100"), "12")
    assert [each.left for each in _by_payment(loyalty, lots)] == [0, 800, 1000]
    lot(loyalty, "gone", 500, today - timedelta(days=3))
    # Nobody has come to take it yet, and it is not his any more.
    assert loyalty.balance() == "18.00"
    for _ in range(2):
        spending.expire(office.db)
    assert loyalty.rows()[-1] == ("EXPIRY", "-5")
    assert loyalty.require_sound() == 1800


def test_the_ledger_follows_its_client_into_a_merge(loyalty: Loyalty) -> None:
    other = loyalty.party("other")
    lot(loyalty, "one", 700, None)
    (row,) = store.BONUSES.select(loyalty.office.db, {"counterparty": loyalty.client})
    caller, pairs = system(loyalty.office.tenant), [(row, replace(row, counterparty=other))]
    transactional(LINKED.relink)(loyalty.office.db, caller, pairs)
    assert (loyalty.balance(), loyalty.balance(other)) == ("0.00", "7.00")


def test_whoever_spends_at_once_spends_no_more_than_there_is(loyalty: Loyalty) -> None:
    lot(loyalty, "one", 1000, None)
    bills = [loyalty.bill("100") for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        tries = [pool.submit(tried, loyalty.spend, each, "3") for each in bills]
        assert sum(each.result() for each in tries) == 3
    assert loyalty.require_sound() == 100


def _by_payment(loyalty: Loyalty, keys: Iterable[str]) -> list[Bonus]:
    rows = store.BONUSES.select(loyalty.office.db, {"kind": "ACCRUAL"})
    known = {each.payment.removeprefix("payments/"): each for each in rows}
    return [known[key] for key in keys]
