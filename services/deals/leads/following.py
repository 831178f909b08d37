"""What of leads follows others: links follow clients and contacts, stamps follow owners."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crm.deals.v1 import events_pb2 as events
from services.deals.leads.keeping import told
from services.deals.leads.lead import Lead, State
from services.deals.leads.settling import LINKS
from services.deals.leads.store import LEADS, share_assignments
from services.kit.caller import Caller, visible_to
from services.kit.mongo import Db
from services.kit.parties.following import Linked
from services.kit.person import Person
from services.kit.stamps import Stamped

Pairs = Sequence[tuple[Lead, Lead]]


def _share(db: Db, owner: Person, found: Iterable[Mapping[str, Any]]) -> None:
    share_assignments(
        db,
        (
            (each["_id"], visible_to(owner.name, owner.org_path, each.get("participants", ())))
            for each in found
        ),
    )


STAMPED = Stamped(collection=LEADS, states=tuple(State), follow=_share)


def _relink(db: Db, caller: Caller, pairs: Pairs) -> None:
    for before, after in pairs:
        told(db, caller, events.LeadUpdated, before, LEADS.replace(db, after))


def _refresh(db: Db, pairs: Pairs) -> None:
    LEADS.raw(db).bulk_update(
        (
            {"_id": after.name, link: getattr(after, link)},
            {"$set": {shown: getattr(after, shown)}},
        )
        for before, after in pairs
        for link, shown in LINKS.items()
        if getattr(before, shown) != getattr(after, shown)
    )


LINKED = tuple(
    Linked(
        collection=LEADS,
        field=link,
        copies={shown: "display_name"},
        query=lambda party: {"search": party},
        hint="tenant_1_search",
        relink=_relink,
        refresh=_refresh,
    )
    for link, shown in LINKS.items()
)
