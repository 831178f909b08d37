"""What a work is about, by the copies of clients, contacts, leads and deals (pure)."""

from collections.abc import Callable, Mapping
from typing import Any

from services.activities.work import SUBJECTS
from services.kit.parties.party import CONTACTS, COUNTERPARTIES, Party, PartyUnknown

Look = Callable[[str, str, tuple[str, ...]], Party]
SUBJECT, CONTACT, CLIENT = "subject", "contact", "counterparty"


def linked(values: Mapping[str, Any], look: Look) -> dict[str, Any]:
    """`values` with the names of what they link to; a subject brings its client, a lead or a deal
    also whom to talk to. `look(name, field, kinds)` raises PartyUnknown, of the field."""
    found = dict(values)
    if values.get(SUBJECT, "").startswith(SUBJECTS):
        subject = look(values[SUBJECT], SUBJECT, SUBJECTS)
        found |= _named(SUBJECT, subject)
        is_client = subject.name.startswith(COUNTERPARTIES)
        found |= _of(CLIENT, subject.name if is_client else subject.counterparty, look)
        if not values.get(CONTACT):
            found |= _of(CONTACT, subject.name if subject.is_contact else subject.contact, look)
    elif SUBJECT in values and not values[SUBJECT]:
        found |= {**_of(SUBJECT, "", look), **_of(CLIENT, "", look)}
    if values.get(CONTACT):
        found |= _named(CONTACT, look(values[CONTACT], CONTACT, (CONTACTS,)))
    elif CONTACT in values and CONTACT not in found:
        found |= _of(CONTACT, "", look)
    return found


def _of(field: str, name: str, look: Look) -> dict[str, Any]:
    if not name:
        return {field: "", f"{field}_display_name": ""}
    try:
        return _named(field, look(name, SUBJECT, SUBJECTS))
    except PartyUnknown:
        # Who sees a deal need not see its client: then he does not read its name.
        return {field: name, f"{field}_display_name": ""}


def _named(field: str, party: Party) -> dict[str, Any]:
    return {field: party.name, f"{field}_display_name": party.display_name}
