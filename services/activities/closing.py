"""Closes a work with plus or minus, and plans what goes on from it: all or nothing."""

import uuid
from collections.abc import Mapping
from typing import Any

from crm.activities.v1 import events_pb2 as events
from services.activities import store
from services.activities.access import CREATE, changeable
from services.activities.actions.settling import action_of
from services.activities.actions.works import plan, told
from services.activities.campaigns import continuing
from services.activities.dictionaries.keeping import WORK_ACTIONS
from services.activities.store import WORKS
from services.activities.work import Said, Work
from services.kit import clock
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument
from services.kit.mongo import Db, require_etag, transactional

_NAMES = uuid.UUID("0d6d6f2c-4c1f-4b7e-8f70-7a4a5f0e2b11")


def close(
    db: Db, caller: Caller, name: str, etag: str, said: Said, following: Mapping[str, Any] | None
) -> tuple[Work, list[Work]]:
    """The closed one, and those that were planned with it, by its campaign as well. The same said
    again answers the same."""
    if following is not None:
        caller.require(CREATE)
    # Outside of the transaction: see `works.create`.
    WORK_ACTIONS.recent(db, caller.language)
    return _close(db, caller, name, etag, said, following)


@transactional
def _close(
    db: Db, caller: Caller, name: str, etag: str, said: Said, following: Mapping[str, Any] | None
) -> tuple[Work, list[Work]]:
    current = changeable(db, caller, name)
    if current.was_closed_so(said, caller.user):
        next_one = WORKS.find(db, next_name(current)) if following is not None else None
        if following is not None and next_one is None:
            # It was closed without one: what is said now is something else.
            current.require_open()
        return current, [*([next_one] if next_one else []), *continuing.follow(db, caller, current)]
    current.require_open()
    require_etag(current, etag)
    action = action_of(db, caller, current)
    if action is None:
        raise InvalidArgument("Its action is gone", field="action", reason="ACTION_UNKNOWN")
    by = (caller.user, caller.display_name)
    closed = store.save(db, current, current.closed(said, action, by, clock.now()))
    told(db, caller, events.WorkClosed, current, closed)
    by_hand = [] if following is None else [plan(db, caller, next_name(closed), following, closed)]
    return closed, [*by_hand, *continuing.follow(db, caller, closed)]


def next_name(work: Work) -> str:
    """Of the one that goes on from it: reopened and closed again it gets another one."""
    closing = f"{work.name}|next|{work.close_time.isoformat() if work.close_time else ''}"
    return f"{WORKS.id}/{uuid.uuid5(_NAMES, closing)}"
