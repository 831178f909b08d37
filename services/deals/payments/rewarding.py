"""Payments bring their clients bonuses, and take them along when they are not theirs after all."""

from collections.abc import Iterable
from functools import partial

from services.deals import amounts
from services.deals.loyalty import ledger
from services.deals.loyalty.ledger import Come
from services.deals.payments import store
from services.deals.payments.payment import INCOMING, Payment, State
from services.deals.products.selling import today
from services.kit.caller import Caller
from services.kit.mongo import Db


def reward(db: Db, caller: Caller, changed: Iterable[tuple[Payment | None, Payment]]) -> None:
    """Pairs (before, after), inside the transaction that keeps them; None: it was not here."""
    moved = [(_client(old), new) for old, new in changed if _client(old) != _client(new)]
    ledger.reverse(db, caller, [new.name for earlier, new in moved if earlier])
    come = [
        Come(new.name, client, amounts.minor(new.amount))
        for _, new in moved
        if (client := _client(new))
    ]
    if come:
        ledger.accrue(db, caller, come, partial(store.received, db), today(caller))


def _client(payment: Payment | None) -> str:
    """Whose turnover it is part of."""
    if payment is None or payment.state is not State.DONE or payment.decision not in INCOMING:
        return ""
    return payment.counterparty if payment.currency == amounts.ROUBLES else ""
