"""What can be done with the ledger of consents: add to it, ask it, take it out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from crm.counterparties.v1 import events_pb2 as events
from services.counterparties import papers
from services.counterparties import store as base
from services.counterparties.actions.contacts import visible_contact
from services.counterparties.actions.references import visible, whose
from services.counterparties.consents import ledger, purposes, standing, store
from services.counterparties.consents.consent import Consent, ConsentChannel
from services.counterparties.consents.ledger import READ, Person
from services.counterparties.consents.proof import Proof
from services.counterparties.consents.proof import pieces as proof_pieces
from services.counterparties.consents.purpose import ConsentPurpose
from services.counterparties.counterparty import Counterparty, State
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument, NotFound, Violation
from services.kit.mongo import Db, transactional
from services.kit.naming import collection_of

WRITE = "consents.write"
MOST_CHECKED = 1000


def person_of(db: Db, caller: Caller, name: str, permission: str = READ) -> Person:
    """A client or somebody at one, for who sees him; an alias means its survivor."""
    of = visible_contact if collection_of(name) == base.CONTACTS.id else visible
    found = of(db, caller, name)
    caller.require_for(permission, found.visible_to)
    return found


def visible_consent(db: Db, caller: Caller, name: str) -> Consent:
    entry = store.CONSENTS.get(db, name)
    whose(person_of, db, caller, name, entry.person)
    return entry


def create(db: Db, caller: Caller, values: Mapping[str, Any], request_id: str) -> Consent:
    name = store.CONSENTS.new_name(request_id)
    make = lambda: _create(db, caller, Consent(**values, name=name))  # noqa: E731
    return store.CONSENTS.once(db, name, request_id, make, lambda e: e.actor == caller.user)


@transactional
def _create(db: Db, caller: Caller, draft: Consent) -> Consent:
    person = person_of(db, caller, draft.person, WRITE)
    now = clock.now()
    draft = replace(draft, person=person.name).tidy(now)
    try:
        purpose = purposes.get(db, draft.purpose)
    except NotFound as error:
        text = f"There is no {draft.purpose}: choose another one."
        raise InvalidArgument(text, field="purpose", reason="CONSENT_PURPOSE_UNKNOWN") from error
    entry = purpose.fitted(draft)
    if problems := [*entry.problems(now), *purpose.consent_problems(entry)]:
        raise InvalidArgument.of(problems)
    # A clock a little ahead must not outlast what is said next.
    entry = replace(entry, said_time=min(entry.said_time or now, now))
    if isinstance(person, Counterparty):
        ledger.recall(db, caller, [person])
    saved = ledger.add(db, caller, [(entry, person)])[0]
    if isinstance(person, Counterparty) and entry.purpose == store.advertising(db):
        ledger.follow(db, caller, person.name)
    return saved


def summary(db: Db, caller: Caller, name: str) -> list[standing.ConsentStanding]:
    person = person_of(db, caller, name)
    entries = entries_of(db, person)
    known = [p for p in purposes.all_of(db) if not p.archived or _about(entries, p)]
    return standing.all_of(entries, known, clock.now())


def entries_of(db: Db, person: Person) -> list[Consent]:
    """All of them; a field set before there was a ledger counts as one."""
    entries = store.of(db, person.name)
    told = {each.purpose for each in entries}
    if not isinstance(person, Counterparty) or store.advertising(db) in told:
        return entries
    return [*entries, *ledger.implied(db, person)]


def _about(entries: Sequence[Consent], purpose: ConsentPurpose) -> bool:
    return any(each.purpose == purpose.name for each in entries)


def check(
    db: Db, caller: Caller, names: Sequence[str], purpose: str, channel: ConsentChannel | None
) -> list[tuple[str, standing.ConsentStanding | None]]:
    """Of each name, as asked, what counts; None of whom the caller does not know."""
    if len(names) > MOST_CHECKED:
        text = f"At most {MOST_CHECKED} names: ask in portions."
        raise InvalidArgument.of([Violation("names", "TOO_MANY", text)])
    purpose = purpose or store.advertising(db)
    if purposes.get(db, purpose).has_channels != (channel is not None):
        text = "Name a channel if the purpose has some, else none."
        raise InvalidArgument.of([Violation("channel", "CONSENT_CHANNELS", text)])
    people = _known(db, caller, names)
    entries = store.of_many(db, [each.name for each in people.values()], purpose)
    now = clock.now()
    found: list[tuple[str, standing.ConsentStanding | None]] = []
    for name in names:
        person = people.get(name)
        if person is None:
            found.append((name, None))
            continue
        said = entries.get(person.name, [])
        if not said and purpose == store.advertising(db) and isinstance(person, Counterparty):
            said = ledger.implied(db, person)
        found.append((name, standing.of(said, purpose, channel, now)))
    return found


def _known(db: Db, caller: Caller, names: Sequence[str]) -> dict[str, Person]:
    """Those who are active and seen by the caller; an alias means its survivor."""
    found: dict[str, Person] = {}
    for collection in (base.COUNTERPARTIES, base.CONTACTS):
        wanted = [name for name in names if collection_of(name) == collection.id]
        people = collection.select(db, {"_id": {"$in": wanted}}) if wanted else ()
        for person in people:
            asked = person.name
            alive = base.alive(db, collection, asked) if person.state is State.MERGED else person  # type: ignore[type-var]
            if alive and alive.state is State.ACTIVE and caller.may(READ, alive.visible_to):
                found[asked] = alive
    return found


# --- proof ---------------------------------------------------------------------------------------


def proof(db: Db, caller: Caller, name: str, file_format: str) -> Iterator[bytes]:
    """The ledger of a person as a file: the audit trail knows of it before it leaves."""
    if file_format not in papers.CONTENT_TYPES:
        text = f"format is one of {', '.join(papers.CONTENT_TYPES)}"
        raise InvalidArgument(text, field="format", reason="FORMAT_UNKNOWN")
    person = person_of(db, caller, name)
    entries = sorted(entries_of(db, person), key=lambda each: str(each.said_time), reverse=True)
    known = purposes.all_of(db)
    now = clock.now()
    told = Proof(
        person=person.name,
        display_name=person.display_name,
        made=now,
        language=caller.language,
        time_zone=caller.time_zone,
        entries=entries,
        standings=standing.all_of(entries, known, now),
        purposes={each.name: each for each in known},
    )
    _tell_exported(db, caller, person, len(entries), file_format)
    return proof_pieces(told, file_format)


@transactional
def _tell_exported(db: Db, caller: Caller, person: Person, count: int, file_format: str) -> None:
    event = events.ConsentsExported(person=person.name, count=count, format=file_format)
    changes.record(
        db, caller, event, subject=person.name, permission=READ, visible_to=person.visible_to
    )
