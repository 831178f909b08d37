"""Payments follow their clients through merges: what somebody paid is his turnover."""

from collections.abc import Sequence

from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import payments_pb2 as pb
from services.deals.payments.payment import Payment
from services.deals.payments.receiving import READ
from services.deals.payments.store import PAYMENTS
from services.kit import changes
from services.kit.caller import EVERYBODY, Caller
from services.kit.changes import Change
from services.kit.mapping import to_proto
from services.kit.mongo import Db
from services.kit.parties.following import Linked

Pairs = Sequence[tuple[Payment, Payment]]


def _relink(db: Db, caller: Caller, pairs: Pairs) -> None:
    saved = [(before, PAYMENTS.replace(db, after)) for before, after in pairs]
    changes.record_many(db, caller, (_told(before, after) for before, after in saved))


def _told(before: Payment, after: Payment) -> Change:
    return Change(
        event=events.PaymentUpdated(payment=to_proto(after, pb.Payment)),
        before=before,
        after=after,
        permission=READ,
        visible_to=(EVERYBODY,),
    )


def _refresh(db: Db, pairs: Pairs) -> None:
    """A payment names its payer as the bank does."""


LINKED = Linked(
    collection=PAYMENTS,
    field="counterparty",
    copies={},
    query=lambda party: {"counterparty": party},
    hint="tenant_1_counterparty",
    relink=_relink,
    refresh=_refresh,
)
