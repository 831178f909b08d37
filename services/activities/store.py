"""Where works are kept, and how they are found. Nobody else writes them."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any

from pymongo import IndexModel

from services.activities import search_keys
from services.activities.listing import LONG_AGO
from services.activities.reminders import store as reminders
from services.activities.slot import Slot, slots
from services.activities.totals import store as ledger
from services.activities.totals.rollup import Cell, rows
from services.activities.work import Work
from services.kit import saving
from services.kit.due import due_index
from services.kit.mongo import Collection, Db

Document = dict[str, Any]
# What a row of a list shows.
LIST_FIELDS: Document = dict.fromkeys(
    (
        *("display_name", "action", "action_display_name", "action_key", "planned_result"),
        *("planned_result_display_name", "state", "when", "deadline_time", "due_time"),
        *("overdue_time", "priority", "minutes", "subject", "subject_display_name"),
        *("counterparty", "counterparty_display_name", "contact", "contact_display_name"),
        *("owner", "owner_display_name", "org_path", "parent", "based_on", "chain", "series"),
        *("campaign", "campaign_step", "sign", "result", "result_display_name", "close_time"),
        *("closed_by", "closed_by_display_name", "postponed", "first_due_time"),
        *("delete_time", "creator", "create_time", "update_time", "version"),
    ),
    1,
)
# Keys that exist for indexes only.
_DERIVED = ("search", "linked", "due_key", "start_key")
LINKS = ("subject", "counterparty", "contact")
_OF_PARTIES = (*(f"{field}_display_name" for field in LINKS), "search")
_WITHOUT_DERIVED: Document = dict.fromkeys(_DERIVED, 0)


def _keys(work: Work) -> Document:
    return {
        "due_key": work.due_time,
        "start_key": work.when.begins() if work.when else work.due_time,
        "linked": list(work.linked),
        "search": search_keys.keys(work),
    }


def _look(slot: Slot) -> Document:
    """The same look is the same card, so that who remembers it has not to read it again."""
    return {"look": blake2b(repr(slot.card).encode(), digest_size=12).digest()}


def _index(name: str, *keys: str, **options: Any) -> IndexModel:
    return IndexModel([(key, 1) for key in keys], name=name, **options)


def _only(key: str, more_than: Any) -> Document:
    return {"partialFilterExpression": {key: {"$gt": more_than}}}


WORKS: Collection[Work] = Collection(
    "works",
    Work,
    indexes=[
        _index("owner_by_create_time", "owner", "state", "create_time", "_id"),
        _index("owner_by_due", "owner", "state", "due_key", "_id"),
        _index("visible_by_due", "visible_to", "state", "due_key", "_id"),
        _index(
            "visible_by_close_time",
            *("visible_to", "state", "close_time", "_id"),
            **_only("close_time", LONG_AGO),
        ),
        _index("linked", "linked", "state", "due_key", "_id"),
        _index("parent", "parent", "state", "due_key", "_id", **_only("parent", "")),
        _index("done", "owner", "close_day", "action", "sign", "_id", **_only("close_day", "")),
        _index("search", "search"),
        _index("series", "series", "start_key", "_id", **_only("series", "")),
    ],
    # What is overdue, or goes up a step of its ladder.
    across=[due_index("watch_time")],
    derived=_keys,
)
SLOTS: Collection[Slot] = Collection(
    "workSlots",
    Slot,
    # Holds all but the cards: grids open those only that they show and do not know.
    indexes=[
        _index(
            "days",
            *("slot", "start_time", "state", "sign", "minutes", "due_time", "action"),
            *("end_time", "zone", "look"),
        )
    ],
    derived=_look,
)
ALL: tuple[Collection[Any], ...] = (WORKS, SLOTS, ledger.TOTALS)


def card(db: Db, name: str) -> Document | None:
    return WORKS.raw(db).find_one({"_id": name}, _WITHOUT_DERIVED)


def insert(db: Db, work: Work) -> Work:
    """Inserts only, so that it may share a transaction with others (`gathering`)."""
    inserted = WORKS.insert(db, work)
    ledger.add(db, rows([(None, inserted)]))
    if made := [SLOTS.document(db, each) for each in slots(inserted).values()]:
        SLOTS.raw(db).insert_many(made)
    reminders.add(db, [inserted])
    return inserted


def insert_many(db: Db, works: Iterable[Work]) -> list[Work]:
    """The same of many at once."""
    inserted = WORKS.insert_many(db, works)
    made = [SLOTS.document(db, slot) for each in inserted for slot in slots(each).values()]
    if made:
        SLOTS.raw(db).insert_many(made)
    ledger.add(db, rows([(None, each) for each in inserted]))
    reminders.add(db, inserted)
    return inserted


def save(db: Db, before: Work, after: Work) -> Work:
    """Inside the transaction that read `before`."""
    saved = WORKS.replace(db, after)
    _renew_slots(db, [(before, saved)])
    ledger.add(db, rows([(before, saved)]))
    reminders.renew(db, [(before, saved)])
    return saved


def save_many(db: Db, pairs: Sequence[tuple[Work, Work]]) -> list[Work]:
    """The same of many at once: (before, after)."""
    saved = saving.replace_many(db, WORKS, pairs)
    renewed = [(before, now) for (before, _), now in zip(pairs, saved, strict=True)]
    _renew_slots(db, renewed)
    ledger.add(db, rows(renewed))
    reminders.renew(db, renewed)
    return saved


def refresh_names(db: Db, pairs: Sequence[tuple[Work, Work]]) -> None:
    """What works are about is called otherwise: that is no change of theirs."""
    documents = [WORKS.document(db, after) for _, after in pairs]
    WORKS.raw(db).bulk_update(
        (
            {"_id": before.name, **{field: getattr(before, field) for field in LINKS}},
            {"$set": {key: each[key] for key in _OF_PARTIES}},
        )
        for (before, _), each in zip(pairs, documents, strict=True)
    )
    _renew_slots(db, pairs)


def _renew_slots(db: Db, pairs: Iterable[tuple[Work, Work]]) -> None:
    old: dict[str, Slot] = {}
    new: dict[str, Slot] = {}
    for before, after in pairs:
        old |= slots(before)
        new |= slots(after)
    raw = SLOTS.raw(db)
    if gone := [name for name in old if name not in new]:
        raw.delete_many({"_id": {"$in": gone}})
    kept = [each for name, each in new.items() if name in old]
    raw.bulk_update(
        ({"_id": each.name}, {"$set": _without_id(SLOTS.document(db, each))}) for each in kept
    )
    if added := [SLOTS.document(db, each) for name, each in new.items() if name not in old]:
        raw.insert_many(added)


def _without_id(document: Document) -> Document:
    return {key: value for key, value in document.items() if key != "_id"}


def below(db: Db) -> dict[Cell, int]:
    """How many works stand how below each node: what the ledger must come to."""
    is_open = {"$cond": ["$overdue_time", "OVERDUE", "OPEN"]}
    ended = {"$cond": [{"$eq": ["$state", "DONE"]}, "$sign", "CANCELLED"]}
    bucket = {"$cond": [{"$eq": ["$state", "OPEN"]}, is_open, ended]}
    # As `rollup.step_node` names it.
    node = {"$concat": ["$campaign", "|", "$campaign_step"]}
    step = {"$cond": [{"$gt": ["$campaign_step", ""]}, [node], []]}
    steps = [
        {"$match": {"parent": {"$gt": ""}, "state": {"$ne": "DELETED"}}},
        {"$set": {"ancestors": {"$concatArrays": ["$ancestors", step]}}},
        {"$unwind": "$ancestors"},
        {
            "$group": {
                "_id": {"node": "$ancestors", "bucket": bucket},
                "count": {"$sum": 1},
            }
        },
    ]
    found = WORKS.raw(db).aggregate(steps, hint="tenant_1_parent")
    return {Cell(**each["_id"]): each["count"] for each in found}
