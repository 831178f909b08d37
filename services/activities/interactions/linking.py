"""Whom an interaction names, by the copies of clients, contacts, leads and deals (pure)."""

from collections.abc import Mapping
from typing import Any

from services.activities import linking
from services.activities.interactions.interaction import Attachment, Interaction
from services.activities.interactions.participant import Participant
from services.activities.linking import CLIENT, SUBJECT, Look
from services.activities.work import SUBJECTS
from services.kit.copying import replace
from services.kit.parties.party import CLIENTS

PEOPLE = "with_whom"
_TAKEN = (SUBJECT, f"{SUBJECT}_display_name", CLIENT, f"{CLIENT}_display_name")


def linked(values: Mapping[str, Any], before: Interaction | None, look: Look) -> dict[str, Any]:
    """`values` with the names of whom they link to. What the record links to already is not looked
    for again: who changes it need not see all of that."""
    found = dict(values)
    if SUBJECT in values and (before is None or values[SUBJECT] != before.subject):
        found |= about(values[SUBJECT], look)
    if PEOPLE in values:
        known = {each.record: each for each in before.with_whom} if before else {}
        found[PEOPLE] = tuple(
            _person(each, known, f"{PEOPLE}[{at}].record", look)
            for at, each in enumerate(values[PEOPLE])
        )
    return found


def about(subject: str, look: Look) -> dict[str, Any]:
    """A subject, and its client."""
    found = linking.linked({SUBJECT: subject}, look)
    return {key: found[key] for key in _TAKEN if key in found}


def person(record: str, field: str, look: Look) -> Participant:
    party = look(record, field, CLIENTS)
    return Participant(
        record=party.name,
        record_display_name=party.display_name,
        counterparty=party.counterparty if party.is_contact else "",
    )


def attachment(record: str, look: Look) -> Attachment:
    party = look(record, "record", SUBJECTS)
    return Attachment(record=party.name, record_display_name=party.display_name)


def _person(
    said: Participant, known: Mapping[str, Participant], field: str, look: Look
) -> Participant:
    if not said.record:
        return Participant(text=said.text)
    if not said.record.startswith(CLIENTS):
        return said
    who = known.get(said.record) or person(said.record, field, look)
    return replace(who, text=said.text, kind=None)
