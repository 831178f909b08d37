"""Bonuses pay invoices, are given back, and expire."""

from datetime import date, timedelta

from crm.deals.v1 import events_pb2 as events
from services.deals import amounts
from services.deals.invoices import keeping as invoicing
from services.deals.invoices.invoice import Invoice, Put
from services.deals.loyalty import store
from services.deals.loyalty.bonus import (
    Bonus,
    BonusLimit,
    BonusNotEnough,
    BonusNotSpent,
    Kind,
    TooMuch,
    balance,
    kopecks,
    take,
)
from services.deals.loyalty.keeping import PROGRAMS
from services.deals.loyalty.ledger import add_lot, keep_lots, row_of, tell
from services.deals.loyalty.program import WHOLE
from services.deals.loyalty.program import Kind as ProgramKind
from services.deals.loyalty.store import BONUSES
from services.deals.products.selling import today
from services.kit import clock
from services.kit.caller import Caller, system
from services.kit.copying import replace
from services.kit.errors import InvalidArgument, Violation
from services.kit.money import Money
from services.kit.mongo import Db, require_etag, transactional
from services.kit.parties import store as parties

SPEND = "bonuses.spend"
SLICE = 200
# A day is over for everybody so long after it is over in Greenwich.
LAST_ZONE = timedelta(hours=12)


def spend(db: Db, caller: Caller, invoice: str, amount: Money | None, request_id: str) -> Bonus:
    """The same request spends once."""
    asked = _asked(amount)
    name = BONUSES.new_name(request_id)
    return BONUSES.once(
        db,
        name,
        request_id,
        lambda: _spend(db, caller, name, invoice, asked),
        lambda found: found.kind is Kind.SPENDING and found.creator == caller.user,
    )


@transactional
def _spend(db: Db, caller: Caller, name: str, invoice: str, amount: int) -> Bonus:
    bill = _bill(db, caller, invoice)
    bill.require_not_cancelled()
    if bill.currency != amounts.ROUBLES:
        text = "Bonuses pay for invoices in roubles only."
        raise InvalidArgument(text, field="amount", reason="CURRENCY_MIXED")
    if amount > bill.left:
        raise TooMuch(f"More than is left of {bill.name}", name=bill.name)
    store.meet(db, [bill.counterparty])
    _require_within(db, bill, amount)
    day = today(caller)
    lots = [each for each in store.lots(db, bill.counterparty) if each.holds_on(day)]
    has = balance(lots, day)
    if amount > has:
        text = f"He has {kopecks(has).amount}"
        raise BonusNotEnough(text, balance=str(kopecks(has).amount))
    taken = take(lots, amount)
    keep_lots(db, taken.lots)
    row = row_of(Kind.SPENDING, bill.counterparty, -amount, caller, invoice=bill.name)
    named = replace(row, name=name, invoice_number=bill.number, expire_date=taken.expire_date)
    kept = BONUSES.insert(db, named)
    tell(db, caller, [(events.BonusSpent, kept)])
    invoicing.pay(db, caller, {bill.name: [Put(kept.name, day, amount)]})
    return kept


@transactional
def give_back(db: Db, caller: Caller, name: str, etag: str) -> Bonus:
    """To be spent as long as they could have been."""
    spent = BONUSES.get(db, name)
    bill = _bill(db, caller, spent.invoice) if spent.kind is Kind.SPENDING else None
    if bill is None or spent.returned:
        raise BonusNotSpent(f"{name} is not spent", name=name)
    require_etag(spent, etag)
    store.meet(db, [spent.counterparty])
    BONUSES.replace(db, replace(spent, returned=True))
    amount = -amounts.minor(spent.amount)
    put = Put(spent.name, None, -amount)
    invoicing.pay(db, caller, {bill.name: [put]})
    row = row_of(Kind.RETURN, spent.counterparty, amount, caller, invoice=bill.name)
    lot = replace(
        row, left=amount, expire_date=spent.expire_date, invoice_number=spent.invoice_number
    )
    return add_lot(db, caller, lot, events.BonusReturned)


def expire(db: Db) -> None:
    """What was not spent in time; a timer's work."""
    day = (clock.now() - LAST_ZONE).date()
    while clients := store.expiring(db, day, SLICE):
        for client in clients:
            _expire(db, client, day)


@transactional
def _expire(db: Db, client: str, day: date) -> None:
    store.meet(db, [client])
    for lot in store.lots(db, client):
        if lot.holds_on(day):
            continue
        BONUSES.replace(db, replace(lot, left=0, expired=lot.expired + lot.left))
        caller = system(db.tenant)
        row = row_of(Kind.EXPIRY, client, -lot.left, caller, payment=lot.payment)
        gone = replace(row, program=lot.program, expire_date=lot.expire_date)
        tell(db, caller, [(events.BonusExpired, BONUSES.insert(db, gone))])


def _bill(db: Db, caller: Caller, name: str) -> Invoice:
    bill = invoicing.visible(db, caller, name)
    caller.require_for(SPEND, bill.visible_to)
    return bill


def _asked(amount: Money | None) -> int:
    tidy = amounts.tidy(amount)
    problems = list(amounts.problems("amount", tidy))
    if tidy is None or not tidy.amount:
        problems.append(Violation("amount", "FIELD_REQUIRED", "More than 0."))
    elif tidy.currency != amounts.ROUBLES:
        problems.append(Violation("amount", "CURRENCY_MIXED", "Bonuses are in roubles."))
    if problems:
        raise InvalidArgument.of(problems)
    return amounts.minor(tidy)


def _require_within(db: Db, bill: Invoice, amount: int) -> None:
    """The part of an invoice that programs let bonuses pay for."""
    client = parties.find(db, bill.counterparty) if bill.counterparty else None
    segments = client.segments if client else ()
    of_him = [
        each.invoice_percent or WHOLE
        for each in PROGRAMS.recent(db).values()
        if each.kind is ProgramKind.BONUS and each.is_for(segments)
    ]
    percent = max(of_him, default=WHOLE)
    most = amounts.minor(bill.total) * percent // 100
    if store.spent_on(db, bill.name) + amount > most:
        text = f"At most {percent} % of an invoice"
        raise BonusLimit(text, percent=str(percent), most=str(kopecks(most).amount))
