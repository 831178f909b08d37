"""What of interactions follows others: merges and names of whom they name, and leavers' owners."""

from collections.abc import Sequence
from typing import Any

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import interactions_pb2 as pb
from services.activities.interactions import store
from services.activities.interactions.access import UPDATE
from services.activities.interactions.interaction import READ, Interaction
from services.activities.interactions.store import INTERACTIONS
from services.kit import changes, saving
from services.kit.caller import Caller
from services.kit.changes import Change
from services.kit.estates import Estate
from services.kit.mapping import to_proto
from services.kit.mongo import Db
from services.kit.owned import unowned
from services.kit.parties.following import Linked, LinkedEach

Pairs = Sequence[tuple[Interaction, Interaction]]


def _save(db: Db, caller: Caller, pairs: Pairs, job: str = "") -> None:
    saved = saving.replace_many(db, INTERACTIONS, pairs)
    changes.record_many(
        db,
        caller,
        [
            Change(
                event=events.InteractionUpdated(interaction=to_proto(after, pb.Interaction)),
                before=before,
                after=after,
                permission=READ,
                job=job,
            )
            for (before, _), after in zip(pairs, saved, strict=True)
        ],
    )


def _hand_over(db: Db, caller: Caller, pairs: Pairs, job: str) -> None:
    """What nobody takes over waits in the leaver's units."""
    settled = [
        (before, after if after.owner else unowned(after, before.org_path, after.creator))
        for before, after in pairs
    ]
    _save(db, caller, settled, job)


def _linked(field: str, copy: str) -> Linked[Interaction]:
    kind: type[Linked[Any]] = LinkedEach[Any] if "." in field else Linked[Any]
    return kind(
        collection=INTERACTIONS,
        field=field,
        copies={copy: "display_name"} if copy else {},
        query=lambda party: {"linked": party},
        hint="tenant_1_linked",
        relink=_save,
        refresh=store.refresh_names,
    )


LINKED = (
    _linked("subject", "subject_display_name"),
    _linked("counterparty", "counterparty_display_name"),
    _linked("with_whom.record", "record_display_name"),
    _linked("with_whom.counterparty", ""),
    _linked("attached.record", "record_display_name"),
)
ESTATE = Estate(
    collection=INTERACTIONS,
    permission=UPDATE,
    save=_hand_over,
    visible_hint="tenant_1_visible_by_start_time",
)
