"""The job that carries a segment's new rule through the whole base, and the count before it.

Every save puts its client into the segments it fits, but by a copy of the rules that may be a
moment old. So the job begins when nobody saves by the earlier ones any more, and goes through the
base once.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from typing import Any

from services.counterparties import store
from services.counterparties.actions import counterparties as actions
from services.counterparties.actions.references import READ
from services.counterparties.actions.segments import RESEGMENT, rule_problems
from services.counterparties.counterparty import Counterparty, MarketState, State
from services.counterparties.requisites import Kind
from services.counterparties.segment_rule import SegmentRule
from services.kit import clock
from services.kit.caller import EVERYBODY, Caller
from services.kit.errors import InvalidArgument
from services.kit.jobs import Job, JobKind
from services.kit.jobs import State as JobState
from services.kit.mapping import from_document
from services.kit.mongo import Db
from services.kit.recent import SETTLED

SLICE, MOST_CHANGED = 1000, 250
MOST_EXAMINED = 10_000
# By then no process saves by the rules of before.
PAUSE_S = 0.3
HINT = "tenant_1_visible_by_create_time"
# The index leads with these: lane by lane it is read in one order.
_LANES: Sequence[Mapping[str, str]] = [
    {"state": State.ACTIVE.value, "market_state": market.value, "kind": kind.value}
    for market, kind in product(MarketState, Kind)
]
# What rules may name, and where the job is.
_EXAMINED = dict.fromkeys(
    (
        *("display_name", "kind", "market_state", "industry", "headcount", "capital"),
        *("territory", "roles", "segments", "custom_fields", "create_time"),
    ),
    1,
)


class Resegment(JobKind):
    """params: the segment; cursor: the lane and the place in it."""

    kind = RESEGMENT

    def __init__(
        self,
        size: int = SLICE,
        most_changed: int = MOST_CHANGED,
        settled: timedelta = SETTLED,
    ) -> None:
        self._size, self._most_changed, self._settled = size, most_changed, settled

    def step(self, db: Db, caller: Caller, job: Job) -> Job:
        started = job.create_time or clock.now()
        remaining = (started + self._settled - clock.now()).total_seconds()
        if remaining > 0:
            time.sleep(min(remaining, PAUSE_S))
            return job
        segment = store.SEGMENTS.find(db, job.params["segment"])
        lane = job.cursor.get("lane", 0)
        if segment is None or segment.rule is None or lane == len(_LANES):
            return replace(job, state=JobState.DONE)
        found = _next(db, lane, job.cursor.get("after", ()), self._size)
        looked, wrong = self._first_wrong(found, segment.name, segment.rule)
        changed = _correct(db, caller, job, segment.name, segment.rule, wrong)
        counts = replace(
            job.counts,
            total=job.counts.total + looked,
            changed=job.counts.changed + changed,
            skipped=job.counts.skipped + looked - changed,
        )
        if looked == len(found) and len(found) < self._size:
            return replace(job, cursor={"lane": lane + 1, "after": []}, counts=counts)
        last = found[looked - 1]
        after = [last["create_time"], last["_id"]]
        return replace(job, cursor={"lane": lane, "after": after}, counts=counts)

    def _first_wrong(
        self, found: Sequence[dict[str, Any]], segment: str, rule: SegmentRule
    ) -> tuple[int, list[str]]:
        """How many were looked at, and those in the segment that do not fit it, or the reverse."""
        wrong: list[str] = []
        for looked, document in enumerate(found, start=1):
            client = from_document(Counterparty, document)
            if rule.fits(client) != (segment in client.segments):
                wrong.append(client.name)
            if len(wrong) == self._most_changed:
                return looked, wrong
        return len(found), wrong


def _next(db: Db, lane: int, after: Sequence[Any], size: int) -> list[dict[str, Any]]:
    query: dict[str, Any] = {"visible_to": EVERYBODY, **_LANES[lane]}
    if after:
        moment, name = after
        query["create_time"] = {"$gte": moment}
        query["$or"] = [{"create_time": {"$gt": moment}}, {"_id": {"$gt": name}}]
    return store.COUNTERPARTIES.raw(db).find(
        query, _EXAMINED, sort=[("create_time", 1), ("_id", 1)], limit=size, hint=HINT
    )


def _correct(
    db: Db, caller: Caller, job: Job, segment: str, rule: SegmentRule, names: Sequence[str]
) -> int:
    pairs: list[tuple[Counterparty, Counterparty]] = []
    for client in store.by_names(db, names, {}).values():
        others = tuple(each for each in client.segments if each != segment)
        segments = (*others, segment) if rule.fits(client) else others
        pairs.append((client, replace(client, segments=segments)))
    if pairs:
        actions.replace_many(db, caller, pairs, job.name)
    return len(pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    total: int
    members: int
    entering: int
    leaving: int
    estimated: bool


def preview(
    db: Db, caller: Caller, segment: str, rule: SegmentRule, most: int = MOST_EXAMINED
) -> Preview:
    """Whom the rule would bring in and take out, if it became this segment's.

    Of those the caller sees: else counts would tell one value after another of the others.
    """
    tidy = rule.tidy()
    if problems := rule_problems(db, tidy):
        raise InvalidArgument.of(problems)
    everybody: dict[str, Any] = {**caller.visible(READ), "state": State.ACTIVE.value}
    raw = store.COUNTERPARTIES.raw(db)
    total = raw.count(everybody, hint=HINT)
    estimated = total > most
    if estimated:
        # Names are random, so those that begin alike are a fair sample.
        edge = int(16**8 * most / total)
        everybody["_id"] = {"$lt": f"{store.COUNTERPARTIES.id}/{edge:08x}"}
    examined = members = entering = leaving = 0
    for document in raw.stream(everybody, _EXAMINED, hint=HINT):
        client = from_document(Counterparty, document)
        fits, is_in = tidy.fits(client), segment in client.segments
        examined += 1
        members += fits
        entering += fits and not is_in
        leaving += is_in and not fits
    share = total / examined if estimated and examined else 1

    def whole(count: int) -> int:
        return round(count * share)

    return Preview(
        total=total,
        members=whole(members),
        entering=whole(entering),
        leaving=whole(leaving),
        estimated=estimated,
    )
