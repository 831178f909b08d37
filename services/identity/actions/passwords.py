"""Invitation links and changes of passwords."""

from dataclasses import replace

from crm.identity.v1 import events_pb2
from services.identity import credential, password, rights, store
from services.identity.actions import failures, sessions
from services.identity.actions.org_units import user_change
from services.identity.actions.users import WRITE, get_to_change
from services.identity.invitation import LIFETIME, Invitation, InvitationNotFound
from services.identity.password import Password, PasswordWrong
from services.identity.user import State, User
from services.kit import clock
from services.kit.caller import Caller
from services.kit.changes import record, record_many
from services.kit.mongo import Db, transactional


@transactional
def invite(db: Db, caller: Caller, name: str) -> tuple[Invitation, str]:
    """A new link for a user who has no password, or has lost it; with its token."""
    user = get_to_change(db, caller, name).invitable()
    grants = rights.grants_of(user, store.roles_of(db, user))
    # Whoever has the link becomes that user.
    rights.require_covers_all(caller, user, grants, store.path_of(db))
    token = credential.issue(credential.Kind.INVITATION, db.tenant)
    store.forget_invitations(db, name)
    invitation = store.INVITATIONS.insert(
        db,
        Invitation(
            name=store.INVITATIONS.new_name(),
            user=name,
            digest=credential.digest(token),
            expire_time=clock.now() + LIFETIME,
        ),
    )
    event = events_pb2.UserInvited(user=name)
    event.expire_time.FromDatetime(invitation.expire_time)
    record(db, caller, event, after=user, permission=WRITE)
    return invitation, token


def accept(installation: Db, caller: Caller, token: str, new_password: str) -> User:
    """Sets the password of whoever the link was made for; the link is used up."""
    shown = credential.parse(token)
    if shown is None or shown.kind is not credential.Kind.INVITATION:
        raise InvitationNotFound("There is no such invitation")
    home = installation.of(shown.tenant)
    # Looked up before hashing: hashing is dear, and this door is open to anybody.
    user = store.USERS.get(home, _live_invitation(home, shown.digest).user)
    password.require_good(new_password, user.login)
    return _accept(home, caller, shown.digest, password.hashed(new_password))


@transactional
def _accept(db: Db, caller: Caller, digest: str, secret: str) -> User:
    invitation = _live_invitation(db, digest)
    user = store.USERS.get(db, invitation.user).invitable()
    himself = sessions.known(caller, db.tenant, user)
    store.forget_invitations(db, user.name)
    _set(db, himself, user, secret)
    sessions.end_all(db, himself, user)
    if user.state is State.ACTIVE:
        return user
    activated = store.USERS.replace(db, replace(user, state=State.ACTIVE))
    record_many(db, himself, [user_change(user, activated)])
    return activated


def change(db: Db, installation: Db, caller: Caller, present: str, new: str) -> None:
    """The caller's own; guessing the present one is slowed down as at sign-in."""
    sessions.require_session(caller)
    user = store.USERS.get(db, caller.user)
    place = failures.Place(db.tenant, user.login, "")
    failures.require_open(installation, place)
    stored = store.PASSWORDS.find(db, password.name_of(user.name))
    if not password.matches(stored.hash if stored else None, present):
        failures.note(installation, caller, place, user)
        raise PasswordWrong("The present password is another", field="current_password")
    password.require_good(new, user.login, "new_password")
    _change(db, caller, user, password.hashed(new))


@transactional
def _change(db: Db, caller: Caller, user: User, secret: str) -> None:
    _set(db, caller, user, secret)
    sessions.end_others(db, caller)


def _set(db: Db, caller: Caller, user: User, secret: str) -> None:
    name = password.name_of(user.name)
    stored = store.PASSWORDS.find(db, name)
    if stored:
        store.PASSWORDS.replace(db, replace(stored, hash=secret))
    else:
        store.PASSWORDS.insert(db, Password(name=name, hash=secret))
    event = events_pb2.PasswordChanged(user=user.name)
    record(db, caller, event, after=user, permission=WRITE)


def _live_invitation(db: Db, digest: str) -> Invitation:
    found = store.invitation_by_digest(db, digest)
    if found is None or not found.is_live(clock.now()):
        raise InvitationNotFound("There is no such invitation")
    return found
