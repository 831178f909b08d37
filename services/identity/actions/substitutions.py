"""Appointing substitutes, and what they gain while they stand in."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from crm.identity.v1 import events_pb2, substitutions_pb2
from services.identity import regional, rights, store, substitution_search
from services.identity.rights import Grants
from services.identity.substitution import (
    AbsentUnknown,
    SubstituteInactive,
    Substitution,
)
from services.identity.tenant import name_of
from services.identity.user import State, User
from services.kit import clock
from services.kit.caller import Access, Caller, Lender, visible_to
from services.kit.changes import record
from services.kit.errors import NotFound
from services.kit.mapping import converter, to_document
from services.kit.mongo import Db, require_etag, transactional

_to_message = converter(substitutions_pb2.Substitution)
READ, WRITE = "substitutions.read", "substitutions.write"


class StandingIn(NamedTuple):
    """What somebody gains as a substitute, and until when all this holds."""

    lenders: tuple[Lender, ...] = ()
    field_rights: tuple[Access, ...] = ()
    until: datetime | None = None


@transactional
def create(db: Db, caller: Caller, name: str, values: dict[str, Any]) -> Substitution:
    # Two that exclude each other must not be checked side by side.
    store.one_at_a_time(db)
    if already := store.SUBSTITUTIONS.find(db, name):
        return already
    tenant = store.TENANTS.get(db, name_of(db.tenant))
    draft = Substitution(name=name, **values).within(tenant.time_zone or regional.DEFAULT_TIME_ZONE)
    draft.require_to_come(clock.now())
    absent = _absent(db, caller, draft)
    _require_active(db, draft.substitute)
    assert draft.start_time is not None and draft.end_time is not None  # noqa: PT018, S101 - `within` sets both
    during = substitution_search.during(
        db, (draft.absent, draft.substitute), draft.start_time, draft.end_time
    )
    draft.require_no_conflict(during)
    seen_by = visible_to(absent.name, absent.org_path, (draft.substitute,))
    created = store.SUBSTITUTIONS.insert(db, replace(draft, visible_to=seen_by))
    event = events_pb2.SubstitutionCreated(substitution=_message(created))
    record(db, caller, event, after=created)
    return created


@transactional
def end(db: Db, caller: Caller, name: str, etag: str) -> Substitution:
    store.one_at_a_time(db)
    current = get(db, caller, name)
    require_etag(current, etag)
    absent = store.USERS.get(db, current.absent)
    # Not by the substitution's own visibility, which the substitute shares.
    caller.require_for(WRITE, absent.visible_to)
    return _end(db, caller, current, clock.now())


@transactional
def end_all_of(db: Db, caller: Caller, user: str) -> None:
    """All in which somebody is absent or stands in."""
    now = clock.now()
    for each in substitution_search.of(db, user, now):
        _end(db, caller, each, now)


def get(db: Db, caller: Caller, name: str) -> Substitution:
    found = store.SUBSTITUTIONS.get(db, name)
    if not caller.may(READ, found.visible_to):
        raise NotFound(f"No {name}", name=name)
    return found


def standing_in(db: Db, user: User, own: Grants) -> StandingIn:
    """What he gains at this moment. Rights that an absent one only has as a substitute himself
    are not lent on."""
    now = clock.now()
    known = substitution_search.to_come(db, user.name, now)
    if not known:
        return StandingIn()
    until = min((turn for each in known if (turn := each.next_turn(now))), default=None)
    active = [each for each in known if each.is_active(now)]
    people = store.users_named(db, (each.absent for each in active))
    lenders: list[Lender] = []
    fields: list[tuple[Access, ...]] = []
    for each in active:
        absent = people.get(each.absent)
        if absent is None or absent.state is State.DISABLED:
            continue
        roles = store.roles_of(db, absent)
        gained = rights.lent(own, rights.grants_of(absent, roles), each.scope)
        lenders.append(Lender(absent.name, absent.display_name, gained))
        fields.append(rights.field_rights_of(absent, roles))
    scope = {resource for each in active for resource in each.scope}
    return StandingIn(tuple(lenders), rights.lent_fields(own, fields, scope), until)


def active_of(db: Db, substitute: str) -> list[Substitution]:
    now = clock.now()
    return [e for e in substitution_search.to_come(db, substitute, now) if e.is_active(now)]


def shown(db: Db, found: Iterable[Substitution]) -> list[substitutions_pb2.Substitution]:
    """With its place in time and both names as they are now."""
    entries = list(found)
    people = store.users_named(db, (name for e in entries for name in (e.absent, e.substitute)))
    answers = [_message(each) for each in entries]
    for answer in answers:
        if absent := people.get(answer.absent):
            answer.absent_display_name = absent.display_name
        if substitute := people.get(answer.substitute):
            answer.substitute_display_name = substitute.display_name
    return answers


def _message(substitution: Substitution) -> substitutions_pb2.Substitution:
    said = to_document(substitution) | {"state": substitution.state(clock.now()).value}
    return _to_message(said)


def _absent(db: Db, caller: Caller, draft: Substitution) -> User:
    """Whose rights the caller may lend: his own, or those of people he answers for."""
    absent = store.USERS.find(db, draft.absent)
    if absent is None or absent.state is State.DISABLED:
        raise AbsentUnknown(f"There is no {draft.absent[:64]!r} who works here", field="absent")
    caller.require_for(WRITE, absent.visible_to)
    held = rights.grants_of(absent, store.roles_of(db, absent))
    rights.require_covers_all(caller, absent, rights.lent({}, held, draft.scope), store.path_of(db))
    return absent


def _require_active(db: Db, substitute: str) -> None:
    user = store.USERS.find(db, substitute)
    if user is None or user.state is not State.ACTIVE:
        raise SubstituteInactive(f"{substitute[:64]!r} may not sign in", field="substitute")


def _end(db: Db, caller: Caller, current: Substitution, now: datetime) -> Substitution:
    ended = store.SUBSTITUTIONS.replace(db, current.ended(now))
    event = events_pb2.SubstitutionEnded(substitution=_message(ended))
    record(db, caller, event, before=current, after=ended)
    return ended
