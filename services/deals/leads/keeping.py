"""What can be done to leads."""

from collections.abc import Mapping
from typing import Any

from google.protobuf.message import Message

from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import leads_pb2 as pb
from services.deals.lead_settings.keeping import LEAD_STATUSES, LOSS_REASONS
from services.deals.leads.access import DELETE, REOPEN, UPDATE, changeable
from services.deals.leads.lead import Lead
from services.deals.leads.settling import NO_PARTIES, Parties, settled, unassigned
from services.deals.leads.store import LEADS, share_assignments
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import FieldRequired, InvalidArgument
from services.kit.gathering import inserting
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional
from services.kit.owned import owned_by, require_may_hand_over
from services.kit.people import find_people
from services.kit.texts import line_problems

LONGEST_COMMENT = 1000


class LossReasonUnknown(InvalidArgument):
    reason = "LOSS_REASON_UNKNOWN"


class CommentRequired(FieldRequired):
    reason = "COMMENT_REQUIRED"


def create(
    db: Db,
    caller: Caller,
    values: Mapping[str, Any],
    request_id: str,
    parties: Parties = NO_PARTIES,
    *,
    assign: bool = False,
) -> Lead:
    """The same request sent twice creates once. With `assign` it has no owner yet: the rules are
    asked after it is kept, so that a crash leaves it to the timer, not nowhere."""
    # Outside of the transaction: the first lead of a tenant may have to begin its dictionary.
    LEAD_STATUSES.recent(db, caller.language)
    name = LEADS.new_name(request_id)
    return LEADS.once(
        db,
        name,
        request_id,
        lambda: _create(db, caller, name, values, parties, assign),
        lambda found: found.creator == caller.user,
    )


@inserting
def _create(
    db: Db,
    caller: Caller,
    name: str,
    values: Mapping[str, Any],
    parties: Parties,
    assign: bool,
) -> Lead:
    owner = "" if assign else values.get("owner") or caller.user
    filled: dict[str, Any] = {**values, "owner": owner}
    draft = Lead(**filled, name=name, creator=caller.user, assign_pending=assign)
    created = LEADS.insert(db, settled(db, caller, draft, None, parties))
    return told(db, caller, events.LeadCreated, None, created)


@transactional
def update(
    db: Db,
    caller: Caller,
    name: str,
    etag: str,
    values: Mapping[str, Any],
    parties: Parties = NO_PARTIES,
) -> Lead:
    current = changeable(db, caller, name)
    require_etag(current, etag)
    current.require_open()
    after = settled(db, caller, replace(current, **values), current, parties)
    require_may_hand_over(caller, UPDATE, current, after.owner)
    if after == current:
        return current
    return told(db, caller, events.LeadUpdated, current, LEADS.replace(db, after))


@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> Lead:
    current = changeable(db, caller, name, DELETE)
    require_etag(current, etag)
    deleted = LEADS.replace(db, current.deleted(clock.now()))
    return told(db, caller, events.LeadDeleted, current, deleted)


@transactional
def undelete(db: Db, caller: Caller, name: str, etag: str) -> Lead:
    current = changeable(db, caller, name, DELETE)
    require_etag(current, etag)
    restored = LEADS.replace(db, _stamped(db, current.restored()))
    return told(db, caller, events.LeadRestored, current, restored)


@transactional
def reject(db: Db, caller: Caller, name: str, etag: str, reason: str, comment: str) -> Lead:
    current = changeable(db, caller, name)
    require_etag(current, etag)
    current.require_open()
    _require_reason(db, caller, reason, comment)
    rejected = LEADS.replace(db, current.rejected(reason, comment, clock.now()))
    return told(db, caller, events.LeadRejected, current, rejected)


@transactional
def reopen(db: Db, caller: Caller, name: str, etag: str) -> Lead:
    current = changeable(db, caller, name, REOPEN)
    require_etag(current, etag)
    reopened = LEADS.replace(db, _stamped(db, current.reopened()))
    return told(db, caller, events.LeadReopened, current, reopened)


def _require_reason(db: Db, caller: Caller, name: str, comment: str) -> None:
    reason = LOSS_REASONS.recent(db, caller.language).get(name)
    if reason is None or reason.archived or not reason.of_leads:
        raise LossReasonUnknown(f"There is no reason {name!r}: choose another one", field="reason")
    if reason.comment_required and not comment.strip():
        raise CommentRequired("Write what happened", field="comment")
    if problems := list(line_problems("comment", comment, LONGEST_COMMENT)):
        raise InvalidArgument.of(problems)


def _stamped(db: Db, lead: Lead) -> Lead:
    """Its owner may have moved meanwhile, or been renamed."""
    if not lead.owner:
        return unassigned(lead, lead.org_path)
    people = find_people(db, [lead.owner])
    return owned_by(lead, people[lead.owner]) if lead.owner in people else lead


def told(
    db: Db, caller: Caller, event: type[Message], before: Lead | None, after: Lead, **more: Any
) -> Lead:
    """Tells with an event that carries the lead."""
    message: Any = event
    if before is not None and before.visible_to != after.visible_to:
        share_assignments(db, [(after.name, after.visible_to)])
    news = message(lead=to_proto(after, pb.Lead), **more)
    changes.record(db, caller, news, before=before, after=after)
    return after
