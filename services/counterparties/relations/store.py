"""Where relations and their kinds are kept, and what is asked of them."""

from collections.abc import Collection as Names
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pymongo import IndexModel

from services.counterparties.counterparty import State
from services.counterparties.relations.relation import Party, PartyKind, Relation
from services.counterparties.relations.relation_kind import RelationKind
from services.counterparties.store import CONTACTS, COUNTERPARTIES
from services.kit import paging
from services.kit.mapping import from_document
from services.kit.mongo import Collection, Db
from services.kit.naming import collection_of
from services.kit.paging import NEWEST_FIRST, Order, Page
from services.kit.recent import Recent

Document = dict[str, Any]
# Of the keys that an index begins with Mongo goes through 200 side by side.
MOST_MERGED = 150
_RECENT = Recent[Mapping[str, RelationKind]]()
_PARTY_FIELDS = dict.fromkeys(
    (
        *("kind", "display_name", "market_state", "visible_to", "inn", "owner_display_name"),
        *("counterparty", "counterparty_display_name", "job_title"),
    ),
    1,
)

RELATIONS: Collection[Relation] = Collection(
    "relations",
    Relation,
    indexes=[
        *(
            IndexModel([(end, 1), ("create_time", -1), ("_id", -1)], name=end)
            for end in ("source", "target")
        ),
        IndexModel([("pair", 1), ("kind", 1)], name="pair", unique=True),
        IndexModel([("kind", 1)], name="kind"),
    ],
)
KINDS: Collection[RelationKind] = Collection(
    "relationKinds",
    RelationKind,
    indexes=[
        IndexModel([("title_key", 1)], name="title_key", unique=True),
        IndexModel([("place", 1), ("_id", 1)], name="place"),
    ],
    derived=lambda kind: {"title_key": kind.title_key, "place": kind.place},
)
ALL = (RELATIONS, KINDS)


# --- kinds -------------------------------------------------------------------------------------


def kinds_page(db: Db, request: paging.Request, *, show_archived: bool) -> Page[RelationKind]:
    where = {} if show_archived else {"archived": False}
    return KINDS.page(db, where, request, Order("place"))


def kinds(db: Db) -> Mapping[str, RelationKind]:
    """As they were a moment ago: every graph wants their titles, which change once a year."""
    known = _RECENT.get(db, lambda: {kind.name: kind for kind in KINDS.select(db, {})})
    if not known:
        # They begin with the first look.
        forget(db)
    return known


def forget(db: Db) -> None:
    """This process sees its own change at once."""
    _RECENT.forget(db)


def kinds_count(db: Db, limit: int = 0) -> int:
    return KINDS.raw(db).count({}, limit)


def is_kind_used(db: Db, kind: str) -> bool:
    return bool(RELATIONS.raw(db).count({"kind": kind}, 1, hint="tenant_1_kind"))


# --- relations ---------------------------------------------------------------------------------


def page(db: Db, ends: Sequence[str], request: paging.Request) -> Page[Relation]:
    """Newest first: Mongo merges those of some ends on one side, which are merged here. Asked for
    all at once, it would read all they have and sort it."""
    size = paging.size_of(request)
    pages = [
        RELATIONS.page_of_documents(db, {side: {"$in": list(some)}}, request, NEWEST_FIRST)
        for some in (ends[at : at + MOST_MERGED] for at in range(0, len(ends), MOST_MERGED))
        for side in ("source", "target")
    ]
    found = {document["_id"]: document for page in pages for document in page.items}
    newest = sorted(found.values(), key=lambda d: (d["create_time"], d["_id"]), reverse=True)
    more = len(newest) > size or any(page.next_page_token for page in pages)
    return Page(
        [from_document(Relation, document) for document in newest[:size]],
        paging.token(newest[size - 1], NEWEST_FIRST) if more else "",
    )


def count_of(db: Db, end: str, limit: int) -> int:
    """How many an end has, as far as `limit`."""
    raw = RELATIONS.raw(db)
    return sum(raw.count({side: end}, limit, hint=_hint(side)) for side in ("source", "target"))


def of(db: Db, ends: Sequence[str], limit: int = 0) -> list[Relation]:
    """Those any of the ends has; from each side at most `limit`."""
    among = {"$in": list(ends)}
    return _either([(side, {side: among}) for side in ("source", "target")], db, limit)


def between(db: Db, ones: Names[str], others: Names[str], limit: int = 0) -> list[Relation]:
    """Those from any of the ones to any of the others, and back."""
    one, other = {"$in": list(ones)}, {"$in": list(others)}
    # By the fewer, whichever they are: what the index gives is read to see the other end.
    lead = "source" if len(ones) <= len(others) else "target"
    rear = "target" if lead == "source" else "source"
    ways: list[tuple[str, Document]] = [
        (lead, {"source": one, "target": other}),
        (rear, {"source": other, "target": one}),
    ]
    return _either(ways, db, limit)


def _either(ways: Iterable[tuple[str, Document]], db: Db, limit: int) -> list[Relation]:
    raw = RELATIONS.raw(db)
    found = {
        document["_id"]: document
        for side, where in ways
        for document in raw.find(where, limit=limit, hint=_hint(side))
    }
    return [from_document(Relation, document) for document in found.values()]


def _hint(side: str) -> str:
    return f"tenant_1_{side}"


# --- parties -----------------------------------------------------------------------------------


def parties(db: Db, names: Iterable[str], seen: Mapping[str, Any]) -> dict[str, Party]:
    """Active ones among the names that the visibility filter lets through."""
    wanted = list(names)
    found: dict[str, Party] = {}
    for collection in (COUNTERPARTIES, CONTACTS):
        ours = [name for name in wanted if collection_of(name) == collection.id]
        if ours:
            where = {"_id": {"$in": ours}, "state": State.ACTIVE.value, **seen}
            raw = collection.raw(db)
            documents = raw.find(where, _PARTY_FIELDS, hint="_id_")
            found |= {document["_id"]: _party(document) for document in documents}
    return found


def people_at(
    db: Db, counterparties: Sequence[str], seen: Mapping[str, Any], limit: int
) -> list[Party]:
    """Contacts of these."""
    if not counterparties:
        return []
    where = {
        "counterparty": {"$in": list(counterparties)},
        "state": State.ACTIVE.value,
        **seen,
    }
    found = CONTACTS.raw(db).find(where, _PARTY_FIELDS, limit=limit, hint="tenant_1_counterparty")
    return [_party(document) for document in found]


def _party(document: Document) -> Party:
    if collection_of(document["_id"]) == CONTACTS.id:
        document["kind"] = PartyKind.CONTACT
    return from_document(Party, document)
