"""Deals come to their end, and are opened again."""

from typing import NamedTuple

from crm.deals.v1 import deals_pb2 as pb
from crm.deals.v1 import events_pb2 as events
from services.deals import missing, store
from services.deals.access import REOPEN, changeable
from services.deals.actions.deals import known, told
from services.deals.deal import Deal, State
from services.deals.funnels import keeping as funnels
from services.deals.funnels.funnel import Funnel
from services.deals.lead_settings.keeping import LOSS_REASONS
from services.deals.lead_settings.status import Applies, LossReason
from services.deals.move import moved
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional


class Loss(NamedTuple):
    reason: str
    comment: str


@transactional
def win(db: Db, caller: Caller, name: str, etag: str, comment: str) -> Deal:
    current = changeable(db, caller, name)
    current.require_open()
    require_etag(current, etag)
    funnel = funnels.found(db, current.funnel, current.funnel_version)
    unmet = missing.to_be_won(funnel, current, known(db, caller, current, funnel))
    missing.require_none(name, unmet)
    won = store.save(db, current, current.closed(State.WON, clock.now()))
    _note(db, caller, current, won, funnel, comment)
    return told(db, caller, events.DealWon, current, won)


def lose(db: Db, caller: Caller, name: str, etag: str, loss: Loss) -> Deal:
    """In whatever stage it is."""
    return _lose(db, caller, name, etag, loss, _reason(db, caller, loss))


@transactional
def _lose(db: Db, caller: Caller, name: str, etag: str, loss: Loss, reason: LossReason) -> Deal:
    current = changeable(db, caller, name)
    current.require_open()
    require_etag(current, etag)
    funnel = funnels.found(db, current.funnel, current.funnel_version)
    closed = current.closed(State.LOST, clock.now(), reason.name, loss.comment)
    lost = store.save(db, current, closed)
    _note(db, caller, current, lost, funnel, loss.comment)
    event = events.DealLost(
        deal=to_proto(lost, pb.Deal),
        stage_display_name=funnel.title_of(lost.stage),
        loss_reason_display_name=reason.display_name,
    )
    changes.record(db, caller, event, before=current, after=lost)
    return lost


@transactional
def reopen(db: Db, caller: Caller, name: str, etag: str) -> Deal:
    """In the stage where it was; a strict one only if it might come there today."""
    current = changeable(db, caller, name, REOPEN)
    require_etag(current, etag)
    funnel = funnels.found(db, current.funnel, current.funnel_version)
    stage = funnel.stage(current.stage)
    opened = current.reopened(stage, clock.now(), caller.user, caller.display_name)
    unmet = missing.where_it_is(funnel, opened, known(db, caller, opened, funnel))
    missing.require_none(name, unmet)
    saved = store.save(db, current, opened)
    _note(db, caller, current, saved, funnel, "")
    return told(db, caller, events.DealReopened, current, saved)


def _reason(db: Db, caller: Caller, loss: Loss) -> LossReason:
    reason = LOSS_REASONS.recent(db, caller.language).get(loss.reason)
    if reason is None or reason.archived or reason.applies is Applies.LEADS:
        text = f"Deals are not lost for {loss.reason!r}: choose another reason."
        raise InvalidArgument(text, field="reason", reason="LOSS_REASON_UNKNOWN")
    if reason.comment_required and not loss.comment.strip():
        text = f"{reason.display_name} asks for a comment: say what happened."
        raise InvalidArgument(text, field="comment", reason="COMMENT_REQUIRED")
    return reason


def _note(db: Db, caller: Caller, before: Deal, after: Deal, funnel: Funnel, comment: str) -> None:
    name = store.MOVES.new_name()
    store.MOVES.insert(db, moved(name, caller, before, after, funnel, comment=comment))
