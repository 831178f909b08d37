"""What of a counterparty an owner's stamps go into, and what contacts copy of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.counterparties import store
from services.counterparties.counterparty import Counterparty, State
from services.counterparties.listing import group_keys
from services.kit.caller import visible_to
from services.kit.mongo import Db
from services.kit.person import Person
from services.kit.stamps import Stamped

Document = dict[str, Any]


# Its fields that contacts copy -> what they call them.
_COPIED = {
    "display_name": "counterparty_display_name",
    "market_state": "market_state",
    "visible_to": "visible_to",
}


def _keys(shape: Mapping[str, Any], visible: Sequence[str]) -> Document:
    stage = shape["lifecycle_stage"]
    return {"group_keys": group_keys(shape["segments"], shape["roles"], stage, visible)}


def _restamp_contacts_of(db: Db, owner: Person, found: Iterable[Document]) -> None:
    """In the same transaction as `found` was read: contacts do not say whose they are."""
    contacts: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for document in found:
        visible = visible_to(owner.name, owner.org_path, document["participants"])
        contacts[visible].append(document["_id"])
    store.CONTACTS.raw(db).bulk_update_many(
        [
            ({"counterparty": {"$in": ids}}, {"$set": {"visible_to": list(visible)}})
            for visible, ids in contacts.items()
        ],
        hint="tenant_1_counterparty",
    )


STAMPED = Stamped(
    collection=store.COUNTERPARTIES,
    states=(State.ACTIVE, State.DELETED),
    shape=("segments", "roles", "lifecycle_stage"),
    derived=_keys,
    follow=_restamp_contacts_of,
)


def carry_to_contacts(db: Db, pairs: Iterable[tuple[Counterparty, Counterparty]]) -> None:
    """What contacts copy of their counterparties, of (before, after) pairs; no change of their
    own, so no new version."""
    alike: defaultdict[tuple[tuple[str, Any], ...], list[str]] = defaultdict(list)
    for before, after in pairs:
        news = [
            (copy, getattr(after, field))
            for field, copy in _COPIED.items()
            if getattr(before, field) != getattr(after, field)
        ]
        if news:
            alike[tuple(news)].append(after.name)
    store.CONTACTS.raw(db).bulk_update_many(
        [({"counterparty": {"$in": ids}}, {"$set": dict(news)}) for news, ids in alike.items()],
        hint="tenant_1_counterparty",
    )
