"""The desk of payments that nobody could place: what people decide about them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from google.protobuf.message import Message

from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import payments_pb2 as pb
from services.deals import amounts
from services.deals.invoices import keeping
from services.deals.invoices import store as invoices
from services.deals.invoices.invoice import Put
from services.deals.payments import payment as rules
from services.deals.payments import store
from services.deals.payments.payment import Allocation, AllocationTooLarge, Payment
from services.deals.payments.receiving import READ
from services.deals.payments.rewarding import reward
from services.deals.payments.store import PAYMENTS
from services.kit import changes
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
    back = {each.invoice: amounts.minor(each.amount) for each in current.allocations}
    for each in put:
        left = before[each.invoice].left_without(back.get(each.invoice, 0))
        if amounts.minor(each.amount) > left:
            text = f"More than is left of {each.invoice}"
            raise AllocationTooLarge(text, name=each.invoice)
    keeping.pay(db, caller, _puts(current, put))
    client = next((before[each.invoice].counterparty for each in put), "")
    saved = PAYMENTS.replace(db, current.allocated(put, client))
    reward(db, caller, [(current, saved)])
    return _told(db, caller, events.PaymentAllocated, current, saved)


@transactional
def release(db: Db, caller: Caller, name: str, etag: str, comment: str) -> Payment:
    """Also one that was dismissed."""
    current = _found(db, name, etag)
    released = current.released(comment)
    if current.state is rules.State.OPEN:
        return current
    keeping.pay(db, caller, _puts(current, ()))
    saved = PAYMENTS.replace(db, released)
    reward(db, caller, [(current, saved)])
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


def _puts(payment: Payment, allocations: Sequence[Allocation]) -> dict[str, list[Put]]:
    """These instead of what it was put to before."""
    found: defaultdict[str, list[Put]] = defaultdict(list)
    for sign, each in (
        *((-1, each) for each in payment.allocations),
        *((1, each) for each in allocations),
    ):
        amount = sign * amounts.minor(each.amount)
        found[each.invoice].append(Put(payment.name, payment.pay_date, amount))
    return found


def _told(db: Db, caller: Caller, event: type[Message], before: Payment, after: Payment) -> Payment:
    message: Any = event
    told = message(payment=to_proto(after, pb.Payment))
    about = {"before": before, "after": after}
    changes.record(db, caller, told, permission=READ, visible_to=(EVERYBODY,), **about)
    return after
