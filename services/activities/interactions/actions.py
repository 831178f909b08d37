"""What can be done to one interaction: recorded, changed, looked after, linked, deleted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import interactions_pb2 as pb
from services.activities.dictionaries.keeping import INTERACTION_KINDS
from services.activities.interactions.access import DELETE, UPDATE, changeable, visible
from services.activities.interactions.interaction import READ, Attachment, Interaction
from services.activities.interactions.participant import Participant
from services.activities.interactions.settling import settled
from services.activities.interactions.store import INTERACTIONS
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.gathering import inserting
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional
from services.kit.owned import require_may_hand_over

# What one takes over from the one it goes on from, unless it says otherwise.
_ABOUT = (
    *("subject", "subject_display_name", "counterparty", "counterparty_display_name"),
    "with_whom",
)


def create(db: Db, caller: Caller, values: Mapping[str, Any], request_id: str) -> Interaction:
    """The same request sent twice creates once."""
    # Outside of the transaction: the first one of a tenant may have to begin its dictionary.
    INTERACTION_KINDS.recent(db, caller.language)
    name = INTERACTIONS.new_name(request_id)
    return INTERACTIONS.once(
        db,
        name,
        request_id,
        lambda: _create(db, caller, name, values),
        lambda found: found.creator == caller.user,
    )


@inserting
def _create(db: Db, caller: Caller, name: str, values: Mapping[str, Any]) -> Interaction:
    filled: dict[str, Any] = {"owner": caller.user, **values}
    if based_on := values.get("based_on"):
        before = visible(db, caller, based_on)
        same = () if values.get("subject") or values.get("with_whom") else _ABOUT
        filled |= {key: getattr(before, key) for key in same}
        filled |= {"chain": before.chain}
    draft = Interaction(**filled, name=name, creator=caller.user)
    created = INTERACTIONS.insert(db, settled(db, caller, draft, None))
    return told(db, caller, events.InteractionCreated, None, created)


@transactional
def update(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> Interaction:
    current = _current(db, caller, name, etag)
    after = settled(db, caller, replace(current, **values), current)
    require_may_hand_over(caller, UPDATE, current, after.owner)
    return _save(db, caller, events.InteractionUpdated, current, after)


@transactional
def process(db: Db, caller: Caller, name: str, etag: str, result: str) -> Interaction:
    current = changeable(db, caller, name)
    if current.was_processed_so(result, caller.user):
        return current
    current.require_unprocessed()
    require_etag(current, etag)
    by = (caller.user, caller.display_name)
    after = current.processed(result, by, clock.now())
    return _save(db, caller, events.InteractionProcessed, current, after, settle=True)


@transactional
def postpone(db: Db, caller: Caller, name: str, etag: str, until: datetime) -> Interaction:
    current = changeable(db, caller, name)
    current.require_unprocessed()
    require_etag(current, etag)
    after = current.postponed(until, clock.now())
    return _save(db, caller, events.InteractionPostponed, current, after)


@transactional
def reopen(db: Db, caller: Caller, name: str, etag: str) -> Interaction:
    current = _current(db, caller, name, etag)
    return _save(db, caller, events.InteractionReopened, current, current.reopened())


@transactional
def link(
    db: Db,
    caller: Caller,
    name: str,
    etag: str,
    said: tuple[str, Participant, Mapping[str, Any]],
) -> Interaction:
    """`said`: what the participant is called, who he is, and what the interaction is about then,
    if it is about nobody yet."""
    text, known, about = said
    current = _current(db, caller, name, etag)
    return _add(db, caller, current, current.with_participant(text, known), about)


@transactional
def attach(
    db: Db, caller: Caller, name: str, etag: str, made: Attachment, about: Mapping[str, Any]
) -> Interaction:
    """`about`: what it is about then, if it is about nobody yet."""
    current = _current(db, caller, name, etag)
    return _add(db, caller, current, current.with_attached(made), about)


@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> Interaction:
    current = changeable(db, caller, name, DELETE)
    require_etag(current, etag)
    INTERACTIONS.remove(db, current)
    gone = replace(current, version=current.version + 1)
    news = events.InteractionDeleted(interaction=to_proto(gone, pb.Interaction))
    changes.record(db, caller, news, before=current, permission=READ, version=gone.version)
    return gone


def _current(db: Db, caller: Caller, name: str, etag: str) -> Interaction:
    current = changeable(db, caller, name)
    require_etag(current, etag)
    return current


def _add(
    db: Db, caller: Caller, current: Interaction, after: Interaction, about: Mapping[str, Any]
) -> Interaction:
    if after == current:
        return current
    if not current.subject:
        after = replace(after, **about)
    return _save(db, caller, events.InteractionUpdated, current, after, settle=True)


def _save(
    db: Db,
    caller: Caller,
    event: type[Message],
    current: Interaction,
    after: Interaction,
    *,
    settle: bool = False,
) -> Interaction:
    """`settle`: what was said of it has to be looked through."""
    if settle:
        after = settled(db, caller, after, current)
    if after == current:
        return current
    return told(db, caller, event, current, INTERACTIONS.replace(db, after))


def told(
    db: Db,
    caller: Caller,
    event: type[Message],
    before: Interaction | None,
    after: Interaction,
) -> Interaction:
    message: Any = event
    news = message(interaction=to_proto(after, pb.Interaction))
    changes.record(db, caller, news, before=before, after=after, permission=READ)
    return after
