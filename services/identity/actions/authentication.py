"""Turning a credential into the caller it stands for: the hottest thing identity does.

Four indexed reads (the credential, its user, his roles, whom he stands in for); what rarely changes
and decides no right (languages, time zones) is remembered for a minute.
"""

import hmac
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from services.identity import credential, regional, rights, store
from services.identity.actions import viewing
from services.identity.actions.holding import Held, held_by
from services.identity.actions.tenants import OPERATE
from services.identity.api_key import ApiKey
from services.identity.credential import Credential, Kind
from services.identity.passes import Passes
from services.identity.tenant import name_of
from services.identity.user import State, User
from services.kit import clock
from services.kit.caller import EVERYBODY, Caller, reading
from services.kit.errors import PermissionDenied, Unauthenticated
from services.kit.mongo import Db

REMEMBERED_S = 60.0
MOST_REMEMBERED = 10_000


class Surroundings(NamedTuple):
    """What a user takes over from his tenant and units."""

    language: str
    time_zone: str
    of_units: Mapping[str, str]

    def time_zone_of(self, user: User) -> str:
        """His own, else that of the nearest unit above, else the tenant's."""
        above = (self.of_units.get(unit, "") for unit in reversed(user.org_path))
        return user.time_zone or next((zone for zone in above if zone), self.time_zone)


class Shown(NamedTuple):
    """A good credential: whose it is, and how far it reaches."""

    name: str
    user: str
    scopes: tuple[str, ...] | None
    viewed_by: str = ""
    # When it is over by itself, however good what it was made of.
    until: datetime | None = None


class Known(NamedTuple):
    """Whom a credential stands for, and until when his rights stay as they are by themselves."""

    caller: Caller
    until: datetime | None = None


class Authenticator:
    def __init__(self, installation: Db, operator_token: str, passes: Passes) -> None:
        self._installation = installation
        self._passes = passes
        self._operator = credential.digest(operator_token) if operator_token else ""
        self._remembered: dict[str, tuple[float, Surroundings]] = {}
        self._lock = threading.Lock()

    def caller(self, text: str) -> Known:
        if self._operator and hmac.compare_digest(credential.digest(text), self._operator):
            return Known(operator())
        shown = credential.parse(text)
        if shown is None:
            raise _not_valid()
        return self._caller(self._installation.of(shown.tenant), shown, text)

    def issue_pass(self, text: str) -> tuple[str, datetime]:
        shown = credential.parse(text)
        if shown is None or shown.kind is not Kind.API_KEY:
            raise _not_valid()
        known = self.caller(text).caller
        return self._passes.issue(known.tenant, known.session, clock.now())

    def _caller(self, db: Db, credential: Credential, text: str) -> Known:
        shown = self._shown(db, credential, text)
        user = store.USERS.find(db, shown.user) if shown else None
        if shown is None or user is None or user.state is not State.ACTIVE:
            raise _not_valid()
        # A program's key is what it was made for; only the person himself stands in for another.
        held = held_by(db, user, lent=shown.scopes is None)
        caller = self._of(db, user, shown, held)
        if shown.viewed_by:
            caller = self._seen_by(db, caller, user, shown, held)
        ends = [each for each in (held.until, shown.until) if each]
        return Known(caller, min(ends, default=None))

    def _shown(self, db: Db, credential: Credential, text: str) -> Shown | None:
        match credential.kind:
            case Kind.SESSION:
                return _session(db, credential)
            case Kind.API_KEY:
                return _api_key(db, store.api_key_by_digest(db, credential.digest))
            case Kind.PASS:
                named = self._passes.key_of(text, clock.now())
                found = _api_key(db, store.API_KEYS.find(db, named[0])) if named else None
                return found._replace(until=named[1]) if found and named else None
            case Kind.INVITATION:
                return None

    def _of(self, db: Db, user: User, shown: Shown, held: Held) -> Caller:
        around = self._surroundings(db)
        grants = held.grants
        return Caller(
            tenant=db.tenant,
            user=user.name,
            display_name=user.display_name,
            login=user.login,
            language=user.language or around.language,
            time_zone=around.time_zone_of(user),
            tenant_time_zone=around.time_zone,
            session=shown.name,
            org_path=user.org_path,
            grants=grants if shown.scopes is None else rights.within(grants, shown.scopes),
            lenders=held.lenders,
            field_rights=held.field_rights,
        )

    def _seen_by(self, db: Db, caller: Caller, user: User, shown: Shown, held: Held) -> Caller:
        """What another may look at in his name; it is over when he may not any more."""
        viewer = store.USERS.find(db, shown.viewed_by)
        if viewer is None or viewer.state is not State.ACTIVE:
            raise _not_valid()
        try:
            by = self._of(db, viewer, shown, held_by(db, viewer))
            viewing.require_may_view(db, by, user, held)
        except PermissionDenied as error:
            raise _not_valid() from error
        return replace(caller, grants=reading(caller.grants), viewed_by=viewer.name)

    def _surroundings(self, db: Db) -> Surroundings:
        until, known = self._remembered.get(db.tenant, (0.0, None))
        if known is not None and time.monotonic() < until:
            return known
        tenant = store.TENANTS.get(db, name_of(db.tenant))
        fresh = Surroundings(
            tenant.language or regional.DEFAULT_LANGUAGE,
            tenant.time_zone or regional.DEFAULT_TIME_ZONE,
            store.unit_time_zones(db),
        )
        with self._lock:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[db.tenant] = (time.monotonic() + REMEMBERED_S, fresh)
        return fresh


def operator() -> Caller:
    """Whoever runs the installation; he makes tenants and sees nothing of theirs."""
    return Caller(tenant="", user="", display_name="operator", grants={OPERATE: (EVERYBODY,)})


def _session(db: Db, shown: Credential) -> Shown | None:
    session, now = store.session_by_digest(db, shown.digest), clock.now()
    if session is None or not session.is_live(now):
        return None
    if session.needs_touch(now):
        store.touch_session(db, session.touched(now))
    return Shown(session.name, session.user, None, session.viewed_by)


def _api_key(db: Db, key: ApiKey | None) -> Shown | None:
    now = clock.now()
    if key is None or not key.is_live(now):
        return None
    if key.needs_touch(now):
        store.touch_api_key(db, key.name, now)
    return Shown(key.name, key.user, key.scopes)


def _not_valid() -> Unauthenticated:
    return Unauthenticated("The credential is not valid or not valid any more")
