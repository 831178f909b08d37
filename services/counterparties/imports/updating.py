"""Rows written into the clients they repeat, by the policy UPDATE."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from crm.counterparties.v1 import contacts_pb2
from crm.counterparties.v1 import events_pb2 as events
from services.counterparties import field_rights
from services.counterparties import store as base
from services.counterparties.actions import counterparties as actions
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty, State
from services.counterparties.imports import clients, store
from services.counterparties.imports.judging import Outcome
from services.counterparties.imports.row import Verdict
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.changes import Change
from services.kit.mapping import to_document, to_proto
from services.kit.mongo import Db
from services.kit.words import folded

READ, UPDATE = "counterparties.read", "counterparties.update"
CLIENTS = "counterparties/"
Document = dict[str, Any]


def target_of(outcome: Outcome) -> str:
    """The client that a good row is to update, if it does not become a new one."""
    target: str = outcome.document.get("duplicate_of", "")
    return target if target.startswith(CLIENTS) else ""


def update_clients(
    db: Db, caller: Caller, outcomes: Sequence[Outcome], names: Mapping[int, str], job: str
) -> Counter[str]:
    """Writes rows into their clients; how many were `updated` and how many stay `duplicates`."""
    found = base.by_names(db, [target_of(each) for each in outcomes], caller.visible(UPDATE))
    known = defaultdict[str, list[Contact]](list)
    for contact in base.contacts_of(db, list(found)):
        known[contact.counterparty].append(contact)
    counted: Counter[str] = Counter()
    pairs: list[tuple[Counterparty, Counterparty]] = []
    people: list[Contact] = []
    rows: list[tuple[str, Document]] = []
    now = clock.now()
    for each in outcomes:
        current = found.get(target_of(each))
        after = _merged(caller, current, each, now) if current else None
        if current is None or after is None:
            rows.append((names[each.number], _not_updated(each)))
            counted["duplicates"] += 1
            continue
        if after != current:
            pairs.append((current, after))
        person = _new_contact(caller, each, after, known[current.name], now)
        if person is not None:
            people.append(person)
        rows.append((names[each.number], _updated(current, after, person)))
        counted["updated"] += 1
    actions.replace_many(db, caller, pairs, job)
    _keep_contacts(db, caller, people, job)
    store.set_rows(db, rows)
    return counted


def _merged(
    caller: Caller, current: Counterparty, outcome: Outcome, now: datetime
) -> Counterparty | None:
    """None if the client cannot be written to, or would not keep its rules."""
    if current.state is not State.ACTIVE:
        return None
    rights = field_rights.of(caller)

    def may_write(field: str) -> bool:
        return rights.access(field, current.market_state) == field_rights.WRITE

    after = clients.merged(current, outcome.draft, may_write).tidy()
    return None if after.problems(now.date()) else after


def _new_contact(
    caller: Caller,
    outcome: Outcome,
    client: Counterparty,
    known: Iterable[Contact],
    now: datetime,
) -> Contact | None:
    """The row's contact person, unless the client has one of this name or telephone."""
    person = clients.contact_of(outcome.draft, client, base.CONTACTS.new_name(), now)
    rights = field_rights.of(caller)
    if person is None or rights.access("phones", client.market_state) != field_rights.WRITE:
        return None
    numbers = {phone.number for phone in person.phones}
    for each in known:
        same_name = folded(each.display_name) == folded(person.display_name)
        if same_name or numbers & {phone.number for phone in each.phones}:
            return None
    return person


def _keep_contacts(db: Db, caller: Caller, people: Sequence[Contact], job: str) -> None:
    store.insert_made(db, base.CONTACTS, [base.CONTACTS.document(db, each) for each in people])
    told = [
        Change(
            event=events.ContactCreated(contact=to_proto(each, contacts_pb2.Contact)),
            after=each,
            permission=READ,
            job=job,
        )
        for each in people
    ]
    changes.record_many(db, caller, told)


def _updated(before: Counterparty, after: Counterparty, person: Contact | None) -> Document:
    """With what an undo needs: the client as it was, the version it has now, the new contact."""
    values: Document = {"verdict": Verdict.UPDATED.value, "counterparty": before.name}
    if after != before:
        values |= {"before": to_document(before), "after_version": before.version + 1}
    if person is not None:
        values["contact"] = person.name
    return values


def _not_updated(outcome: Outcome) -> Document:
    """Seen when it was checked and out of reach now, or the mix of both would break its rules."""
    values: Document = {"verdict": Verdict.DUPLICATE.value, "reasons": ["DUPLICATE_CLIENT"]}
    values["problems"] = [["", "", outcome.draft.fields["display_name"], "DUPLICATE_CLIENT", ""]]
    return values
