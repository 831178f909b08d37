"""What can be done to one work: planned, changed, moved, closed, opened again, deleted."""

from collections.abc import Mapping
from typing import Any

from google.protobuf.message import Message

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import works_pb2 as pb
from services.activities import store
from services.activities.access import DELETE, REOPEN, UPDATE, changeable, visible
from services.activities.actions.settling import settled
from services.activities.actions.stating import stated
from services.activities.dictionaries.keeping import WORK_ACTIONS
from services.activities.notices.raising import raise_many
from services.activities.notices.telling import of_change
from services.activities.store import WORKS
from services.activities.when import When
from services.activities.work import READ, Work
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.gathering import inserting
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional
from services.kit.owned import owned_by, require_may_hand_over
from services.kit.people import find_people

# What a work takes over from the one it goes on from, unless it says otherwise.
_TAKEN_OVER = ("action", "owner", "priority", "script", "participants", "parent")
_LINKS = [name for field in store.LINKS for name in (field, f"{field}_display_name")]


def create(db: Db, caller: Caller, values: Mapping[str, Any], request_id: str) -> Work:
    """The same request sent twice creates once."""
    # Outside of the transaction: the first work of a tenant may have to begin its dictionary.
    WORK_ACTIONS.recent(db, caller.language)
    name = WORKS.new_name(request_id)
    return WORKS.once(
        db,
        name,
        request_id,
        lambda: _create(db, caller, name, values),
        lambda found: found.creator == caller.user,
    )


@inserting
def _create(db: Db, caller: Caller, name: str, values: Mapping[str, Any]) -> Work:
    before = visible(db, caller, values["based_on"]) if values.get("based_on") else None
    return plan(db, caller, name, values, before)


def plan(db: Db, caller: Caller, name: str, values: Mapping[str, Any], before: Work | None) -> Work:
    """Inside a transaction. `before`: the one it goes on from."""
    filled: dict[str, Any] = {"owner": caller.user, **values}
    if before is not None:
        same = (*_TAKEN_OVER, *([] if values.get("subject") else _LINKS))
        taken = {key: getattr(before, key) for key in same if not values.get(key)}
        if "participants" in taken:
            here = find_people(db, before.participants)
            still = (each for each in before.participants if each in here and here[each].active)
            taken["participants"] = tuple(still)
        filled |= {**taken, "based_on": before.name, "chain": before.chain}
    draft = Work(**filled, name=name, creator=caller.user)
    created = store.insert(db, settled(db, caller, draft, None))
    return told(db, caller, events.WorkCreated, None, created)


@transactional
def update(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> Work:
    current = changeable(db, caller, name)
    require_etag(current, etag)
    current.require_open()
    after = settled(db, caller, replace(current, **values), current)
    require_may_hand_over(caller, UPDATE, current, after.owner)
    if after == current:
        return current
    saved = store.save(db, current, after)
    return told(db, caller, events.WorkUpdated, current, saved, previous_owner=current.owner)


@transactional
def postpone(
    db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any], comment: str
) -> Work:
    """`values`: `when`, and the deadline if one is said; else it moves along."""
    current = changeable(db, caller, name)
    require_etag(current, etag)
    when: When = values["when"]
    moved = current.moved(when, values.get("deadline_time"), comment)
    after = settled(db, caller, moved, current)
    if current.deadline_time and not values.get("deadline_time") and current.when and after.when:
        later = after.when.ends() - current.when.ends()
        kept = replace(after, deadline_time=current.deadline_time + later)
        after = settled(db, caller, kept, current)
    saved = store.save(db, current, after)
    before = to_proto(current, pb.Work).when
    return told(db, caller, events.WorkPostponed, current, saved, previous_when=before)


@transactional
def cancel(db: Db, caller: Caller, name: str, etag: str, comment: str) -> Work:
    current = changeable(db, caller, name)
    require_etag(current, etag)
    by = (caller.user, caller.display_name)
    saved = store.save(db, current, current.cancelled(comment, by, clock.now()))
    return told(db, caller, events.WorkCancelled, current, saved)


@transactional
def reopen(db: Db, caller: Caller, name: str, etag: str) -> Work:
    current = changeable(db, caller, name, REOPEN)
    require_etag(current, etag)
    saved = store.save(db, current, _stamped(db, current.reopened()))
    return told(db, caller, events.WorkReopened, current, saved)


@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> Work:
    current = changeable(db, caller, name, DELETE)
    require_etag(current, etag)
    saved = store.save(db, current, current.deleted(clock.now()))
    return told(db, caller, events.WorkDeleted, current, saved)


@transactional
def undelete(db: Db, caller: Caller, name: str, etag: str) -> Work:
    current = changeable(db, caller, name, DELETE)
    require_etag(current, etag)
    saved = store.save(db, current, _stamped(db, current.restored()))
    return told(db, caller, events.WorkRestored, current, saved)


def _stamped(db: Db, work: Work) -> Work:
    """Its executor may have moved meanwhile, or been renamed."""
    people = find_people(db, [work.owner]) if work.owner else {}
    return owned_by(work, people[work.owner]) if work.owner in people else work


def told(
    db: Db, caller: Caller, event: type[Message], before: Work | None, after: Work, **more: Any
) -> Work:
    """Tells with an event that carries the work, and states the fact of it where it is news."""
    message: Any = event
    news = message(work=to_proto(after, pb.Work), **more)
    row = changes.Change(event=news, before=before, after=after, permission=READ)
    changes.record_many(db, caller, [row, *stated(before, after)])
    raise_many(db, caller, [*of_change(before, after, caller.user, caller.display_name)])
    return after
