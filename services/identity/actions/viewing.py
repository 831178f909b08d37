"""Looking at the screens as somebody else: reads only, an hour at most, both ends in the trail."""

from dataclasses import replace
from datetime import timedelta

from crm.identity.v1 import events_pb2
from services.identity import credential, rights, store
from services.identity.actions import sessions, users
from services.identity.actions.holding import Held, held_by
from services.identity.session import Session
from services.identity.user import State, User
from services.kit import clock
from services.kit.caller import Caller, reading
from services.kit.changes import record
from services.kit.errors import FailedPrecondition
from services.kit.mongo import Db, transactional

VIEW = "users.view_as"
LONGEST = timedelta(hours=1)


class ViewImpossible(FailedPrecondition):
    """As himself, or as somebody who may not sign in."""

    reason = "VIEW_IMPOSSIBLE"


@transactional
def start(db: Db, caller: Caller, name: str, address: str = "") -> tuple[Session, str]:
    """The session and its secret, which is shown only now."""
    sessions.require_session(caller)
    user = users.get_visible(db, caller, name)
    if user.name == caller.user or user.state is not State.ACTIVE:
        raise ViewImpossible(f"{name} cannot be looked as", name=name)
    require_may_view(db, caller, user, held_by(db, user))
    secret, now = credential.issue(credential.Kind.SESSION, db.tenant), clock.now()
    begun = store.SESSIONS.insert(
        db,
        Session(
            name=store.SESSIONS.new_name(),
            user=user.name,
            viewed_by=caller.user,
            digest=credential.digest(secret),
            ip_address=address,
            last_use_time=now,
            expire_time=now + LONGEST,
        ),
    )
    event = events_pb2.ViewingStarted(user=user.name, session=begun.name, viewed_by=caller.user)
    record(db, caller, event, after=user, permission=sessions.OF_OTHERS)
    return begun, secret


@transactional
def stop(db: Db, caller: Caller) -> None:
    session = store.SESSIONS.get(db, caller.session)
    store.SESSIONS.raw(db).delete_many({"_id": session.name})
    user = store.USERS.get(db, session.user)
    viewer = store.USERS.get(db, session.viewed_by)
    by = replace(caller, user=viewer.name, display_name=viewer.display_name)
    event = events_pb2.ViewingStopped(user=user.name, session=session.name, viewed_by=viewer.name)
    record(db, by, event, after=user, permission=sessions.OF_OTHERS)


def require_may_view(db: Db, caller: Caller, user: User, held: Held) -> None:
    """Nobody sees through another's eyes what he does not see with his own."""
    caller.require_for(VIEW, user.visible_to)
    seen = reading(held.grants)
    rights.require_covers_all(caller, user, seen, store.path_of(db))
    rights.require_sees_fields(caller, seen, held.field_rights)
