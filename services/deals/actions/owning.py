"""Deals go to others, many at once: as somebody leaves, or with their client."""

from collections.abc import Mapping
from typing import Any

from crm.deals.v1 import deals_pb2 as pb
from crm.deals.v1 import events_pb2 as events
from services.deals import store
from services.deals.deal import Deal
from services.kit import changes
from services.kit.caller import Caller
from services.kit.changes import Change
from services.kit.estates import Pairs
from services.kit.mapping import to_proto
from services.kit.mongo import Db

NOTHING: Mapping[str, Any] = {}


def give(
    db: Db, caller: Caller, pairs: Pairs[Deal], job: str, facts: Mapping[str, Any] = NOTHING
) -> None:
    """Saves (before, after) pairs that were read in this transaction, and tells of each."""
    saved = store.save_many(db, pairs)
    rows = (
        Change(
            event=events.DealUpdated(deal=to_proto(after, pb.Deal), previous_owner=before.owner),
            before=before,
            after=after,
            job=job,
            facts=facts,
        )
        for (before, _), after in zip(pairs, saved, strict=True)
    )
    changes.record_many(db, caller, rows)
