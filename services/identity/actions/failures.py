"""Counting failed sign-ins, per login and per address, and making whoever fails wait."""

from dataclasses import replace
from typing import NamedTuple

from crm.identity.v1 import events_pb2
from services.identity import store
from services.identity.lockout import (
    FREE_FAILURES,
    FREE_FAILURES_OF_ADDRESS,
    Attempts,
    address_attempts,
    login_attempts,
)
from services.identity.tenant import is_code, name_of
from services.identity.user import User, login_key
from services.kit import clock
from services.kit.caller import Caller
from services.kit.changes import record
from services.kit.errors import AlreadyExists
from services.kit.mongo import Db, transactional


class Place(NamedTuple):
    """At which login and from where somebody tries."""

    tenant: str
    login: str
    ip_address: str

    @property
    def of_login(self) -> str:
        return login_attempts(self.tenant, login_key(self.login))

    @property
    def of_address(self) -> str:
        return address_attempts(self.ip_address) if self.ip_address else ""

    @property
    def counters(self) -> dict[str, int]:
        """Where failures are counted, and how many are free there."""
        of_address = {self.of_address: FREE_FAILURES_OF_ADDRESS} if self.ip_address else {}
        return {self.of_login: FREE_FAILURES, **of_address}


def require_open(installation: Db, place: Place) -> None:
    now = clock.now()
    for name in place.counters:
        if attempts := store.ATTEMPTS.find(installation, name):
            attempts.require_open(now)


def note(installation: Db, caller: Caller, place: Place, user: User | None) -> None:
    """Counts a failure and puts it into the audit trail of the tenant, if there is one."""
    try:
        _note(installation, caller, place, user)
    except AlreadyExists:
        # Another failure made the same counter first; now it is there to be counted on.
        _note(installation, caller, place, user)


@transactional
def _note(installation: Db, caller: Caller, place: Place, user: User | None) -> None:
    now = clock.now()
    store.forget_old_attempts(installation, now)
    for name, free in place.counters.items():
        attempts = store.ATTEMPTS.find(installation, name) or Attempts(name=name)
        store.keep_attempts(installation, attempts.failed(now, free))
    _audit(installation, caller, place, user)


def forgive(installation: Db, place: Place) -> None:
    """A success clears the login, and takes its slips off the address's count.

    The rest of that count stays: else one account of his own would let an attacker start anew.
    """
    attempts = store.ATTEMPTS.find(installation, place.of_login)
    if attempts is None:
        return
    store.ATTEMPTS.remove(installation, attempts)
    address = store.ATTEMPTS.find(installation, place.of_address) if place.of_address else None
    if address:
        store.keep_attempts(installation, address.less(attempts.failures))


def _audit(installation: Db, caller: Caller, place: Place, user: User | None) -> None:
    home = installation.of(place.tenant) if is_code(place.tenant) else None
    if home is None or store.TENANTS.find(home, name_of(place.tenant)) is None:
        return
    event = events_pb2.SignInFailed(user=user.name if user else "", ip_address=place.ip_address)
    record(
        home,
        replace(caller, tenant=place.tenant),
        event,
        subject=user.name if user else name_of(place.tenant),
        version=user.version if user else 1,
        permission="users.write",
        visible_to=user.visible_to if user else ("*",),
    )
