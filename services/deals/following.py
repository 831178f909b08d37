"""Deals follow the clients and contacts they are linked to: through merges, and their names."""

from collections.abc import Sequence

from crm.deals.v1 import deals_pb2 as pb
from crm.deals.v1 import events_pb2 as events
from services.deals import store
from services.deals.deal import Deal
from services.deals.parties.following import Linked
from services.kit import changes
from services.kit.caller import Caller
from services.kit.mapping import to_proto
from services.kit.mongo import Db

Pairs = Sequence[tuple[Deal, Deal]]


def _relink(db: Db, caller: Caller, pairs: Pairs) -> None:
    for before, after in pairs:
        saved = store.save(db, before, after)
        event = events.DealUpdated(deal=to_proto(saved, pb.Deal), previous_owner=before.owner)
        changes.record(db, caller, event, before=before, after=saved)


def _link(field: str, copies: dict[str, str]) -> Linked[Deal]:
    return Linked(
        collection=store.DEALS,
        field=field,
        copies=copies,
        query=lambda party: {field: party},
        hint=f"tenant_1_{field}",
        relink=_relink,
        refresh=store.refresh_copies,
    )


LINKED = (
    _link(
        "counterparty",
        {
            "counterparty_display_name": "display_name",
            "counterparty_inn": "inn",
            "counterparty_segments": "segments",
        },
    ),
    _link("decision_maker", {"decision_maker_display_name": "display_name"}),
)
