"""The job that merges many groups of counterparties at once, and takes them apart again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import msgspec

from services.counterparties import store as base
from services.counterparties.actions.references import READ
from services.counterparties.merging import actions, persons, store
from services.counterparties.merging.clients import MERGE
from services.counterparties.merging.merge import MOST_MERGED, MergedRecord, Wish
from services.kit import jobs
from services.kit.bulk import BulkJob, ChangedRow, Result, RowResult
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument, ServiceError, Violation
from services.kit.jobs import Job
from services.kit.mongo import Db, transactional

KIND = "bulk_merge_counterparties"
MOST_GROUPS = 5000
PREVIEWED = 50
BULK = "counterparties.bulk"
Group = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkMerge:
    """Which groups; a job's parameters."""

    groups: tuple[Group, ...] = ()
    min_score: int = 0

    def problems(self) -> Iterator[Violation]:
        if bool(self.groups) == bool(self.min_score):
            yield Violation("groups", "GROUPS_OR_SCORE", "Give either groups or min_score.")
        if not 0 <= self.min_score <= 100:
            yield Violation("min_score", "SCORE_OUT_OF_RANGE", "A score is 1 to 100.")
        if len(self.groups) > MOST_GROUPS:
            yield Violation("groups", "TOO_MANY", f"At most {MOST_GROUPS} groups.")
        names = [name for group in self.groups for name in group]
        if len(set(names)) != len(names):
            yield Violation("groups", "GROUPS_OVERLAP", "Nobody may be in two groups.")
        for at, group in enumerate(islice(self.groups, MOST_GROUPS)):
            if not 2 <= len(group) <= MOST_MERGED + 1:
                text = f"A group has 2 to {MOST_MERGED + 1} members."
                yield Violation(f"groups[{at}].names", "MERGE_GROUP_INVALID", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewedGroup:
    records: tuple[MergedRecord, ...]
    refusal_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    groups: tuple[PreviewedGroup, ...]
    group_count: int
    merged_count: int


@transactional
def start(db: Db, caller: Caller, bulk: BulkMerge, request_id: str) -> Job:
    _require_sound(caller, bulk)
    return jobs.start(db, caller, KIND, params=msgspec.to_builtins(bulk), request_id=request_id)


def preview(db: Db, caller: Caller, bulk: BulkMerge) -> Preview:
    _require_sound(caller, bulk)
    groups = _groups(db, caller, bulk)
    looked_at = [(group, _previewed(db, caller, group)) for group in groups[:PREVIEWED]]
    good = [group for group, seen in looked_at if not seen.refusal_reason]
    return Preview(
        groups=tuple(seen for _, seen in looked_at),
        group_count=len(groups),
        merged_count=sum(len(group) - 1 for group in (*good, *groups[PREVIEWED:])),
    )


class BulkMergeCounterparties(BulkJob):
    """Each row is a group, known by its survivor."""

    kind = KIND
    collection = base.COUNTERPARTIES
    # A merge writes a dozen documents where other jobs write two.
    slice_rows = 20

    def prepare(self, db: Db, caller: Caller, job: Job) -> Job:
        groups = _groups(db, caller, msgspec.convert(job.params, BulkMerge))
        survivors = {"survivors": [group[0] for group in groups]}
        prepared = super().prepare(db, caller, replace(job, params=survivors))
        store.keep_groups(db, job.name, prepared.cursor["run"], groups)
        return prepared

    def select(
        self,
        db: Db,  # noqa: ARG002
        caller: Caller,  # noqa: ARG002
        params: Mapping[str, Any],
    ) -> Iterator[Sequence[str]]:
        yield params["survivors"]

    def change(self, db: Db, caller: Caller, job: Job, names: Sequence[str]) -> list[RowResult]:
        first = job.cursor["n"]
        groups = store.kept_groups(db, job.name, job.cursor["run"], first, len(names))
        return [_changed(db, caller, job, group) for group in groups]

    def restore(
        self, db: Db, caller: Caller, job: Job, rows: Sequence[ChangedRow]
    ) -> list[RowResult]:
        return [_restored(db, caller, job, row) for row in rows]


def _changed(db: Db, caller: Caller, job: Job, group: Group) -> RowResult:
    wish = Wish(survivor=group[0], merged=group[1:])
    try:
        made = actions.merge(db, caller, actions.CLIENTS, wish, job=job.name)
    except ServiceError as refusal:
        # Refusals come before the first write, so the slice's transaction goes on.
        return RowResult(subject=group[0], result=Result.FAILED, reason=refusal.reason)
    return RowResult(subject=group[0], result=Result.CHANGED, before={"merge": made.name})


def _restored(db: Db, caller: Caller, job: Job, row: ChangedRow) -> RowResult:
    try:
        actions.undo(db, caller, row.before["merge"], "", job.name)
    except ServiceError as refusal:
        return RowResult(subject=row.subject, result=Result.KEPT, reason=refusal.reason)
    return RowResult(subject=row.subject, result=Result.UNDONE)


def _require_sound(caller: Caller, bulk: BulkMerge) -> None:
    caller.require(MERGE)
    caller.require(BULK)
    if problems := list(bulk.problems()):
        raise InvalidArgument.of(problems)


def _previewed(db: Db, caller: Caller, group: Group) -> PreviewedGroup:
    seen = base.by_names(db, group, caller.visible(READ))
    records = [seen[name] for name in group if name in seen]
    reason = ""
    try:
        found = actions.outcome(
            db, caller, actions.CLIENTS, Wish(survivor=group[0], merged=group[1:])
        )
        persons.require_certain(found.survivor, found.others)
        persons.require_one_company((found.survivor, *found.others))
    except ServiceError as refusal:
        reason = refusal.reason
    return PreviewedGroup(
        records=tuple(MergedRecord(name=r.name, display_name=r.display_name) for r in records),
        refusal_reason=reason,
    )


def _groups(db: Db, caller: Caller, bulk: BulkMerge) -> list[Group]:
    if bulk.groups:
        return list(bulk.groups)
    pairs = store.open_pairs(db, caller.keys(READ), bulk.min_score)
    found = [group for group in connected(pairs) if len(group) <= MOST_MERGED + 1]
    age = store.by_age(db, [name for group in found for name in group])
    return [
        tuple(sorted(group, key=age.__getitem__)) for group in found if set(group) <= age.keys()
    ]


def connected(pairs: Iterable[tuple[str, str]]) -> list[Group]:
    """Those that hang together by pairs; each group in the order of names."""
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        neighbours[one].add(other)
        neighbours[other].add(one)
    seen: set[str] = set()
    groups: list[Group] = []
    for start_at in sorted(neighbours):
        if start_at in seen:
            continue
        group, waiting = set[str](), [start_at]
        while waiting:
            name = waiting.pop()
            if name not in group:
                group.add(name)
                waiting += neighbours[name] - group
        seen |= group
        groups.append(tuple(sorted(group)))
    return groups
