"""Deals follow the clients and contacts they are linked to: through merges, and their names."""

from collections.abc import Sequence

from crm.deals.v1 import deals_pb2 as pb
from crm.deals.v1 import events_pb2 as events
from services.deals import store
from services.deals.deal import COPIES, Deal
from services.kit import changes
from services.kit.caller import Caller
from services.kit.mapping import to_proto
from services.kit.mongo import Db
from services.kit.parties.following import Linked

Pairs = Sequence[tuple[Deal, Deal]]


def _relink(db: Db, caller: Caller, pairs: Pairs) -> None:
    for before, after in pairs:
        saved = store.save(db, before, after)
        event = events.DealUpdated(deal=to_proto(saved, pb.Deal), previous_owner=before.owner)
        changes.record(db, caller, event, before=before, after=saved)


LINKED = tuple(
    Linked(
        collection=store.DEALS,
        field=field,
        copies=copies,
        query=lambda party, field=field: {field: party},
        hint=f"tenant_1_{field}",
        relink=_relink,
        refresh=store.refresh_copies,
    )
    for field, copies in COPIES.items()
)
