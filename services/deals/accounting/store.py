"""Where a tenant's settings of the exchange, how it goes and what is exchanged are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import IndexModel

from services.deals.accounting import link as links
from services.deals.accounting.file_session import FileRows, FileSession
from services.deals.accounting.link import AccountingLink, State
from services.deals.accounting.settings import AccountingSettings, Standing
from services.kit import paging
from services.kit.mapping import from_document
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page

MOST_COUNTED = 1000
_STATES = tuple(each.value for each in State)
_NEWEST = Order("update_time", descending=True)

SETTINGS: Collection[AccountingSettings] = Collection("accountingSettings", AccountingSettings)
STANDINGS: Collection[Standing] = Collection("accountingStandings", Standing)
LINKS: Collection[AccountingLink] = Collection(
    "accountingLinks",
    AccountingLink,
    indexes=[
        IndexModel([("state", 1), ("update_time", -1), ("_id", -1)], name="state"),
        IndexModel(
            [("next_time", 1), ("_id", 1)],
            name="next_time",
            partialFilterExpression={"state": State.WAITING.value},
        ),
    ],
)
SESSIONS: Collection[FileSession] = Collection(
    "accountingSessions",
    FileSession,
    indexes=[IndexModel([("create_time", 1)], name="create_time")],
)
FILE_ROWS: Collection[FileRows] = Collection(
    "accountingFileRows",
    FileRows,
    indexes=[IndexModel([("file", 1), ("run", 1), ("n", 1)], name="n")],
)
ALL = (SETTINGS, STANDINGS, LINKS, SESSIONS, FILE_ROWS)


def settings(db: Db) -> AccountingSettings:
    """Those of a tenant that has set up nothing yet: nothing is exchanged."""
    name = settings_name(db)
    return SETTINGS.find(db, name) or AccountingSettings(name=name)


def settings_name(db: Db) -> str:
    return f"{SETTINGS.id}/{db.tenant}"


def standing(db: Db) -> Standing:
    name = f"{STANDINGS.id}/{db.tenant}"
    return STANDINGS.find(db, name) or Standing(name=name)


def note(db: Db, **values: Any) -> None:
    """Of the standing; no version, as it is nobody's to edit."""
    name = f"{STANDINGS.id}/{db.tenant}"
    STANDINGS.raw(db).update_one({"_id": name}, {"$set": values}, upsert=True)


def link_of(db: Db, subject: str) -> AccountingLink | None:
    return LINKS.find(db, links.name_of(subject))


def links_of(db: Db, subjects: Sequence[str]) -> dict[str, AccountingLink]:
    names = [links.name_of(each) for each in subjects]
    return {each.subject: each for each in LINKS.select(db, {"_id": {"$in": names}})}


def due(db: Db, now: datetime, limit: int) -> list[AccountingLink]:
    """Those to be sent, who waits longest first."""
    found = LINKS.raw(db).find(
        _due(now), sort=[("next_time", 1), ("_id", 1)], limit=limit, hint="tenant_1_next_time"
    )
    return [from_document(AccountingLink, each) for each in found]


def is_any_due(db: Db, now: datetime) -> bool:
    return bool(LINKS.raw(db).count(_due(now), 1, hint="tenant_1_next_time"))


def hurry(db: Db, now: datetime) -> None:
    """All that waits is due."""
    waiting = {"state": State.WAITING.value, "next_time": {"$not": {"$lte": now}}}
    LINKS.raw(db).update_many(waiting, {"$set": {"next_time": now}})


def _due(now: datetime) -> dict[str, Any]:
    return {"state": State.WAITING.value, "next_time": {"$lte": now}}


def count(db: Db, state: State) -> int:
    return LINKS.raw(db).count({"state": state.value}, MOST_COUNTED, hint="tenant_1_state")


def page(db: Db, states: Sequence[str], request: paging.Request) -> Page[AccountingLink]:
    where = {"state": {"$in": list(states or _STATES)}}
    return LINKS.page(db, where, request, _NEWEST)


# --- files -------------------------------------------------------------------------------------


def waiting(db: Db, limit: int) -> list[AccountingLink]:
    """What is to go, who was changed last first."""
    order = [("update_time", -1), ("_id", -1)]
    found = LINKS.raw(db).find(
        {"state": State.WAITING.value}, sort=order, limit=limit, hint="tenant_1_state"
    )
    return [from_document(AccountingLink, each) for each in found]


def sessions_before(db: Db, moment: datetime, limit: int) -> list[FileSession]:
    return SESSIONS.select(db, {"create_time": {"$lt": moment}}, limit, "tenant_1_create_time")


def keep_rows(db: Db, rows: FileRows) -> None:
    FILE_ROWS.insert(db, rows)


def rows(db: Db, file: str, run: str, n: int) -> FileRows | None:
    """None behind the last ones."""
    query = {"file": file, "run": run, "n": n}
    return next(iter(FILE_ROWS.select(db, query, 1, "tenant_1_n")), None)


def forget_rows(db: Db, file: str) -> None:
    FILE_ROWS.raw(db).delete_many({"file": file})
