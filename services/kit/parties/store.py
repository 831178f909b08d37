"""Where copies of parties are kept, the merges of their originals, and what moved by them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pymongo import IndexModel
from pymongo.errors import BulkWriteError, DuplicateKeyError

from services.kit.jobs import LONG_AGO
from services.kit.mongo import Collection, Db, transactional
from services.kit.parties.party import MOST_MERGES, Party, State

PARTIES: Collection[Party] = Collection(
    "parties",
    Party,
    indexes=[
        IndexModel(
            [("merged_into", 1), ("_id", 1)],
            name="merged_into",
            partialFilterExpression={"merged_into": {"$gt": ""}},
        )
    ],
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyMerge:
    """A merge of originals, `name` as counterparties calls it."""

    name: str
    survivor: str = ""
    merged: tuple[str, ...] = ()
    undone: bool = False
    # Makes those that follow it and the one that undoes it conflict.
    meetings: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyMove:
    """A link that a merge gave to the survivor; `source` is whose it was."""

    name: str
    merge: str
    link: str
    record: str
    source: str
    version: int = 0


class What(StrEnum):
    MERGED = "MERGED"
    UNMERGED = "UNMERGED"
    RENAMED = "RENAMED"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyNews:
    """What records of a party have to follow yet; `about` is a merge or a party."""

    name: str
    what: What
    about: str
    # When it is looked at next; for the second time, if `looked`.
    due: datetime = LONG_AGO
    looked: bool = False
    version: int = 0


MERGES: Collection[PartyMerge] = Collection("partyMerges", PartyMerge)
MOVES: Collection[PartyMove] = Collection(
    "partyMoves", PartyMove, indexes=[IndexModel([("merge", 1), ("_id", 1)], name="merge")]
)
NEWS: Collection[PartyNews] = Collection(
    "partyNews", PartyNews, indexes=[IndexModel([("due", 1), ("_id", 1)], name="due")]
)
ALL = (PARTIES, MERGES, MOVES, NEWS)


def find(db: Db, name: str) -> Party | None:
    """Whoever it has become by merges; None if that one is not known here."""
    for _ in range(MOST_MERGES):
        found = PARTIES.find(db, name)
        if found is None or found.version == 0:
            return None
        if found.state is not State.MERGED:
            return found
        name = found.merged_into
    return None


def find_many(db: Db, names: Sequence[str]) -> dict[str, Party]:
    """As they are, merged ones too."""
    return {each.name: each for each in PARTIES.select(db, {"_id": {"$in": list(set(names))}})}


def is_known(db: Db, name: str) -> bool:
    """Or asked for just now: see `expect`."""
    return PARTIES.raw(db).find_one({"_id": name}, {"_id": 1}) is not None


def merged_into(db: Db, survivors: Sequence[str], limit: int) -> list[str]:
    """Whose names they were merged away from, of those known here."""
    merged = {"merged_into": {"$in": list(survivors)}}
    found = PARTIES.raw(db).find(merged, {"_id": 1}, limit=limit, hint="tenant_1_merged_into")
    return [each["_id"] for each in found]


@transactional
def keep(db: Db, party: Party, *, expected: bool = False) -> Party | None:
    """What was known of it before, if this is news. Nobody's news are kept unless `expected`."""
    known = PARTIES.find(db, party.name)
    if known is None and not expected:
        return None
    if known is not None and not party.tells_more_than(known):
        return None
    PARTIES.raw(db).replace_one({"_id": party.name}, PARTIES.document(db, party), upsert=True)
    return known or Party(name=party.name)


def expect(db: Db, name: str) -> None:
    """Before it is asked for: from here on events about it are news, so that what changes between
    the answer and its arrival here is not lost."""
    nothing = PARTIES.document(db, Party(name=name))
    counted = {key: value for key, value in nothing.items() if key not in ("_id", "asking")}
    asked = {"$inc": {"asking": 1}, "$setOnInsert": counted}
    try:
        PARTIES.raw(db).update_one({"_id": name}, asked, upsert=True)
    except DuplicateKeyError:
        # Somebody asks for it at this very moment: then it is there by now.
        PARTIES.raw(db).update_one({"_id": name}, asked, upsert=True)


def expect_many(db: Db, named: Mapping[str, str]) -> None:
    """The same of many, which stay expected: by name, what records linked to them call them."""
    known = {each.name for each in PARTIES.select(db, {"_id": {"$in": [*named]}})}
    drafts = [
        Party(name=name, display_name=title, asking=1)
        for name, title in named.items()
        if name not in known
    ]
    try:
        if drafts:
            PARTIES.raw(db).insert_many([PARTIES.document(db, e) for e in drafts], ordered=False)
    except BulkWriteError:
        # Somebody asks for one of them at this very moment, and may give it up.
        for each in drafts:
            expect(db, each.name)


def give_up(db: Db, name: str) -> None:
    """Whatever came of it; who is known by now stays, and who others still ask for."""
    PARTIES.raw(db).update_one({"_id": name, "asking": {"$gt": 0}}, {"$inc": {"asking": -1}})
    PARTIES.raw(db).delete_many({"_id": name, "version": 0, "asking": {"$lte": 0}})


# --- merges --------------------------------------------------------------------------------------


def begin_merge(db: Db, merge: PartyMerge) -> bool:
    """Unless it was undone before it was heard of."""
    if MERGES.find(db, merge.name) is not None:
        return False
    MERGES.insert(db, merge)
    return True


def undo_merge(db: Db, merge: PartyMerge) -> None:
    MERGES.raw(db).update_one(
        {"_id": merge.name},
        {
            "$set": {"undone": True},
            "$inc": {"meetings": 1},
            "$setOnInsert": {
                "survivor": merge.survivor,
                "merged": list(merge.merged),
                "version": 1,
            },
        },
        upsert=True,
    )


def merge_stands(db: Db, name: str) -> bool:
    """Until the end of this transaction."""
    stands = {"_id": name, "undone": False}
    return bool(MERGES.raw(db).update_one(stands, {"$inc": {"meetings": 1}}))


def note_moves(db: Db, merge: str, link: str, source: str, records: Sequence[str]) -> None:
    MOVES.insert_many(
        db,
        [
            PartyMove(name=MOVES.new_name(), merge=merge, link=link, record=record, source=source)
            for record in records
        ],
    )


def moves(db: Db, merge: str, limit: int) -> list[PartyMove]:
    return MOVES.select(db, {"merge": merge}, limit, "tenant_1_merge")


def forget_moves(db: Db, moved: Sequence[PartyMove]) -> None:
    MOVES.raw(db).delete_many({"_id": {"$in": [each.name for each in moved]}})


# --- news ----------------------------------------------------------------------------------------


def add_news(db: Db, what: What, about: str) -> None:
    NEWS.insert(db, PartyNews(name=NEWS.new_name(), what=what, about=about))
    meet(db)


def next_news(db: Db) -> PartyNews | None:
    found = NEWS.raw(db).find({}, sort=[("due", 1)], limit=1, hint="tenant_1_due")
    return NEWS.find(db, found[0]["_id"]) if found else None


def look_again(db: Db, news: PartyNews, due: datetime) -> None:
    NEWS.replace(db, replace(news, due=due, looked=True))


def meet(db: Db) -> None:
    """Makes the transactions that bring news and the one that ends the job conflict."""
    place = {"_id": f"partyNews/{db.tenant}"}
    MERGES.raw(db).update_one(place, {"$inc": {"meetings": 1}}, upsert=True)
