"""What of agreements follows others: their owners, and their clients through merges."""

from collections.abc import Sequence

from crm.deals.v1 import events_pb2 as events
from services.deals.agreements import keeping
from services.deals.agreements.agreement import Agreement, State
from services.deals.agreements.store import AGREEMENTS
from services.kit.caller import Caller
from services.kit.mongo import Db
from services.kit.parties.following import Linked
from services.kit.stamps import Stamped

Pairs = Sequence[tuple[Agreement, Agreement]]
STAMPED = Stamped(collection=AGREEMENTS, states=tuple(State))


def _relink(db: Db, caller: Caller, pairs: Pairs) -> None:
    for before, after in pairs:
        keeping.save(db, caller, events.AgreementUpdated, before, after)


def _refresh(db: Db, pairs: Pairs) -> None:
    AGREEMENTS.raw(db).bulk_update(
        (
            {"_id": after.name, "counterparty": after.counterparty},
            {"$set": {"counterparty_display_name": after.counterparty_display_name}},
        )
        for _, after in pairs
    )


LINKED = Linked(
    collection=AGREEMENTS,
    field="counterparty",
    copies={"counterparty_display_name": "display_name"},
    query=lambda party: {"counterparty": party},
    hint="tenant_1_counterparty",
    relink=_relink,
    refresh=_refresh,
)
