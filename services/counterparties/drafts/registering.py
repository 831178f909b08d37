"""A client and its contacts, created together; the draft they were entered in ends with it."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from services.counterparties.actions import contacts, counterparties
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty
from services.counterparties.drafts import keeping
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument, Violation
from services.kit.mongo import Db, transactional
from services.kit.texts import many_problems

MOST_CONTACTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    counterparty: Mapping[str, Any]
    contacts: Sequence[Mapping[str, Any]] = ()
    draft: str = ""
    bypass_duplicates: bool = False


def register(db: Db, caller: Caller, asked: Registration, request_id: str) -> Counterparty:
    """The same request sent twice creates once, and answers what it created."""
    return counterparties.once(
        db, caller, request_id, lambda name: _register(db, caller, name, asked)
    )


@transactional
def _register(db: Db, caller: Caller, name: str, asked: Registration) -> Counterparty:
    problems: list[Violation] = []
    clients, people = list[Counterparty](), list[Contact]()
    with gathering(problems, "counterparty"):
        clients.append(counterparties.prepared(db, caller, name, asked.counterparty))
    problems.extend(many_problems("contacts", len(asked.contacts), MOST_CONTACTS))
    state = counterparties.market_state(asked.counterparty)
    for at, values in enumerate(asked.contacts[:MOST_CONTACTS]):
        with gathering(problems, f"contacts[{at}]"):
            people.append(contacts.prepared(db, caller, {**values, "counterparty": name}, state))
    if problems:
        raise InvalidArgument.of(problems)
    bypass = asked.bypass_duplicates
    created = counterparties.insert(db, caller, clients[0], bypass_duplicates=bypass)
    contacts.insert_many(db, caller, created, people)
    if asked.draft:
        keeping.end(db, caller, asked.draft)
    return created


@contextmanager
def gathering(problems: list[Violation], path: str) -> Generator[None]:
    """Whoever fills in a form wants to hear of all its mistakes at once."""
    try:
        yield
    except InvalidArgument as error:
        problems.extend(each._replace(field=f"{path}.{each.field}") for each in error.violations)
