"""The job that changes many counterparties at once: segments, owner, roles and the like."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from services.counterparties import field_rights, store
from services.counterparties.actions import counterparties as actions
from services.counterparties.actions import owning, segmenting
from services.counterparties.actions.references import (
    DELETE,
    READ,
    UPDATE,
)
from services.counterparties.counterparty import (
    MOST,
    Counterparty,
    LifecycleStage,
    MarketState,
    Role,
    State,
)
from services.counterparties.listing import Listing, plan
from services.kit import clock, jobs, lists
from services.kit.bulk import (
    BulkJob,
    ChangedRow,
    Result,
    RowResult,
    altered,
    portions,
    selection_problems,
)
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition, InvalidArgument, ServiceError, Violation
from services.kit.jobs import Job
from services.kit.mongo import Db, transactional
from services.kit.owned import (
    held_by,
    owned_by,
    owner_problems,
    require_here,
    require_may_hand_over,
    stamped_owner,
)
from services.kit.people import find_people
from services.kit.person import ME, NOBODY, Person
from services.kit.plans import Plan
from services.kit.texts import line, line_problems

KIND = "bulk_update_counterparties"
NOTHING_TO_DO = "NOTHING_TO_DO"
# What a job may change and field rights are asked for; and what its undo puts back as it was.
_FIELDS = (
    *("segments", "market_state", "owner", "roles", "territory", "industry", "lifecycle_stage"),
)
_TEXTS = ("owner_segment", "territory", "industry", "stage_change_time")


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkUpdate:
    """Which counterparties, and what to do with them; a job's parameters."""

    filter: Listing | None = None
    names: tuple[str, ...] = ()
    except_names: tuple[str, ...] = ()
    add_segments: tuple[str, ...] = ()
    remove_segments: tuple[str, ...] = ()
    owner: str = ""
    # To managers of their segments.
    owner_by_segments: bool = False
    owner_cascade: tuple[str, ...] = ()
    add_participants: tuple[str, ...] = ()
    remove_participants: tuple[str, ...] = ()
    add_roles: tuple[str, ...] = ()
    remove_roles: tuple[str, ...] = ()
    territory: str = ""
    industry: str = ""
    market_state: str = ""
    lifecycle_stage: str = ""
    delete: bool = False

    @property
    def does(self) -> bool:
        """Anything but a deletion."""
        lists = (self.add_segments, self.remove_segments, self.add_roles, self.remove_roles)
        people = (self.owner, self.owner_by_segments, self.add_participants)
        values = (self.market_state, self.territory, self.industry, self.lifecycle_stage)
        return any((*lists, *people, *values, self.remove_participants))

    def problems(self) -> Iterator[Violation]:
        has_filter = self.filter is not None
        yield from selection_problems(self.names, self.except_names, has_filter=has_filter)
        if not self.does and not self.delete:
            yield Violation("", NOTHING_TO_DO, "Say what to do: segments, owner, state or delete.")
        if self.does and self.delete:
            yield Violation("delete", "DELETE_ALONE", "What is deleted cannot be changed as well.")
        if self.owner and self.owner_by_segments:
            text = "Choose an owner, or have managers of the segments chosen."
            yield Violation("owner", "OWNER_TWICE", text)
        yield from line_problems("territory", self.territory)
        yield from line_problems("industry", self.industry)


@transactional
def start(db: Db, caller: Caller, bulk: BulkUpdate, request_id: str) -> Job:
    bulk = ready(db, caller, bulk)
    return jobs.start(db, caller, KIND, params=msgspec.to_builtins(bulk), request_id=request_id)


def ready(db: Db, caller: Caller, bulk: BulkUpdate) -> BulkUpdate:
    """Refuses what no row could come out of; the rest is each row's own result."""
    bulk = replace(bulk, owner=caller.user) if bulk.owner == ME else bulk
    bulk = replace(bulk, territory=line(bulk.territory), industry=line(bulk.industry))
    problems = [*bulk.problems(), *_reference_problems(db, bulk)]
    if problems:
        raise InvalidArgument.of(problems)
    caller.require(DELETE if bulk.delete else UPDATE)
    if bulk.filter is not None:
        listed(bulk.filter, caller)
    return bulk


def _reference_problems(db: Db, bulk: BulkUpdate) -> Iterator[Violation]:
    for segment in sorted(store.missing_segments(db, bulk.add_segments)):
        yield Violation("add_segments", "SEGMENT_UNKNOWN", f"There is no {segment}.")
    rules = segmenting.rules(db)
    for segment in (*bulk.add_segments, *bulk.remove_segments):
        if segment in rules:
            text = f"Who belongs to {segment} is said by its rule."
            yield Violation("add_segments", "SEGMENT_BY_RULE", text)
    people = find_people(db, [each for each in (bulk.owner, *bulk.add_participants) if each])
    if bulk.owner:
        yield from owner_problems("owner", bulk.owner, people)
    for each in bulk.add_participants:
        if each not in people or not people[each].active:
            text = f"There is no {each}, or he is disabled: choose another one."
            yield Violation("add_participants", "PARTICIPANT_UNKNOWN", text)


def listed(listing: Listing, caller: Caller) -> Plan:
    return plan(listing, caller.user, caller.keys(READ), field_rights.of(caller))


class BulkUpdateCounterparties(BulkJob):
    kind = KIND
    collection = store.COUNTERPARTIES

    def select(self, db: Db, caller: Caller, params: Mapping[str, Any]) -> Iterator[Sequence[str]]:
        return selected(db, caller, msgspec.convert(params, BulkUpdate))

    def change(self, db: Db, caller: Caller, job: Job, names: Sequence[str]) -> list[RowResult]:
        bulk = msgspec.convert(job.params, BulkUpdate)
        given = Counter[str]()
        results, really = outcome(db, caller, bulk, names, given)
        if bulk.delete:
            actions.delete_many(db, caller, [before for before, _ in really], job.name)
        elif really:
            actions.replace_many(db, caller, really, job.name, bulk.owner_cascade)
        owning.note(db, given)
        return results

    def restore(
        self, db: Db, caller: Caller, job: Job, rows: Sequence[ChangedRow]
    ) -> list[RowResult]:
        """By the present rights of who undoes it."""
        found = store.by_names(db, [row.subject for row in rows], {})
        bulk = msgspec.convert(job.params, BulkUpdate)
        was_deleted = bulk.delete
        owners = find_people(db, list({row.before["owner"] for row in rows}))
        results: list[RowResult] = []
        pairs: list[tuple[Counterparty, Counterparty]] = []
        for row in rows:
            current = found.get(row.subject)
            if current is None:
                continue
            after = current if was_deleted else _put_back(current, row.before, owners)
            try:
                require_here(owners.get(after.owner))
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
            actions.replace_many(db, caller, pairs, job.name, bulk.owner_cascade)
        return results


def selected(db: Db, caller: Caller, bulk: BulkUpdate) -> Iterator[Sequence[str]]:
    """The names of all it is asked for, in portions."""
    found: Iterable[str] = bulk.names
    if bulk.filter is not None:
        found = lists.names(db, store.COUNTERPARTIES, listed(bulk.filter, caller))
    return portions(found, bulk.except_names)


def outcome(
    db: Db, caller: Caller, bulk: BulkUpdate, names: Sequence[str], given: Counter[str]
) -> tuple[list[RowResult], list[tuple[Counterparty, Counterparty]]]:
    """What comes of these, and what is to be saved for it; `given` counts who gets how many by
    their segments."""
    found = store.by_names(db, names, caller.visible(READ))
    owner = find_people(db, [bulk.owner]).get(bulk.owner, NOBODY)
    results: list[RowResult] = []
    pairs: list[tuple[Counterparty, Counterparty]] = []
    for before in found.values():
        try:
            after = _changed(db, before, bulk, caller, owner, given)
        except NoManager as refusal:
            result = RowResult(subject=before.name, result=Result.SKIPPED, reason=refusal.reason)
        except ServiceError as refusal:
            result = RowResult(subject=before.name, result=Result.FAILED, reason=refusal.reason)
        else:
            result = _result(before, after, is_deleted=bulk.delete)
            if result.result is Result.CHANGED:
                pairs.append((before, after))
        results.append(result)
    return results, pairs


class NoManager(FailedPrecondition):
    """Its segments have no manager, or none with room for one client more."""

    reason = "NO_SEGMENT_MANAGER"


class TooManyParticipants(FailedPrecondition):
    reason = "TOO_MANY"


def _require_may_put_back(
    caller: Caller, current: Counterparty, after: Counterparty, permission: str
) -> None:
    """As any change would ask; but what the job itself gave away, who held it may take back."""
    if not caller.may(permission, held_by(after)):
        caller.require_for(permission, current.visible_to)
        require_may_hand_over(caller, UPDATE, current, after.owner)
    _require_writable(caller, current, after)


def _changed(
    db: Db,
    before: Counterparty,
    bulk: BulkUpdate,
    caller: Caller,
    owner: Person,
    given: Counter[str],
) -> Counterparty:
    """As it is to be; raises why not."""
    caller.require_for(DELETE if bulk.delete else UPDATE, before.visible_to)
    before.require_active()
    if bulk.delete:
        return before
    after = _with_values(before, bulk)
    after.require_requisites()
    people = altered(before.participants, bulk.add_participants, bulk.remove_participants)
    if people != before.participants:
        field_rights.of(caller).require_writable({"participants"}, before.market_state)
        after = _with_participants(after, people)
    if bulk.owner:
        require_here(owner)
        require_may_hand_over(caller, UPDATE, before, owner.name)
        actions.require_may_cascade(caller, before, owner.name, bulk.owner_cascade)
        after = owning.owned(after, owner, "") if owner.name != before.owner else after
    elif bulk.owner_by_segments and not owning.is_managed_by_owner(db, before):
        require_may_hand_over(caller, UPDATE, before, "")
        actions.require_may_cascade(caller, before, "", bulk.owner_cascade)
        after = _given_out(db, after, given)
    _require_writable(caller, before, after)
    return after


def _given_out(db: Db, client: Counterparty, given: Counter[str]) -> Counterparty:
    after = owning.given_out(db, client, given)
    if after is None:
        raise NoManager(f"No manager of its segments can take {client.name}", name=client.name)
    given[after.owner] += 1
    return after


def _with_values(before: Counterparty, bulk: BulkUpdate) -> Counterparty:
    return replace(
        before,
        segments=altered(before.segments, bulk.add_segments, bulk.remove_segments),
        roles=tuple(map(Role, altered(before.roles, bulk.add_roles, bulk.remove_roles))),
        market_state=MarketState(bulk.market_state) if bulk.market_state else before.market_state,
        territory=bulk.territory or before.territory,
        industry=bulk.industry or before.industry,
        lifecycle_stage=_stage(bulk.lifecycle_stage) or before.lifecycle_stage,
    ).staged(before, clock.now())


def _stage(value: str | None) -> LifecycleStage | None:
    return LifecycleStage(value) if value else None


def _with_participants(client: Counterparty, people: Sequence[str]) -> Counterparty:
    others = tuple(user for user in people if user != client.owner)
    if len(others) > MOST["participants"]:
        raise TooManyParticipants(f"{client.name} has too many participants", name=client.name)
    return owned_by(replace(client, participants=others), stamped_owner(client))


def _require_writable(caller: Caller, before: Counterparty, after: Counterparty) -> None:
    touched = {field for field in _FIELDS if getattr(after, field) != getattr(before, field)}
    rights = field_rights.of(caller)
    rights.require_writable(touched, before.market_state, after.market_state)


def _put_back(
    current: Counterparty, before: Mapping[str, Any], owners: Mapping[str, Person]
) -> Counterparty:
    lists = {key: tuple(before[key]) for key in ("segments", "participants")}
    # What rows of earlier releases do not tell, their jobs did not change.
    values = {key: before.get(key, getattr(current, key)) for key in _TEXTS}
    restored = replace(
        current,
        **lists,
        **values,
        roles=tuple(map(Role, before.get("roles", current.roles))),
        market_state=MarketState(before["market_state"]),
        lifecycle_stage=_stage(before.get("lifecycle_stage", current.lifecycle_stage)),
    )
    owner = before["owner"]
    known = stamped_owner(current) if owner == current.owner else Person(name=owner)
    return owned_by(restored, owners.get(owner, known))


def _result(before: Counterparty, after: Counterparty, *, is_deleted: bool) -> RowResult:
    if after == before and not is_deleted:
        return RowResult(subject=before.name, result=Result.SKIPPED, reason="NO_CHANGE")
    kept = {
        "segments": list(before.segments),
        "market_state": before.market_state.value,
        "owner": before.owner,
        "participants": list(before.participants),
        "roles": [role.value for role in before.roles],
        "state": State.ACTIVE.value,
        "lifecycle_stage": before.lifecycle_stage.value if before.lifecycle_stage else None,
        **{field: getattr(before, field) for field in _TEXTS},
    }
    return RowResult(subject=before.name, result=Result.CHANGED, before=kept)
