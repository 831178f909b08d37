"""Where series are kept, and how their works are found."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from pymongo import IndexModel

from services.activities.series.series import State, WorkSeries
from services.activities.store import WORKS
from services.activities.when import midnight
from services.activities.work import READ, Work
from services.activities.work import State as WorkState
from services.kit import paging
from services.kit.caller import Caller
from services.kit.due import due_index
from services.kit.mongo import Collection, Db
from services.kit.paging import NEWEST_FIRST, Page
from services.kit.stamps import Stamped

_PLACES = (("state", 1), ("create_time", 1), ("_id", 1))
SERIES: Collection[WorkSeries] = Collection(
    "workSeries",
    WorkSeries,
    indexes=[
        IndexModel([("owner", 1), *_PLACES], name="owner_by_create_time"),
        IndexModel([("visible_to", 1), *_PLACES], name="visible_by_create_time"),
        IndexModel([("linked", 1), ("_id", 1)], name="linked"),
    ],
    across=[due_index("make_time")],
    derived=lambda series: {"linked": list(series.linked)},
)
STAMPED = Stamped(collection=SERIES, states=tuple(State))
LINKS = ("subject", "counterparty", "contact")
BY_SERIES, LINKED = "tenant_1_series", "tenant_1_linked"


def page(
    db: Db, caller: Caller, states: tuple[str, ...], request: paging.Request
) -> Page[WorkSeries]:
    """Those the caller sees, newest first."""
    where = {"state": {"$in": list(states)}, **caller.visible(READ)}
    return SERIES.page(db, where, request, NEWEST_FIRST)


def put_off(db: Db, name: str, until: datetime) -> None:
    """What cannot be made now keeps nothing else from being made."""
    SERIES.raw(db).update_one({"_id": name}, {"$set": {"make_time": until}})


def works(db: Db, series: str, since: date) -> list[Work]:
    """All open ones, and what lies on days since."""
    lying = {"series_date": {"$gte": since.isoformat()}}
    where = {"series": series, "$or": [{"state": WorkState.OPEN.value}, lying]}
    return WORKS.select(db, where, hint=BY_SERIES)


def deleted_with(db: Db, series: WorkSeries) -> list[Work]:
    where = {"series": series.name, "state": WorkState.DELETED.value}
    return WORKS.select(db, {**where, "delete_time": series.delete_time}, hint=BY_SERIES)


def taken(db: Db, series: str, names: Sequence[str], days: Sequence[date]) -> set[date]:
    """Days that have a work already, whatever became of it."""
    read = {"series_date": 1}
    raw = WORKS.raw(db)
    named = raw.find({"_id": {"$in": list(names)}}, read)
    # Zones differ by a day at most.
    first = midnight(min(days) - timedelta(days=2), "UTC")
    lying = {"series_date": {"$in": [each.isoformat() for each in days]}}
    where = {"series": series, "start_key": {"$gte": first}, **lying}
    found = [*named, *raw.find(where, read, hint=BY_SERIES)]
    return {date.fromisoformat(each["series_date"]) for each in found if each["series_date"]}


def refresh_names(db: Db, pairs: Sequence[tuple[WorkSeries, WorkSeries]]) -> None:
    """What its works are about is called otherwise: that is no change of a series."""
    SERIES.raw(db).bulk_update((_same(before), _names(after)) for before, after in pairs)


def _same(series: WorkSeries) -> dict[str, Any]:
    links = {f"work.{field}": getattr(series.work, field) for field in LINKS}
    return {"_id": series.name, **links}


def _names(series: WorkSeries) -> dict[str, Any]:
    shown = [f"{field}_display_name" for field in LINKS]
    return {"$set": {f"work.{field}": getattr(series.work, field) for field in shown}}
