"""The job that puts the values of a field into the search index when lists may be filtered by it.

Saves keep the index themselves from then on; the job goes once through what was there before.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any, NamedTuple

from services.counterparties import store
from services.counterparties.actions.custom_fields import INDEX
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty, MarketState, State
from services.counterparties.custom_fields import filters
from services.counterparties.custom_fields.custom_field import Resource
from services.counterparties.requisites import Kind
from services.kit import clock
from services.kit.caller import EVERYBODY, Caller
from services.kit.jobs import Job, JobKind
from services.kit.jobs import State as JobState
from services.kit.mongo import Collection, Db
from services.kit.recent import SETTLED

SLICE = 1000
PAUSE_S = 0.3


class Way(NamedTuple):
    """How to go through a collection by one of its indexes: lane by lane, each in one order."""

    collection: Collection[Counterparty] | Collection[Contact]
    lanes: Sequence[Mapping[str, str]]
    key: str
    hint: str


_WAYS = {
    Resource.COUNTERPARTY: Way(
        store.COUNTERPARTIES,
        [
            {"state": state.value, "market_state": market.value, "kind": kind.value}
            for state, market, kind in product(State, MarketState, Kind)
        ],
        "create_time",
        "tenant_1_visible_by_create_time",
    ),
    Resource.CONTACT: Way(
        store.CONTACTS, [{"state": state.value} for state in State], "name_key", "tenant_1_visible"
    ),
}


class IndexCustomField(JobKind):
    """params: resource and key; cursor: the lane and the place in it."""

    kind = INDEX

    def step(self, db: Db, caller: Caller, job: Job) -> Job:  # noqa: ARG002
        started = job.create_time or clock.now()
        remaining = (started + SETTLED - clock.now()).total_seconds()
        if remaining > 0:
            time.sleep(min(remaining, PAUSE_S))
            return job
        way = _WAYS[Resource(job.params["resource"])]
        lane = job.cursor.get("lane", 0)
        if lane == len(way.lanes):
            return replace(job, state=JobState.DONE)
        found = _next(db, way, lane, job.cursor.get("after", ()))
        changed = _index(db, way, found, job.params["key"])
        counts = replace(
            job.counts, total=job.counts.total + len(found), changed=job.counts.changed + changed
        )
        if len(found) < SLICE:
            return replace(job, cursor={"lane": lane + 1, "after": []}, counts=counts)
        after = [found[-1][way.key], found[-1]["_id"]]
        return replace(job, cursor={"lane": lane, "after": after}, counts=counts)


def _next(db: Db, way: Way, lane: int, after: Sequence[Any]) -> list[dict[str, Any]]:
    query: dict[str, Any] = {"visible_to": EVERYBODY, **way.lanes[lane]}
    if after:
        place, name = after
        query[way.key] = {"$gte": place}
        query["$or"] = [{way.key: {"$gt": place}}, {"_id": {"$gt": name}}]
    return way.collection.raw(db).find(
        query,
        {"custom_fields": 1, way.key: 1},
        sort=[(way.key, 1), ("_id", 1)],
        limit=SLICE,
        hint=way.hint,
    )


def _index(db: Db, way: Way, found: Sequence[Mapping[str, Any]], key: str) -> int:
    keys = {
        document["_id"]: filters.index_keys(document["custom_fields"], (key,))
        for document in found
        if key in document.get("custom_fields", ())
    }
    return way.collection.raw(db).bulk_update(
        ({"_id": name}, {"$addToSet": {"search": {"$each": added}}}) for name, added in keys.items()
    )
