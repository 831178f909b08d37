"""What of works follows others: stamps follow executors, links follow merges and names."""

from collections.abc import Sequence

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import works_pb2 as pb
from services.activities import store
from services.activities.actions.stating import stated
from services.activities.store import WORKS
from services.activities.work import READ, State, Work
from services.kit import changes
from services.kit.caller import Caller
from services.kit.changes import Change
from services.kit.mapping import to_proto
from services.kit.mongo import Db
from services.kit.parties.following import Linked
from services.kit.stamps import Stamped

STAMPED = Stamped(collection=WORKS, states=tuple(State))
Pairs = Sequence[tuple[Work, Work]]


def _relink(db: Db, caller: Caller, pairs: Pairs) -> None:
    rows: list[Change] = []
    for (before, _), saved in zip(pairs, store.save_many(db, pairs), strict=True):
        news = events.WorkUpdated(work=to_proto(saved, pb.Work), previous_owner=before.owner)
        rows += [Change(event=news, before=before, after=saved, permission=READ)]
        rows += stated(before, saved)
    changes.record_many(db, caller, rows)


LINKED = tuple(
    Linked(
        collection=WORKS,
        field=field,
        copies={f"{field}_display_name": "display_name"},
        query=lambda party: {"linked": party},
        hint="tenant_1_linked",
        relink=_relink,
        refresh=store.refresh_names,
    )
    for field in ("subject", "counterparty", "contact")
)
