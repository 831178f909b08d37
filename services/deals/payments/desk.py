"""The desk of payments that nobody could place: what people decide about them."""

from collections.abc import Sequence
from typing import Any

from google.protobuf.message import Message

from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import payments_pb2 as pb
from services.deals import amounts
from services.deals.invoices import keeping
from services.deals.invoices import store as invoices
from services.deals.invoices.invoice import Invoice
from services.deals.payments import payment as rules
from services.deals.payments import store
from services.deals.payments.payment import Allocation, AllocationTooLarge, Payment
from services.deals.payments.receiving import READ
from services.deals.payments.store import PAYMENTS
from services.kit import changes, clock
from services.kit.caller import EVERYBODY, Caller
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional


@transactional
def allocate(db: Db, caller: Caller, name: str, etag: str, asked: Sequence[Allocation]) -> Payment:
    """Instead of what it was put to before."""
    current = _found(db, name, etag)
    current.require_incoming()
    concerned = {each.invoice for each in (*asked, *current.allocations)}
    before = invoices.many(db, concerned)
    put = rules.settled(asked, current, before)
    after = _taken_back(before, current)
    now = clock.now()
    for each in put:
        amount = amounts.minor(each.amount)
        if amount > after[each.invoice].left:
            text = f"More than is left of {each.invoice}"
            raise AllocationTooLarge(text, name=each.invoice)
        after[each.invoice] = after[each.invoice].paid_by(name, current.pay_date, amount, now)
    keeping.pay(db, caller, _changed(before, after))
    client = next((before[each.invoice].counterparty for each in put), "")
    saved = PAYMENTS.replace(db, current.allocated(put, client))
    return _told(db, caller, events.PaymentAllocated, current, saved)


@transactional
def release(db: Db, caller: Caller, name: str, etag: str, comment: str) -> Payment:
    """Also one that was dismissed."""
    current = _found(db, name, etag)
    released = current.released(comment)
    if current.state is rules.State.OPEN:
        return current
    before = invoices.many(db, (each.invoice for each in current.allocations))
    keeping.pay(db, caller, _changed(before, _taken_back(before, current)))
    saved = PAYMENTS.replace(db, released)
    return _told(db, caller, events.PaymentReleased, current, saved)


@transactional
def dismiss(db: Db, caller: Caller, name: str, etag: str, comment: str) -> Payment:
    current = _found(db, name, etag)
    saved = PAYMENTS.replace(db, current.dismissed(comment))
    return _told(db, caller, events.PaymentDismissed, current, saved)


def _found(db: Db, name: str, etag: str) -> Payment:
    current = store.get(db, name)
    require_etag(current, etag)
    return current


def _taken_back(before: dict[str, Invoice], payment: Payment) -> dict[str, Invoice]:
    after, now = dict(before), clock.now()
    for each in payment.allocations:
        amount = amounts.minor(each.amount)
        after[each.invoice] = after[each.invoice].without(payment.name, amount, now)
    return after


def _changed(
    before: dict[str, Invoice], after: dict[str, Invoice]
) -> list[tuple[Invoice, Invoice]]:
    return [(before[name], after[name]) for name in before if before[name] != after[name]]


def _told(db: Db, caller: Caller, event: type[Message], before: Payment, after: Payment) -> Payment:
    message: Any = event
    told = message(payment=to_proto(after, pb.Payment))
    about = {"before": before, "after": after}
    changes.record(db, caller, told, permission=READ, visible_to=(EVERYBODY,), **about)
    return after
