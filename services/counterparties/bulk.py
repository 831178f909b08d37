"""The job that changes many counterparties at once: segments, owner, market state, recycle bin."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from services.counterparties import field_rights, store
from services.counterparties.actions import counterparties as actions
from services.counterparties.actions.references import (
    DELETE,
    READ,
    UPDATE,
    owner_problems,
    require_may_hand_over,
)
from services.counterparties.counterparty import Counterparty, MarketState, State
from services.counterparties.listing import Listing, Plan, plan
from services.counterparties.person import NOBODY, Person
from services.kit import jobs
from services.kit.bulk import BulkJob, ChangedRow, Result, RowResult
from services.kit.caller import Caller
from services.kit.errors import FailedPrecondition, InvalidArgument, ServiceError, Violation
from services.kit.jobs import Job
from services.kit.mongo import Db, transactional

KIND = "bulk_update_counterparties"
MOST_NAMES = 10_000
PORTION = 2000
NOTHING_TO_DO = "NOTHING_TO_DO"


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkUpdate:
    """Which counterparties, and what to do with them; a job's parameters."""

    filter: Listing | None = None
    names: tuple[str, ...] = ()
    except_names: tuple[str, ...] = ()
    add_segments: tuple[str, ...] = ()
    remove_segments: tuple[str, ...] = ()
    owner: str = ""
    market_state: str = ""
    delete: bool = False

    def problems(self) -> Iterator[Violation]:
        if (self.filter is None) == (not self.names):
            yield Violation("names", "FILTER_OR_NAMES", "Give either a filter or names.")
        if max(len(self.names), len(self.except_names)) > MOST_NAMES:
            yield Violation("names", "TOO_MANY", f"At most {MOST_NAMES} names: use a filter.")
        does = (self.add_segments, self.remove_segments, self.owner, self.market_state)
        if not any(does) and not self.delete:
            yield Violation("", NOTHING_TO_DO, "Say what to do: segments, owner, state or delete.")
        if any(does) and self.delete:
            yield Violation("delete", "DELETE_ALONE", "What is deleted cannot be changed as well.")


@transactional
def start(db: Db, caller: Caller, bulk: BulkUpdate, request_id: str) -> Job:
    """Refuses what no row could come out of; the rest is each row's own result."""
    bulk = replace(bulk, owner=caller.user) if bulk.owner == "users/me" else bulk
    problems = [*bulk.problems(), *_reference_problems(db, bulk)]
    if problems:
        raise InvalidArgument.of(problems)
    caller.require(DELETE if bulk.delete else UPDATE)
    if bulk.filter is not None:
        _plan(bulk.filter, caller)
    return jobs.start(db, caller, KIND, params=msgspec.to_builtins(bulk), request_id=request_id)


def _reference_problems(db: Db, bulk: BulkUpdate) -> Iterator[Violation]:
    for segment in sorted(store.missing_segments(db, bulk.add_segments)):
        yield Violation("add_segments", "SEGMENT_UNKNOWN", f"There is no {segment}.")
    if bulk.owner:
        yield from owner_problems("owner", bulk.owner, store.people(db, [bulk.owner]))


def _plan(listing: Listing, caller: Caller) -> Plan:
    return plan(listing, caller.user, caller.keys(READ), field_rights.of(caller))


class BulkUpdateCounterparties(BulkJob):
    kind = KIND
    collection = store.COUNTERPARTIES

    def select(self, db: Db, caller: Caller, params: Mapping[str, Any]) -> Iterator[Sequence[str]]:
        bulk = msgspec.convert(params, BulkUpdate)
        left_out = set(bulk.except_names)
        found = bulk.names if bulk.filter is None else store.names(db, _plan(bulk.filter, caller))
        portion: list[str] = []
        for name in dict.fromkeys(found):
            if name not in left_out:
                portion.append(name)
            if len(portion) == PORTION:
                yield portion
                portion = []
        yield portion

    def change(self, db: Db, caller: Caller, job: Job, names: Sequence[str]) -> list[RowResult]:
        bulk = msgspec.convert(job.params, BulkUpdate)
        found = store.by_names(db, names, caller.visible(READ))
        owner = store.people(db, [bulk.owner]).get(bulk.owner, NOBODY)
        results: list[RowResult] = []
        pairs: list[tuple[Counterparty, Counterparty]] = []
        for before in found.values():
            try:
                after = _changed(before, bulk, caller, owner)
            except ServiceError as refusal:
                result = RowResult(subject=before.name, result=Result.FAILED, reason=refusal.reason)
                results.append(result)
                continue
            pairs.append((before, after))
        really = [(before, after) for before, after in pairs if bulk.delete or after != before]
        if bulk.delete:
            actions.delete_many(db, caller, [before for before, _ in really], job.name)
        elif really:
            actions.replace_many(db, caller, really, job.name)
        changed = {before.name for before, _ in really}
        return results + [_result(before, before.name in changed) for before, _ in pairs]

    def restore(
        self, db: Db, caller: Caller, job: Job, rows: Sequence[ChangedRow]
    ) -> list[RowResult]:
        """By the present rights of who undoes it."""
        found = store.by_names(db, [row.subject for row in rows], {})
        was_deleted = msgspec.convert(job.params, BulkUpdate).delete
        owners = store.people(db, list({row.before["owner"] for row in rows}))
        results: list[RowResult] = []
        pairs: list[tuple[Counterparty, Counterparty]] = []
        for row in rows:
            current = found.get(row.subject)
            if current is None:
                continue
            after = current if was_deleted else _put_back(current, row.before, owners)
            try:
                _require_owner_here(owners.get(after.owner))
                _require_may_put_back(caller, current, after, DELETE if was_deleted else UPDATE)
            except ServiceError as refusal:
                results.append(
                    RowResult(subject=row.subject, result=Result.KEPT, reason=refusal.reason)
                )
                continue
            pairs.append((current, after))
            results.append(RowResult(subject=row.subject, result=Result.UNDONE))
        if was_deleted:
            # A counterparty restored by hand has another version, so it does not come here.
            actions.undelete_many(db, caller, [current for current, _ in pairs], job.name)
        else:
            actions.replace_many(db, caller, pairs, job.name)
        return results


class OwnerLeft(FailedPrecondition):
    """Nothing goes to, or back to, somebody who is gone."""

    reason = "OWNER_INACTIVE"


def _require_owner_here(owner: Person | None) -> None:
    if owner is not None and not owner.active:
        raise OwnerLeft(f"{owner.name} is disabled", name=owner.name)


def _require_may_put_back(
    caller: Caller, current: Counterparty, after: Counterparty, permission: str
) -> None:
    """As any change would ask; but what the job itself gave away, who held it may take back."""
    if not caller.may(permission, after.held_by):
        caller.require_for(permission, current.visible_to)
        require_may_hand_over(caller, current, after.owner)
    _require_writable(caller, current, after)


def _changed(before: Counterparty, bulk: BulkUpdate, caller: Caller, owner: Person) -> Counterparty:
    """As it is to be; raises why not."""
    caller.require_for(DELETE if bulk.delete else UPDATE, before.visible_to)
    before.require_active()
    if bulk.delete:
        return before
    kept = tuple(s for s in before.segments if s not in bulk.remove_segments)
    market_state = MarketState(bulk.market_state) if bulk.market_state else before.market_state
    after = replace(
        before,
        segments=tuple(dict.fromkeys((*kept, *bulk.add_segments))),
        market_state=market_state,
    )
    after.require_requisites()
    if bulk.owner:
        _require_owner_here(owner)
        require_may_hand_over(caller, before, owner.name)
        others = tuple(user for user in after.participants if user != owner.name)
        after = replace(after, participants=others).owned_by(owner)
    _require_writable(caller, before, after)
    return after


def _require_writable(caller: Caller, before: Counterparty, after: Counterparty) -> None:
    touched = {
        field
        for field in ("segments", "market_state", "owner")
        if getattr(after, field) != getattr(before, field)
    }
    rights = field_rights.of(caller)
    rights.require_writable(touched, before.market_state, after.market_state)


def _put_back(
    current: Counterparty, before: Mapping[str, Any], owners: Mapping[str, Person]
) -> Counterparty:
    restored = replace(
        current,
        segments=tuple(before["segments"]),
        market_state=MarketState(before["market_state"]),
        participants=tuple(before["participants"]),
    )
    if before["owner"] == current.owner:
        return restored
    return restored.owned_by(owners.get(before["owner"], Person(name=before["owner"])))


def _result(before: Counterparty, is_changed: bool) -> RowResult:
    if not is_changed:
        return RowResult(subject=before.name, result=Result.SKIPPED, reason="NO_CHANGE")
    kept = {
        "segments": list(before.segments),
        "market_state": before.market_state.value,
        "owner": before.owner,
        "participants": list(before.participants),
        "state": State.ACTIVE.value,
    }
    return RowResult(subject=before.name, result=Result.CHANGED, before=kept)
