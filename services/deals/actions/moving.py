"""Deals come from stage to stage, and to their end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crm.deals.v1 import deals_pb2 as pb
from crm.deals.v1 import events_pb2 as events
from services.deals import missing, rank, store
from services.deals.access import READ, changeable, visible
from services.deals.actions import works
from services.deals.actions.deals import Change, known, outcome
from services.deals.actions.settling import Parties
from services.deals.deal import Deal
from services.deals.facts import fact as facts
from services.deals.facts import store as fact_store
from services.deals.funnels import keeping as funnels
from services.deals.funnels.funnel import Funnel, Kind
from services.deals.invoices import sharing
from services.deals.missing import Missing
from services.deals.move import moved
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition, Stale
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional

MOST_RANKED_ANEW = 1000


class StageUnknown(FailedPrecondition):
    reason = "STAGE_UNKNOWN"


class MovedMeanwhile(Stale):
    """Somebody was quicker: the metadata say where it is now, and who brought it there."""

    reason = "DEAL_MOVED_MEANWHILE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A move as somebody wants it."""

    stage: str
    # Where he has seen the deal; empty: wherever it is.
    from_stage: str = ""
    # The deal it is to come after; empty: to the top.
    after: str = ""
    etag: str = ""
    # Set with it: what the stage asks for.
    values: Mapping[str, Any]
    parties: Parties
    comment: str = ""


@transactional
def move(db: Db, caller: Caller, name: str, asked: Asked) -> Deal:
    """Of two who drag the same deal one is told that he came second: both have read it, so Mongo
    lets one of them save, and the other begins anew."""
    current = changeable(db, caller, name)
    current.require_open()
    if asked.from_stage not in ("", current.stage):
        return _moved_already(db, caller, current, asked)
    require_etag(current, asked.etag)
    funnel = _version(db, current, asked.stage)
    here = replace(current, funnel_version=funnel.stages_version)
    known_of_it = known(db, caller, current, funnel, asked.values)
    change = Change(asked.values, asked.parties, funnel, known_of_it)
    filled = outcome(db, caller, here, change) if asked.values else here
    if asked.stage == current.stage:
        return _reordered(db, caller, current, filled, asked)
    stage = funnel.stage(asked.stage)
    if stage is None:
        raise _stage_unknown(current, asked.stage)
    missing.require_none(name, missing.for_stage(funnel, filled, stage, known_of_it))
    there = replace(filled, stage=asked.stage)
    place = _rank(db, caller, there, asked.after)
    entered = there.entered(stage, place, clock.now(), caller.user, caller.display_name)
    return _entered(db, caller, current, entered, funnel, asked.comment)


def check(db: Db, caller: Caller, name: str, stage: str) -> tuple[Missing, ...]:
    """What is missing for a move, or to be won if it names no stage."""
    current = visible(db, caller, name)
    current.require_open()
    funnel = _version(db, current, stage) if stage else _own_version(db, current)
    known_of_it = known(db, caller, current, funnel)
    if not stage:
        return missing.to_be_won(funnel, current, known_of_it)
    target = funnel.stage(stage)
    if target is None:
        raise _stage_unknown(current, stage)
    return missing.for_stage(funnel, current, target, known_of_it)


def _version(db: Db, deal: Deal, stage: str) -> Funnel:
    """The version of the stages that it goes by; the newest one if only that has both stages."""
    own = _own_version(db, deal)
    if own.stage(stage) or stage == deal.stage:
        return own
    newest = funnels.found(db, deal.funnel)
    return newest if newest.stage(stage) and newest.stage(deal.stage) else own


def _own_version(db: Db, deal: Deal) -> Funnel:
    return funnels.found(db, deal.funnel, deal.funnel_version)


def _moved_already(db: Db, caller: Caller, deal: Deal, asked: Asked) -> Deal:
    if deal.stage == asked.stage and deal.stage_change_user == caller.user:
        # The answer to the first time got lost.
        return deal
    funnel = _own_version(db, deal)
    since = deal.stage_change_time
    raise MovedMeanwhile(
        f"{deal.name} is not in {asked.from_stage} any more",
        name=deal.name,
        stage=deal.stage,
        stage_display_name=funnel.title_of(deal.stage),
        user=deal.stage_change_user,
        user_display_name=deal.stage_change_user_display_name,
        time=since.isoformat() if since else "",
    )


def _reordered(db: Db, caller: Caller, current: Deal, filled: Deal, asked: Asked) -> Deal:
    if asked.after == current.name:
        return current
    there = replace(filled, rank=_rank(db, caller, filled, asked.after))
    saved = store.save(db, current, there)
    if asked.values:
        sharing.follow_deal(db, current, saved)
        event = events.DealUpdated(deal=to_proto(saved, pb.Deal), previous_owner=current.owner)
        changes.record(db, caller, event, before=current, after=saved)
        return saved
    reordered = events.DealReordered(deal=to_proto(saved, pb.Deal))
    changes.record(db, caller, reordered, before=current, after=saved, audit=False)
    return saved


def _entered(
    db: Db, caller: Caller, current: Deal, after: Deal, funnel: Funnel, comment: str
) -> Deal:
    name = store.MOVES.new_name()
    planned = facts.planned(after, funnel.stage(after.stage), name, clock.now())
    if planned:
        due = facts.next_work([*fact_store.of(db, after.name), *planned])
        after = replace(after, next_work=due)
    saved = store.save(db, current, after)
    sharing.follow_deal(db, current, saved)
    skipped = _skipped(funnel, current.stage, saved.stage)
    step = moved(name, caller, current, saved, funnel, skipped=skipped, comment=comment)
    store.MOVES.insert(db, step)
    event = events.DealStageChanged(
        deal=to_proto(saved, pb.Deal),
        from_stage=step.from_stage,
        stage=step.stage,
        from_stage_display_name=step.from_stage_display_name,
        stage_display_name=step.stage_display_name,
        skipped=skipped,
    )
    changes.record(db, caller, event, before=current, after=saved)
    works.plan(db, caller, saved, planned)
    return saved


def _skipped(funnel: Funnel, left: str, entered: str) -> tuple[str, ...]:
    passed = range(funnel.place_of(left) + 1, funnel.place_of(entered))
    return tuple(funnel.stages[at].id for at in passed) if funnel.kind is Kind.MANUAL else ()


def _rank(db: Db, caller: Caller, there: Deal, after: str) -> str:
    """Behind the one that was named, if that still stands where it was seen; else at the top."""
    other = store.DEALS.find(db, after) if after else None
    if other is None or other.place != there.place or not caller.may(READ, other.visible_to):
        return rank.top(clock.now())
    following = store.behind(db, other, 1)
    if not following:
        return rank.below(other.rank)
    place = rank.between(other.rank, following[0].rank)
    return place if len(place) <= rank.LONGEST else _made_room(db, there, other)


def _made_room(db: Db, there: Deal, other: Deal) -> str:
    """Its rank behind the other one, after those that follow were ranked anew: in the order that
    they had, so it is no change of theirs."""
    found = store.behind(db, other, MOST_RANKED_ANEW)
    behind = [each for each in found if each.name != there.name]
    roomy = (at for at, each in enumerate(behind) if rank.is_roomy(other.rank, each.rank))
    # All of them crowd: then up to the last one, unless that is the last of the column.
    end = next(roomy, len(behind) if len(found) < MOST_RANKED_ANEW else len(behind) - 1)
    beyond = behind[end].rank if end < len(behind) else ""
    place, *others = rank.spread(other.rank, beyond, end + 1)
    store.rank_anew(db, zip(behind[:end], others, strict=True))
    return place


def _stage_unknown(deal: Deal, stage: str) -> StageUnknown:
    return StageUnknown(f"{deal.name} cannot come to {stage}", name=deal.name, stage=stage)
