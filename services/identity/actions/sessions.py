"""Signing in, and ending sessions."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from crm.identity.v1 import events_pb2
from services.identity import credential, password, store
from services.identity.actions import failures
from services.identity.actions.failures import Place
from services.identity.lockout import SignInRefused
from services.identity.session import Session, SessionRequired, expiry
from services.identity.tenant import is_code
from services.identity.user import State, User
from services.kit import clock
from services.kit.caller import Caller
from services.kit.changes import Change, record, record_many
from services.kit.errors import NotFound
from services.kit.mongo import Db, transactional

OF_OTHERS = "users.write"
_LONGEST_AGENT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """Who asks to be let in, as he says."""

    tenant: str
    login: str
    password: str
    user_agent: str = ""
    ip_address: str = ""

    def tidied(self) -> "Entrant":
        """Nobody is refused for a space that his keyboard added."""
        return replace(self, tenant=self.tenant.strip().lower(), login=self.login.strip())

    @property
    def place(self) -> Place:
        return Place(self.tenant, self.login, self.ip_address)


def sign_in(installation: Db, caller: Caller, entrant: Entrant) -> tuple[Session, str]:
    """The session and its secret, which is shown only now."""
    failures.require_open(installation, entrant.place)
    user, stored = _find(installation, entrant)
    good = password.matches(stored, entrant.password)
    if not good or user is None or user.state is not State.ACTIVE:
        failures.note(installation, caller, entrant.place, user)
        raise SignInRefused("Tenant, login or password is wrong")
    home = installation.of(entrant.tenant)
    if stored and password.needs_rehash(stored):
        _rehash(home, user, entrant.password)
    secret = credential.issue(credential.Kind.SESSION, entrant.tenant)
    return _begin(home, installation, caller, entrant, user.name, secret), secret


def _find(installation: Db, entrant: Entrant) -> tuple[User | None, str | None]:
    if not is_code(entrant.tenant):
        return None, None
    home = installation.of(entrant.tenant)
    user = store.user_by_login(home, entrant.login)
    stored = store.PASSWORDS.find(home, password.name_of(user.name)) if user else None
    return user, stored.hash if stored else None


@transactional
def _begin(
    db: Db, installation: Db, caller: Caller, entrant: Entrant, name: str, secret: str
) -> Session:
    # Of many guesses sent at once only the first few may learn anything.
    failures.require_open(installation, entrant.place)
    user = store.USERS.get(db, name)
    if user.state is not State.ACTIVE:
        raise SignInRefused("Tenant, login or password is wrong")
    failures.forgive(installation, entrant.place)
    now = clock.now()
    store.forget_expired_sessions(db, name, now)
    begun = store.SESSIONS.insert(
        db,
        Session(
            name=store.SESSIONS.new_name(),
            user=name,
            digest=credential.digest(secret),
            user_agent=entrant.user_agent[:_LONGEST_AGENT],
            ip_address=entrant.ip_address,
            last_use_time=now,
            expire_time=expiry(now, now),
        ),
    )
    store.note_sign_in(db, name, now)
    event = events_pb2.UserSignedIn(user=name, session=begun.name, ip_address=entrant.ip_address)
    record(db, known(caller, db.tenant, user), event, after=user, permission=OF_OTHERS)
    return begun


def known(caller: Caller, tenant: str, user: User) -> Caller:
    """Who came as nobody and has shown who he is."""
    return replace(caller, tenant=tenant, user=user.name, display_name=user.display_name)


def _rehash(db: Db, user: User, text: str) -> None:
    stored = store.PASSWORDS.get(db, password.name_of(user.name))
    store.PASSWORDS.replace(db, replace(stored, hash=password.hashed(text)))


@transactional
def end(db: Db, caller: Caller, name: str) -> None:
    session = get(db, caller, name)
    if session.user == caller.user:
        require_session(caller)
    _end(db, caller, [session])


def get(db: Db, caller: Caller, name: str) -> Session:
    """One's own, or that of somebody one may change."""
    session = store.SESSIONS.get(db, name)
    if session.user != caller.user:
        owner = store.USERS.find(db, session.user)
        if owner is None or not caller.may(OF_OTHERS, owner.visible_to):
            raise NotFound(f"No {name}", name=name)
    return session


def whose(db: Db, caller: Caller, user: str) -> str:
    """Whose sessions are asked for, if the caller may know."""
    if user in ("", caller.user):
        return caller.user
    caller.require(OF_OTHERS)
    if not caller.may(OF_OTHERS, store.USERS.get(db, user).visible_to):
        raise NotFound(f"No {user}", name=user)
    return user


@transactional
def end_others(db: Db, caller: Caller) -> None:
    """All the caller's sessions but the one he asks with."""
    require_session(caller)
    owned = store.sessions_of(db, caller.user)
    _end(db, caller, [each for each in owned if each.name != caller.session])


@transactional
def end_all(db: Db, caller: Caller, user: User) -> None:
    _end(db, caller, store.sessions_of(db, user.name))


def require_session(caller: Caller) -> None:
    """A program's key is not for what only the person himself should do."""
    if not caller.session.startswith("sessions/"):
        raise SessionRequired("This needs a session, not an API key")


def _end(db: Db, caller: Caller, ended: Iterable[Session]) -> None:
    sessions = list(ended)
    for session in sessions:
        # Not `remove`: the note of its last use may change it meanwhile.
        store.SESSIONS.raw(db).delete_many({"_id": session.name})
    record_many(db, caller, [_revoked(db, session) for session in sessions])


def _revoked(db: Db, session: Session) -> Change:
    owner = store.USERS.find(db, session.user)
    return Change(
        event=events_pb2.SessionRevoked(session=session.name, user=session.user),
        before=session,
        version=session.version + 1,
        permission=OF_OTHERS,
        visible_to=owner.visible_to if owner else (session.user,),
    )
