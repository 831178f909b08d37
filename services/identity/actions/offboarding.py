"""Parting with somebody: all his ways in end in one transaction, his clients follow by event."""

import uuid
from dataclasses import replace
from typing import NamedTuple

from crm.identity.v1 import events_pb2, offboarding_pb2, users_pb2
from services.identity import store
from services.identity.actions import substitutions, users
from services.identity.offboarding import (
    HandOverPlan,
    NoHead,
    OffboardSelf,
    Rule,
    SuccessorInactive,
)
from services.identity.user import State, User
from services.kit.caller import Caller
from services.kit.changes import record
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional

# Whoever hands clients over must be able to do so himself.
HAND_OVER = "counterparties.bulk"


class Offboarded(NamedTuple):
    user: User
    plan: HandOverPlan
    hand_over: str
    sessions: int
    api_keys: int


@transactional
def offboard(db: Db, caller: Caller, name: str, etag: str, plan: HandOverPlan) -> Offboarded:
    store.one_at_a_time(db)
    current = users.get_to_change(db, caller, name)
    require_etag(current, etag)
    if name == caller.user:
        raise OffboardSelf("Somebody else must part with you")
    caller.require_for(HAND_OVER, current.visible_to)
    settled = _settled(db, current, plan)
    sessions, api_keys = len(store.sessions_of(db, name)), len(store.api_keys_of(db, name))
    substitutions.end_all_of(db, caller, name)
    gone = current
    if current.state is not State.DISABLED:
        gone = users.bar(db, caller, current)
    hand_over = str(uuid.uuid4())
    event = events_pb2.UserOffboarded(
        user=to_proto(gone, users_pb2.User),
        plan=to_proto(settled, offboarding_pb2.HandOverPlan),
        hand_over=hand_over,
    )
    record(db, caller, event, after=gone)
    return Offboarded(gone, settled, hand_over, sessions, api_keys)


def _settled(db: Db, leaver: User, plan: HandOverPlan) -> HandOverPlan:
    """With the head by name, and nobody who is gone himself."""
    if plan.rule is Rule.HEAD:
        plan = replace(plan, successors=(_head_of(db, leaver),))
    found = store.users_named(db, plan.people)
    for name in sorted(plan.people):
        successor = found.get(name)
        if successor is None or successor.state is State.DISABLED or name == leaver.name:
            raise SuccessorInactive(f"{name[:64]!r} can take over nothing", field="plan")
    return plan


def _head_of(db: Db, leaver: User) -> str:
    units = {unit: store.ORG_UNITS.find(db, unit) for unit in leaver.org_path}
    heads = [found.head for unit in reversed(leaver.org_path) if (found := units[unit])]
    people = store.users_named(db, (leaver.manager, *heads))
    for name in (leaver.manager, *heads):
        head = people.get(name)
        if head is not None and head.state is not State.DISABLED and name != leaver.name:
            return name
    raise NoHead(f"{leaver.name} has no head who is here", name=leaver.name)
