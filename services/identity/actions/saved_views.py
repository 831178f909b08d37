"""Keeping saved views."""

from dataclasses import replace
from typing import Any

from crm.identity.v1 import events_pb2, saved_views_pb2
from services.identity import store
from services.identity.saved_view import SavedView
from services.kit.caller import Caller
from services.kit.changes import Change, record_many
from services.kit.guard import SIGNED_IN
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional


@transactional
def create(db: Db, caller: Caller, name: str, values: dict[str, Any]) -> SavedView:
    if already := store.SAVED_VIEWS.find(db, name):
        return already.changeable_by(caller)
    draft = SavedView(name=name, owner=caller.user, **values)
    created = store.SAVED_VIEWS.insert(db, draft.shareable_by(caller))
    _tell(db, caller, None, created)
    return created


@transactional
def update(db: Db, caller: Caller, name: str, etag: str, values: dict[str, Any]) -> SavedView:
    current = store.SAVED_VIEWS.get(db, name).changeable_by(caller)
    require_etag(current, etag)
    draft = replace(current, **values)
    if draft.is_shared != current.is_shared:
        draft = draft.shareable_by(caller)
    changed = store.SAVED_VIEWS.replace(db, draft)
    _tell(db, caller, current, changed)
    return changed


@transactional
def delete(db: Db, caller: Caller, name: str) -> None:
    current = store.SAVED_VIEWS.get(db, name).changeable_by(caller)
    store.SAVED_VIEWS.remove(db, current)
    _tell(db, caller, current, None)


def _is_shared(view: SavedView | None) -> bool:
    return view is not None and view.is_shared


def _tell(db: Db, caller: Caller, before: SavedView | None, after: SavedView | None) -> None:
    view = after or before
    assert view is not None  # noqa: S101 - each caller gives one
    event = events_pb2.SavedViewUpdated(saved_view=to_proto(view, saved_views_pb2.SavedView))
    change = Change(
        event=event,
        before=before,
        after=after,
        version=view.version if after else view.version + 1,
        permission=SIGNED_IN,
        # Of a private view only its owner hears; nobody named means everybody.
        visible_to=() if _is_shared(before) or _is_shared(after) else (view.owner,),
    )
    record_many(db, caller, [change])
