"""Where interactions are kept, and how they are found."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo import IndexModel

from services.activities.interactions import search_keys
from services.activities.interactions.interaction import Interaction, State
from services.activities.listing import LONG_AGO
from services.kit.mongo import Collection, Db
from services.kit.stamps import Stamped

Document = dict[str, Any]
MOST = 1000
# What a row of a list shows.
LIST_FIELDS: Document = dict.fromkeys(
    (
        *("topic", "kind", "kind_display_name", "touch", "direction", "state", "start_time"),
        *("minutes", "occasion", "place", "result", "with_whom", "subject"),
        *("subject_display_name", "counterparty", "counterparty_display_name", "waiting_time"),
        *("process_time", "processed_by", "processed_by_display_name", "based_on", "chain"),
        *("owner", "owner_display_name", "org_path", "creator", "create_time", "update_time"),
        "version",
    ),
    1,
)
# Keys that exist for indexes only.
_DERIVED = ("search", "linked", "unlinked")
_WITHOUT_DERIVED: Document = dict.fromkeys(_DERIVED, 0)
_OF_PARTIES = (
    *("subject_display_name", "counterparty_display_name", "with_whom", "attached", "search"),
)
_WAITING: Document = {"partialFilterExpression": {"waiting_time": {"$gt": LONG_AGO}}}
WAITING_HINT = "tenant_1_owner_by_waiting"


def _keys(interaction: Interaction) -> Document:
    return {
        "linked": list(interaction.linked),
        "unlinked": interaction.is_unlinked,
        "search": search_keys.keys(interaction),
    }


def _index(name: str, *keys: str, **options: Any) -> IndexModel:
    return IndexModel([(key, 1) for key in keys], name=name, **options)


INTERACTIONS: Collection[Interaction] = Collection(
    "interactions",
    Interaction,
    indexes=[
        _index("owner_by_create_time", "owner", "state", "create_time", "_id"),
        _index("owner_by_start_time", "owner", "state", "start_time", "_id"),
        _index("visible_by_start_time", "visible_to", "state", "start_time", "_id"),
        _index("owner_by_waiting", "owner", "waiting_time", "_id", **_WAITING),
        _index("visible_by_waiting", "visible_to", "waiting_time", "_id", **_WAITING),
        _index("linked", "linked", "start_time", "_id"),
        _index("chain", "chain", "start_time", "_id"),
        _index("search", "search"),
    ],
    derived=_keys,
)
ALL = (INTERACTIONS,)
STAMPED = Stamped(collection=INTERACTIONS, states=tuple(State))


def card(db: Db, name: str) -> Document | None:
    return INTERACTIONS.raw(db).find_one({"_id": name}, _WITHOUT_DERIVED)


def waits(now: datetime) -> Document:
    """Of those somebody is to look after now; also for the index, which has only such."""
    return {"waiting_time": {"$gt": LONG_AGO, "$lte": now}}


def count_waiting(db: Db, user: str, seen: Mapping[str, Any], now: datetime) -> int:
    """Somebody's, at most 1,000. `seen`: of those, what the reader may see."""
    where = {"owner": user, **waits(now), **seen}
    return INTERACTIONS.raw(db).count(where, MOST, hint=WAITING_HINT)


def refresh_names(db: Db, pairs: Sequence[tuple[Interaction, Interaction]]) -> None:
    """Who is named in interactions is called otherwise: that is no change of theirs."""
    documents = [INTERACTIONS.document(db, after) for _, after in pairs]
    INTERACTIONS.raw(db).bulk_update(
        (
            {"_id": before.name, "version": before.version},
            {"$set": {key: each[key] for key in _OF_PARTIES}},
        )
        for (before, _), each in zip(pairs, documents, strict=True)
    )
