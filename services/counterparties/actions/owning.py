"""Clients without a chosen owner get a manager of their segments."""

import time
from collections.abc import Mapping, Sequence

from services.counterparties import store
from services.counterparties.actions.references import READ
from services.counterparties.counterparty import Counterparty
from services.counterparties.managing import segment_manager
from services.counterparties.managing import store as managers
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.mongo import Db
from services.kit.owned import owned_by
from services.kit.people import recent_people
from services.kit.person import Person

# How much each has is counted so often; in between, what is given here is added.
COUNTED_FOR_S = 30.0
MOST_COUNTED = 10_000
_loads: dict[tuple[str, str, str], tuple[float, int]] = {}


def through_segments(db: Db, caller: Caller, client: Counterparty) -> Counterparty:
    """A new one whose owner nobody chose: it is the caller's so far."""
    fit = segment_manager.of(managers.all_of(db), client.segments)
    if not fit:
        return client
    if own := next((each for each in fit if each.user == client.owner), None):
        return replace(client, owner_segment=own.looks_after(client.segments)[0])
    given = given_out(db, client, {})
    if given is not None:
        note(db, {given.owner: 1})
    if given is None or caller.may(READ, given.visible_to):
        return given or client
    # Who enters a client goes on seeing it.
    people = tuple(dict.fromkeys((*given.participants, caller.user)))
    owner = recent_people(db, [given.owner])[given.owner]
    return owned_by(replace(given, participants=people), owner)


def given_out(db: Db, client: Counterparty, given: Mapping[str, int]) -> Counterparty | None:
    """The client with a manager of its segments for its owner; None if none of them can take it.

    `given`: how many each has got that are not saved yet.
    """
    fit = segment_manager.of(managers.all_of(db), client.segments)
    users = [each.user for each in fit]
    people = recent_people(db, users)
    able = {name for name, person in people.items() if person.active}
    burdens = {user: load + given.get(user, 0) for user, load in loads(db, users).items()}
    choice = segment_manager.chosen(fit, client.segments, burdens, able)
    if choice is None:
        return None
    return owned(client, people[choice[0].user], choice[1])


def owned(client: Counterparty, owner: Person, segment: str) -> Counterparty:
    others = tuple(user for user in client.participants if user != owner.name)
    free = replace(client, participants=others, owner_segment=segment)
    return owned_by(free, owner)


def is_managed_by_owner(db: Db, client: Counterparty) -> bool:
    fit = segment_manager.of(managers.all_of(db), client.segments)
    return any(each.user == client.owner for each in fit)


def loads(db: Db, users: Sequence[str]) -> dict[str, int]:
    """How many active clients each has, about."""
    found: dict[str, int] = {}
    now = time.monotonic()
    for user in users:
        place = (db.database, db.tenant, user)
        expires, count = _loads.get(place, (0.0, 0))
        if expires <= now:
            if len(_loads) > MOST_COUNTED:
                _loads.clear()
            count = store.owned_count(db, user)
            _loads[place] = (now + COUNTED_FOR_S, count)
        found[user] = count
    return found


def note(db: Db, given: Mapping[str, int]) -> None:
    """What was given out and saved."""
    for user, more in given.items():
        place = (db.database, db.tenant, user)
        if known := _loads.get(place):
            _loads[place] = (known[0], known[1] + more)
