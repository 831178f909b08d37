"""What somebody has, whatever its state, and how much of it."""

from collections.abc import Iterator
from typing import Any

from services.counterparties import store
from services.counterparties.counterparty import MarketState, State
from services.kit.caller import Caller
from services.kit.jobs import JOB_ROWS, Job
from services.kit.mongo import Db

OWNER_INDEX, VISIBLE_INDEX = "tenant_1_owner_by_name", "tenant_1_visible_by_name"
PORTION = 2000


def names_of(db: Db, user: str) -> Iterator[str]:
    """All he owns or takes part in: the recycle bin and merged ones as well."""
    raw = store.COUNTERPARTIES.raw(db)
    for query, hint in (({"owner": user}, OWNER_INDEX), ({"visible_to": user}, VISIBLE_INDEX)):
        for document in raw.stream(query, {"_id": 1}, batch_size=PORTION, hint=hint):
            yield str(document["_id"])


def not_in(db: Db, job: Job, names: list[str]) -> list[str]:
    """Those that the job has not come across."""
    mine = {"job": job.name, "run": job.cursor["run"], "subject": {"$in": names}}
    known = {row["subject"] for row in JOB_ROWS.raw(db).find(mine, {"subject": 1})}
    return [name for name in names if name not in known]


def add_rows(db: Db, job: Job, names: list[str], expire_time: Any) -> None:
    """Behind those of the frozen list."""
    row = {"job": job.name, "run": job.cursor["run"], "result": "", "expire_time": expire_time}
    first = job.counts.total
    JOB_ROWS.raw(db).insert_many(
        [{**row, "n": first + n, "subject": name} for n, name in enumerate(names)]
    )


def owned_count(db: Db, caller: Caller, user: str, **more: Any) -> int:
    seen = caller.visible("counterparties.read")
    return store.COUNTERPARTIES.raw(db).count({"owner": user, **more, **seen}, hint=OWNER_INDEX)


def participating_count(db: Db, caller: Caller, user: str) -> int:
    seen = caller.visible("counterparties.read")
    query = {
        "$and": [{"visible_to": user}, seen],
        "owner": {"$ne": user},
        "state": State.ACTIVE.value,
    }
    return store.COUNTERPARTIES.raw(db).count(query, hint=VISIBLE_INDEX)


def by_market_state(db: Db, caller: Caller, user: str) -> dict[MarketState, int]:
    active = State.ACTIVE.value
    return {
        each: owned_count(db, caller, user, state=active, market_state=each.value)
        for each in MarketState
    }


def by_segment(db: Db, caller: Caller, user: str) -> dict[str, int]:
    """The largest first."""
    mine = {"owner": user, "state": State.ACTIVE.value, **caller.visible("counterparties.read")}
    found = store.COUNTERPARTIES.raw(db).aggregate(
        [
            {"$match": mine},
            {"$unwind": "$segments"},
            {"$group": {"_id": "$segments", "count": {"$sum": 1}}},
            {"$sort": {"count": -1, "_id": 1}},
        ]
    )
    return {each["_id"]: each["count"] for each in found}
