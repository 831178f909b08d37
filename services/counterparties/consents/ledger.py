"""How entries come into the ledger, and how the field of the card and merges go with it.

Called inside the transaction of what makes them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from crm.counterparties.v1 import consents_pb2 as pb
from crm.counterparties.v1 import counterparties_pb2, events_pb2
from services.counterparties import store as base
from services.counterparties.consents import purposes, standing, store
from services.counterparties.consents.consent import (
    Consent,
    ConsentChannel,
    ConsentEvidence,
    Method,
    Status,
)
from services.counterparties.consents.purpose import ConsentPurpose
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Consent as Marketing
from services.counterparties.counterparty import Counterparty
from services.kit import changes, clock
from services.kit.caller import Caller, system
from services.kit.mapping import to_proto
from services.kit.mongo import Db, transactional

READ = "consents.read"
# What keeps a consent that ends at once has kept it by then.
SETTLED = timedelta(seconds=10)
Person = Counterparty | Contact
# How the field says it: whoever takes a consent back by it withdraws it.
_SAID: Mapping[tuple[Marketing | None, Marketing | None], Status] = {
    (None, Marketing.GRANTED): Status.GIVEN,
    (Marketing.REFUSED, Marketing.GRANTED): Status.GIVEN,
    (None, Marketing.REFUSED): Status.REFUSED,
    (Marketing.GRANTED, Marketing.REFUSED): Status.WITHDRAWN,
    (Marketing.GRANTED, None): Status.CLEARED,
    (Marketing.REFUSED, None): Status.CLEARED,
}
_FROM_BEFORE = "marketing_consent"


def add(db: Db, caller: Caller, entries: Sequence[tuple[Consent, Person]]) -> list[Consent]:
    """Keeps them and tells of them; each with the person it is about."""
    signed = [
        replace(
            entry,
            actor=caller.user,
            actor_display_name=caller.display_name,
            source=caller.source,
        )
        for entry, _ in entries
    ]
    saved = store.CONSENTS.insert_many(db, signed)
    changes.record_many(
        db,
        caller,
        [
            changes.Change(
                event=_event(entry), after=entry, permission=READ, visible_to=person.visible_to
            )
            for entry, (_, person) in zip(saved, entries, strict=True)
        ],
    )
    return saved


def _event(entry: Consent) -> events_pb2.ConsentGiven | events_pb2.ConsentWithdrawn:
    given = entry.status is Status.GIVEN
    event = events_pb2.ConsentGiven if given else events_pb2.ConsentWithdrawn
    return event(consent=to_proto(entry, pb.Consent))


# --- the field of the card ---------------------------------------------------------------------


def note_field(
    db: Db,
    caller: Caller,
    pairs: Iterable[tuple[Counterparty | None, Counterparty]],
    document: str = "",
) -> None:
    """Whoever sets `marketing_consent` makes an entry for all channels. `document`: what says so,
    such as the import it was in."""
    said = [
        (before, after)
        for before, after in pairs
        if (before.marketing_consent if before else None) != after.marketing_consent
    ]
    if not said:
        return
    recall(db, caller, [before for before, _ in said if before])
    now = clock.now()
    method = Method.IMPORT if caller.source == "IMPORT" else Method.CARD
    evidence = ConsentEvidence(submission=document) if document else None
    entries: list[tuple[Consent, Person]] = []
    for before, after in said:
        status = _SAID[before.marketing_consent if before else None, after.marketing_consent]
        entry = _for_all_channels(db, after, status, method, now)
        entries.append((replace(entry, evidence=evidence), after))
    add(db, caller, entries)


def recall(db: Db, caller: Caller, clients: Sequence[Counterparty]) -> None:
    """A field set before there was a ledger becomes its first entry, before another one does."""
    said = {each.name: each for each in clients if each.marketing_consent}
    if not said:
        return
    known = store.of_many(db, list(said), store.advertising(db))
    entries: list[tuple[Consent, Person]] = [
        (entry, client)
        for name, client in said.items()
        if name not in known
        for entry in implied(db, client)
    ]
    if entries:
        add(db, caller, entries)


def implied(db: Db, client: Counterparty) -> list[Consent]:
    """What the field says of a client of whom the ledger says nothing: an entry without proof."""
    if client.marketing_consent is None:
        return []
    status = _SAID[None, client.marketing_consent]
    since = client.create_time or clock.now()
    entry = _for_all_channels(db, client, status, Method.CARD, since)
    return [replace(entry, evidence=ConsentEvidence(submission=_FROM_BEFORE))]


def follow(db: Db, caller: Caller, name: str) -> None:
    """The field shows what the ledger says."""
    client = base.COUNTERPARTIES.find(db, name)
    if client is None:
        return
    entries = store.of(db, name)
    said = standing.marketing(entries, store.advertising(db), clock.now())
    if said == client.marketing_consent:
        return
    saved = base.COUNTERPARTIES.replace(db, replace(client, marketing_consent=said))
    message = to_proto(saved, counterparties_pb2.Counterparty)
    event = events_pb2.CounterpartyUpdated(counterparty=message, previous_owner=saved.owner)
    changes.record(db, caller, event, before=client, after=saved)


def follow_expired(db: Db) -> None:
    """Nobody says anything when a consent ends: so it is looked for, once."""
    for people in store.ended_since_last_look(db, clock.now() - SETTLED):
        for name in people:
            transactional(follow)(db, system(db.tenant), name)


def _for_all_channels(
    db: Db, person: Person, status: Status, method: Method, said_time: datetime
) -> Consent:
    return Consent(
        name=store.CONSENTS.new_name(),
        person=person.name,
        subject=person.name,
        purpose=store.advertising(db),
        channels=tuple(ConsentChannel),
        status=status,
        method=method,
        said_time=said_time,
    )


# --- merges --------------------------------------------------------------------------------------

Standings = Mapping[tuple[str, ConsentChannel | None], standing.State]


def refusals(db: Db, caller: Caller, people: Sequence[Person]) -> dict[str, Standings]:
    """What each of them refuses, before they become one."""
    recall(db, caller, [each for each in people if isinstance(each, Counterparty)])
    entries: dict[str, list[Consent]] = {each.name: [] for each in people}
    where = {"person": {"$in": list(entries)}}
    for entry in store.CONSENTS.select(db, where):
        entries[entry.person].append(entry)
    if not any(entries.values()):
        return {}
    known, now = purposes.all_of(db), clock.now()
    return {name: _refused(found, known, now) for name, found in entries.items()}


def unite(
    db: Db, caller: Caller, survivor: Person, refused: Mapping[str, Standings], merge: str
) -> None:
    """After a merge: what one of them refused, all of them refuse, whatever was said last."""
    if not refused:
        return
    own = refused.get(survivor.name, {})
    now = _refused(store.of(db, survivor.name), purposes.all_of(db), clock.now())
    missing = {
        place: state
        for standings in refused.values()
        for place, state in standings.items()
        if place not in own or place not in now
    }
    _refuse(db, caller, survivor, missing, merge)
    follow(db, caller, survivor.name)


def part(db: Db, caller: Caller, survivor: Person, others: Sequence[Person], merge: str) -> None:
    """After an unmerge: what was refused as one stays refused by each."""
    refused = refusals(db, caller, [survivor, *others])
    if not refused:
        return
    for other in others:
        own = refused[other.name]
        missing = {p: s for p, s in refused[survivor.name].items() if p not in own}
        _refuse(db, caller, other, missing, merge)
    for each in (survivor, *others):
        follow(db, caller, each.name)


def _refused(
    entries: Sequence[Consent], known: Sequence[ConsentPurpose], now: datetime
) -> Standings:
    found = standing.all_of(entries, known, now)
    return {(each.purpose, each.channel): each.state for each in found if each.state.refusing}


def _refuse(db: Db, caller: Caller, person: Person, missing: Standings, merge: str) -> None:
    """One entry for the channels of a purpose that are refused alike."""
    alike: dict[tuple[str, Status], list[ConsentChannel]] = {}
    for (purpose, channel), state in missing.items():
        channels = alike.setdefault((purpose, Status(state.value)), [])
        channels += [channel] if channel else []
    entries: list[tuple[Consent, Any]] = [
        (
            Consent(
                name=store.CONSENTS.new_name(),
                person=person.name,
                subject=person.name,
                purpose=purpose,
                channels=tuple(c for c in ConsentChannel if c in channels),
                status=status,
                method=Method.MERGE,
                evidence=ConsentEvidence(submission=merge),
                said_time=clock.now(),
            ),
            person,
        )
        for (purpose, status), channels in alike.items()
    ]
    if entries:
        add(db, caller, entries)
